/// What is being done where nothing can be counted: a line on standard error while it lasts, and nothing where that is no
/// terminal.
package enum StageLine {
  /// Does the work below the line.
  static func during<Value>(_ text: String, _ body: () throws -> Value) rethrows -> Value {
    let isShown = Terminal.standardError.isInteractive
    if isShown { Terminal.standardError.write("\r\u{1B}[K\(text) …") }
    defer { if isShown { Terminal.standardError.write("\r\u{1B}[K") } }
    return try body()
  }

  /// Does the work below the line.
  package static func during<Value>(_ text: String, _ body: () async throws -> Value) async rethrows -> Value {
    let isShown = Terminal.standardError.isInteractive
    if isShown { Terminal.standardError.write("\r\u{1B}[K\(text) …") }
    defer { if isShown { Terminal.standardError.write("\r\u{1B}[K") } }
    return try await body()
  }
}
