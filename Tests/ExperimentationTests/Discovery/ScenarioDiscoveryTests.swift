import Randomness
import Testing

@testable import Experimentation

@Suite struct `Boxes out of sample` {
  /// Futures in question where a < 0.3 and b > 0.6, and in a second corner where a > 0.8 and b < 0.2.
  private func futures(_ seed: Int) throws -> (inputs: [Sample], isOfInterest: [Bool]) {
    let inputs = try ["a", "b", "c"].map { try Sample($0, SyntheticData.uniforms(2000, "future \($0)", seed)) }
    let isOfInterest = (0..<2000).map { row in
      let (a, b) = (inputs[0].values[row], inputs[1].values[row])
      return (a < 0.3 && b > 0.6) || (a > 0.8 && b < 0.2)
    }
    return (inputs, isOfInterest)
  }

  @Test func `the box holds as much out of sample as it says, and the next box finds the rest`() throws {
    let (found, outOfSample) = (try futures(1), try futures(2))
    let discovery = ScenarioDiscovery(
      try Futures(inputs: found.inputs, isOfInterest: found.isOfInterest), outOfSample: outOfSample,
      method: PRIM(minimumMass: 0.02, crossesPlateaus: true),
      densityAtLeast: 0.9, boxes: 3)
    try #require(discovery.findings.count >= 2)
    let first = discovery.findings[0].quality
    #expect(first.box.highs[0] ?? 1 < 0.35 && first.box.lows[1] ?? 0 > 0.55 && first.box.restrictedInputs == 2)
    let second = discovery.findings[1].quality
    #expect(second.box.lows[0] ?? 0 > 0.7 && second.box.highs[1] ?? 1 < 0.3)
    for finding in discovery.findings.prefix(2) {
      #expect(try #require(finding.outOfSampleDensity).value > 0.85)
    }
    // The first corner holds 0.12 of 0.16.
    #expect(abs(try #require(discovery.findings[0].outOfSampleCoverage).value - 0.75) < 0.08)
  }

  @Test(arguments: [0.2, 0.05]) func `a box is found where most futures are of interest without one`(limit: Double)
    throws
  {
    let inputs = try ["a", "b"].map { try Sample($0, SyntheticData.uniforms(1000, "most \($0)")) }
    let isOfInterest = inputs[0].values.map { $0 > limit }
    let discovery = ScenarioDiscovery(
      try Futures(inputs: inputs, isOfInterest: isOfInterest), outOfSample: (inputs, isOfInterest),
      method: PRIM(minimumMass: 0.05, crossesPlateaus: true), densityAtLeast: 0.8, boxes: 1)
    let quality = try #require(discovery.findings.first?.quality)
    #expect(quality.density > 0.95 && quality.coverage > 0.95)
    #expect(abs(try #require(quality.box.lows[0]) - limit) < 0.06 && quality.restrictedInputs == 1)
  }

  @Test func `inputs that tell nothing have no box`() throws {
    let inputs = [try Sample("a", SyntheticData.uniforms(400, "nothing"))]
    let isOfInterest = SyntheticData.uniforms(400, "coin").map { $0 < 0.5 }
    let discovery = ScenarioDiscovery(
      try Futures(inputs: inputs, isOfInterest: isOfInterest), outOfSample: (inputs, isOfInterest), method: PRIM(),
      densityAtLeast: 0.95, boxes: 1)
    // Whatever limits peeling leaves may be there by accident, and are dropped.
    #expect(discovery.findings.allSatisfy { $0.quality.significances.allSatisfy { $0.quasiP <= 0.05 } })
  }
}
