import EventSimulation

/// Sobol's indices of one measure from the outputs of a Saltelli design in its order, one after the other.
package struct SobolStream {
  private let method: SobolIndices
  private let measure: String
  private let inputs: [String]
  private let pairs: [(Int, Int)]
  private var sums: SobolSums
  private var block: [Double] = []
  private var rows = 0
  private var firstMissing: Int?
  private var missing = 0

  init(_ method: SobolIndices, measure: String, inputs: [String]) {
    self.method = method
    self.measure = measure
    self.inputs = inputs
    pairs = method.secondOrder && method.estimator == .saltelli ? Self.pairs(inputs.count) : []
    sums = SobolSums(
      method.estimator, inputs: inputs.count, pairs: pairs, bootstrap: method.bootstrap, measure: measure)
  }

  /// Adds the output of the next row; `nil`, or no finite number, where it has none.
  package mutating func add(_ output: Double?) {
    if let output, output.isFinite {
      block.append(output)
    } else {
      firstMissing = firstMissing ?? rows
      missing += 1
      block.append(0)
    }
    rows += 1
    guard block.count == SaltelliBlocks.rows(inputs: inputs.count, secondOrder: method.secondOrder) else { return }
    sums.add(block)
    block.removeAll(keepingCapacity: true)
  }

  /// The indices of the blocks so far.
  /// - Throws: ``SensitivityError`` where a row had no output.
  package func analysis(chanceShare: Double? = nil) throws(SensitivityError) -> SensitivityAnalysis {
    if let firstMissing {
      throw .missingOutputs(method: method.name, measure: measure, firstRow: firstMissing, count: missing)
    }
    var analysis = SensitivityAnalysis(method.name, measure: measure, chanceShare: chanceShare)
    if sums.blocks < Self.recommendedSize {
      analysis.warn(
        .tooFewRows(rows: rows, recommended: method.runs(size: Self.recommendedSize, inputs: inputs.count)))
    }
    if sums.blocks > 0, sums.blocks.nonzeroBitCount != 1 { analysis.warn(.notPowerOfTwo(size: sums.blocks)) }
    let isConstant = sums.outputs.minimum == sums.outputs.maximum
    guard !isConstant, sums.blocks > 1 else {
      if rows > 1, isConstant { analysis.warn(.constantOutput) }
      analysis.addUndefined(["S1", "ST"], of: inputs)
      for (first, second) in pairs { analysis.add("S2", of: inputs[first], and: inputs[second], nil) }
      return analysis
    }
    let indices = sums.indices
    let spread = sums.spread
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

  /// Blocks below which the intervals themselves are hardly known.
  private static let recommendedSize = 64

  private static func pairs(_ inputs: Int) -> [(Int, Int)] {
    (0..<inputs).flatMap { first in (first + 1..<max(inputs, first + 1)).map { (first, $0) } }
  }
}
