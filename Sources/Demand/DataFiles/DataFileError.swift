/// A file of data that cannot be read or used: the file, the line and the column, and what was expected there.
public struct DataFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file as it was named.
  public let file: String
  /// From 1, the header; `nil` where the whole file is meant.
  public let line: Int?
  /// The column's name.
  public let column: String?
  /// What is wrong, and what was expected.
  public let problem: String

  /// A problem at a place of a file, as exact as it is known.
  public init(file: String, line: Int? = nil, column: String? = nil, _ problem: String) {
    self.file = file
    self.line = line
    self.column = column
    self.problem = problem
  }

  public var description: String {
    file + (line.map { ":\($0)" } ?? "") + (column.map { ": column \($0)" } ?? "") + ": " + problem
  }
}
