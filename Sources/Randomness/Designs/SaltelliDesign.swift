extension Design {
  /// Saltelli's blocks, for first and total Sobol indices from n (k + 2) runs; with the second order n (2k + 2).
  ///
  /// A block holds two points a and b of a Sobol sequence in 2k dimensions, then a with each input of b in turn, and
  /// for the second order b with each input of a. Rows stand in the order of SALib's `sample.sobol`, so that its
  /// `analyze.sobol` takes them as they are: A, A with B, (B with A,) B. Saltelli 2002, "Making best use of model
  /// evaluations to compute sensitivity indices", Computer Physics Communications 145; Saltelli et al. 2010, the same
  /// journal 181.
  ///
  /// - `blocks`: A power of two, or there is a warning.
  package static func saltelli(
    inputs: [String], blocks: Int, secondOrder: Bool = false, scrambling: SobolScrambling
  ) throws(InvalidValue) -> Design {
    let points = try SaltelliPoints(inputs: inputs, blocks: blocks, secondOrder: secondOrder, scrambling: scrambling)
    let rows = (0..<points.count).map { points.row($0) }
    var design = Design(
      inputs: inputs, numbers: rows.flatMap(\.numbers), layout: .saltelli(secondOrder: secondOrder),
      edge: rows.first?.edge ?? 0)
    design.warnings = points.warnings
    return design
  }
}

/// The rows of Saltelli's blocks, each made when it is asked for, so that a design of any size takes no memory.
///
/// See ``Design/saltelli(inputs:blocks:secondOrder:scrambling:)``, whose rows they are.
package struct SaltelliPoints: RowDesign {
  package let inputs: [String]
  package let blocks: Int
  package let secondOrder: Bool
  package let warnings: [DesignWarning]
  private let points: SobolPoints
  private let layout: DesignLayout
  private let edge: Double

  package init(
    inputs: [String], blocks: Int, secondOrder: Bool = false, scrambling: SobolScrambling
  ) throws(InvalidValue) {
    try Design.requireSobol(inputs, dimensions: 2 * inputs.count, rows: blocks, of: "Saltelli design")
    self.inputs = inputs
    self.blocks = blocks
    self.secondOrder = secondOrder
    points = try SobolPoints(
      inputs: inputs, scrambling: scrambling, names: inputs.map { $0 + "/a" } + inputs.map { $0 + "/b" })
    layout = .saltelli(secondOrder: secondOrder)
    edge = scrambling == .none ? 0.5 / Double(blocks) : 0
    warnings = Design.sobolWarnings(rows: blocks)
  }

  /// The rows of a block.
  package var rowsOfBlock: Int { layout.rowsTogether(inputs: inputs.count) }

  package var count: Int { blocks * rowsOfBlock }

  package func row(_ index: Int) -> DesignRow {
    let place = layout.place(of: index, inputs: inputs.count)
    let block = index / rowsOfBlock
    let numbers = inputs.indices.map { column in
      points.number(of: block, dimension: isFromB(place, column) ? inputs.count + column : column)
    }
    return DesignRow(index: index, numbers: numbers, place: place, edge: edge)
  }

  /// Whether a row of a block takes an input from b.
  private func isFromB(_ place: DesignPlace, _ column: Int) -> Bool {
    switch place {
    case .matrix(.b, _): true
    case .matrix(.aWithB(let input), _): input == column
    case .matrix(.bWithA(let input), _): input != column
    default: false
    }
  }
}
