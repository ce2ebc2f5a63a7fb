extension Design {
  /// Where the levels of an input lie.
  package enum LevelPlacement: Sendable, Hashable {
    /// In the middles of as many equal intervals.
    case middles
    /// Evenly from 0 to 1.
    case ends
  }

  /// Every combination of the levels of the inputs, a full factorial; the last input changes fastest.
  ///
  /// - `levels`: At least one an input; a single level lies in the middle.
  package static func grid(
    inputs: [String], levels: [Int], placed: LevelPlacement = .middles
  ) throws(InvalidValue) -> Design {
    guard levels.count == inputs.count else {
      throw InvalidValue("grid", "it has levels for \(levels.count) inputs; \(inputs.count) were expected")
    }
    var rows = 1
    for (input, count) in zip(inputs, levels) {
      guard count > 0 else {
        throw InvalidValue("grid", "\(input) has \(count) levels; at least one was expected")
      }
      let (product, overflow) = rows.multipliedReportingOverflow(by: count)
      guard !overflow, product <= 1 << 32 else {
        throw InvalidValue(
          "grid", "its combinations are more than \(1 << 32)",
          remedy: "use fewer levels, a fractional factorial or a Sobol design")
      }
      rows = product
    }
    try require(inputs, rows: rows, of: "grid")
    let edge = placed == .ends ? 0.5 / Double(levels.max() ?? 1) : 0
    var repeats = rows
    return byColumns(inputs, rows: rows, edge: edge) { column, put in
      let count = levels[column]
      repeats /= count
      for row in 0..<rows {
        let level = Double(row / repeats % count)
        let atEnds = placed == .ends && count > 1
        put(row, atEnds ? level / Double(count - 1) : (level + 0.5) / Double(count))
      }
    }
  }
}
