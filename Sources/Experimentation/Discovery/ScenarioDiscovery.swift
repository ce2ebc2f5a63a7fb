import Randomness

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
