@preconcurrency import Glibc
import Rainbow
import Results
import Synchronization
import SystemPackage

/// A stream that may be a terminal, and whether colours are wanted on it.
struct Terminal {
  static let standardOutput = Terminal(descriptor: .standardOutput)
  static let standardError = Terminal(descriptor: .standardError)

  private let descriptor: FileDescriptor

  private static let plainness = Atomic(false)

  /// Leaves out colours, and lines and bars drawn with signs, from now on.
  static func bePlain() { plainness.store(true, ordering: .relaxed) }

  /// Whether plain text was asked for.
  static var isPlain: Bool { plainness.load(ordering: .relaxed) }

  var isInteractive: Bool { isatty(descriptor.rawValue) == 1 }

  /// Why something that was to be written is lost; 0 where nothing is.
  private static let loss = Atomic<CInt>(0)

  /// Writes a text. What cannot be written is lost, which ``lostOutput`` tells; a reader that has gone away lost nothing.
  func write(_ text: String) {
    do {
      _ = try descriptor.writeAll(text.utf8)
    } catch let error as Errno where error != .brokenPipe && descriptor == .standardOutput {
      Self.loss.store(error.rawValue, ordering: .relaxed)
    } catch {}
  }

  /// Writes a line.
  func line(_ text: String) { write(text + "\n") }

  /// Why results that were to be printed are lost; `nil` where all are written, or nobody reads them any more.
  ///
  /// What the standard library buffered is written first.
  static var lostOutput: Errno? {
    if fflush(stdout) != 0, errno != EPIPE { return Errno(rawValue: errno) }
    if ferror(stdout) != 0 {
      // What went wrong earlier is only known as a fact; a pipe without a reader says so.
      var status = pollfd(fd: FileDescriptor.standardOutput.rawValue, events: Int16(POLLOUT), revents: 0)
      if poll(&status, 1, 0) < 1 || status.revents & Int16(POLLERR) == 0 { return .ioError }
    }
    let code = loss.load(ordering: .relaxed)
    return code == 0 ? nil : Errno(rawValue: code)
  }

  /// Puts a text in the place of the last line; nothing where it is no terminal.
  func replaceLine(with text: String) {
    if isInteractive { write("\r\u{1B}[K" + text) }
  }

  /// No colours where the output is no terminal, `NO_COLOR` is set and not empty (no-color.org), or plain text was asked for.
  var hasColours: Bool { !Self.isPlain && isInteractive && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true) }

  func bold(_ text: String) -> String { hasColours ? text.bold : text }
  func dim(_ text: String) -> String { hasColours ? text.dim : text }

  /// A finding: in lines, and bold.
  func finding(_ sentence: String) -> String { Paragraph.wrap(sentence).map { bold($0) }.joined(separator: "\n") }
}
