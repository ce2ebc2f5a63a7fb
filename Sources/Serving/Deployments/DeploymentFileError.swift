/// A deployment file that cannot be read: the file, the line and what was expected there.
public struct DeploymentFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file as it was named.
  public let file: String
  /// From 1; `nil` where the whole file is concerned.
  public let line: Int?
  /// What is wrong, and what was expected.
  public let problem: String

  init(_ file: String, line: Int? = nil, _ problem: String) {
    self.file = file
    self.line = line
    self.problem = problem
  }

  public var description: String { file + (line.map { ":\($0)" } ?? "") + ": " + problem }
}
