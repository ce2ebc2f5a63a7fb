/// Sobol's shares of the variance of the output: first order, total, and second order, from a Saltelli design.
///
/// S1 is the share that goes when an input becomes known; ST the share that stays when all others do; S2 what a pair adds
/// to its two. Assumes independent inputs and a finite variance; holds for any shape of model. Costs N (k + 2) runs, or
/// N (2k + 2) with second order; N a power of two for Sobol points.
///
/// Sobol 2001, Mathematics and Computers in Simulation 55; Saltelli et al. 2010, Computer Physics Communications 181,
/// table 2 (b) and (f); S2: Saltelli 2002, the same 145, theorem 2.
package struct SobolIndices: SensitivityMethod {
  /// How the shares are estimated; all agree as N grows.
  package enum Estimator: String, Sendable, CaseIterable {
    /// S1 by Saltelli 2010 (b), ST by Jansen, S2 by Saltelli 2002, over the variance of A and B together.
    case saltelli = "sobol"
    /// Both by squared differences, over the variance of A. Jansen 1999, Computer Physics Communications 117.
    case jansen = "sobol_jansen"
    /// Both by correlations, which makes them lie in [-1, 1] and [0, 2]. Martinez 2011, GdR Ondes and Mascot-Num.
    case martinez = "sobol_martinez"
  }

  package let estimator: Estimator
  /// Whether the design has the rows for second order; S2 comes with the estimator `saltelli`.
  package let secondOrder: Bool
  package let bootstrap: Bootstrap

  package init(estimator: Estimator = .saltelli, secondOrder: Bool = false, bootstrap: Bootstrap = Bootstrap()) {
    self.estimator = estimator
    self.secondOrder = secondOrder
    self.bootstrap = bootstrap
  }

  package var name: String { estimator.rawValue }

  package func runs(size: Int, inputs: Int) -> Int {
    size * SaltelliBlocks.rows(inputs: inputs, secondOrder: secondOrder)
  }

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    let outputs = try results.completeOutputs(for: name)
    try SaltelliBlocks.check(
      results.rows, inputs: results.inputs.count, secondOrder: secondOrder, method: name)
    var stream = stream(of: results.measure, inputs: results.inputs)
    for output in outputs { stream.add(output) }
    return try stream.analysis(chanceShare: results.chanceShare)
  }

  /// Takes the outputs one by one as they are simulated, so that memory does not grow with N.
  package func stream(of measure: String, inputs: [String]) -> SobolStream {
    SobolStream(self, measure: measure, inputs: inputs)
  }
}
