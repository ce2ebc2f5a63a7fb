extension Design {
  /// The first points of the Sobol sequence, one dimension an input in their order.
  ///
  /// More rows leave the first as they are, and an input that is added at the end leaves the other columns as they are.
  /// The first point is among them: without it the points lose their balance. Owen 2020, "On dropping the first Sobol'
  /// point".
  ///
  /// - `rows`: A power of two, or there is a warning.
  package static func sobol(
    inputs: [String], rows: Int, scrambling: SobolScrambling
  ) throws(InvalidValue) -> Design {
    try requireSobol(inputs, dimensions: inputs.count, rows: rows, of: "Sobol design")
    let points = try SobolPoints(inputs: inputs, scrambling: scrambling)
    var design = byColumns(inputs, rows: rows, edge: scrambling == .none ? 0.5 / Double(rows) : 0) { column, put in
      for row in 0..<rows { put(row, points.number(of: row, dimension: column)) }
    }
    design.warnings = sobolWarnings(rows: rows)
    return design
  }

  static func requireSobol(
    _ inputs: [String], dimensions: Int, rows: Int, of design: String
  ) throws(InvalidValue) {
    try require(inputs, rows: rows, of: design)
    guard dimensions <= SobolSequence.greatestDimension else {
      throw InvalidValue(
        design, "it needs \(dimensions) dimensions; up to \(SobolSequence.greatestDimension) were expected",
        remedy: "use a Latin hypercube, or fix the inputs that matter least")
    }
    guard rows <= SobolSequence.count else {
      throw InvalidValue(design, "it has \(rows) points; up to \(SobolSequence.count) were expected")
    }
  }

  static func sobolWarnings(rows: Int) -> [DesignWarning] {
    rows & (rows - 1) == 0 ? [] : [.notPowerOfTwo(rows: rows)]
  }
}
