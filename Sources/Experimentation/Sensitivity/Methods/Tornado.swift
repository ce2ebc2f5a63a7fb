/// The change of the measure as each input alone moves from its 10 % to its 90 % quantile: the bars of a tornado chart.
///
/// Assumes that inputs do not interact: what two do together it can't show. Costs N (2k + 1) runs for N replications of
/// a point.
///
/// Howard 1988, Management Science 34; Eschenbach 1992, Interfaces 22.
package struct Tornado: OneAtATimeMethod {
  package init() {}

  package var name: String { "tornado" }
  package var title: Text { Text("One input at a time", zh: "逐个变动输入") }
  package var reference: String { "Howard 1988, Management Science 34" }
  package var rankingIndex: String { "swing" }
  package var picture: SensitivityPicture { .tornado }
  var quantiles: [Double] { [0.1, 0.9] }

  func analysis(
    of measure: String, base: Double?, baseValues: [String: Double], runs: [OneAtATimeRun]
  ) -> SensitivityAnalysis {
    Bars(measure: measure, base: base, baseValues: baseValues, runs: runs).analysis(name)
  }

  /// What one input does.
  struct Bar: Sendable, Hashable {
    let input: String
    /// At the lowest quantile.
    let low: OneAtATimeRun
    /// At the highest quantile.
    let high: OneAtATimeRun
    /// The measure at the high quantile less that at the low one; `nil` where one has no value.
    let swing: Double?
    /// Where the measure changes its sign, in the unit of the input; the one nearest to the base, `nil` if it does not.
    let switchValue: Double?
    let switchValues: SwitchValues
  }

  /// The bars of all inputs.
  ///
  /// ```swift
  /// let tornado = Tornado.Bars(measure: "npv", base: 4e6, baseValues: ["priceFall": 0.4], runs: runs)
  /// // tornado.bars[0] is the input that moves the measure most
  /// ```
  struct Bars: Sendable {
    private let measure: String
    /// The measure with every input at its base.
    let base: Double?
    /// From the greatest swing in size to the least; bars without one last, equal ones in the order of the inputs.
    let bars: [Bar]

    /// - `baseValues`: The value of each input at the base.
    /// - `runs`: At least one below and one above the base for each input; the lowest and highest quantiles are shown.
    init(measure: String, base: Double?, baseValues: [String: Double], runs: [OneAtATimeRun]) {
      self.measure = measure
      self.base = base
      let bars = OneAtATimeRun.byInput(runs).compactMap { input, runs -> Bar? in
        guard let low = runs.first, let high = runs.last else { return nil }
        let centre = baseValues[input]
        var points = runs.map { (value: $0.value, output: $0.output) }
        if let centre { points.append((centre, base)) }
        let found = SwitchValues(of: points.sorted { $0.value < $1.value }, isDiscrete: low.isDiscrete)
        return Bar(
          input: input, low: low, high: high, swing: high.output.flatMap { top in low.output.map { top - $0 } },
          switchValue: centre.map { found.nearest(to: $0) } ?? found.values.first, switchValues: found)
      }
      self.bars = bars.enumerated().sorted { one, other in
        let sizes = [one, other].map { $0.element.swing.map(abs) ?? -1 }
        return sizes[0] != sizes[1] ? sizes[0] > sizes[1] : one.offset < other.offset
      }.map(\.element)
    }

    /// The rows of `sensitivity.csv`: low, base, high, swing and switch value of each bar, in their order.
    func analysis(_ method: String = Tornado().name) -> SensitivityAnalysis {
      var analysis = SensitivityAnalysis(method, measure: measure)
      for bar in bars {
        analysis.add(bar.low, index: "low")
        analysis.add("base", of: bar.input, base)
        analysis.add(bar.high, index: "high")
        analysis.add("swing", of: bar.input, bar.swing)
        analysis.add("break_even", of: bar.input, bar.switchValue)
        analysis.warn(of: bar.switchValues, over: bar.input)
      }
      if let base, !bars.isEmpty, bars.allSatisfy({ $0.low.output == base && $0.high.output == base }) {
        analysis.warn(.constantOutput)
      }
      return analysis
    }
  }
}
