/// Why a method refuses rows that would give it a wrong answer.
package enum SensitivityError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A method that needs every row of its design lacks the output of some: the first of them, and how many.
  case missingOutputs(method: String, measure: String, firstRow: Int, count: Int)
  /// A method that takes the inputs for independent was given correlated ones.
  case correlatedInputs(method: String)
  /// A design point lacks the output of a replication: the first such point, and how many there are.
  case missingReplications(measure: String, firstPoint: Int, count: Int)
  /// The rows are not those of the design that the method needs.
  case notTheDesign(method: String, row: Int, problem: String)

  package var description: String {
    switch self {
    case .missingOutputs(let method, let measure, let firstRow, let count):
      "\(method): \(measure) has no finite value in \(count == 1 ? "" : "\(count) rows, first in ")row \(firstRow), "
        + "and the method needs every row of its design; these take the rows there are: "
        + SensitivityMethods.givenData.joined(separator: ", ")
        + "; or explain whether it meets a bar, as --measure '\(measure)<=24' does"
    case .correlatedInputs(let method):
      "\(method): the inputs are correlated, and the method takes them for independent; these do not: "
        + SensitivityMethods.forCorrelatedInputs.joined(separator: ", ")
    case .missingReplications(let measure, let firstPoint, let count):
      "\(measure) has no finite value in a replication of \(count == 1 ? "" : "\(count) design points, first ")"
        + "design point \(firstPoint); leave out the points that failed"
    case .notTheDesign(let method, let row, let problem):
      "\(method): the rows are not those of its design, first at row \(row): \(problem)"
    }
  }
}
