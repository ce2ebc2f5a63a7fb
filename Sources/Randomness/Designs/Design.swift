/// The points at which a model is run: a row a run, a column an input, and numbers from 0 to 1 that quantiles turn into
/// values.
///
/// ```swift
/// let streams = Streams(seed: 1, replication: 0)
/// let design = try Design.sobol(inputs: ["price", "demand"], rows: 1024, scrambling: .owen(streams))
/// for row in design {
///   let price = row.value(0, of: .triangular(0.3, 0.4, 0.5))
///   let demand = row.value(1, of: .between(8e6, 14e6))
/// }
/// ```
/// Random designs and scrambled sequences stay within (0, 1). Regular ones (plain sequences, Morris's trajectories,
/// search curves, grids from end to end) reach 0 or 1, where some distributions are infinite:
/// ``DesignRow/value(_:of:)`` then takes the quantile at ``edge``. What a row is for is its ``DesignRow/place``, and
/// each row knows its index, so an analysis can tell rows that were lost or shuffled.
package struct Design: Sendable, Hashable {
  /// The names of the columns.
  package let inputs: [String]
  /// The numbers from 0 to 1, row after row.
  package let numbers: [Double]
  /// How the rows belong together.
  package let layout: DesignLayout
  /// Half a cell of a regular design, the least distance from an end at which an infinite quantile is replaced; else 0.
  package let edge: Double
  /// What the design is not suited for.
  package internal(set) var warnings: [DesignWarning] = []

  /// A design of those numbers, row after row.
  init(inputs: [String], numbers: [Double], layout: DesignLayout = .points, edge: Double = 0) {
    self.inputs = inputs
    self.numbers = numbers
    self.layout = layout
    self.edge = edge
  }

  /// Points that were made elsewhere: rows of one number from 0 to 1 for each input.
  package init(inputs: [String], rows: [[Double]]) throws(InvalidValue) {
    try Self.require(inputs, rows: rows.count, of: "design")
    for (index, row) in rows.enumerated() {
      guard row.count == inputs.count else {
        throw InvalidValue(
          "row \(index) of the design", "it holds \(row.count) numbers; \(inputs.count) were expected, one an input")
      }
      for (input, number) in zip(inputs, row) where !(number >= 0 && number <= 1) {
        throw InvalidValue(
          "row \(index) of the design", "\(input) is \(number.shortest); a number from 0 to 1 was expected",
          remedy: "give probabilities, which the distribution of the input turns into values")
      }
    }
    self.init(inputs: inputs, numbers: rows.flatMap(\.self))
  }

  /// The number of that row and column.
  package subscript(row: Int, column: Int) -> Double { numbers[row * inputs.count + column] }

  /// The numbers of an input, from the first row to the last.
  package func column(_ column: Int) -> [Double] { indices.map { self[$0, column] } }

  /// Rejects a design without inputs or rows, or with an input twice.
  static func require(_ inputs: [String], rows: Int, of design: String) throws(InvalidValue) {
    guard !inputs.isEmpty else { throw InvalidValue(design, "it has no inputs; at least one was expected") }
    var seen: Set<String> = []
    for input in inputs where !seen.insert(input).inserted {
      throw InvalidValue(design, "the input \"\(input)\" stands in it twice")
    }
    guard rows > 0 else { throw InvalidValue(design, "it has \(rows) rows; at least one was expected") }
  }

  /// A design of one number a row and column, made column by column.
  static func byColumns(
    _ inputs: [String], rows: Int, layout: DesignLayout = .points, edge: Double = 0,
    _ fill: (_ column: Int, _ put: (_ row: Int, _ number: Double) -> Void) -> Void
  ) -> Design {
    var numbers = Array(repeating: 0.0, count: rows * inputs.count)
    for column in inputs.indices {
      fill(column) { row, number in numbers[row * inputs.count + column] = number }
    }
    return Design(inputs: inputs, numbers: numbers, layout: layout, edge: edge)
  }
}

extension Design: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { numbers.count / inputs.count }

  /// The row of that index.
  package subscript(row: Int) -> DesignRow {
    DesignRow(
      index: row, numbers: Array(numbers[row * inputs.count..<(row + 1) * inputs.count]),
      place: layout.place(of: row, inputs: inputs.count), edge: edge)
  }
}

/// A run of a design: its index, its place, and a number from 0 to 1 for each input.
package struct DesignRow: Sendable, Hashable {
  /// The index in the design, which travels with the result of the run.
  package let index: Int
  /// One number for each input.
  package let numbers: [Double]
  /// What the row is for.
  package let place: DesignPlace
  /// As ``Design/edge``.
  package let edge: Double

  /// The value of an input of that distribution: the quantile of its number.
  ///
  /// Where the distribution is infinite, a number nearer to that end than ``edge`` gives the quantile at ``edge``.
  package func value(_ column: Int, of distribution: Distribution) -> Double {
    let support = distribution.support
    var number = numbers[column]
    if support.lowerBound == -.infinity { number = max(number, edge) }
    if support.upperBound == .infinity { number = min(number, 1 - edge) }
    return distribution.quantile(number)
  }
}

/// Rows of a design, kept or made when they are asked for.
package protocol RowDesign: Sendable {
  /// The names of the columns.
  var inputs: [String] { get }
  /// The number of rows.
  var count: Int { get }
  /// What the design is not suited for.
  var warnings: [DesignWarning] { get }

  /// The row of that index, from 0; the same whenever it is asked for.
  func row(_ index: Int) -> DesignRow
}

extension Design: RowDesign {
  package func row(_ index: Int) -> DesignRow { self[index] }
}

/// What a design is not suited for, in words for whoever asked for it.
package enum DesignWarning: Sendable, Hashable, CustomStringConvertible {
  /// A Sobol sequence that was cut between two powers of two, so that its points are not balanced.
  case notPowerOfTwo(rows: Int)

  package var description: String {
    switch self {
    case .notPowerOfTwo(let rows):
      let less = 1 << (Int.bitWidth - 1 - rows.leadingZeroBitCount)
      return "\(rows) points of a Sobol sequence are not balanced, since \(rows) is not a power of two; "
        + "\(less) or \(2 * less) points are"
    }
  }
}
