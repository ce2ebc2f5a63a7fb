import Economics
import Foundation
import Randomness
import Testing

@Suite struct RatesOfReturnTests {
  /// The flow whose rates of return are those, from the product of (v − 1/(1 + r)) with v = 1/(1 + rate).
  private func flow(withRates rates: [Double], scale: Double) -> [Double] {
    rates.reduce([scale]) { polynomial, rate in
      let root = 1 / (1 + rate)
      return (0...polynomial.count).map { power in
        (power > 0 ? polynomial[power - 1] : 0) - (power < polynomial.count ? root * polynomial[power] : 0)
      }
    }
  }

  /// Investments whose tax is due after the last benefit, and others of every kind.
  @Test func `the rate of return of an investment says at which rates from 0 on it is worth something`() {
    let stream = Streams(seed: 17, replication: 0).stream("flows")
    var (found, late, none) = (0, 0, 0)
    for number in 0..<400 {
      let count = 12 + Int(48 * stream.uniform())
      var flow = [-100 * stream.uniform()]
      for _ in 0..<count { flow.append(8 * stream.uniform() - (number % 2 == 0 ? 0.5 : 4)) }
      if number % 3 == 0 { flow.append(-20 * stream.uniform()) }
      let series = CashSeries(monthly: flow, timeZero: .spreadsheet)
      let rates = series.ratesOfReturn
      guard let rate = rates.ofInvestment else {
        none += 1
        // Then the sign is the same from 0 on, or rates from 0 on are passed in both directions.
        let beyond = rates.all.filter { $0 >= 0 }
        #expect(beyond.isEmpty || beyond.count > 1 || rates.falling.last != rates.all.last)
        continue
      }
      found += 1
      if rates.all.count > 1 { late += 1 }
      for other in [0, 0.05, 0.1, 0.5, 2] where abs(other - rate) > 1e-6 {
        #expect((series.netPresentValue(at: other) > 0) == (rate > other), "\(flow)")
      }
    }
    #expect(found > 100 && late > 20 && none > 20)
  }

  @Test func `tax that is due at the end leaves the rate of return where it is`() throws {
    // 100 bring 130 in a year, and 6 of tax are due a quarter later: worth 0 at 24.3178 %, and at −99.9995 % too.
    let series = CashSeries(
      monthly: [-100] + Array(repeating: 0, count: 11) + [130, 0, 0, -6], timeZero: .spreadsheet)
    #expect(series.ratesOfReturn.all.count == 2 && series.ratesOfReturn.only == nil)
    let rate = try #require(series.ratesOfReturn.ofInvestment)
    #expect(abs(-100 + 130 / (1 + rate) - 6 / pow(1 + rate, 1.25)) < 1e-9)
    #expect(abs(rate - 0.24317781397013294) < 1e-12)
    // Ten and twenty per cent: neither says alone whether it is worth it.
    #expect(CashSeries(yearly: [-100, 230, -132]).ratesOfReturn.ofInvestment == nil)
    // Money that is borrowed: its rate is no return.
    #expect(CashSeries(yearly: [100, -120]).ratesOfReturn.ofInvestment == nil)
    #expect(abs((CashSeries(yearly: [-100, 90]).ratesOfReturn.ofInvestment ?? 0) + 0.1) < 1e-12)
  }

  @Test func `a flow made to have certain rates of return has them and no others`() {
    let stream = Streams(seed: 7, replication: 0).stream("rates")
    var worst = 0.0
    for count in 1...6 {
      for _ in 0..<50 {
        // Apart by at least 0.05, so that rounding of the coefficients does not merge two.
        var rate = -0.7
        let rates = (0..<count).map { _ in
          rate += 0.05 + 0.4 * stream.uniform()
          return rate
        }
        let found = CashSeries(yearly: flow(withRates: rates, scale: 1000)).ratesOfReturn
        #expect(found.all.count == count, "\(rates) and \(found.all)")
        guard found.all.count == count else { continue }
        worst = zip(found.all, rates).reduce(worst) { max($0, abs($1.0 - $1.1)) }
      }
    }
    print("rates of return of 300 made flows of up to 6 rates | worst error \(worst)")
    #expect(worst < 1e-7)
  }

  @Test func `every rate found has a value of 0, and there are never more than changes of sign`() {
    let stream = Streams(seed: 8, replication: 0).stream("flows")
    for _ in 0..<200 {
      let amounts = (0...48).map { _ in 2000 * (stream.uniform() - 0.5) }
      let series = CashSeries(monthly: amounts)
      let rates = series.ratesOfReturn
      #expect(rates.all.count <= rates.signChanges)
      // Descartes: short by an even number, a rate that is touched counting twice.
      #expect(rates.all.count % 2 == rates.signChanges % 2)
      for rate in rates.all {
        let size = zip(series.times, amounts).reduce(0) { $0 + abs($1.1) * pow(1 + rate, -$1.0) }
        // Near −1, few digits of 1 + r are left; the value has the fourth power of it.
        let rounding = 1e-12 + 8 * Double.ulpOfOne / (1 + rate)
        #expect(abs(series.netPresentValue(at: rate)) < rounding * size)
      }
    }
  }

  @Test func `a rate at which the value touches 0 is found once`() {
    let rates = CashSeries(yearly: [-100, 220, -121]).ratesOfReturn
    #expect(rates.all.count == 1)
    #expect(near(rates.only, 0.1, within: 1e-7))
  }

  @Test func `rates near total loss and far above doubling are found`() {
    let steep = CashSeries(yearly: [-1, 1000]).ratesOfReturn
    #expect(near(steep.only, 999, within: 1e-9))
    let loss = CashSeries(yearly: [-1000, 1]).ratesOfReturn
    #expect(near(loss.only, -0.999, within: 1e-12))
  }

  @Test func `several, none and one are said in words`() {
    #expect(
      "\(CashSeries(yearly: [-100, 230, -132]).ratesOfReturn)"
        == "2 rates of return, 10 % and 20 % a year: none says alone whether it is worth it; compare net present values"
    )
    #expect(CashSeries(yearly: [-100, 230, -132]).ratesOfReturn.only == nil)
    #expect(
      "\(CashSeries(yearly: [100, -180, 110]).ratesOfReturn)"
        == "no rate of return: the net present value has the same sign at every rate")
    #expect(
      "\(CashSeries(yearly: [10, 20]).ratesOfReturn)" == "no rate of return: the flow never changes its sign")
    #expect("\(CashSeries(yearly: [-100, 110]).ratesOfReturn)" == "a rate of return of 10 % a year")
    #expect(CashSeries(yearly: []).ratesOfReturn.all.isEmpty)
    #expect(CashSeries(yearly: [0, 0]).ratesOfReturn.all.isEmpty)
  }

  @Test func `a monthly flow has its rate a year, the same as amounts on the days`() {
    let monthly = CashFlow(
      investment: 1200, benefits: Array(repeating: 110, count: 12), costs: Array(repeating: 0, count: 12))
    let rate = monthly.series.ratesOfReturn.only ?? .nan
    let annuity = Annuity(at: rate.perYear.monthly, payments: 12)
    #expect(abs(annuity.payment(for: 1200) - 110) < 1e-9)
    #expect(abs(monthly.netPresentValue(at: rate)) < 1e-9)
  }

  @Test func `five years of months take as many changes of sign as there are`() {
    let amounts = (0...60).map { $0 % 2 == 0 ? -100.0 : 103 }
    let series = CashSeries(monthly: amounts)
    #expect(series.ratesOfReturn.signChanges == 60)
    for rate in series.ratesOfReturn.all {
      #expect(abs(series.netPresentValue(at: rate)) < 1e-9 * 6100)
    }
  }
}
