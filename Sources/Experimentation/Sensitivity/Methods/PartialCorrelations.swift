/// Partial correlations of each input with the output: PCC, or PRCC on ranks.
///
/// The correlation left once the linear effects of the other inputs are taken out of both. Assumes a linear model, on
/// ranks a monotone one; the inputs may be correlated. Costs N runs, several times k at least.
///
/// Saltelli, Chan and Scott 2000, Sensitivity Analysis, chapter 6; ranks: Marino et al. 2008, Journal of Theoretical
/// Biology 254.
package struct PartialCorrelations: DesignBasedMethod {
  /// Whether the correlations are of ranks.
  package let ranks: Bool
  package let bootstrap: Bootstrap

  package init(ranks: Bool = true, bootstrap: Bootstrap = Bootstrap(resamples: 200)) {
    self.ranks = ranks
    self.bootstrap = bootstrap
  }

  package var name: String { ranks ? "prcc" : "pcc" }
  package var title: Text {
    Text(ranks ? "Partial rank correlation" : "Partial correlation", zh: ranks ? "偏秩相关系数" : "偏相关系数")
  }
  package var reference: String { "Saltelli, Chan and Scott 2000, Sensitivity Analysis, chapter 6" }
  package var assumption: String {
    ranks
      ? "a monotone model; the correlation of ranks that is left once the other inputs are taken out"
      : "a linear model; the correlation that is left once the other inputs are taken out"
  }
  package var dependentInputs: DependentInputs { .allowed }
  package var rankingIndex: String { ranks ? "PRCC" : "PCC" }

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    var analysis = SensitivityAnalysis(name, of: results)
    analysis.correlate(results, ranks: ranks, index: rankingIndex, bootstrap, limits: -1...1) {
      LinearRegression($0)?.partialCorrelations
    }
    return analysis
  }
}
