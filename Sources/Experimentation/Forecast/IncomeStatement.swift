import Demand
import Economics

/// A row of the yearly profit and loss and of the cash flow that follows from it.
package struct IncomeRow: Sendable, Hashable {
  /// The part of the statement in which it stands.
  package enum Section: String, Sendable, Hashable, CaseIterable {
    case benefits, operatingCosts = "operating costs", result, cash
  }

  package let section: Section
  package let line: String
  package let meaning: String
}

/// The yearly profit and loss of a replication, with time zero as year 0, and the cash flow that follows from it.
///
/// A cost or a benefit stands in the year that it is for, and what is paid once in the year in which it is paid; the
/// cash flow from operations has them as they are paid. The cash of all years adds up to the cumulative cash, and the
/// discounted cash to the net present value.
struct IncomeStatement {
  /// A line that stands in the books by months.
  struct Row {
    let row: IncomeRow
    /// Whether it is the sum of the years until then.
    var isCumulative = false
    let value: (IncomeStatement, Year) -> Double
  }

  /// The months of a year; of year 0 there are none, and what it has lies at time zero.
  struct Year {
    let isStart: Bool
    let months: Range<Int>
  }

  private let forecast: Forecast
  /// Time zero, then the months, each at its worth at time zero.
  private let discounted: [Double]

  init(_ forecast: Forecast) {
    self.forecast = forecast
    discounted = forecast.cash.series.discounted(at: forecast.books.discountRate)
  }

  /// Year 0, and every twelve months from the start; what is left at the end is a year of its own.
  static func years(_ months: Int) -> [Year] {
    [Year(isStart: true, months: 0..<0)]
      + stride(from: 0, to: months, by: 12).map { Year(isStart: false, months: $0..<min($0 + 12, months)) }
  }

  private func sum(_ year: Year, _ atStart: Double = 0, _ month: (Int) -> Double) -> Double {
    year.isStart ? atStart : year.months.reduce(0) { $0 + month($1) }
  }

  private func benefit(_ place: Int, _ year: Year) -> Double { amount(forecast.benefits[place], year) }
  private func cost(_ place: Int, _ year: Year) -> Double { amount(forecast.costs[place], year) }

  /// What a line has in a year: what is for it, and what is paid once in it.
  private func amount(_ line: Forecast.Line, _ year: Year) -> Double {
    sum(year, line.accrual.onceAtStart) { line.accrual.recurring[$0] + line.accrual.once[$0] }
  }

  /// The sum over all costs but the tax, less that over all avoided ones, of a part of their entries.
  private func entries(_ year: Year, _ part: (ExpenseEntry) -> Double) -> Double {
    func total(_ lines: [Forecast.Line]) -> Double {
      lines.reduce(0) { total, line in
        total + sum(year, part(line.start)) { line.entries.isEmpty ? 0 : part(line.entries[$0]) }
      }
    }
    return total(forecast.costs) - total(forecast.benefits)
  }

  private func depreciation(_ year: Year) -> Double { entries(year) { $0.depreciation } }
  private func gain(_ year: Year) -> Double { entries(year) { $0.proceeds - $0.bookValueSold } }
  private func tax(_ year: Year) -> Double {
    guard forecast.hasTax, let tax = forecast.costs.last else { return 0 }
    return sum(year) { tax.accrual.recurring[$0] }
  }

  private func operatingResult(_ year: Year) -> Double {
    let benefits = forecast.benefits.indices.reduce(0) { $0 + benefit($1, year) }
    let costs = forecast.costs.indices.dropLast(forecast.hasTax ? 1 : 0).reduce(0) { $0 + cost($1, year) }
    return Self.sum([benefits, -costs, -depreciation(year), gain(year)], of: turnover(year))
  }

  /// What a year moves, whichever way.
  private func turnover(_ year: Year) -> Double {
    forecast.benefits.indices.reduce(0) { $0 + abs(benefit($1, year)) }
      + forecast.costs.indices.reduce(0) { $0 + abs(cost($1, year)) }
  }

  /// A sum in which what rounding leaves of equal amounts is 0.
  ///
  /// - `turnover`: what the amounts are made of.
  private static func sum(_ amounts: [Double], of turnover: Double) -> Double {
    let sum = amounts.reduce(0, +)
    return abs(sum) <= 1e-14 * (turnover + amounts.reduce(0) { $0 + abs($1) }) ? 0 : sum
  }

  /// What is paid earlier, below 0, or later than in the year that it is for.
  private func change(_ year: Year) -> Double {
    Self.sum(
      [cash(year), -capital(year), -operatingResult(year), tax(year), -depreciation(year), gain(year)],
      of: turnover(year))
  }

  private func capital(_ year: Year) -> Double { entries(year) { $0.proceeds - $0.capital } }

  private func cash(_ year: Year) -> Double { sum(year, -forecast.cash.investment) { forecast.cash.net[$0] } }

  private func discountedCash(_ year: Year) -> Double {
    sum(year, -forecast.cash.investment) { discounted[$0 + 1] }
  }

  /// By row, then by year.
  func values(_ rows: [Row]) -> [[Double]] {
    let years = Self.years(forecast.horizon.months)
    return rows.map { row in
      let values = years.map { row.value(self, $0) }
      guard row.isCumulative else { return values }
      var sum = 0.0
      return values.map { value in
        sum += value
        return sum
      }
    }
  }

  /// The rows of the forecasts of a layout.
  static func rows(_ layout: ForecastLayout) -> [Row] {
    func row(
      _ section: IncomeRow.Section, _ line: String, _ meaning: String = "", isCumulative: Bool = false,
      _ value: @escaping (IncomeStatement, Year) -> Double
    ) -> Row {
      Row(
        row: IncomeRow(section: section, line: line, meaning: meaning), isCumulative: isCumulative, value: value)
    }
    let benefits = layout.benefits.enumerated().map { place, name in
      row(.benefits, "benefit: \(name)") { $0.benefit(place, $1) }
    }
    let costs = layout.costs.dropLast(layout.hasTax ? 1 : 0).enumerated().map { place, name in
      row(.operatingCosts, "cost: \(name)") { $0.cost(place, $1) }
    }
    return benefits + costs + [
      row(.result, "depreciation", "of assets; no cash") { $0.depreciation($1) },
      row(.result, "gain on sales", "proceeds of assets over their book value") { $0.gain($1) },
      row(.result, "operating result", "benefits less operating costs and depreciation, with the gain on sales") {
        $0.operatingResult($1)
      },
      row(.result, "tax", "on the profit of the year, whenever it is paid") { $0.tax($1) },
      row(.result, "net result", "operating result less tax") { $0.operatingResult($1) - $0.tax($1) },
      row(
        .cash, "change in prepayments and payables",
        "what is paid earlier, below 0, or later than in the year that it is for"
      ) { $0.change($1) },
      row(.cash, "cash from operations", "net result, with depreciation, without the gain on sales, as it is paid") {
        $0.cash($1) - $0.capital($1)
      },
      row(.cash, "cash from capital", "proceeds of assets less what is paid for them") { $0.capital($1) },
      row(.cash, "cash", "of the year: from operations and capital; nothing is borrowed") { $0.cash($1) },
      row(.cash, "cumulative cash", "from time zero", isCumulative: true) { $0.cash($1) },
      row(.cash, "discounted cash", "each month at its worth at time zero") { $0.discountedCash($1) },
      row(.cash, "cumulative discounted cash", "in the last year the net present value", isCumulative: true) {
        $0.discountedCash($1)
      },
    ]
  }
}
