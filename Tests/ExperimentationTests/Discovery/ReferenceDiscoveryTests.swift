import ReferenceData
import Testing
import ValidationRecord

@testable import Experimentation

private struct DiscoveryFigures: Decodable {
  struct Step: Decodable {
    var coverage, density, mass: Double
    var res_dim: Int
  }
  var peel_alpha, paste_alpha, mass_min: Double
  var trajectory: [Step]
  var quasi_p_last: [String: [Double]]
}

@Suite
struct `Scenario discovery against the EMA Workbench` {
  @Test(arguments: ["box", "oblique"])
  func `boxes from the whole space to the last that was pasted`(name: String) throws {
    let expected: DiscoveryFigures = try ReferenceData.figures("discovery/prim_\(name).json")
    let columns = try ReferenceData.table("discovery/prim_\(name)_xy.csv").columns
    let names = ["decline", "price", "adoption", "util"]
    let futures = try Futures(
      inputs: try names.map { try Sample($0, try #require(columns[$0])) },
      isOfInterest: try #require(columns["y"]).map { $0 == 1 })
    let prim = PRIM(
      peelShare: expected.peel_alpha, pasteShare: expected.paste_alpha, minimumMass: expected.mass_min)
    let trajectory = prim.boxes(of: futures)
    try #require(trajectory.boxes.count == expected.trajectory.count)
    let worst = worstError(
      trajectory.boxes.flatMap { [$0.coverage, $0.density, $0.mass] },
      expected.trajectory.flatMap { [$0.coverage, $0.density, $0.mass] })
    #expect(
      Validation.agreement(
        .decisions, "PRIM: coverage, density and mass of every box, \(name)", with: "EMA Workbench 2.5.3",
        figures: 3 * trajectory.boxes.count, worst: worst, within: 1e-9))
    #expect(trajectory.boxes.map(\.restrictedInputs) == expected.trajectory.map(\.res_dim))

    // The peer gives -1 where there is no limit.
    var worstP = 0.0
    for limit in trajectory.last.significances {
      let sides = try #require(expected.quasi_p_last[names[limit.input]])
      let peer = sides[limit.side == .low ? 0 : 1]
      worstP = max(worstP, abs(limit.quasiP - peer))
    }
    #expect(trajectory.last.significances.count == expected.quasi_p_last.values.joined().count { $0 >= 0 })
    #expect(
      Validation.agreement(
        .decisions, "PRIM: quasi-p values of the last box, \(name)", with: "EMA Workbench 2.5.3",
        figures: trajectory.last.significances.count, worst: worstP, within: 1e-9))

    // What the peer keeps by accident goes.
    let kept = trajectory.last.droppingLimits()
    #expect(kept.significances.allSatisfy { $0.quasiP <= 0.05 })
    #expect(kept.restrictedInputs == 2)
  }
}
