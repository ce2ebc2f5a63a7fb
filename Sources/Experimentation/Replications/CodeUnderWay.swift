import Glibc

/// Which of an experiment's code a thread is in, for the message when that code stops the program.
package enum CodeUnderWay: Sendable, Hashable {
  /// What its inputs and choices are declared as.
  case declarations
  /// Its answer, made when the replications are done.
  case answer
  /// A replication, by its number.
  case replication(Int)

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// What a thread keeps: 1 and 2 are the parts, from 3 on the replications.
  private var mark: Int {
    switch self {
    case .declarations: 1
    case .answer: 2
    case .replication(let number): number + 3
    }
  }

  private static let lineKey: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// What a thread does before it runs an experiment's code, where a handler is to tell of it.
  nonisolated(unsafe) private static var prepareThread: (@convention(c) () -> Void)?

  /// Makes it safe to ask in a signal handler; before any thread runs an experiment's code.
  /// - Parameter thread: what each thread does before it does so.
  package static func prepare(thread: @escaping @convention(c) () -> Void) {
    (_, _) = (key, lineKey)
    prepareThread = thread
  }

  /// The line of the experiment that this thread evaluates, as `File.swift:12`; `nil` where it is not known. Safe in a
  /// signal handler after ``prepare()``.
  package static var line: UnsafePointer<CChar>? {
    pthread_getspecific(lineKey).map { UnsafePointer($0.assumingMemoryBound(to: CChar.self)) }
  }

  /// Does the work, and notes the line of the experiment that it is.
  package static func on<Value>(_ line: SourceLine, _ body: () throws -> Value) rethrows -> Value {
    let before = pthread_getspecific(lineKey)
    pthread_setspecific(lineKey, line.text)
    defer { pthread_setspecific(lineKey, before) }
    return try body()
  }

  /// What this thread is in; `nil` where it is in none. Safe in a signal handler after ``prepare()``.
  package static var current: CodeUnderWay? {
    guard let value = pthread_getspecific(key) else { return nil }
    switch Int(bitPattern: value) {
    case 1: return .declarations
    case 2: return .answer
    case let mark: return .replication(mark - 3)
    }
  }

  /// Does the work, and notes that this thread is in it.
  package static func during<Value>(_ code: CodeUnderWay, _ body: () throws -> Value) rethrows -> Value {
    prepareThread?()
    let before = pthread_getspecific(key)
    pthread_setspecific(key, UnsafeRawPointer(bitPattern: code.mark))
    defer { pthread_setspecific(key, before) }
    return try body()
  }
}

/// A line of an experiment in memory that stays, for a signal handler to write.
package final class SourceLine: Sendable {
  nonisolated(unsafe) fileprivate let text: UnsafeMutablePointer<CChar>

  /// - `location`: as `Module/File.swift:12`; the file's name is kept.
  package init(_ location: String) {
    text = strdup(location.split(separator: "/").last.map(String.init) ?? location)
  }

  deinit { free(text) }
}
