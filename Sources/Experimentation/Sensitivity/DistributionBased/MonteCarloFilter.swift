/// Which inputs part the runs above a cut of the measure from those below: a filter, and a test of each input.
///
/// `KS` is the greatest distance between the distributions of the input in the two groups, `KS_p` the probability of such
/// a distance, or a greater, for an input that does nothing. Assumes nothing of the model. Costs N runs; both groups
/// should have some 50.
///
/// Hornberger and Spear 1981, Journal of Environmental Management 12; Saltelli et al. 2008, Primer, section 5.2.
package struct MonteCarloFilter: SensitivityMethod {
  /// Where the measure is cut; the runs at the cut and above are one group.
  package enum Cut: Sendable, Hashable {
    /// At a quantile of the outputs, by a probability in (0, 1).
    case quantile(Double)
    /// At a value, in the unit of the measure.
    case value(Double)
  }

  package let cut: Cut

  package init(cut: Cut = .quantile(0.8)) {
    if case .quantile(let probability) = cut {
      precondition(probability > 0 && probability < 1, "the probability of a quantile lies between 0 and 1")
    }
    self.cut = cut
  }

  package var name: String { "filter" }

  package func runs(size: Int, inputs: Int) -> Int { size }

  private static let recommendedGroup = 20

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    var analysis = SensitivityAnalysis(name, of: results)
    let data = GivenData(results, needing: 2 * Self.recommendedGroup, warningIn: &analysis)
    let limit =
      switch cut {
      case .quantile(let probability): Quantile.ofSorted(data.outputOrder.map { data.outputs[$0] }, at: probability)
      case .value(let value): value
      }
    let above = data.outputs.map { $0 >= limit }
    let smaller = min(above.count { $0 }, above.count { !$0 })
    if data.outputsVary, smaller < Self.recommendedGroup {
      analysis.warn(.smallGroup(rows: smaller, recommended: Self.recommendedGroup))
    }
    let tests = data.inputs.indices.map { input in
      let sorted = data.orders[input]
      return KolmogorovSmirnov(
        sorted.filter { above[$0] }.map { data.columns[input][$0] },
        sorted.filter { !above[$0] }.map { data.columns[input][$0] })
    }
    for (input, test) in zip(data.inputs, tests) { analysis.add("KS", of: input, test?.distance) }
    for (input, test) in zip(data.inputs, tests) { analysis.add("KS_p", of: input, test?.probability) }
    return analysis
  }
}
