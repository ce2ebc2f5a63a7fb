import CGSL
import EventSimulation
package import Randomness

/// Shares of the variance by the extended Fourier amplitude sensitivity test: first order and total.
///
/// Along a curve through the cube each input swings at a frequency of its own, the one examined at the highest; the
/// power at its harmonics is its first-order share, the power at low frequencies that of all others. Assumes
/// independent inputs and rows in the order of the curves: input by input, for each its curves, for each N points.
/// Costs N k runs for one curve an input, N above 4 M². The interval is Student's over several curves of random phase;
/// one curve has none. Of an output of few values, whose steps no few harmonics follow, it is widened by what they leave.
///
/// Power at higher harmonics than M is none of the input's: S1 of a step at the median is 0.90 for M = 4, and 0.96 for
/// M = 10, which takes six times the points and leaves fewer frequencies to the other inputs. M is 4 as in the paper and in
/// SALib, since the rows have to be of the same M. Where interactions are of pairs, 2 − ΣS1 − ΣST of the variance is at such
/// harmonics, or where frequencies of several inputs meet; where more inputs interact, at least so much.
///
/// Saltelli, Tarantola and Chan 1999, Technometrics 41.
package struct ExtendedFAST: DesignBasedMethod {
  /// The harmonics M that count as the input's own.
  package let harmonics: Int
  /// The curves for each input.
  package let curves: Int

  package init(harmonics: Int = 4, curves: Int = 1) {
    precondition(harmonics > 0 && curves > 0, "FAST needs a harmonic and a curve")
    self.harmonics = harmonics
    self.curves = curves
  }

  package var name: String { "efast" }
  package var title: Text { Text("Extended FAST", zh: "扩展 FAST") }
  package var reference: String { "Saltelli, Tarantola and Chan 1999, Technometrics 41" }
  package var assumption: String {
    "independent inputs; shares of the variance as of sobol, from search curves. The first \(harmonics) harmonics of an "
      + "input count as its own: S1 of a step misses a tenth or more, which is no interaction"
  }
  package var dependentInputs: DependentInputs { .rejected }
  package var rankingIndex: String { "ST" }
  package var picture: SensitivityPicture { .bars(["ST", "S1"], axis: .shareOfVariance) }
  package var cost: String { curves == 1 ? "N k" : "N k × \(curves)" }
  package var size: SensitivitySize { SensitivitySize(257, "points of a curve") }
  package var acceptsAnyRows: Bool { false }

  /// By shares above what the other inputs leave at its frequencies where their effects are steps, and chance: the interval
  /// over curves does not know of that.
  package func isToldFromNoEffect(_ input: String, in rows: [SensitivityRow]) -> Bool {
    func isAbove(_ index: String, _ least: Double) -> Bool {
      guard let row = rows.first(where: { $0.index == index && $0.input == input }), let value = row.value else {
        return false
      }
      return value > least && !row.isIndistinguishableFromZero
    }
    return isAbove("S1", Self.mostFirstOfNone) || isAbove("ST", Self.mostTotalOfNone)
  }

  /// A share that is left out, above what the frequencies of smooth functions leave.
  private static let mostLeftOut = 0.04
  private static let mostFirstOfNone = 0.03
  private static let mostTotalOfNone = 0.15

  package func runs(size: Int, inputs: Int) -> Int { size * inputs * curves }

  package func design(of inputs: [String], size: Int, streams: Streams) throws(InvalidValue) -> any RowDesign {
    try Design.searchCurves(inputs: inputs, points: size, streams: streams)
  }

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    let outputs = try results.completeOutputs(for: name)
    let inputs = results.inputs
    let count = inputs.count * curves
    guard outputs.count.isMultiple(of: max(count, 1)) else {
      throw .notTheDesign(
        method: name, row: outputs.count / count * count,
        problem: "\(outputs.count) rows are no whole number of points on \(count) curves")
    }
    var analysis = SensitivityAnalysis(name, of: results)
    let size = outputs.count / max(count, 1)
    let least = 4 * harmonics * harmonics + 1
    guard size >= least else {
      analysis.warn(.tooFewRows(rows: outputs.count, recommended: least * count))
      analysis.addUndefined(["S1", "ST"], of: inputs)
      return analysis
    }
    if outputs.allSatisfy({ $0 == outputs[0] }) { analysis.warn(.constantOutput) }
    let isConstant = (0..<count).map { Self.isConstant(outputs[$0 * size..<($0 + 1) * size]) }
    if isConstant.contains(true), isConstant.contains(false) {
      // What decides the output lies between the points.
      let missed = inputs.indices.filter { isConstant[$0 * curves..<($0 + 1) * curves].contains(true) }
      analysis.warn(.constantCurve(inputs: missed.map { inputs[$0] }))
      analysis.addUndefined(["S1", "ST"], of: inputs)
      return analysis
    }
    let steps = Steps(outputs, curves: count, frequency: (size - 1) / (2 * harmonics))
    if let steps { analysis.warn(.stepsAlongCurves(values: steps.values)) }
    var first = inputs.map { _ in Tally() }
    var total = first
    for curve in 0..<count {
      let shares = self.shares(Array(outputs[curve * size..<(curve + 1) * size]))
      guard let shares else { continue }
      first[curve / curves].add(shares.first)
      total[curve / curves].add(shares.total)
    }
    let leftOut = leftOut(first, total, chance: results.aleatoryShare ?? 1)
    if leftOut > Self.mostLeftOut { analysis.warn(.sharesLeftOut(share: leftOut, harmonics: harmonics)) }
    for (index, tallies) in [("S1", first), ("ST", total)] {
      for (place, (input, tally)) in zip(inputs, tallies).enumerated() {
        if let steps, let value = tally.mean, let total = total[place].mean {
          let half = ConfidenceInterval(of: tally)?.halfWidth ?? 0
          let left = steps.left[place * curves..<(place + 1) * curves].reduce(0, max)
          let isFirst = index == "S1"
          let low = value - half - left * (isFirst ? Self.firstOfSteps : Self.totalOfSteps)
          let isAbove = low > (isFirst ? Self.mostFirstOfNone : Self.mostTotalOfNone)
          analysis.add(
            SensitivityRow(
              method: name, measure: results.measure, input: input, index: index, value: value,
              interval: (isAbove ? low : 0)...max(value, min(total + half + left, 1), 0)))
          continue
        }
        analysis.add(
          index, of: input, tally.mean, halfWidth: ConfidenceInterval(of: tally)?.halfWidth, zeroMeansNoEffect: true)
      }
    }
    return analysis
  }

  /// The share of the variance that is at no input's harmonics, and in no interaction; below 0 where that cannot be told.
  ///
  /// What ST has beyond S1 is of interactions or of higher harmonics. All interactions are 1 − ΣS1 less those harmonics, and
  /// the ST hold each twice or more: so the harmonics have at least 2 (1 − ΣS1) − Σ(ST − S1).
  /// - Parameter chance: the share of chance, of which each ST holds what is not at low frequencies.
  private func leftOut(_ first: [Tally], _ total: [Tally], chance: Double) -> Double {
    let means = (first + total).map { $0.mean ?? .nan }
    let ofChance = chance * max(2 - Double(first.count) * (1 - 1 / Double(2 * harmonics)), 0)
    let share = 2 - means.reduce(0, +) - ofChance
    return share.isFinite ? share : 0
  }

  /// How much of what the steps of the other inputs leave at high frequencies an input without effect shows as its own
  /// share at most: of the total share, and where the steps of one come at even distances, of the first-order share.
  private static let totalOfSteps = 2.0
  private static let firstOfSteps = 0.25

  private static func isConstant(_ outputs: ArraySlice<Double>) -> Bool {
    outputs.allSatisfy { $0 == outputs[outputs.startIndex] }
  }

  /// What the steps of an output of few values leave at high frequencies.
  private struct Steps {
    let values: Int
    /// By curve: the share of the variance that the steps of the other inputs have above half of the frequency of the
    /// curve's own. A jump of d has the power (d / 2πf)² at a frequency f.
    let left: [Double]

    /// `nil` where the output takes many values, or one along a curve.
    init?(_ outputs: [Double], curves: Int, frequency: Int) {
      values = Set(outputs).count
      guard values > 1, values <= outputs.count / 20, curves > 0 else { return nil }
      let size = outputs.count / curves
      let period = Int((Double(size) / Double(frequency)).rounded())
      left = (0..<curves).map { curve in
        let along = Array(outputs[curve * size..<(curve + 1) * size])
        let counts = Dictionary(along.map { ($0, 1) }, uniquingKeysWith: +)
        let usual = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
        let others = along.count { $0 != usual }
        let runs = along.indices.count { along[$0] != usual && along[$0] != along[($0 + size - 1) % size] }
        // After a period of its own the curve's input is where it was: what differs is due to the others. A jump is seen
        // once for each point of the run that follows.
        let length = min(max(Double(others) / Double(max(runs, 1)), 1), Double(period))
        let jumps = along.indices.reduce(0.0) { sum, place in
          let difference = along[(place + period) % size] - along[place]
          return sum + difference * difference
        }
        let variance = Tally(along).variance ?? 0
        return variance > 0 ? jumps / length / (Double.pi * Double.pi * Double(frequency) * variance) : 0
      }
    }
  }

  /// The shares from the outputs along one curve; `nil` when they are all equal.
  private func shares(_ outputs: [Double]) -> (first: Double, total: Double)? {
    guard outputs.contains(where: { $0 != outputs[0] }) else { return nil }
    let size = outputs.count
    let frequency = (size - 1) / (2 * harmonics)
    let power = Self.power(outputs)
    let variance = power.reduce(0, +)
    let own = (1...harmonics).reduce(0) { $0 + power[$1 * frequency - 1] }
    let low = power[..<(frequency / 2)].reduce(0, +)
    return (own / variance, 1 - low / variance)
  }

  /// The squared modulus of the Fourier coefficients at 1, 2, … below half the number of points.
  private static func power(_ outputs: [Double]) -> [Double] {
    ScientificLibrary.prepare()
    let size = outputs.count
    let mean = outputs.reduce(0, +) / Double(size)
    var coefficients = outputs.map { $0 - mean }
    let wavetable = gsl_fft_real_wavetable_alloc(size)
    let workspace = gsl_fft_real_workspace_alloc(size)
    defer {
      gsl_fft_real_wavetable_free(wavetable)
      gsl_fft_real_workspace_free(workspace)
    }
    gsl_fft_real_transform(&coefficients, 1, size, wavetable, workspace)
    return (1...(size - 1) / 2).map { frequency in
      let (real, imaginary) = (coefficients[2 * frequency - 1], coefficients[2 * frequency])
      return real * real + imaginary * imaginary
    }
  }
}
