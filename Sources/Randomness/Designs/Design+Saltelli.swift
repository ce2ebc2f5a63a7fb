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
    let count = inputs.count
    try requireSobol(inputs, dimensions: 2 * count, rows: blocks, of: "Saltelli design")
    let layout = DesignLayout.saltelli(secondOrder: secondOrder)
    let rows = layout.rowsTogether(inputs: count)
    let edge = scrambling == .none ? 0.5 / Double(blocks) : 0
    var design = byColumns(inputs, rows: blocks * rows, layout: layout, edge: edge) { column, put in
      // Whether a row of a block takes this input from b.
      let isFromB = (0..<rows).map { row in
        switch layout.place(of: row, inputs: count) {
        case .matrix(.b, _): true
        case .matrix(.aWithB(let input), _): input == column
        case .matrix(.bWithA(let input), _): input != column
        default: false
        }
      }
      for (isB, dimension) in [(false, column), (true, count + column)] {
        let scramble = scrambling.scramble(of: inputs[column] + (isB ? "/b" : "/a"))
        SobolSequence.forEach(blocks, dimension: dimension) { block, digits in
          let number = scramble.number(digits)
          for row in 0..<rows where isFromB[row] == isB { put(block * rows + row, number) }
        }
      }
    }
    design.warnings = sobolWarnings(rows: blocks)
    return design
  }
}
