import EventSimulation
package import Randomness

/// Elementary effects of each input along trajectories that change one input at a time: which inputs matter at all.
///
/// mu is the mean effect, mu_star the mean of its absolute value, sigma its standard deviation: large where the input
/// interacts or acts by no straight line. Raw effects are the change of the measure over the step in [0, 1]; scaled
/// ones are free of units, the change times the ratio of the deviations of input and measure in the trajectory. Assumes
/// independent inputs and steps of `levels` / (2 (`levels` - 1)) in [0, 1], whatever the units of the rows. A step of an
/// input with few values may leave it where it is: its effect is then what the output does all the same, which is 0
/// unless chance moves it. Costs N (k + 1) runs for N trajectories; 10 are few, 50 are many.
///
/// Morris 1991, Technometrics 33; mu_star: Campolongo, Cariboni and Saltelli 2007, Environmental Modelling and Software
/// 22; scaled: Sin and Gernaey 2009, ESCAPE 19.
package struct MorrisEffects: DesignBasedMethod {
  /// The levels of the grid, an even number.
  package let levels: Int
  /// Whether the effects are scaled by the deviations of the input and of the measure.
  package let scaled: Bool
  package let bootstrap: Bootstrap

  package init(levels: Int = 4, scaled: Bool = false, bootstrap: Bootstrap = Bootstrap()) {
    precondition(levels >= 2 && levels.isMultiple(of: 2), "the levels of a Morris design are an even number")
    self.levels = levels
    self.scaled = scaled
    self.bootstrap = bootstrap
  }

  package var name: String { "morris" }
  package var recordedName: String { scaled ? "morris_scaled" : "morris" }
  package var title: Text { Text("Morris screening", zh: "Morris 筛选法") }
  package var reference: String { "Morris 1991, Technometrics 33" }
  package var assumption: String {
    "independent inputs; mu_star ranks by mean effect, and a large sigma indicates interaction or nonlinearity"
  }
  package var dependentInputs: DependentInputs { .rejected }
  package var rankingIndex: String { "mu_star" }
  package var picture: SensitivityPicture { .screening }
  package var cost: String { "N (k + 1)" }
  package var size: SensitivitySize { SensitivitySize(40, "trajectories") }
  package var acceptsAnyRows: Bool { false }

  package func configured(seed: UInt64, secondOrder: Bool) -> MorrisEffects {
    MorrisEffects(levels: levels, scaled: scaled, bootstrap: Bootstrap(resamples: bootstrap.resamples, seed: seed))
  }

  package func runs(size: Int, inputs: Int) -> Int { size * (inputs + 1) }

  package func design(of inputs: [String], size: Int, streams: Streams) throws(InvalidValue) -> any RowDesign {
    try Design.morris(inputs: inputs, trajectories: size, streams: streams)
  }

  private static let recommendedTrajectories = 10

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    let outputs = try results.completeOutputs(for: name)
    let inputs = results.inputs
    let steps = try changes(results.rows, inputs: inputs.count)
    let effects = inputs.indices.map { input in
      let inputScale = UnitScale(results.rows.map { $0[input] })
      let column = results.rows.map { inputScale.scaled($0[input]) }
      return steps.map { effect(of: inputs.count, changedAt: $0.changed[input], from: $0.first, column, outputs) }
    }
    // Raw effects are in the unit of the measure.
    let scale = scaled ? UnitScale([]) : results.outputScale
    var analysis = SensitivityAnalysis(recordedName, of: results)
    if steps.count < Self.recommendedTrajectories {
      analysis.warn(
        .tooFewRows(rows: outputs.count, recommended: runs(size: Self.recommendedTrajectories, inputs: inputs.count)))
    }
    if outputs.count > 1, outputs.allSatisfy({ $0 == outputs[0] }) { analysis.warn(.constantOutput) }
    let spread = bootstrap.spread(rows: steps.count, stream: "\(recordedName)/\(results.measure)") { counts in
      effects.map { effects in
        zip(effects, counts).reduce(0) { $0 + abs($1.0) * Double($1.1) } / Double(effects.count)
      }
    }
    let tallies = effects.map { Tally($0) }
    let sizes = effects.map { Tally($0.map(abs)) }
    for (input, tally) in zip(inputs, tallies) { analysis.add("mu", of: input, tally.mean.map(scale.unscaled)) }
    for (place, input) in inputs.enumerated() {
      let halfWidth = steps.count > 1 ? spread.halfWidth(place).map(scale.unscaled) : nil
      analysis.add(
        "mu_star", of: input, sizes[place].mean.map(scale.unscaled), halfWidth: halfWidth, zeroMeansNoEffect: true)
    }
    for (input, tally) in zip(inputs, tallies) {
      analysis.add("sigma", of: input, tally.standardDeviation.map(scale.unscaled))
    }
    return analysis
  }

  /// A trajectory: its first row, and the step in which each input changes.
  private struct Trajectory {
    let first: Int
    let changed: [Int]
  }

  private func changes(_ rows: [[Double]], inputs: Int) throws(SensitivityError) -> [Trajectory] {
    let length = inputs + 1
    guard rows.count.isMultiple(of: length) else {
      throw .notTheDesign(
        method: name, row: rows.count / length * length,
        problem: "\(rows.count) rows are no whole number of trajectories of \(length) rows")
    }
    var trajectories: [Trajectory] = []
    for first in stride(from: 0, to: rows.count, by: length) {
      var changed = [Int](repeating: 0, count: inputs)
      var idle: [Int] = []
      for step in stride(from: 1, to: length, by: 1) {
        let (before, after) = (rows[first + step - 1], rows[first + step])
        let different = (0..<inputs).filter { before[$0] != after[$0] }
        guard let input = different.first else {
          idle.append(step)
          continue
        }
        guard different.count == 1, changed[input] == 0 else {
          throw .notTheDesign(
            method: name, row: first + step,
            problem: different.count == 1
              ? "input \(input + 1) changes a second time in its trajectory"
              : "\(different.count) inputs change at once, where a trajectory changes one")
        }
        changed[input] = step
      }
      // As many steps changed nothing as there are inputs that never changed.
      for input in 0..<inputs where changed[input] == 0 { changed[input] = idle.removeFirst() }
      trajectories.append(Trajectory(first: first, changed: changed))
    }
    return trajectories
  }

  /// The effect of one of `inputs` inputs, of which `column` has the value in each row.
  private func effect(
    of inputs: Int, changedAt step: Int, from first: Int, _ column: [Double], _ outputs: [Double]
  ) -> Double {
    let change = column[first + step] - column[first + step - 1]
    let response = (outputs[first + step] - outputs[first + step - 1]) * (change > 0 ? 1 : -1)
    guard scaled else { return response / (Double(levels) / Double(2 * (levels - 1))) }
    let trajectory = first..<(first + inputs + 1)
    let deviation = Self.deviation(trajectory.map { outputs[$0] })
    guard deviation > 0, change != 0 else { return 0 }
    return response / abs(change) * Self.deviation(trajectory.map { column[$0] }) / deviation
  }

  /// The standard deviation that divides by n.
  private static func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }
}
