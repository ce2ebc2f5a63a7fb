package import Randomness

/// Boxes found one after the other, each among the replications outside the previous ones, with their out-of-sample
/// density and coverage.
///
/// Friedman and Fisher 1999, section 8: the covering.
package struct ScenarioDiscovery: Sendable {
  /// A box that was found.
  package struct Finding: Sendable {
    /// The trajectory that led to it.
    package let trajectory: PeelingTrajectory
    /// The box, with coverage and density over the futures that the boxes before it left.
    package let quality: BoxQuality
    /// The density of the box out of sample; `nil` where no replication lies in it.
    package let outOfSampleDensity: Estimate?
    /// The coverage of the box out of sample; `nil` where no replication is of interest.
    package let outOfSampleCoverage: Estimate?
  }

  package let findings: [Finding]

  /// - Parameters:
  ///   - futures: the replications in which boxes are sought.
  ///   - outOfSample: other replications: the values of each input, and whether each is of interest.
  ///   - bar: the least density of a box. Where the replications together reach it, a box has to halve the share of those
  ///     that are not of interest, since the whole space would do otherwise.
  ///   - boxes: the maximum number of boxes; fewer if nothing distinguishes the remaining replications.
  package init(
    _ futures: Futures, outOfSample: (inputs: [Sample], isOfInterest: [Bool]), method: PRIM, densityAtLeast bar: Double,
    boxes: Int
  ) {
    var findings: [Finding] = []
    var rest: Futures? = futures
    while let current = rest, findings.count < boxes {
      let trajectory = method.boxes(of: current)
      let quality = trajectory.choice(densityAtLeast: current.density < bar ? bar : (1 + current.density) / 2)
      // Without a limit it is the whole space, and says nothing.
      guard quality.restrictedInputs > 0 else { break }
      let inside = outOfSample.isOfInterest.indices.filter { future in
        quality.box.contains { outOfSample.inputs[$0].values[future] }
      }
      let hits = inside.count { outOfSample.isOfInterest[$0] }
      let total = outOfSample.isOfInterest.count { $0 }
      findings.append(
        Finding(
          trajectory: trajectory, quality: quality,
          outOfSampleDensity: inside.isEmpty ? nil : Proportion(hits, of: inside.count).estimate(),
          outOfSampleCoverage: total == 0 ? nil : Proportion(hits, of: total).estimate()))
      rest = try? current.without(quality.box)
    }
    self.findings = findings
  }
}

/// The simulated replications: the inputs of each, and whether it is of interest.
///
/// ```swift
/// let futures = try Futures(inputs: [priceFall, resolved], isOfInterest: npv.values.map { $0 < 0 })
/// let trajectory = PRIM().boxes(of: futures)
/// trajectory.choice(densityAtLeast: 0.8).sentence("it does not pay off")
/// ```
package struct Futures: Sendable, Hashable {
  /// The values of each input, one per replication.
  package let inputs: [Sample]
  /// Whether each replication is of interest.
  package let isOfInterest: [Bool]
  /// How many are.
  package let total: Int

  /// - Throws: ``InvalidValue`` for no input, inputs of different lengths, and where none or all futures are in
  ///   question; for a future without an outcome, how many there are.
  package init(inputs: [Sample], isOfInterest: [Bool?]) throws(InvalidValue) {
    guard !inputs.isEmpty else {
      throw InvalidValue(
        "replications", "there are no inputs to distinguish them by", remedy: "make an input uncertain")
    }
    let known = isOfInterest.compactMap(\.self)
    guard known.count == isOfInterest.count else {
      throw InvalidValue(
        "futures", "\(isOfInterest.count - known.count) of \(isOfInterest.count) have no outcome",
        remedy: "use a condition that every replication meets or not, such as \"it has not paid off by the end\"")
    }
    if let short = inputs.first(where: { $0.count != known.count }) {
      throw InvalidValue(
        "input \(short.name)", "it has \(short.count) values for \(known.count) replications",
        remedy: "take inputs and outcomes from the same run")
    }
    let total = known.count { $0 }
    guard total > 0 && total < known.count else {
      throw InvalidValue(
        "futures", "\(total == 0 ? "none" : "each") of \(known.count) is of interest, so nothing distinguishes them",
        remedy: "move the limit, or widen the inputs")
    }
    self.inputs = inputs
    self.isOfInterest = known
    self.total = total
  }

  /// The number of replications.
  package var count: Int { isOfInterest.count }

  /// The share of the replications that are of interest.
  package var density: Double { Double(total) / Double(count) }
  /// The replications outside of a box.
  /// - Throws: ``InvalidValue`` where none is left, or nothing tells them apart.
  package func without(_ box: Box) throws(InvalidValue) -> Futures {
    let outside = (0..<count).filter { !box.contains($0, of: self) }
    var rest: [Sample] = []
    for input in inputs { rest.append(try Sample(input.name, outside.map { input.values[$0] })) }
    return try Futures(inputs: rest, isOfInterest: outside.map { isOfInterest[$0] })
  }
}
