/// A request trace that cannot be read: the file, the line and the column, and what was expected there.
public struct TraceError: Error, Sendable, Hashable, CustomStringConvertible {
  public let file: String
  /// From 1, the header; `nil` where the whole file is meant.
  public let line: Int?
  /// The column's name.
  public let column: String?
  public let problem: String

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
