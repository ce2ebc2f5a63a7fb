import Economics
import Foundation
import Randomness
import Testing

@Suite struct BenefitTests {
  private func month(_ index: Int, requests: Double = 1000) -> MonthOfOperation {
    MonthOfOperation(index: index, loads: ["chat": .init(requests: requests, requestsAtStart: 500)])
  }

  @Test func `contract review pays back its 10 M a year from about 17 000 contracts on`() {
    // F10: 2 h to 5 min a contract, at 300 an hour; errors 12 % to 2 %.
    let saved = Benefit.timeSaved(
      "review", items: { _ in 1 }, hoursBefore: 2, hoursAfter: 5.0 / 60, cost: CNY(300) / .personHour, becomingCash: 1)
    #expect(near(10e6 / saved.amount(in: month(0)), 17_391, within: 1))
    let errors = Benefit.errorsAvoided(
      "errors", items: { $0.requests("chat") }, rateBefore: 0.12, rateAfter: 0.02, cost: CNY(50) / .error)
    #expect(near(errors.amount(in: month(0)), 1000 * 0.1 * 50))
    let worse = Benefit.errorsAvoided("e", items: { _ in 1 }, rateBefore: 0.02, rateAfter: 0.12, cost: CNY(50) / .error)
    #expect(near(worse.amount(in: month(0)), -5))
  }

  @Test func `what comes to a household is not taxed, whatever else is said of it`() {
    let saved = Benefit("energy") { _ in CNY(40) }
    #expect(saved.isTaxed && !saved.untaxed().isTaxed)
    for benefit in [
      saved.untaxed().growing(0.perYear), saved.untaxed().ramping(.immediate()), saved.untaxed().cannibalising(0.5),
      saved.growing(0.perYear).untaxed().drawing(on: "energy"),
    ] {
      #expect(!benefit.isTaxed)
    }
    #expect(saved.untaxed().amount(in: month(0)) == 40)
    // The maker makes 100 − 40 less a write-off of 20 a month; the household's 40 comes on top, and is not taxed.
    var ledger = Ledger(months: 12)
    for index in 0..<12 {
      ledger.enter(ExpenseEntry(running: 40, depreciation: 20), inMonth: index)
      ledger.exempt(40, inMonth: index)
    }
    let benefits = Array(repeating: 140.0, count: 12)
    let taxed = ledger.cash(benefits: benefits, after: IncomeTax(rate: 0.25))
    #expect(near(taxed.costs[11] - 40, 0.25 * 12 * (100 - 40 - 20)))
    #expect(near(ledger.cash(benefits: benefits).net[0], 100))
    #expect(near(ledger.accruedTax(benefits: benefits, IncomeTax(rate: 0.25))[0], 0.25 * 40))
  }

  @Test func `sales from sessions are the sales that the shop states in money`() {
    // 1 M sessions a month, 2 % buy for 200 on average: 4 M of sales.
    let counted = Benefit.salesUplift(
      "sales", sessions: { _ in 1e6 }, conversion: 0.02, basket: CNY(200) / .order, exposed: { _ in 0.5 }, uplift: 0.1,
      margin: 0.3)
    let stated = Benefit.salesUplift(
      "sales", sales: CNY(4e6) / .month, exposed: { _ in 0.5 }, uplift: 0.1, margin: 0.3)
    #expect(near(counted.amount(in: month(0)), stated.amount(in: month(0)), within: 1e-6))
    #expect(near(counted.amount(in: month(0)), 4e6 * 0.5 * 0.1 * 0.3, within: 1e-6))
    let half = counted.cannibalising(0.5)
    #expect(near(half.amount(in: month(0)), 30_000, within: 1e-6))
  }

  @Test func `what experiments found allows for nothing in three workflows of seven`() {
    let uplift = FieldEvidence.salesUplift.value
    #expect(near(uplift.cumulative(at: 0), 3.0 / 7) && uplift.quantile(1) == 0.163)
    #expect(near(uplift.mean, 4.0 / 7 * 0.163 / 2))
  }

  @Test func `five times the listings for 12 % more sales is an elasticity of 0.070`() {
    let listings = DiminishingReturns(observed: 1.12, at: 5)
    #expect(near(listings.elasticity, 0.0704, within: 5e-5))
    #expect(near(listings.factor(5), 1.12) && listings.factor(1) == 1)
    #expect(near(listings.factor(25), 1.12 * 1.12))
    // F9: a cycle shorter by 60 % makes 2.5 times the updates, not the 3 times of 4 to 12.
    let updates = DiminishingReturns(elasticity: 0.5)
    #expect(updates.factor(1 / (1 - 0.6)) < updates.factor(12.0 / 4))
    #expect(refusal { _ = DiminishingReturns(elasticity: -0.1) } != nil)
    #expect(refusal { _ = DiminishingReturns(observed: 1.1, at: 1) } != nil)
  }

  @Test func `ramps go from nothing to all of it in their own ways`() {
    #expect([2, 3].map { Ramp.immediate(from: 3).share(inMonth: $0) } == [0, 1])
    #expect([3, 6, 9, 30].map { Ramp.linear(from: 3, over: 6).share(inMonth: $0) } == [0, 0.5, 1, 1])
    let saturating = Ramp.saturating(after: 2, time: 6)
    #expect(saturating.share(inMonth: 2) == 0 && near(saturating.share(inMonth: 8), 1 - exp(-1)))
    let logistic = Ramp.logistic(around: 12, width: 3)
    #expect(near(logistic.share(inMonth: 12), 0.5))
    #expect(near(logistic.share(after: 9) + logistic.share(after: 15), 1))
    for ramp in [Ramp.immediate(from: 5), .linear(over: 7), saturating, logistic] {
      let shares = (0..<60).map { ramp.share(inMonth: $0) }
      #expect(shares.allSatisfy { (0...1).contains($0) } && zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 })
    }
    let benefit = Benefit("calls") { _ in CNY(100) }.ramping(.linear(over: 10))
    #expect(near(benefit.amount(in: month(4)), 40))
  }

  @Test func `what takes no time is there at once, and a time below 0 is refused`() {
    for ramp in [Ramp.linear(from: 3, over: 0), .saturating(after: 3, time: 0), .logistic(around: 3, width: 0)] {
      #expect(ramp == .immediate(from: 3))
      #expect([0, 2, 3, 4].map { ramp.share(inMonth: $0) } == [0, 0, 1, 1])
    }
    let curve = JCurve(gain: CNY(3) / .month, settlingOver: 0, disruption: CNY(1) / .month, fadingOver: 0)
    #expect([0, 1, 9].map { curve.amount(after: $0).amount } == [3, 3, 3])
    // A profit that has faded at once is none, whenever the launch is.
    let launch = EarlierLaunch(
      profit: CNY(1) / .month, plannedIn: 4, earlierBy: 2, fadingBy: 0, until: .life(months: 9))
    #expect((0..<20).allSatisfy { launch.gain(inMonth: $0).amount == 0 })
    for months in [-1, -1e-300, .nan, .infinity] {
      let refusals = [
        refusal { _ = Ramp.linear(over: months) }, refusal { _ = Ramp.saturating(time: months) },
        refusal { _ = Ramp.logistic(around: 1, width: months) },
        refusal { _ = JCurve(gain: CNY(1) / .month, settlingOver: 1, disruption: CNY(1) / .month, fadingOver: months) },
      ]
      #expect(refusals.allSatisfy { $0 != nil }, "\(months)")
      #expect(refusals[0].map { "\($0)".contains("a number of months from 0 on was expected") } ?? false)
    }
  }

  @Test func `a J-curve dips, crosses, and pays back at its last crossing`() {
    let curve = JCurve(
      gain: CNY(24e6) / .year, after: 3, settlingOver: 12, disruption: CNY(1e6) / .month, fadingOver: 6)
    let amounts = (0..<60).map { curve.amount(after: Double($0)).amount }
    #expect(amounts[0] == -1e6)
    #expect(near(amounts[20], 2e6 * (1 - exp(-17.0 / 12)) - 1e6 * exp(-20.0 / 6), within: 1e-6))
    let benefit = Benefit.jCurve("claims", curve)
    #expect(benefit.amount(in: month(20)) == amounts[20])
    let cash = CashFlow(benefits: amounts, costs: Array(repeating: 0, count: 60))
    let low = cash.cumulative.indices.min { cash.cumulative[$0] < cash.cumulative[$1] } ?? 0
    let payback = cash.paybackMonth ?? 0
    #expect(low > 2 && payback > low + 1)
    #expect(cash.cumulative[payback - 1] >= 0 && cash.cumulative[payback - 2] < 0)
    // A long time on, a month brings the gain.
    #expect(near(curve.amount(after: 600).amount, 2e6, within: 1))
    #expect(
      refusal { _ = JCurve(gain: CNY(1) / .month, settlingOver: -1, disruption: CNY(1) / .month, fadingOver: 1) } != nil
    )
    #expect(
      refusal { _ = JCurve(gain: CNY(1) / .month, settlingOver: 1, disruption: CNY(-1) / .month, fadingOver: 1) } != nil
    )
  }

  @Test func `a launch six months earlier wins six months where the market closes, and only time where it does not`() {
    func gains(_ end: EarlierLaunch<Renminbi>.End, fading: Double? = nil) -> [Double] {
      let launch = EarlierLaunch(
        profit: CNY(3e6) / .month, plannedIn: 18, earlierBy: 6, fadingBy: fading, until: end)
      return (0..<72).map { launch.gain(inMonth: $0).amount }
    }
    let closing = gains(.marketCloses(inMonth: 60))
    #expect(closing[11] == 0 && closing[12] == 3e6 && closing[17] == 3e6 && closing[18] == 0)
    #expect(near(closing.reduce(0, +), 18e6))
    let living = gains(.life(months: 36))
    #expect(near(living.reduce(0, +), 0) && living[12] == 3e6 && living[48] == -3e6)
    #expect(CashSeries(monthly: living).netPresentValue(at: 0.1) > 0)
    // Fading by half in 24 months: what the closing market is worth is an integral.
    let fading = gains(.marketCloses(inMonth: 60), fading: 24)
    let rate = log(2.0) / 24
    let total = { (months: Double) in 3e6 * (1 - exp(-rate * months)) / rate }
    #expect(near(fading.reduce(0, +), total(48) - total(42), within: 1e-6))
    let tooEarly = refusal {
      _ = EarlierLaunch(profit: CNY(1) / .month, plannedIn: 3, earlierBy: 4, until: .life(months: 1))
    }
    #expect(tooEarly != nil)
  }

  @Test func `two benefits that draw on the same are refused as counted twice, unless they share it`() throws {
    func benefit(_ name: String) -> Benefit { Benefit(name) { _ in CNY(1) } }
    let hours = "agents' hours"
    let faster = Benefit("faster answers", drawsOn: hours) { _ in CNY(1) }
    let fewer = benefit("fewer calls").drawing(on: hours)
    func complaint(_ benefits: Benefit...) -> String {
      BenefitOverlap(among: benefits).map { "\($0.error)" } ?? "nothing"
    }
    #expect(
      complaint(faster, benefit("sales"), fewer)
        == "benefits drawing on \"agents' hours\": it is counted twice: \"faster answers\" 1, \"fewer calls\" 1 "
        + "together take 2 of it; leave one out, or say the share of each with drawing(on:share:), together at most 1")
    let shared = [
      benefit("a").drawing(on: hours, share: 0.7), benefit("b").drawing(on: hours, share: 0.2),
      benefit("c").drawing(on: hours, share: 0.1),
    ]
    #expect(complaint(shared[0], shared[1], shared[2]) == "nothing")
    #expect(complaint(shared[0], shared[0]).contains("together take 1.4 of it"))
    #expect(complaint(faster, benefit("sales").drawing(on: "undecided customers")) == "nothing")
    #expect(complaint(fewer.ramping(.linear(over: 3)).cannibalising(0.1), faster).contains("counted twice"))
    #expect(complaint(faster, benefit("x").drawing(on: "Agents' hours")).contains("write both alike"))
    #expect(refusal { _ = benefit("x").drawing(on: hours, share: 1.5) } != nil)
  }

  @Test func `shares beyond 1 and orders beyond sessions are refused`() {
    #expect(
      refusal {
        _ = Benefit.salesUplift(
          "x", sessions: { _ in 1 }, conversion: 0.9, basket: CNY(1) / .order, exposed: { _ in 1 }, uplift: 0.2,
          margin: 0.1)
      }?.contains("more orders than sessions") == true)
    #expect(
      refusal {
        _ = Benefit.errorsAvoided("x", items: { _ in 1 }, rateBefore: 12, rateAfter: 2, cost: CNY(1) / .error)
      } != nil)
    #expect(refusal { _ = Benefit("x") { _ in CNY(1) }.cannibalising(1.1) } != nil)
    #expect(
      refusal {
        _ = Benefit.timeSaved(
          "x", items: { _ in 1 }, hoursBefore: -1, hoursAfter: 0, cost: CNY(1) / .personHour, becomingCash: 1)
      } != nil)
  }
}
