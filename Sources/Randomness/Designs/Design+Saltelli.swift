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
