import Experimentation
import Results
import Synchronization

/// How far a run is, how fast, and how long still: one line on standard error, and nothing where that is no terminal.
struct ProgressLine {
  private let total: Int
  private let unit: String
  private let begin = ContinuousClock.now
  private var done = 0
  private var lastShown = ContinuousClock.now

  init(total: Int, unit: String) {
    self.total = total
    self.unit = unit
  }

  mutating func advance(by count: Int) {
    done += count
    let now = ContinuousClock.now
    guard now - lastShown > .milliseconds(200) else { return }
    lastShown = now
    let rate = Double(done) / ((now - begin) / .seconds(1))
    let left = Double(total - done) / rate
    Terminal.standardError.replaceLine(
      with: "\(done) of \(total) \(unit), \(NumberText.short(rate)) a second, \(NumberText.duration(left)) to go")
  }

  func finish() { Terminal.standardError.replaceLine(with: "") }
}

/// A ``ProgressLine`` that several threads advance.
final class SharedProgress: Sendable {
  private let line: Mutex<ProgressLine>

  init(total: Int, unit: String) { line = Mutex(ProgressLine(total: total, unit: unit)) }

  /// One more is done.
  func advance() { line.withLock { $0.advance(by: 1) } }
}

/// What is being done where nothing can be counted: a line on standard error while it lasts, and nothing where that is no
/// terminal.
enum StageLine {
  /// Does the work below the line.
  static func during<Value>(_ text: String, _ body: () throws -> Value) rethrows -> Value {
    Terminal.standardError.replaceLine(with: "\(text) …")
    defer { Terminal.standardError.replaceLine(with: "") }
    return try body()
  }

  /// Does the work below the line.
  static func during<Value>(_ text: String, _ body: () async throws -> Value) async rethrows -> Value {
    Terminal.standardError.replaceLine(with: "\(text) …")
    defer { Terminal.standardError.replaceLine(with: "") }
    return try await body()
  }
}
