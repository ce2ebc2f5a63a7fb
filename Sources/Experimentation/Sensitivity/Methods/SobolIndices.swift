import EventSimulation
package import Randomness

/// Sobol's shares of the variance of the output: first order, total, and second order, from a Saltelli design.
///
/// S1 is the share that goes when an input becomes known; ST the share that stays when all others do; S2 what a pair
/// adds to its two. Assumes independent inputs and a finite variance; holds for any shape of model. Costs N (k + 2)
/// runs, or N (2k + 2) with second order; N a power of two for Sobol points. Inputs that an experiment declares to
/// depend on each other by a Gaussian copula are drawn from their conditional distributions (``ConditionalRows``).
///
/// Sobol 2001, Mathematics and Computers in Simulation 55; Saltelli et al. 2010, Computer Physics Communications 181,
/// table 2 (b) and (f); S2: Saltelli 2002, the same 145, theorem 2.
package struct SobolIndices: DesignBasedMethod {
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
  package var title: Text {
    Text(
      estimator == .saltelli
        ? "Sobol indices" : "Sobol indices, estimator of \(estimator == .jansen ? "Jansen" : "Martinez")",
      zh: estimator == .saltelli ? "Sobol 指数" : "Sobol 指数（\(estimator == .jansen ? "Jansen" : "Martinez") 估计）")
  }
  package var reference: String { "Saltelli et al. 2010, Computer Physics Communications 181" }
  package var assumption: String {
    "independent inputs and a finite variance; S1 is the share of the variance that goes when an input becomes known, ST the "
      + "share that stays when all others do"
  }
  package var dependentInputs: DependentInputs { estimator == .saltelli ? .drawnConditionally : .rejected }
  package var rankingIndex: String { "ST" }
  package var picture: SensitivityPicture { .bars(["ST", "S1"], axis: .shareOfVariance) }
  package var cost: String { secondOrder ? "N (2k + 2)" : "N (k + 2)" }
  package var size: SensitivitySize { SensitivitySize(512, "blocks") }
  package var acceptsAnyRows: Bool { false }
  package var offersSecondOrder: Bool { estimator == .saltelli }

  package func configured(seed: UInt64, secondOrder: Bool) -> SobolIndices {
    SobolIndices(
      estimator: estimator, secondOrder: secondOrder && offersSecondOrder,
      bootstrap: Bootstrap(resamples: bootstrap.resamples, seed: seed))
  }

  package func runs(size: Int, inputs: Int) -> Int {
    size * SaltelliBlocks.rows(inputs: inputs, secondOrder: secondOrder)
  }

  package func design(of inputs: [String], size: Int, streams: Streams) throws(InvalidValue) -> any RowDesign {
    try SaltelliPoints(inputs: inputs, blocks: size, secondOrder: secondOrder, scrambling: .owen(streams))
  }

  /// Inputs that depend on each other are drawn from their conditional distributions, with N (2k + 2) runs.
  package func study<E: Experiment>(
    of experiment: ResolvedExperiment<E>, _ question: SensitivityQuestion
  ) throws -> SensitivityStudy {
    guard let dependence = experiment.dependence, estimator == .saltelli else {
      return try designStudy(of: experiment, question)
    }
    guard !secondOrder else {
      throw InvalidValue(
        "--second-order", "the inputs depend on each other, and what a pair adds is defined for independent inputs",
        remedy: "leave it out: S1 and ST have a meaning for dependent inputs")
    }
    let columns = try experiment.requireUncertainInputs()
    let names = columns.map { experiment.inputs[$0].declaration.name }
    let blocks = SobolIndices(secondOrder: true, bootstrap: bootstrap)
    try blocks.requireRoom(size: question.size, inputs: names.count)
    let points = try SaltelliPoints(
      inputs: names, blocks: question.size, secondOrder: true,
      scrambling: .owen(Streams(seed: question.seed, replication: 0)))
    let rows = ConditionalRows(
      points, columns: columns, of: experiment, dependence, try dependence.conditionals(for: name))
    return SensitivityStudy(
      rows: rows, count: points.count, columns: columns, question,
      estimator: SobolStream(blocks, measure: question.reading.name, inputs: names, areDependent: true),
      chance: try ChancePilot(of: experiment, columns: columns, question),
      assumption:
        "a finite variance. Some inputs depend on each other (\(dependence.description)): S1 is the share of the "
        + "variance that goes when an input becomes known, with what it says about those that go with it, so that S1 may add "
        + "up to more than 1; ST is the share that stays when all others are known, and is small where they tell of it")
  }

  /// Takes the outputs one by one as they are simulated, so that memory does not grow with N.
  package func estimator(of measure: String, inputs: [String], areCorrelated: Bool) -> any SensitivityEstimator {
    SobolStream(self, measure: measure, inputs: inputs)
  }

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    let outputs = try results.completeOutputs(for: name)
    try SaltelliBlocks.check(
      results.rows, inputs: results.inputs.count, secondOrder: secondOrder, method: name)
    // The outputs have their scale already.
    var stream = SobolStream(self, measure: results.measure, inputs: results.inputs, scale: UnitScale([]))
    for output in outputs { stream.add(output) }
    return try stream.analysis(aleatoryShare: results.aleatoryShare)
  }
}

/// The blocks of a Saltelli design: rows A, AB₁ … AB_k, then BA₁ … BA_k for second order, then B.
///
/// ABⱼ is A with input j of B.
enum SaltelliBlocks {
  /// The rows of a block.
  static func rows(inputs: Int, secondOrder: Bool) -> Int { (secondOrder ? 2 : 1) * inputs + 2 }

  /// Checks every row against its position in the block.
  static func check(_ rows: [[Double]], inputs: Int, secondOrder: Bool, method: String) throws(SensitivityError) {
    let step = Self.rows(inputs: inputs, secondOrder: secondOrder)
    guard rows.count.isMultiple(of: step) else {
      throw .notTheDesign(
        method: method, row: rows.count / step * step,
        problem: "\(rows.count) rows are no whole number of blocks of \(step) rows")
    }
    for first in stride(from: 0, to: rows.count, by: step) {
      let a = rows[first]
      let b = rows[first + step - 1]
      for place in 1..<(step - 1) {
        let input = (place - 1) % inputs
        let (own, other) = place <= inputs ? (a, b) : (b, a)
        let row = rows[first + place]
        for column in 0..<inputs {
          let expected = (column == input ? other : own)[column]
          guard row[column] != expected else { continue }
          throw .notTheDesign(
            method: method, row: first + place,
            problem: "input \(column + 1) is \(row[column]), where its block has \(expected)")
        }
      }
    }
  }
}

/// Sobol's indices of one measure from the outputs of a Saltelli design in its order, one after the other.
struct SobolStream: SensitivityEstimator {
  private let method: SobolIndices
  private let measure: String
  private let inputs: [String]
  private let pairs: [(Int, Int)]
  private let areDependent: Bool
  private var sums: SobolSums
  private var block: [Double] = []
  private var rows = 0
  private var firstMissing: Int?
  private var missing = 0

  /// - `areDependent`: whether the rows are those of ``ConditionalRows``, with which no pair is looked at.
  /// - `scale`: of the outputs; `nil` for that of the first block.
  init(
    _ method: SobolIndices, measure: String, inputs: [String], areDependent: Bool = false, scale: UnitScale? = nil
  ) {
    self.method = method
    self.measure = measure
    self.inputs = inputs
    self.areDependent = areDependent
    pairs = method.secondOrder && method.estimator == .saltelli && !areDependent ? Self.pairs(inputs.count) : []
    sums = SobolSums(
      method.estimator, inputs: inputs.count, pairs: pairs, areDependent: areDependent, bootstrap: method.bootstrap,
      measure: measure, scale: scale)
  }

  mutating func add(row: Int, inputs: [Double], output: Double?) { add(output) }

  /// Adds the output of the next row; `nil`, or no finite number, where it has none.
  mutating func add(_ output: Double?) {
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
  func analysis(aleatoryShare: Double?) throws(SensitivityError) -> SensitivityAnalysis {
    if let firstMissing {
      throw .missingOutputs(method: method.name, measure: measure, firstRow: firstMissing, count: missing)
    }
    var analysis = SensitivityAnalysis(method.name, measure: measure, aleatoryShare: aleatoryShare)
    if sums.blocks < Self.recommendedSize {
      analysis.warn(
        .tooFewRows(rows: rows, recommended: method.runs(size: Self.recommendedSize, inputs: inputs.count)))
    }
    if sums.blocks > 0, sums.blocks.nonzeroBitCount != 1 { analysis.warn(.notPowerOfTwo(size: sums.blocks)) }
    let isConstant = sums.isConstant
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
    if sum > 1, !areDependent { analysis.warn(.firstOrderSumAboveOne(sum: sum)) }
    return analysis
  }

  /// Blocks below which the intervals themselves are hardly known.
  private static let recommendedSize = 64

  private static func pairs(_ inputs: Int) -> [(Int, Int)] {
    (0..<inputs).flatMap { first in (first + 1..<max(inputs, first + 1)).map { (first, $0) } }
  }
}
