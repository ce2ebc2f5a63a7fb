import Demand
import Foundation
import Randomness
import SwiftCSV
import Testing

@Suite struct AdoptionTests {
  @Test func `Bass's curve has its textbook value at its peak`() {
    // Peak of the rate at ln(q/p)/(p+q), where the share reached is (q − p)/2q.
    let (p, q) = (0.03, 0.38)
    let share = AdoptionCurve.bass(innovation: p, imitation: q).share(after: log(q / p) / (p + q), from: 0)
    #expect(abs(share - (q - p) / (2 * q)) < 1e-14)
    #expect(abs(share - 0.4605263157894737) < 1e-14)
  }

  @Test(.enabled(if: ReferenceData.isThere("reference/adoption/bass_open.csv"), "the reference figures are not here"))
  func `Bass's curve agrees with the reference to 1e-12`() throws {
    let table = try CSV<Named>(url: URL(fileURLWithPath: ReferenceData.path("reference/adoption/bass_open.csv")))
    var worst = 0.0
    for row in table.rows {
      let value = { (column: String) in Double(row[column] ?? "") ?? .nan }
      let curve = AdoptionCurve.bass(innovation: value("p"), imitation: value("q"))
      let found = value("m") * curve.share(after: value("t"), from: 0)
      worst = max(worst, abs(found - value("closed_form")) / max(value("closed_form"), 1e-300))
    }
    #expect(table.rows.count > 20)
    #expect(worst < 1e-12)
  }

  @Test(arguments: [0.05, 0.35, 0.8])
  func `a curve that starts at a share begins with the load that was given`(share: Double) {
    for curve in [AdoptionCurve.bass(innovation: 0.03, imitation: 0.38), .logistic(growth: 0.7)] {
      let adoption = Adoption(curve, startingAt: share)
      #expect(abs(adoption.factor(after: 0) - 1) < 1e-12)
      #expect(abs(adoption.factor(after: 200) - 1 / share) < 1e-6)
      #expect(adoption.factor(after: 1) > 1)
    }
  }

  @Test func `a Bass curve that starts at a share goes on as the curve from nothing does`() {
    let curve = AdoptionCurve.bass(innovation: 0.03, imitation: 0.38)
    let atThree = curve.share(after: 3, from: 0)
    #expect(abs(curve.share(after: 2, from: atThree) - curve.share(after: 5, from: 0)) < 1e-14)
  }

  @Test func `plain growth is compounded`() {
    #expect(abs(Adoption(.exponential(growth: 0.2)).factor(after: 3) - 1.728) < 1e-12)
    #expect(Adoption.none.factor(after: 7) == 1)
  }

  @Test func `what cannot be meant is refused with its place`() {
    let bass = refused { _ = AdoptionCurve.bass(innovation: 0, imitation: 0.38) }
    #expect(bass.contains("AdoptionTests.swift:") && bass.contains("innovation must be above 0"))
    #expect(refused { _ = AdoptionCurve.exponential(growth: -1) } != "")
    #expect(refused { _ = AdoptionCurve.logistic(growth: .nan) } != "")
    #expect(refused { _ = Adoption(.bass(innovation: 0.03, imitation: 0.4), startingAt: 1) } != "")
    #expect(refused { _ = Adoption(.logistic(growth: 1)) } != "")
    #expect(refused { _ = Adoption(.exponential(growth: 0.1), startingAt: 0.5) } != "")
    #expect(refused { _ = Requests(perDay: -1) } != "")
    #expect(refused { _ = Requests(perDay: 1, dayToDay: -0.1) } != "")
    #expect(refused { _ = DayShape(hourly: [1, 2, 3]) } != "")
    #expect(refused { _ = DayShape(hourly: Array(repeating: 0, count: 24)) } != "")
    #expect(refused { _ = CalendarMonth.month(2026, 13) } != "")
    #expect(refused { _ = Horizon(from: .month(2026, 1), months: 0) } != "")
    #expect(refused { _ = TokenLengths(input: .normal(mean: 0, deviation: 1), output: 5) } != "")
    #expect(refused { _ = Requests(perDay: 0) } == "")
  }
}
