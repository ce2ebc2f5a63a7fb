import Randomness

/// The measure over several quantiles of each input, one at a time: the lines of a spider chart.
///
/// Assumes that inputs do not interact. Costs N (7k + 1) runs for N replications of a point. Eschenbach 1992,
/// Interfaces 22.
package struct Spider: OneAtATimeMethod {
  package init() {}

  package var name: String { "spider" }
  package var title: Text { Text("One input at a time, over its quantiles", zh: "逐个输入沿分位数变动") }
  package var reference: String { "Eschenbach 1992, Interfaces 22" }
  package var rankingIndex: String { index(of: quantiles[quantiles.count - 1]) }
  package var picture: SensitivityPicture { .spider }
  var quantiles: [Double] { [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95] }

  private func index(of quantile: Double) -> String { "q\(quantile.shortest)" }

  /// The range of the measure over the quantiles.
  package func weight(of input: String, in rows: [SensitivityRow]) -> Double? {
    let values = rows.filter { $0.input == input && $0.index.hasPrefix("q") }.compactMap(\.value)
    return values.max().flatMap { high in values.min().map { high - $0 } }
  }

  func analysis(
    of measure: String, base: Double?, baseValues: [String: Double], runs: [OneAtATimeRun]
  ) -> SensitivityAnalysis {
    var analysis = SensitivityAnalysis(name, measure: measure)
    for line in lines(of: runs) {
      for run in line.runs { analysis.add(run, index: index(of: run.quantile)) }
      analysis.add("break_even", of: line.input, line.switchValue)
      analysis.warn(of: line.switchValues, over: line.input)
    }
    let outputs = runs.compactMap(\.output)
    if outputs.count > 1, outputs.allSatisfy({ $0 == outputs[0] }) { analysis.warn(.constantOutput) }
    return analysis
  }

  /// The measure over the quantiles of one input.
  struct Line: Sendable, Hashable {
    let input: String
    /// By rising quantile.
    let runs: [OneAtATimeRun]
    /// Where the measure changes its sign, in the unit of the input; the one nearest to the median of the quantiles,
    /// `nil` if it does not.
    let switchValue: Double?
    let switchValues: SwitchValues
  }

  /// The lines in the order in which the inputs first come.
  func lines(of runs: [OneAtATimeRun]) -> [Line] {
    OneAtATimeRun.byInput(runs).map { input, runs in
      let found = SwitchValues(of: runs.map { ($0.value, $0.output) }, isDiscrete: runs.contains(where: \.isDiscrete))
      let middle = runs.min { abs($0.quantile - 0.5) < abs($1.quantile - 0.5) }
      return Line(
        input: input, runs: runs, switchValue: middle.flatMap { found.nearest(to: $0.value) },
        switchValues: found)
    }
  }
}
