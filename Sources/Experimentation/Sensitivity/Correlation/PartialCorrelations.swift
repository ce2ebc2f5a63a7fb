/// Partial correlations of each input with the output: PCC, or PRCC on ranks.
///
/// The correlation left once the linear effects of the other inputs are taken out of both. Assumes a linear model, on
/// ranks a monotone one; the inputs may be correlated. Costs N runs, several times k at least.
///
/// Saltelli, Chan and Scott 2000, Sensitivity Analysis, chapter 6; ranks: Marino et al. 2008, Journal of Theoretical
/// Biology 254.
package struct PartialCorrelations: SensitivityMethod {
  /// Whether the correlations are of ranks.
  package let ranks: Bool
  package let bootstrap: Bootstrap

  package init(ranks: Bool = true, bootstrap: Bootstrap = Bootstrap(resamples: 200)) {
    self.ranks = ranks
    self.bootstrap = bootstrap
  }

  package var name: String { ranks ? "prcc" : "pcc" }

  package func runs(size: Int, inputs: Int) -> Int { size }

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    var analysis = SensitivityAnalysis(name, of: results)
    analysis.correlate(results, ranks: ranks, index: ranks ? "PRCC" : "PCC", bootstrap, limits: -1...1) {
      LinearRegression($0)?.partialCorrelations
    }
    return analysis
  }
}
