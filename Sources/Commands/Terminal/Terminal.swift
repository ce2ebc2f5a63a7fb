import Glibc
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

  /// Writes a text; a reader that has gone away is no reason to stop.
  func write(_ text: String) { _ = try? descriptor.writeAll(text.utf8) }

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
