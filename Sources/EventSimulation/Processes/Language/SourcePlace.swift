/// Where something stands in the user's source, for messages.
struct SourcePlace: Sendable, CustomStringConvertible {
  let fileID: String
  let line: Int

  /// As `File.swift:12`.
  var description: String { "\(fileID.split(separator: "/").last ?? ""):\(line)" }
}
