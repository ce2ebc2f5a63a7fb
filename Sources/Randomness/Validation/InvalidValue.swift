/// A value that cannot be meant: what it is for, what was written, what was expected and where.
///
/// It is refused where it is written: see ``ValidationErrors``.
public struct InvalidValue: Error, Sendable, CustomStringConvertible {
  /// What the value is for, as the user calls it: `uniform(0.5, 0.3)`.
  public var subject: String
  /// What is wrong and what was expected: `the low end must lie below the high end`.
  public var problem: String
  /// What to write instead, where that is known.
  public var remedy: String?
  /// Where it stands, as `File.swift:12`; `nil` for a value from the command line.
  public var location: String?

  /// A value that is wrong, by what it is for, what is wrong, and what to write instead.
  public init(_ subject: String, _ problem: String, remedy: String? = nil, location: String? = nil) {
    self.subject = subject
    self.problem = problem
    self.remedy = remedy
    // `#fileID` is Module/File.swift; the file is what the user knows.
    self.location = location.map { String($0[($0.lastIndex(of: "/").map($0.index(after:)) ?? $0.startIndex)...]) }
  }

  /// One line: place, subject, problem, remedy.
  public var description: String {
    (location.map { $0 + ": " } ?? "") + "\(subject): \(problem)" + (remedy.map { "; \($0)" } ?? "")
  }
}
