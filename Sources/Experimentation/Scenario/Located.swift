/// A part of a scenario with the line on which it stands.
struct Located<Part> {
  let part: Part
  /// As `File.swift:12`; `nil` where nobody knows.
  let location: String?
}
