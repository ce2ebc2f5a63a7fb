import Demand
import Economics
import Foundation
import Randomness
import Testing

@testable import Experimentation

/// The profit and loss of each year, against books that are kept by hand.
@Suite struct `Profit and loss by year` {
  /// Two years: machines of 1200 that last as long and are sold for 10 % of that, an integration of 50, upkeep of 1 a
  /// month, a licence of 24 a year in advance, a bonus of 12 at the end of each year, sales of 100 a month, and a tax of
  /// a quarter that is due five months after its year.
  private var scenario: Scenario {
    @ScenarioBuilder get {
      Horizon(from: .month(2026, 1), years: 2)
      Books(in: .cny, discounting: 0.12, taxing: IncomeTax(rate: 0.25, paid: .afterYearEnd(months: 5)))
      OwnedHardware("machines", 10, CNY(120) / .gpu, life: 24, losingValue: 0.9.perYear)
      Investment("integration", CNY(50))
      Cost("upkeep", CNY(1) / .month)
      Metered("licence", CNY(24) / .call) { Quantity($0.index % 12 == 0 ? 1 : 0) }
      Metered("bonus", CNY(12) / .call) { Quantity($0.index % 12 == 11 ? 1 : 0) }
      Benefit("sales") { _ in CNY(100) }
    }
  }

  private func statement() throws -> (layout: ScenarioLayout, evaluation: ScenarioEvaluation) {
    let streams = Streams(seed: 1, replication: 0)
    let layout = try ScenarioLayout(scenario, streams: streams)
    return (layout, try layout.evaluation(of: scenario, streams: streams))
  }

  private func rows() throws -> [String: [Double]] {
    let (layout, evaluation) = try statement()
    let rows = try layout.schema([]).income.map(\.line)
    return Dictionary(zip(rows, evaluation.income)) { first, _ in first }
  }

  private func near(_ a: [Double]?, _ b: [Double]) -> Bool {
    a.map { $0.count == b.count && zip($0, b).allSatisfy { abs($0 - $1) < 1e-9 * max(abs($1), 1) } } ?? false
  }

  @Test func `every line stands in the year that it is for`() throws {
    let rows = try rows()
    #expect(near(rows["benefit: sales"], [0, 1200, 1200]))
    #expect(near(rows["cost: upkeep"], [0, 12, 12]))
    #expect(near(rows["cost: integration"], [50, 0, 0]))
    #expect(near(rows["cost: licence"], [0, 24, 24]) && near(rows["cost: bonus"], [0, 12, 12]))
    #expect(near(rows["cost: machines"], [0, 0, 0]))
    // 1200 over two years, and sold for a hundredth of that.
    #expect(near(rows["depreciation"], [0, 600, 600]) && near(rows["gain on sales"], [0, 0, 12]))
    #expect(near(rows["operating result"], [-50, 552, 564]))
    // The integration is deducted in the first year.
    #expect(near(rows["tax"], [0, 0.25 * 502, 0.25 * 564]))
    #expect(near(rows["net result"], [-50, 552 - 125.5, 423]))
  }

  @Test(arguments: [0.1, 1e7 / 3, 123_456.789])
  func `what rounding leaves of equal amounts is no change in payables`(_ amount: Double) throws {
    @ScenarioBuilder var scenario: Scenario {
      Horizon(from: .month(2026, 1), years: 3)
      Books(in: .cny, discounting: 0.1)
      Benefit("sales") { CNY(amount * (1 + Double($0.index) / 7)) }
      Cost("upkeep", CNY(0.7 * amount) / .month)
      Metered("calls", CNY(0.3) / .call) { Quantity(amount / (3 + Double($0.index))) }
    }
    let layout = try ScenarioLayout(scenario, streams: Streams(seed: 1, replication: 0))
    let evaluation = try layout.evaluation(of: scenario, streams: Streams(seed: 1, replication: 0))
    let place = try #require(
      layout.schema([]).income.firstIndex { $0.line == "change in prepayments and payables" })
    #expect(evaluation.income[place] == [0, 0, 0, 0])
  }

  @Test func `the cash follows from the result, and adds up to the cumulative cash and the net present value`() throws {
    let rows = try rows()
    // The first year's tax is paid in the second, and the second's at the end of the horizon: both in year 2.
    #expect(near(rows["cash from operations"], [-50, 1200 - 12 - 24 - 12, 1152 - 125.5 - 141]))
    #expect(near(rows["change in prepayments and payables"], [0, 125.5, -125.5]))
    #expect(near(rows["cash from capital"], [-1200, 0, 12]))
    let cash = try #require(rows["cash"])
    #expect(near(cash, [-1250, 1152, 897.5]))
    #expect(near(rows["cumulative cash"], [-1250, -98, 799.5]))
    let (layout, evaluation) = try statement()
    let npv = try #require(layout.measures.firstIndex { $0.declaration.name == "npv" }.map { evaluation.measures[$0] })
    #expect(near(rows["cumulative discounted cash"].map { [$0[2]] }, [try #require(npv)]))
    let discounted = try #require(rows["discounted cash"])
    #expect(abs(discounted.reduce(0, +) - (npv ?? 0)) < 1e-9)
    // Discounted by hand: months at their ends.
    var first = 0.0
    for month in 1...12 {
      let cash: Double = 100 - 1 - (month == 1 ? 24 : 0) - (month == 12 ? 12 : 0)
      first += cash * pow(1.12, -Double(month) / 12)
    }
    #expect(abs(discounted[1] - first) < 1e-9)
  }

  @Test func `what stands at time zero is month 0 of its series, and the months add up from there`() throws {
    let (layout, evaluation) = try statement()
    let schema = try layout.schema([])
    func start(_ name: String) throws -> Double {
      let place = try #require(schema.series.firstIndex { $0.name == name })
      return evaluation.starts[try #require(schema.startingSeries.firstIndex(of: place))]
    }
    func months(_ name: String) throws -> [Double] {
      evaluation.series[try #require(schema.series.firstIndex { $0.name == name })]
    }
    #expect(try start("cost: integration") == 50 && start("cost: machines") == 1200 && start("cost") == 1250)
    #expect(try start("cash") == -1250 && start("cumulative_cash") == -1250 && start("benefit") == 0)
    let total = try start("cash") + months("cash").reduce(0, +)
    #expect(abs(total - (try months("cumulative_cash")[23])) < 1e-9)
    #expect(!schema.startingSeries.contains { schema.series[$0].name == "operating_cost" })
  }

  /// Hardware that is bought, or not bought any more, at a time and over a life, taxed at once or a quarter at a time.
  @ScenarioBuilder private static func hardware(
    isAvoided: Bool, orderedIn month: Int, paid: IncomeTax.Payment
  ) -> Scenario {
    Horizon(from: .month(2026, 1), years: 6)
    Books(in: .cny, discounting: 0.1, taxing: IncomeTax(rate: 0.25, losses: .setOffElsewhere, paid: paid))
    let machines = OwnedHardware(
      "machines", 10, CNY(120) / .gpu, orderedIn: month, life: 48, losingValue: 0.4.perYear, maintenance: 0.1.perYear)
    if isAvoided { Avoided(machines) } else { machines }
    Benefit("sales") { _ in CNY(0) }
  }

  @Test(arguments: [0, 7], [IncomeTax.Payment.inLastMonth, .quarterly])
  func `hardware that is not bought any more saves what it costs when it is bought, after tax as well`(
    _ month: Int, _ paid: IncomeTax.Payment
  ) throws {
    let streams = Streams(seed: 1, replication: 0)
    let cash = try [false, true].map { isAvoided in
      try ForecastModel.run(Self.hardware(isAvoided: isAvoided, orderedIn: month, paid: paid), streams: streams).cash
        .series
        .amounts
    }
    #expect(zip(cash[0], cash[1]).allSatisfy { abs($0 + $1) < 1e-9 })
    // Of the price a quarter of a quarter comes back as tax in the year of the purchase, and not a quarter of it.
    #expect(cash[1].reduce(0, +) > 0)
  }

  @Test func `labour that is saved is worth more as wages rise`() throws {
    let forecast = try forecast {
      Horizon(from: .month(2026, 1), years: 2)
      Books(in: .cny, discounting: 0.1)
      Benefit("hours") { _ in CNY(100) }.growing(0.05.perYear)
    }
    for month in [0, 7, 23] {
      #expect(abs(forecast.benefit("hours")[month] - 100 * pow(1.05, Double(month) / 12)) < 1e-9)
    }
  }

  @Test func `the value before tax is the value after it and what the tax is worth`() throws {
    func value(_ tax: IncomeTax?, _ name: String) throws -> Double? {
      try NamedEvaluation(Self.growing(tax, isLumpy: false), streams: Streams(seed: 1, replication: 0)).measures
        .first { $0.declaration.name == name }?.value
    }
    let untaxed = try #require(try value(nil, "npv"))
    for payment in [IncomeTax.Payment.inLastMonth, .quarterly, .afterYearEnd(months: 5)] {
      let tax = IncomeTax(rate: 0.3, paid: payment)
      #expect(abs(try #require(try value(tax, "npv_before_tax")) - untaxed) < 1e-9 * abs(untaxed))
      #expect(try #require(try value(tax, "npv")) < untaxed)
    }
    #expect(try value(nil, "npv_before_tax") == nil)
  }

  @Test func `a tax needs the end of its last year, and a discount rate is no percentage`() {
    let cut = refusal {
      Horizon(from: .month(2026, 1), months: 15)
      Books(in: .cny, discounting: 0.1, taxing: .chinese())
      Benefit("sales") { _ in CNY(1) }
    }
    #expect(cut.contains("ends within a tax year") && cut.contains("24 months"), "\(cut)")
    for rate in [10, 1.5, 100] {
      let found = refusal {
        Horizon(from: .month(2026, 1), years: 1)
        Books(in: .cny, discounting: rate)
        Benefit("sales") { _ in CNY(1) }
      }
      #expect(found.contains("10 % is 0.10") && found.contains("at most 1"), "\(found)")
    }
  }

  @Test func `a tax, a bonus, a licence and a resale leave the inflection month where operation has it`() throws {
    func month(_ tax: IncomeTax?, isLumpy: Bool) throws -> Double? {
      let evaluation = try NamedEvaluation(
        Self.growing(tax, isLumpy: isLumpy), streams: Streams(seed: 1, replication: 0))
      return evaluation.measures.first { $0.declaration.name == "inflection_month" }?.value
    }
    // Sales rise by 1 a month and cost is 20 a month: from the twentieth on.
    for isLumpy in [false, true] {
      #expect(try month(nil, isLumpy: isLumpy) == 20)
      for payment in [IncomeTax.Payment.inLastMonth, .quarterly, .afterYearEnd(months: 5)] {
        #expect(try month(IncomeTax(rate: 0.5, paid: payment), isLumpy: isLumpy) == 20)
      }
    }
  }

  @ScenarioBuilder private static func growing(_ tax: IncomeTax?, isLumpy: Bool) -> Scenario {
    Horizon(from: .month(2026, 1), years: 5)
    tax.map { Books(in: .cny, discounting: 0.1, taxing: $0) } ?? Books(in: .cny, discounting: 0.1)
    Investment("integration", CNY(500))
    if isLumpy {
      Cost("team", CNY(10) / .month)
      Metered("bonus", CNY(60) / .call) { Quantity($0.index % 12 == 11 ? 1 : 0) }
      Metered("licence", CNY(30) / .call) { Quantity($0.index % 6 == 0 ? 1 : 0) }
      OwnedHardware("machines", 1, CNY(900) / .gpu, orderedIn: 12, life: 36, losingValue: 0.5.perYear)
    } else {
      Cost("team", CNY(20) / .month)
    }
    Benefit("sales") { CNY(Double($0.index + 1)) }
  }

  /// An API serves all calls until own servers are delivered, and none after: what it costs is for the three months of its use,
  /// and the benefit covers the cost from the fourth on. A fee for them in one payment is for no month.
  @Test func `what is used is for the month in which it is used, however uneven`() throws {
    func measures(_ isUse: Bool) throws -> (inflection: Double?, years: [Double]) {
      @ScenarioBuilder func scenario() -> Scenario {
        Horizon(from: .month(2026, 1), years: 2)
        Books(in: .cny, discounting: 0.1)
        Load("calls") { Requests(perDay: 1000, counts: .expected) }
        if isUse {
          Metered("API", CNY(1) / .call) { Quantity($0.requests("calls") * ($0.index < 3 ? 1 : 0)) }
        } else {
          Metered("API", CNY(1) / .call) { Quantity($0.index == 1 ? 90_000 : 0) }
        }
        Benefit("saved") { _ in CNY(20_000) }
      }
      let streams = Streams(seed: 1, replication: 0)
      let layout = try ScenarioLayout(scenario(), streams: streams)
      let evaluation = try layout.evaluation(of: scenario(), streams: streams)
      let cost = try #require(layout.schema([]).income.firstIndex { $0.line == "cost: API" })
      let month = try #require(layout.measures.firstIndex { $0.declaration.name == "inflection_month" })
      return (evaluation.measures[month], evaluation.income[cost])
    }
    let use = try measures(true)
    #expect(use.inflection == 4)
    #expect(abs(use.years[1] - 90_000) < 1e-6 && use.years[2] == 0)
    #expect(try measures(false).inflection == 1)
  }

  @Test func `peak funding is the lowest that cumulative cash gets, time zero included`() throws {
    func measures(@ScenarioBuilder _ scenario: () -> Scenario) throws -> [String: Double?] {
      let evaluation = try NamedEvaluation(scenario(), streams: Streams(seed: 1, replication: 0))
      return Dictionary(evaluation.measures.map { ($0.declaration.name, $0.value) }) { first, _ in first }
    }
    let project = try measures {
      Horizon(from: .month(2026, 1), years: 1)
      Books(in: .cny, discounting: 0.1)
      Investment("integration", CNY(100))
      Cost("team", CNY(10) / .month)
      Benefit("sales") { CNY($0.index < 3 ? 0 : 60) }
    }
    // −100, −110, −120, −130, −80, −30, 20: five months end below 0.
    #expect(project["peak_funding"] == 130 && project["months_of_funding"] == 5)
    let carried = try measures {
      Horizon(from: .month(2026, 1), years: 1)
      Books(in: .cny, discounting: 0.1)
      Benefit("sales") { _ in CNY(1) }
    }
    #expect(carried["peak_funding"] == 0 && carried["months_of_funding"] == 0)
  }
}
