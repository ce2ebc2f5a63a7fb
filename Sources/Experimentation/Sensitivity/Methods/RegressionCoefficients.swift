/// Standardised regression coefficients: SRC, or SRRC on ranks.
///
/// The change of the output in its standard deviations for one of the input, the others held. Its square is the
/// first-order share where the model is linear and the inputs independent; on ranks, where it is monotone. Costs N
/// runs, several times k at least.
///
/// Saltelli, Chan and Scott 2000, Sensitivity Analysis, chapter 6; ranks: Iman and Conover 1979, Technometrics 21.
package struct RegressionCoefficients: DesignBasedMethod {
  /// Whether the regression is of ranks on ranks.
  package let ranks: Bool
  package let bootstrap: Bootstrap

  package init(ranks: Bool = false, bootstrap: Bootstrap = Bootstrap(resamples: 200)) {
    self.ranks = ranks
    self.bootstrap = bootstrap
  }

  package var name: String { ranks ? "srrc" : "src" }
  package var title: Text {
    Text(ranks ? "Standardised rank regression" : "Standardised regression", zh: ranks ? "标准化秩回归系数" : "标准化回归系数")
  }
  package var reference: String { "Saltelli, Chan and Scott 2000, Sensitivity Analysis, chapter 6" }
  package var assumption: String {
    ranks
      ? "a monotone model and independent inputs; as src, of ranks"
      : "a linear model and independent inputs; standard deviations of the output for one of the input"
  }
  package var dependentInputs: DependentInputs { .rejected }
  package var rankingIndex: String { ranks ? "SRRC" : "SRC" }

  /// Below this share explained, the coefficients say little.
  private static let goodFit = 0.7

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    var analysis = SensitivityAnalysis(name, of: results)
    let regression = analysis.correlate(results, ranks: ranks, index: rankingIndex, bootstrap, limits: nil) {
      LinearRegression($0)?.coefficients
    }
    if let regression, let fit = LinearRegression(regression), fit.explained < Self.goodFit {
      analysis.warn(.poorFit(explained: fit.explained))
    }
    return analysis
  }
}
