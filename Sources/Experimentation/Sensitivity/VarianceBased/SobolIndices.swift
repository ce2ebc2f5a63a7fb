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

  /// Blocks below which the intervals themselves are hardly known.
  private static let recommendedSize = 64

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    let outputs = try results.completeOutputs(for: name)
    let standard = Self.standardized(outputs)
    let blocks = try SaltelliBlocks(
      standard ?? outputs, rows: results.rows, inputs: results.inputs.count, secondOrder: secondOrder, method: name)
    let inputs = results.inputs
    let pairs = secondOrder && estimator == .saltelli ? Self.pairs(inputs.count) : []
    var analysis = SensitivityAnalysis(name, of: results)
    if blocks.size < Self.recommendedSize {
      analysis.warn(
        .tooFewRows(rows: outputs.count, recommended: runs(size: Self.recommendedSize, inputs: inputs.count)))
    }
    if blocks.size > 0, blocks.size.nonzeroBitCount != 1 { analysis.warn(.notPowerOfTwo(size: blocks.size)) }
    guard standard != nil, blocks.size > 1 else {
      if outputs.count > 1, standard == nil { analysis.warn(.constantOutput) }
      analysis.addUndefined(["S1", "ST"], of: inputs)
      for (first, second) in pairs { analysis.add("S2", of: inputs[first], and: inputs[second], nil) }
      return analysis
    }
    let terms = SobolTerms(blocks, estimator: estimator, pairs: pairs)
    let indices = terms.indices([Int](repeating: 1, count: blocks.size))
    let spread = bootstrap.spread(rows: blocks.size, stream: "\(name)/\(results.measure)", terms.indices)
    for (place, input) in inputs.enumerated() {
      analysis.add("S1", of: input, indices[place], halfWidth: spread.halfWidth(place), zeroMeansNoEffect: true)
    }
    for (place, input) in inputs.enumerated() {
      let place = inputs.count + place
      analysis.add("ST", of: input, indices[place], halfWidth: spread.halfWidth(place), zeroMeansNoEffect: true)
    }
    for (place, pair) in pairs.enumerated() {
      let place = 2 * inputs.count + place
      analysis.add(
        "S2", of: inputs[pair.0], and: inputs[pair.1], indices[place], halfWidth: spread.halfWidth(place),
        zeroMeansNoEffect: true)
    }
    let sum = indices[..<inputs.count].reduce(0, +)
    if sum > 1 { analysis.warn(.firstOrderSumAboveOne(sum: sum)) }
    return analysis
  }

  /// Mean 0 and variance 1 over all rows: the estimators lose figures where the mean is far from 0. `nil` for equal values.
  private static func standardized(_ outputs: [Double]) -> [Double]? {
    guard let least = outputs.min(), let greatest = outputs.max(), least < greatest else { return nil }
    let mean = outputs.reduce(0, +) / Double(outputs.count)
    let variance = outputs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(outputs.count)
    let deviation = variance.squareRoot()
    return outputs.map { ($0 - mean) / deviation }
  }

  private static func pairs(_ inputs: Int) -> [(Int, Int)] {
    (0..<inputs).flatMap { first in (first + 1..<max(inputs, first + 1)).map { (first, $0) } }
  }
}
