import Economics
import Foundation
import ReferenceData
import Testing
import ValidationRecord

private struct FinanceFigures: Decodable {
  struct Case: Decodable {
    var name: String
    var flows: [Double]
    var npf_npv: [String: Double]
    var npf_mirr_8_10: Double?
    var all_real_irr: [Double]
    var sign_changes: Int
    var payback_interpolated: Double?
    var discounted_payback_10pct: Double?
    var cumulative: [Double]
    var pi_10pct: Double?
    /// The size of a value that is rounding: all flows together.
    var scale: Double { flows.reduce(0) { $0 + abs($1) } }
  }
  struct Annuity: Decodable {
    var rate: Double
    var nper: Int
    var pv: Double
    var pmt: Double
    var ipmt1: Double
    var ppmt1: Double
  }
  struct Dated: Decodable {
    struct Row: Decodable {
      var day: CalendarDay
      var amount: Double
      init(from decoder: any Decoder) throws {
        var row = try decoder.unkeyedContainer()
        let parts = try row.decode(String.self).split(separator: "-").compactMap { Int($0) }
        day = .day(parts[0], parts[1], parts[2])
        amount = try row.decode(Double.self)
      }
    }
    var name: String
    var rows: [Row]
    var xirr: Double
    var xnpv_10pct: Double
    var xirr_30_360: Double
  }
  var cases: [Case]
  var tvm: [Annuity]
  var dated: [Dated]
}

private struct MakeOrBuyFigures: Decodable {
  struct Case: Decodable {
    var capex: Double
    var salvage: Double
    var months: Int
    var wacc: Double
    var opex_month: Double
    var variable_cost_per_mtok: Double
    var api_price_per_mtok: Double
    var monthly_rate: Double
    var monthly_fixed_cost: Double
    var break_even_mtok_per_month: Double?
  }
  var cases: [Case]
}

@Suite
struct `Finance against two peers` {
  private let figures: FinanceFigures

  init() throws { figures = try ReferenceData.figures("finance/finance.json") }

  @Test func `net present value, with the first amount undiscounted`() throws {
    var worst = WorstError()
    for example in figures.cases {
      let series = CashSeries(yearly: example.flows)
      for (rate, value) in example.npf_npv {
        worst.note(series.netPresentValue(at: try #require(Double(rate))), value, scale: 1e-6 * example.scale)
      }
    }
    #expect(
      worst.count == 36 && worst.agrees(.finance, "net present value", with: "numpy-financial 1.0.0", within: 1e-9))
  }

  @Test func `all real internal rates of return, and none beside them`() {
    var worst = WorstError()
    for example in figures.cases {
      let rates = CashSeries(yearly: example.flows).ratesOfReturn
      #expect(rates.all.count == example.all_real_irr.count, "\(example.name): \(rates)")
      #expect(rates.signChanges == example.sign_changes)
      for (rate, expected) in zip(rates.all, example.all_real_irr) { worst.note(rate, expected) }
    }
    #expect(
      worst.count == 9
        && worst.agrees(
          .finance, "internal rates of return", with: "numpy-financial 1.0.0, pyxirr 0.10.8", within: 1e-9)
    )
  }

  @Test func `modified internal rate of return and profitability index`() {
    var worst = WorstError()
    for example in figures.cases {
      let series = CashSeries(yearly: example.flows)
      worst.note(series.modifiedRateOfReturn(financing: 0.08, reinvesting: 0.10), example.npf_mirr_8_10)
      worst.note(series.profitabilityIndex(at: 0.1), example.pi_10pct)
    }
    #expect(
      worst.count == 18
        && worst.agrees(
          .finance, "modified rate of return, profitability index", with: "numpy-financial 1.0.0, pyxirr 0.10.8",
          within: 1e-9)
    )
  }

  @Test func `payback, interpolated, simple and discounted`() {
    var worst = WorstError()
    for example in figures.cases {
      let series = CashSeries(yearly: example.flows)
      let payback = series.payback()
      // The peer stops at the first crossing. It is the last but for the flow that ends below 0: that one never pays.
      worst.note(payback.firstCrossing, example.payback_interpolated)
      let endsBelow = (example.cumulative.last ?? 0) < 0
      #expect(payback.years == (endsBelow ? nil : payback.firstCrossing), "\(example.name)")
      worst.note(series.payback(discountedAt: 0.1).firstCrossing, example.discounted_payback_10pct)
    }
    #expect(
      worst.count == 18 && worst.agrees(.finance, "payback", with: "numpy-financial 1.0.0, pyxirr 0.10.8", within: 1e-9)
    )
  }

  @Test func `payments of a loan, their interest and their repayment`() {
    var worst = WorstError()
    for example in figures.tvm {
      let loan = Loan(USD(example.pv), at: example.rate.perMonth, payments: example.nper)
      worst.note(loan.payment.amount, example.pmt)
      worst.note(loan.instalments[0].interest.amount, example.ipmt1, scale: 1)
      worst.note(loan.instalments[0].repayment.amount, example.ppmt1)
    }
    #expect(worst.count == 9 && worst.agrees(.finance, "loans", with: "numpy-financial 1.0.0", within: 1e-9))
  }

  @Test func `value and rate of return of amounts on days`() {
    var (worst, worst360) = (WorstError(), WorstError())
    for example in figures.dated {
      let rows = example.rows.map { ($0.day, $0.amount) }
      let series = CashSeries(dated: rows)
      worst.note(series.netPresentValue(at: 0.1), example.xnpv_10pct)
      worst.note(series.ratesOfReturn.only, example.xirr)
      worst360.note(CashSeries(dated: rows, counting: .thirty360).ratesOfReturn.only, example.xirr_30_360)
    }
    #expect(
      worst.count == 4 && worst.agrees(.finance, "dated cash flows, actual/365", with: "pyxirr 0.10.8", within: 1e-9))
    #expect(
      worst360.count == 2
        && worst360.agrees(.finance, "dated cash flows, 30/360", with: "pyxirr 0.10.8", within: 1e-9))
  }

  @Test func `monthly fixed cost and break-even volume of a fleet bought`() throws {
    var worst = WorstError()
    let figures: MakeOrBuyFigures = try ReferenceData.figures("finance/make_or_buy.json")
    for example in figures.cases {
      let choice = MakeOrBuy(
        capital: USD(example.capex), salvage: USD(example.salvage), months: example.months,
        costOfCapital: example.wacc.perYear, running: USD(example.opex_month) / .month,
        making: USD(example.variable_cost_per_mtok) / .millionTokens,
        buying: USD(example.api_price_per_mtok) / .millionTokens)
      worst.note(example.wacc.perYear.monthly.fraction, example.monthly_rate)
      worst.note(choice.fixed.amount, example.monthly_fixed_cost)
      worst.note(choice.breakEvenVolume, example.break_even_mtok_per_month)
      if let volume = choice.breakEvenVolume {
        #expect(abs(choice.saving(at: volume).amount) < 1e-9 * choice.fixed.amount)
      }
    }
    #expect(worst.count == 9 && worst.agrees(.finance, "make or buy", with: "the formula in Python", within: 1e-9))
  }
}
