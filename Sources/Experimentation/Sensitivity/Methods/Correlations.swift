/// The correlation of each input with the output: Pearson's, or Spearman's on ranks.
///
/// Assumes a linear, on ranks a monotone effect; the inputs may be correlated, and then an input shows what it carries
/// for others. Costs N runs. Pearson 1895; Spearman 1904.
package struct Correlations: DesignBasedMethod {
  /// Whether the correlations are of ranks.
  package let ranks: Bool
  package let bootstrap: Bootstrap

  package init(ranks: Bool = true, bootstrap: Bootstrap = Bootstrap(resamples: 200)) {
    self.ranks = ranks
    self.bootstrap = bootstrap
  }

  package var name: String { ranks ? "spearman" : "pearson" }
  package var title: Text {
    Text(ranks ? "Spearman's rank correlation" : "Pearson's correlation", zh: ranks ? "斯皮尔曼秩相关系数" : "皮尔逊相关系数")
  }
  package var reference: String { ranks ? "Spearman 1904" : "Pearson 1895" }
  package var assumption: String {
    "\(ranks ? "a monotone" : "a linear") effect; where inputs are correlated, an input shows what it carries for others"
  }
  package var dependentInputs: DependentInputs { .allowed }
  package var rankingIndex: String { name }

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    var analysis = SensitivityAnalysis(name, of: results)
    analysis.correlate(results, ranks: ranks, index: name, bootstrap, limits: -1...1) { $0.withOutput }
    return analysis
  }
}
