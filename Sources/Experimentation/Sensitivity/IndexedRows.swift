/// Results put back beside the rows of the design that they belong to.
///
/// ```swift
/// let rows = try IndexedRows(results, of: design)
/// // rows.outputs[i] is the output of design[i], in whatever order the results came
/// ```
/// Each result carries the index of its design row, from 0, and the values of the inputs that it was run with.
package struct IndexedRows: Sendable {
  /// A result as it came back.
  package struct Result: Sendable, Hashable {
    package let index: Int
    package let inputs: [Double]
    package let output: Double?

    package init(index: Int, inputs: [Double], output: Double?) {
      self.index = index
      self.inputs = inputs
      self.output = output
    }
  }

  /// What is wrong with the rows: the lowest index at which something is.
  package enum Mismatch: Error, Sendable, Hashable, CustomStringConvertible {
    /// A design row has no result.
    case missing(index: Int)
    /// A design row has several results.
    case duplicate(index: Int, times: Int)
    /// No design row has that index.
    case beyond(index: Int, rows: Int)
    /// The result was run with other inputs than the design row of its index.
    case mismatched(index: Int, input: Int, found: Double?, expected: Double?)

    package var index: Int {
      switch self {
      case .missing(let index), .duplicate(let index, _), .beyond(let index, _), .mismatched(let index, _, _, _): index
      }
    }

    package var description: String {
      switch self {
      case .missing(let index): "design row \(index) has no result; run it, or take a method for given data"
      case .duplicate(let index, let times): "design row \(index) has \(times) results; one was expected"
      case .beyond(let index, let rows):
        "a result belongs to design row \(index), but the design has \(rows) rows: it is of another design"
      case .mismatched(let index, let input, let found, let expected):
        "the result of design row \(index) was run with \(found.map { "\($0)" } ?? "no value") for input \(input + 1), "
          + "where the design has \(expected.map { "\($0)" } ?? "none"): it is of another design"
      }
    }
  }

  /// The output of each design row, in the order of the design.
  package let outputs: [Double?]
  /// Whether the results came in another order than that of the design.
  package let wereShuffled: Bool

  /// Puts the results in the order of the design.
  /// - Throws: ``Mismatch`` for the lowest index at which a row is missing, there twice, or not of this design.
  package init(_ results: [Result], of design: [[Double]]) throws(Mismatch) {
    var byRow = [[Result]](repeating: [], count: design.count)
    var beyond: Int?
    for result in results {
      if design.indices.contains(result.index) {
        byRow[result.index].append(result)
      } else {
        beyond = min(beyond ?? result.index, result.index)
      }
    }
    // Only an index below 0 comes before what may be wrong with the rows themselves.
    if let beyond, beyond < 0 { throw .beyond(index: beyond, rows: design.count) }
    for (index, found) in byRow.enumerated() {
      guard let result = found.first else { throw .missing(index: index) }
      if found.count > 1 { throw .duplicate(index: index, times: found.count) }
      if result.inputs != design[index] {
        let width = max(result.inputs.count, design[index].count)
        let input = (0..<width).first { Self.value(result.inputs, $0) != Self.value(design[index], $0) } ?? 0
        throw .mismatched(
          index: index, input: input, found: Self.value(result.inputs, input),
          expected: Self.value(design[index], input))
      }
    }
    if let beyond { throw .beyond(index: beyond, rows: design.count) }
    outputs = byRow.map { $0[0].output }
    wereShuffled = zip(results, results.dropFirst()).contains { $0.index > $1.index }
  }

  private static func value(_ inputs: [Double], _ place: Int) -> Double? {
    inputs.indices.contains(place) ? inputs[place] : nil
  }
}
