import Randomness

/// The measure over the quantiles of each input, one at a time: the lines of a spider chart.
///
/// Assumes that inputs do not interact. Costs k times the number of quantiles. Eschenbach 1992, Interfaces 22.
package struct Spider: Sendable {
  /// The measure over the quantiles of one input.
  package struct Line: Sendable, Hashable {
    package let input: String
    /// By rising quantile.
    package let runs: [OneAtATimeRun]
    /// Where the measure changes its sign, in the unit of the input; the one nearest to the median of the quantiles,
    /// `nil` if it does not.
    package let switchValue: Double?
    let switchValues: Int
  }

  package let measure: String
  /// In the order in which the inputs first come.
  package let lines: [Line]

  package init(measure: String, runs: [OneAtATimeRun]) {
    self.measure = measure
    lines = OneAtATimeRun.byInput(runs).map { input, runs in
      let found = SwitchValues(of: runs.map { ($0.value, $0.output) })
      let middle = runs.min { abs($0.quantile - 0.5) < abs($1.quantile - 0.5) }
      return Line(
        input: input, runs: runs, switchValue: middle.flatMap { found.nearest(to: $0.value) },
        switchValues: found.values.count)
    }
  }

  /// The rows of `sensitivity.csv`: the measure at each quantile, as `q0.05`, then the switch value.
  package var analysis: SensitivityAnalysis {
    var analysis = SensitivityAnalysis("spider", measure: measure)
    for line in lines {
      for run in line.runs { analysis.add(run, index: "q\(run.quantile.shortest)") }
      analysis.add("switch_value", of: line.input, line.switchValue)
      if line.switchValues > 1 { analysis.warn(.severalSwitchValues(input: line.input, count: line.switchValues)) }
    }
    let outputs = lines.flatMap(\.runs).compactMap(\.output)
    if outputs.count > 1, outputs.allSatisfy({ $0 == outputs[0] }) { analysis.warn(.constantOutput) }
    return analysis
  }
}
