import Foundation
import Randomness
import ReferenceData
import SwiftCSV
import Testing
import ValidationRecord

@testable import Demand

@Suite struct AdoptionTests {
  @Test func `Bass's curve has its textbook value at its peak`() {
    // Peak of the rate at ln(q/p)/(p+q), where the share reached is (q − p)/2q.
    let (p, q) = (0.03, 0.38)
    let share = AdoptionCurve.bass(innovation: p, imitation: q).share(after: log(q / p) / (p + q), from: 0)
    #expect(abs(share - (q - p) / (2 * q)) < 1e-14)
    #expect(abs(share - 0.4605263157894737) < 1e-14)
  }

  @Test
  func
    `Bass's curve agrees with the reference to 1e-12, and with its differential equation to what that was solved to`()
    throws
  {
    let table = try ReferenceData.table("adoption/bass.csv")
    var (worst, worstODE) = (0.0, 0.0)
    for row in table.numbersByColumn {
      let value = { (column: String) in row[column] ?? .nan }
      let curve = AdoptionCurve.bass(innovation: value("p"), imitation: value("q"))
      let found = value("m") * curve.share(after: value("t"), from: 0)
      worst = max(worst, abs(found - value("closed_form")) / max(value("closed_form"), 1e-300))
      worstODE = max(worstODE, abs(found - value("ode_dop853")) / value("m"))
    }
    #expect(table.rows.count > 20)
    #expect(
      Validation.agreement(
        .adoption, "Bass's curve in closed form", with: "SciPy 1.17.1", figures: table.rows.count, worst: worst,
        within: 1e-12))
    #expect(
      Validation.agreement(
        .adoption, "Bass's curve against its differential equation, as a share of the market",
        with: "SciPy 1.17.1, DOP853", figures: table.rows.count, worst: worstODE, within: 1e-10))
  }

  @Test func `the peak of Bass's curve is the reference's`() throws {
    struct Peaks: Decodable {
      struct Peak: Decodable {
        let p: Double, q: Double, m: Double, peak_time: Double, peak_rate: Double, cum_at_peak: Double
      }
      let summary: [Peak]
    }
    for peak in try ReferenceData.figures("adoption/bass.json", as: Peaks.self).summary {
      let bass = BassDiffusion(innovation: peak.p, imitation: peak.q)
      #expect(abs(bass.peak.time - peak.peak_time) <= 1e-12 * peak.peak_time)
      #expect(abs(peak.m * bass.peak.share - peak.cum_at_peak) <= 1e-12 * peak.m)
      #expect(abs(peak.m * bass.density(at: bass.peak.time) - peak.peak_rate) <= 1e-12 * peak.peak_rate)
    }
  }

  @Test(arguments: [0.05, 0.35, 0.8])
  func `a curve that starts at a share begins with the load that was given`(share: Double) {
    let curves: [AdoptionCurve] = [
      .bass(innovation: 0.03, imitation: 0.38), .logistic(growth: 0.7), .gompertz(approach: 0.5),
      .bass(innovation: 0.03, imitation: 0.38, influences: [.price(.falling(0.3), effect: -0.5)]),
    ]
    for curve in curves {
      let adoption = Adoption(curve, startingAt: share)
      #expect(abs(adoption.factor(after: 0) - 1) < 1e-12)
      #expect(abs(adoption.factor(after: 200) - 1 / share) < 1e-6)
      #expect(adoption.factor(after: 1) > 1)
    }
  }

  @Test func `a curve that starts at a share goes on as the curve from nothing, or from less, does`() {
    let bass = AdoptionCurve.bass(innovation: 0.03, imitation: 0.38)
    let atThree = bass.share(after: 3, from: 0)
    #expect(abs(bass.share(after: 2, from: atThree) - bass.share(after: 5, from: 0)) < 1e-14)
    for curve in [AdoptionCurve.logistic(growth: 0.7), .gompertz(approach: 0.5)] {
      let later = curve.share(after: 3, from: 0.1)
      #expect(abs(curve.share(after: 2, from: later) - curve.share(after: 5, from: 0.1)) < 1e-14)
    }
  }

  @Test func `Gompertz's curve is fastest at 1/e of its market`() {
    let curve = AdoptionCurve.gompertz(approach: 0.6)
    // ln F(t) = ln F(0) e^(−ct) is −1 at ln(−ln F(0)) / c.
    let time = log(-log(0.01)) / 0.6
    #expect(abs(curve.share(after: time, from: 0.01) - exp(-1)) < 1e-14)
    func speed(_ t: Double) -> Double {
      curve.share(after: t + 1e-4, from: 0.01) - curve.share(after: t - 1e-4, from: 0.01)
    }
    #expect(speed(time) > speed(time - 0.05) && speed(time) > speed(time + 0.05))
  }

  @Test func `plain growth is compounded`() {
    #expect(abs(Adoption(.exponential(growth: 0.2)).factor(after: 3) - 1.728) < 1e-12)
    #expect(Adoption.none.factor(after: 7) == 1)
  }

  // The closed form against its hazard (p + qF)(1 − F) x(t), integrated by Runge and Kutta's rule.
  @Test func `the generalised Bass curve obeys its differential equation`() {
    let (p, q, price, effort) = (0.02, 0.4, -0.9, 0.35)
    let prices = RelativePath.points([(0, 1), (2, 0.6), (3, 0.65), (6, 0.2)])
    let efforts = RelativePath.points([(0, 1), (1, 1.8), (2.5, 1.2), (6, 2.4)])
    let curve = AdoptionCurve.bass(
      innovation: p, imitation: q, influences: [.price(prices, effect: price), .effort(efforts, effect: effort)])
    func slope(_ path: RelativePath, _ t: Double, _ h: Double) -> Double {
      (log(path.multiple(after: t + h)) - log(path.multiple(after: t - h))) / (2 * h)
    }
    func hazard(_ t: Double, _ share: Double) -> Double {
      let x = 1 + price * slope(prices, t, 1e-6) + effort * max(0, slope(efforts, t, 1e-6))
      return (p + q * share) * (1 - share) * x
    }
    var share = 0.0
    let step = 0.001
    for index in 0..<8000 {
      // Half a step aside, so that no stage falls on a bend of the paths.
      let t = Double(index) * step
      let k1 = hazard(t + step * 0.1, share)
      let k2 = hazard(t + step * 0.5, share + step / 2 * k1)
      let k3 = hazard(t + step * 0.5, share + step / 2 * k2)
      let k4 = hazard(t + step * 0.9, share + step * k3)
      share += step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
      if index % 500 == 499 { #expect(abs(curve.share(after: t + step, from: 0) - share) < 1e-8) }
    }
    #expect(share > 0.5)
  }

  @Test func `a price that falls steadily makes time run faster, as Bass, Krishnan and Jain say`() {
    // x = 1 − 0.8 ln 0.6 = 1.409.
    let curve = AdoptionCurve.bass(
      innovation: 0.03, imitation: 0.38, influences: [.price(.falling(0.4), effect: -0.8)])
    let plain = AdoptionCurve.bass(innovation: 0.03, imitation: 0.38)
    let faster = 1 - 0.8 * log(0.6)
    for years in [0.5, 2, 7] {
      #expect(abs(curve.share(after: years, from: 0.1) - plain.share(after: years * faster, from: 0.1)) < 1e-14)
    }
    // An effort that falls changes nothing.
    let falling = AdoptionCurve.bass(
      innovation: 0.03, imitation: 0.38, influences: [.effort(.falling(0.4), effect: 0.8)])
    #expect(falling.share(after: 3, from: 0) == plain.share(after: 3, from: 0))
  }

  @Test func `waves of adopters add up, each from its own beginning`() {
    let bass = AdoptionCurve.bass(innovation: 0.03, imitation: 0.4)
    let curve = AdoptionCurve.launches([
      AdoptionWave(at: -1, share: 0.5, bass), AdoptionWave(at: 0.5, share: 0.3, .logistic(growth: 2), startingAt: 0.01),
    ])
    let adoption = Adoption(curve)
    #expect(adoption.factor(after: 0) == 0.5 * bass.share(after: 1, from: 0))
    #expect(abs(adoption.factor(after: 0.5) - (0.5 * bass.share(after: 1.5, from: 0) + 0.3 * 0.01)) < 1e-14)
    #expect(abs(adoption.factor(after: 100) - 0.8) < 1e-9)
    let steps = Adoption(.steps([(0, 0.1), (0.5, 0.4), (1.5, 1)]))
    #expect([0, 0.49, 0.5, 1, 1.5, 9].map { steps.factor(after: $0) } == [0.1, 0.1, 0.4, 0.4, 1, 1])
    #expect(Adoption(.steps([(1, 0.5)])).factor(after: 0.5) == 0)
  }

  @Test func `a curve that overshoots its market is refused`() {
    let bass = AdoptionCurve.bass(innovation: 0.03, imitation: 0.4)
    #expect(
      refused {
        _ = AdoptionCurve.launches([AdoptionWave(at: 0, share: 0.7, bass), AdoptionWave(at: 1, share: 0.6, bass)])
      }
      .contains("the waves reach 1.3 times the market"))
    #expect(refused { _ = AdoptionWave(at: 0, share: 60, bass) }.contains("for 60 % write 0.6"))
    #expect(refused { _ = AdoptionCurve.steps([(0, 0.5), (1, 1.2)]) }.contains("at year 1 it is 1.2"))
    #expect(refused { _ = Adoption(bass, startingAt: 1.2) }.contains("lies between 0 and 1"))
    #expect(refused { _ = Adoption(bass, startingAt: 35) }.contains("for 35 % write 0.35"))
  }

  @Test func `what cannot be meant is refused with its place`() {
    let bass = refused { _ = AdoptionCurve.bass(innovation: 0, imitation: 0.38) }
    #expect(bass.contains("AdoptionTests.swift:") && bass.contains("innovation must be above 0"))
    #expect(refused { _ = AdoptionCurve.exponential(growth: -1) } != "")
    #expect(refused { _ = AdoptionCurve.logistic(growth: .nan) } != "")
    #expect(refused { _ = AdoptionCurve.gompertz(approach: 0) } != "")
    #expect(refused { _ = AdoptionCurve.launches([]) }.contains("at least one wave"))
    #expect(refused { _ = AdoptionCurve.steps([(1, 0.1), (0, 0.2)]) }.contains("0 comes after 1"))
    #expect(refused { _ = Adoption(.bass(innovation: 0.03, imitation: 0.4), startingAt: 1) } != "")
    #expect(refused { _ = Adoption(.logistic(growth: 1)) }.contains("give startingAt"))
    #expect(refused { _ = Adoption(.gompertz(approach: 1)) }.contains("give startingAt"))
    #expect(refused { _ = Adoption(.exponential(growth: 0.1), startingAt: 0.5) }.contains("leave it out"))
    #expect(refused { _ = Adoption(.steps([(0, 1)]), startingAt: 0.5) }.contains("has its own times"))
    #expect(refused { _ = AdoptionWave(at: 0, share: 0.5, .gompertz(approach: 1)) }.contains("give startingAt"))
    #expect(refused { _ = AdoptionWave(at: 0, share: 0.5, .exponential(growth: 1)) }.contains("cannot be a wave"))
    #expect(
      refused {
        _ = AdoptionCurve.bass(
          innovation: 0.03, imitation: 0.4, influences: [.price(.growing(1), effect: -2)])
      }.contains("slow adoption to -0.386 times its own speed"))
    #expect(refused { _ = MarketInfluence.price(.falling(0.3), effect: 0.5) }.contains("write effect: -0.5"))
    #expect(refused { _ = MarketInfluence.effort(.growing(0.3), effect: -0.5) }.contains("write effect: 0.5"))
  }
}
