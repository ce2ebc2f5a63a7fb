package import Randomness

/// Boxes one after the other, each among the futures that the ones before leave, and what each holds of fresh futures.
///
/// Friedman and Fisher 1999, section 8: the covering.
package struct ScenarioDiscovery: Sendable {
  /// A box that was found.
  package struct Finding: Sendable {
    /// The trajectory that led to it.
    package let trajectory: PeelingTrajectory
    /// The box, with coverage and density over the futures that the boxes before it left.
    package let quality: BoxQuality
    /// The share of fresh futures in the box that are in question; `nil` where none lies in it.
    package let freshDensity: Estimate?
    /// The share of the fresh futures in question that lie in the box; `nil` where none is in question.
    package let freshCoverage: Estimate?
  }

  package let findings: [Finding]

  /// - Parameters:
  ///   - futures: those that the boxes are sought in.
  ///   - fresh: those that had no part in it: the values of each input, and whether each is in question.
  ///   - boxes: how many are sought at most; fewer where the rest holds nothing that tells them apart.
  package init(
    _ futures: Futures, fresh: (inputs: [Sample], inQuestion: [Bool]), method: PRIM, densityAtLeast bar: Double,
    boxes: Int
  ) {
    var findings: [Finding] = []
    var rest: Futures? = futures
    while let current = rest, findings.count < boxes {
      let trajectory = method.boxes(of: current)
      let quality = trajectory.choice(densityAtLeast: bar)
      // Without a limit it is the whole space, and says nothing.
      guard quality.restrictedInputs > 0 else { break }
      let inside = fresh.inQuestion.indices.filter { future in
        quality.box.contains { fresh.inputs[$0].values[future] }
      }
      let hits = inside.count { fresh.inQuestion[$0] }
      let total = fresh.inQuestion.count { $0 }
      findings.append(
        Finding(
          trajectory: trajectory, quality: quality,
          freshDensity: inside.isEmpty ? nil : Proportion(hits, of: inside.count).estimate(),
          freshCoverage: total == 0 ? nil : Proportion(hits, of: total).estimate()))
      rest = try? current.without(quality.box)
    }
    self.findings = findings
  }
}

/// The futures that were simulated: the inputs of each, and whether it is one of those in question.
///
/// ```swift
/// let futures = try Futures(inputs: [priceFall, resolved], inQuestion: npv.values.map { $0 < 0 })
/// let trajectory = PRIM().boxes(of: futures)
/// trajectory.choice(densityAtLeast: 0.8).sentence("it does not pay off")
/// ```
package struct Futures: Sendable, Hashable {
  /// The values of each input, a future each.
  package let inputs: [Sample]
  /// Whether each future is one of those in question.
  package let inQuestion: [Bool]
  /// How many are.
  package let total: Int

  /// - Throws: ``InvalidValue`` for no input, inputs of different lengths, and where none or all futures are in
  ///   question; for a future without an outcome, how many there are.
  package init(inputs: [Sample], inQuestion: [Bool?]) throws(InvalidValue) {
    guard !inputs.isEmpty else {
      throw InvalidValue("futures", "there are no inputs to tell them apart by", remedy: "make an input uncertain")
    }
    let known = inQuestion.compactMap(\.self)
    guard known.count == inQuestion.count else {
      throw InvalidValue(
        "futures", "\(inQuestion.count - known.count) of \(inQuestion.count) have no outcome",
        remedy: "say of each whether it is in question, as \"it has not paid off by the end\" does")
    }
    if let short = inputs.first(where: { $0.count != known.count }) {
      throw InvalidValue(
        "input \(short.name)", "it has \(short.count) values for \(known.count) futures",
        remedy: "take inputs and outcomes from the same run")
    }
    let total = known.count { $0 }
    guard total > 0 && total < known.count else {
      throw InvalidValue(
        "futures", "\(total == 0 ? "none" : "each") of \(known.count) is in question, so nothing tells them apart",
        remedy: "move the bar, or widen the inputs")
    }
    self.inputs = inputs
    self.inQuestion = known
    self.total = total
  }

  /// The number of futures.
  package var count: Int { inQuestion.count }

  /// The share of the futures that are in question.
  package var density: Double { Double(total) / Double(count) }
  /// The futures outside of a box.
  /// - Throws: ``InvalidValue`` where none is left, or nothing tells them apart.
  package func without(_ box: Box) throws(InvalidValue) -> Futures {
    let outside = (0..<count).filter { !box.contains($0, of: self) }
    var rest: [Sample] = []
    for input in inputs { rest.append(try Sample(input.name, outside.map { input.values[$0] })) }
    return try Futures(inputs: rest, inQuestion: outside.map { inQuestion[$0] })
  }
}
