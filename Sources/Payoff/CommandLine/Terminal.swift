import Glibc
import Rainbow
import SystemPackage

/// A stream that may be a terminal, and whether colours are wanted on it.
struct Terminal {
  static let standardOutput = Terminal(descriptor: .standardOutput)
  static let standardError = Terminal(descriptor: .standardError)

  private let descriptor: FileDescriptor

  var isInteractive: Bool { isatty(descriptor.rawValue) == 1 }

  /// Writes a text; a reader that has gone away is no reason to stop.
  func write(_ text: String) { _ = try? descriptor.writeAll(text.utf8) }

  /// No colours where the output is no terminal, or `NO_COLOR` is set.
  var hasColours: Bool { isInteractive && getenv("NO_COLOR") == nil }

  func bold(_ text: String) -> String { hasColours ? text.bold : text }
  func dim(_ text: String) -> String { hasColours ? text.dim : text }
}
