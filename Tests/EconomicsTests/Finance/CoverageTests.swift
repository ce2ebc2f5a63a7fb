import Glibc
import Randomness
import Testing

@testable import Economics

/// From when to when benefit covers cost: four outcomes, of smooth, lumpy, seasonal and reversing months.
@Suite struct `Coverage of cost by benefit` {
  private func coverage(_ margins: [Double], base: Double = 100) -> Coverage {
    Coverage(benefits: margins.map { base + $0 }, costs: margins.map { _ in base })
  }

  @Test func `stays from the last crossing where there is no season`() {
    #expect(coverage(Array(repeating: -1, count: 10) + Array(repeating: 1, count: 38)) == .stays(from: 11))
    #expect(coverage([1, 1, 1]) == .stays(from: 1))
    #expect(coverage([-1, -1, 1]) == .stays(from: 3))
    // Two years above, two below, and above again.
    let two = { (margin: Double) in Array(repeating: margin, count: 24) }
    let twice: [Double] = two(1) + two(-1) + two(1)
    #expect(coverage(twice) == .stays(from: 49))
  }

  @Test func `a rise with noise that never crosses back is the last crossing, as over random slopes`() {
    let stream = Streams(seed: 11, replication: 0).stream("slopes")
    for _ in 0..<500 {
      let (slope, crossing) = (0.1 + stream.uniformOpen(), 60 * stream.uniformOpen())
      let margins = (0..<60).map { slope * (Double($0) - crossing) }
      #expect(coverage(margins).stayingMonth == margins.firstIndex { $0 >= 0 }.map { $0 + 1 })
    }
  }

  @Test func `a season that its year makes up for ends nothing`() {
    let year = Array(repeating: 2.0, count: 10) + [-5, -5]
    #expect(coverage(year + year + year) == .stays(from: 1))
    // In the summer of a horizon that ends in winter.
    #expect(coverage(Array(repeating: -1, count: 12) + year + year) == .stays(from: 13))
  }

  @Test func `a season that its year does not make up for is no crossing`() {
    let year = Array(repeating: -5.0, count: 11) + [10]
    #expect(coverage(year + year + year) == .never)
  }

  @Test func `what covers for years and falls below at the end stops`() {
    let margins = [-1.0, -1] + Array(repeating: 1, count: 46) + Array(repeating: -1, count: 12)
    #expect(coverage(margins) == .stops(from: 3, to: 48))
    #expect(coverage([-1] + Array(repeating: 1, count: 30) + [-1]) == .stops(from: 2, to: 31))
  }

  @Test func `what is missing closes, or does not`() {
    #expect(coverage((0..<48).map { Double($0) - 60 }) == .notYet)
    #expect(coverage((0..<48).map { -Double($0) - 1 }) == .never)
    #expect(coverage(Array(repeating: -1, count: 48)) == .never)
    // By 0.1 a month: 9.5 are missing at the end, which takes 95 months more than 48.
    #expect(coverage((0..<48).map { 0.1 * Double($0) - 14.2 }) == .never)
    // By 0.25 a month: 38 months more.
    #expect(coverage((0..<48).map { 0.25 * Double($0) - 21.25 }) == .notYet)
  }

  @Test func `costs that fall without a benefit cover nothing, and what is over comes no more`() {
    let costs = (0..<36).map { 100 - 2 * Double($0) }
    #expect(Coverage(benefits: costs.map { _ in 0 }, costs: costs) == .never)
    #expect(Coverage(benefits: costs.map { _ in 1 }, costs: costs) == .notYet)
    #expect(Coverage(benefits: costs.map { _ in 1 }, costs: costs).atTheEnd == .never)
    #expect(Coverage.stays(from: 3).atTheEnd == .stays(from: 3))
  }

  @Test func `a month that differs by rounding covers`() {
    // 0.1 · 3 · 0.3 is more than 0.09 by what it is rounded.
    let rounded = [0.1, 3, 0.3].reduce(1, *)
    #expect(rounded != 0.09)
    let months = Array(repeating: rounded, count: 24)
    #expect(Coverage(benefits: months, costs: months.map { _ in 0.09 }) == .stays(from: 1))
    #expect(Coverage(benefits: months.map { _ in 0.09 }, costs: months) == .stays(from: 1))
  }

  /// Held against what the words say, over thousands of cash flows of every kind.
  @Test func `each outcome says what the months show`() {
    let stream = Streams(seed: 3, replication: 0).stream("flows")
    var seen: Set<String> = []
    for number in 0..<4000 {
      let count = 1 + Int(72 * stream.uniform())
      let (level, slope) = (4 * stream.uniform() - 2, 0.2 * stream.uniform() - 0.1)
      let (season, noise, bend) = (
        number % 3 == 0 ? 3 * stream.uniform() : 0, number % 2 == 0 ? stream.uniform() : 0,
        number % 5 == 0 ? 0.004 * stream.uniform() : 0
      )
      let margins = (0..<count).map { month in
        level + slope * Double(month) - bend * Double(month * month)
          + season * (month % 12 < 3 ? -1 : 0.3) + noise * (stream.uniform() - 0.5)
      }
      let isCovered = margins.map { $0 >= 0 }
      func everyYear(_ range: Range<Int>) -> Bool {
        range.count < 12
          || (range.lowerBound...range.upperBound - 12).allSatisfy { margins[$0..<$0 + 12].reduce(0, +) > -1e-6 }
      }
      switch coverage(margins) {
      case .stays(let month):
        seen.insert("stays")
        #expect(isCovered[month - 1] && everyYear(month - 1..<count))
        // Only a season is below at the end.
        if !isCovered[count - 1] { #expect(count > 12 && !isCovered[count - 13]) }
        if season == 0, count - month < 11 { #expect(isCovered[(month - 1)...].allSatisfy { $0 }) }
      case .stops(let from, let to):
        seen.insert("stops")
        #expect(isCovered[from - 1] && isCovered[to - 1] && !isCovered[to] && everyYear(from - 1..<to))
      case .notYet:
        seen.insert("not yet")
        #expect(isCovered.contains(false))
      case .never:
        seen.insert("never")
        #expect(isCovered.contains(false))
      }
      // Without seasons and noise, the last crossing or none.
      if season == 0, noise == 0, bend == 0, isCovered[count - 1] {
        #expect(coverage(margins).stayingMonth == (isCovered.lastIndex(of: false) ?? -1) + 2)
      }
    }
    #expect(seen.count == 4)
  }

  @Test func `before anything is put in nothing is back`() {
    let waiting = Array(repeating: 0.0, count: 12)
    #expect(Coverage(cumulative: waiting + [-5, -6, -7, -8]).stretch == nil)
    let (from, to) = Coverage(cumulative: waiting + [-5, 1, 2, 3, 4, -1, -2]).stretch ?? (0, 0)
    #expect(from == 14 && to == 17)
    #expect(Coverage(cumulative: Array(repeating: 0.0, count: 24)) == .never)
    // Ten that were put in and came back in the first month.
    #expect(Coverage(cumulative: Array(repeating: 0.0, count: 24), after: 10) == .stays(from: 1))
    #expect(Coverage(cumulative: waiting + [5, 6, 7]) == .stays(from: 13))
    let late = CashFlow(investment: 0, benefits: waiting + [5, 5], costs: waiting + [1, 1])
    #expect(late.paybackMonth == 13 && late.discountedPaybackMonth(at: 0.1) == 13)
    let nothing = CashFlow(investment: 0, benefits: waiting, costs: waiting)
    #expect(nothing.paybackMonth == nil && nothing.discountedPaybackMonth(at: 0.1) == nil)
  }

  @Test func `cumulative cash that ends below is back for a while, or on its way, or lost`() {
    func payback(_ cash: [Double]) -> Coverage {
      CashFlow(investment: 10, benefits: cash, costs: cash.map { _ in 0 }).payback(at: 0)
    }
    #expect(payback([5, 5, 1]) == .stays(from: 2))
    #expect(payback([12, 1, 1, 1, -20]) == .stops(from: 1, to: 4))
    // Of 10, 7.2 are back after two years, and 2.4 after two others.
    #expect(payback(Array(repeating: 0.3, count: 24)) == .notYet)
    #expect(payback(Array(repeating: 0.1, count: 24)) == .never)
    #expect(payback(Array(repeating: -0.1, count: 24)) == .never)
  }
}

/// Payments by the months that they are for.
@Suite struct `Accrual of payments` {
  private func monthly(_ amount: Double, _ months: Int) -> [Double] { Array(repeating: amount, count: months) }

  private func near(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-9 * max(abs($0), abs($1), 1) }
  }

  private func payments(_ amount: Double, in months: [Int], of count: Int, besides base: Double = 0) -> [Double] {
    (0..<count).map { base + (months.contains($0) ? amount : 0) }
  }

  @Test func `what is paid every month is for that month`() {
    let growing = (0..<48).map { 100 * Double($0 + 1) }
    #expect(Accrual(of: growing).recurring == growing)
    let falling = Array(growing.reversed())
    #expect(Accrual(of: falling).recurring == falling)
    let step = monthly(0, 12) + monthly(5, 12) + monthly(50, 12)
    #expect(Accrual(of: step).recurring == step)
    #expect(Accrual(of: [5]).recurring == [5])
  }

  @Test func `payments in arrears are for the months since the one before`() {
    #expect(near(Accrual(of: payments(120, in: [11, 23, 35], of: 36)).recurring, monthly(10, 36)))
    #expect(near(Accrual(of: payments(30, in: [2, 5, 8, 11], of: 12)).recurring, monthly(10, 12)))
    // The next of a payment in June falls beyond the horizon, and its months are paid for then.
    #expect(near(Accrual(of: payments(120, in: [11, 23], of: 30)).recurring, monthly(10, 30)))
  }

  /// Each June of a project that begins in January, or each quarter of one that begins in the second month.
  @Test(arguments: [
    (12, 5, 60), (12, 1, 60), (12, 8, 60), (12, 10, 36), (12, 5, 24), (3, 3, 12), (3, 1, 12), (6, 2, 24),
  ])
  func `a first payment within a period announces the next as any other`(_ period: Int, _ first: Int, _ count: Int) {
    let amount = 10 * Double(period)
    let months = Array(stride(from: first, to: count, by: period))
    let accrual = Accrual(of: payments(amount, in: months, of: count))
    // The first is for the months until then, and the one that is due beyond the horizon for those that are left.
    let begin = max(first + 1 - period, 0)
    let before = first + 1 - begin
    let expected = monthly(0, begin) + monthly(amount / Double(before), before) + monthly(10, count - first - 1)
    #expect(near(accrual.recurring, expected))
    #expect(accrual.once.allSatisfy { $0 == 0 })
  }

  @Test func `two payments at an unusual distance announce no next one`() {
    let accrual = Accrual(of: payments(120, in: [5, 22], of: 38))
    #expect(near(Array(accrual.recurring.suffix(15)), monthly(0, 15)))
  }

  /// An API that answers only what is above the servers' capacity: nothing says that there is a next busy month.
  @Test func `payments at uneven distances announce no next one`() {
    let accrual = Accrual(of: payments(120, in: [5, 9, 20, 27], of: 40))
    // Nobody knows what the first is for but its own month.
    let expected =
      monthly(0, 5) + [120] + monthly(30, 4) + monthly(120.0 / 11, 11) + monthly(120.0 / 7, 7) + monthly(0, 12)
    #expect(near(accrual.recurring, expected))
    #expect(abs(accrual.recurring.reduce(0, +) - 480) < 1e-9 && accrual.once.allSatisfy { $0 == 0 })
  }

  @Test func `payments in advance are for the months until the next`() {
    #expect(near(Accrual(of: payments(120, in: [0, 12, 24], of: 36)).recurring, monthly(10, 36)))
    #expect(near(Accrual(of: payments(120, in: [0, 12, 24], of: 30)).recurring, monthly(10, 30)))
    // The first at time zero.
    #expect(near(Accrual(of: payments(120, in: [12, 24], of: 36), atStart: 120).recurring, monthly(10, 36)))
    #expect(Accrual(of: payments(120, in: [12, 24], of: 36), atStart: 120).onceAtStart == 0)
  }

  @Test func `a bonus beside monthly pay is for the year`() {
    #expect(near(Accrual(of: payments(60, in: [11, 23, 35], of: 36, besides: 20)).recurring, monthly(25, 36)))
  }

  @Test func `what is paid once is for no month`() {
    let once = Accrual(of: payments(500, in: [7], of: 36, besides: 20), atStart: 300)
    #expect(near(once.recurring, monthly(20, 36)) && once.once[7] == 500 && once.onceAtStart == 300)
  }

  @Test func `payments of a few months at the end, or in all, are what they are`() {
    for paid in [[5.0, 5, 5], [0, 0, 0, 0, 5, 6], [5, 0, 5, 5, 5, 5, 5, 0, 5]] {
      #expect(Accrual(of: paid).recurring == paid)
    }
    // Paid once, before what is paid every month.
    let first = Accrual(of: [300] + monthly(0, 5) + monthly(20, 12))
    #expect(first.recurring == monthly(0, 6) + monthly(20, 12) && first.once[0] == 300)
  }

  /// The gain of a shop with a summer, a project that begins late, growth, decline and noise.
  @Test func `over random seasons, each month is for itself`() {
    let stream = Streams(seed: 6, replication: 0).stream("seasons")
    for _ in 0..<2000 {
      let (count, delay) = (12 * (2 + Int(4 * stream.uniform())), Int(12 * stream.uniform()))
      let (depth, phase) = (0.95 * stream.uniform(), 12 * stream.uniform())
      let growth = 0.9 + 0.25 * stream.uniform()
      let noise = stream.uniform() < 0.5 ? 0 : 0.2 * stream.uniform()
      let paid = (0..<count).map { month -> Double in
        guard month >= delay else { return 0 }
        let season = 1 + depth * sin((Double(month) + phase) * .pi / 6)
        return 1000 * season * pow(growth, Double(month - delay)) * (1 + noise * (stream.uniform() - 0.5))
      }
      let accrual = Accrual(of: paid)
      #expect(near(accrual.recurring, paid), "\(depth), \(phase), \(growth), \(noise), \(delay)")
      #expect(accrual.once.allSatisfy { $0 == 0 })
    }
  }

  /// A bonus each December on top of pay that begins in month 7.
  @Test func `what is for months before the first is not made up`() {
    let paid = (0..<36).map { $0 < 6 ? 0 : 20 + ($0 % 12 == 11 ? 60.0 : 0) }
    let accrual = Accrual(of: paid)
    #expect(near(accrual.recurring, monthly(0, 6) + monthly(30, 6) + monthly(25, 24)))
  }

  @Test func `over random lines, what is paid within the horizon is neither lost nor made`() {
    let stream = Streams(seed: 5, replication: 0).stream("payments")
    for _ in 0..<2000 {
      let count = 12 * (1 + Int(5 * stream.uniform()))
      let period = [2, 3, 4, 6, 12][Int(5 * stream.uniform())]
      let base = period < 3 || stream.uniform() < 0.5 ? 0 : stream.uniform()
      let paid = payments(
        10 * base + 1, in: Array(stride(from: period - 1, to: count, by: period)), of: count, besides: base)
      let accrual = Accrual(of: paid)
      let sum = accrual.recurring.reduce(0, +) + accrual.once.reduce(0, +)
      #expect(abs(sum - paid.reduce(0, +)) < 1e-9 * sum)
      // Equal payments at equal times are equal months.
      if count > period { #expect(accrual.recurring.allSatisfy { abs($0 - accrual.recurring[0]) < 1e-9 }) }
    }
  }
}

/// When tax is due, and to which months it belongs.
@Suite struct `The months of a tax` {
  private let profits = Array(repeating: 10.0, count: 24)

  @Test func `a year's tax belongs to its months, whenever it is paid`() {
    for payment in [IncomeTax.Payment.inLastMonth, .quarterly, .afterYearEnd(months: 5)] {
      let tax = IncomeTax(rate: 0.25, paid: payment)
      #expect(tax.accrued(onMonthly: profits).allSatisfy { abs($0 - 2.5) < 1e-12 })
      #expect(abs(tax.amounts(onMonthly: profits).reduce(0, +) - 60) < 1e-12)
    }
  }

  @Test func `it is paid when it is due, and what is due beyond the horizon at its end`() {
    func months(_ payment: IncomeTax.Payment) -> [Int] {
      let paid = IncomeTax(rate: 0.25, paid: payment).amounts(onMonthly: profits)
      return paid.indices.filter { paid[$0] != 0 }
    }
    #expect(months(.inLastMonth) == [11, 23])
    #expect(months(.quarterly) == [2, 5, 8, 11, 14, 17, 20, 23])
    #expect(months(.afterYearEnd(months: 5)) == [16, 23])
    // A part of a year at the end has the quarters that there are.
    let short = IncomeTax(rate: 0.25, paid: .quarterly).amounts(onMonthly: Array(repeating: 10, count: 16))
    #expect(short.indices.filter { short[$0] != 0 } == [2, 5, 8, 11, 14, 15])
    #expect(abs(short.reduce(0, +) - 40) < 1e-12)
  }
}
