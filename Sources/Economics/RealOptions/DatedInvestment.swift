import CGSL
import Glibc

/// The right to invest on dates that lie evenly, in units of the cost, by integration from date to date.
///
/// The worth of waiting is a Gaussian integral over what the next date brings: above the value from which it is best to invest
/// there, the value less its cost, in closed form; below, the worth of waiting, by Gauss and Legendre on panels that end at
/// that value, so that no kink is within one. Between the last date and the end it is Black and Scholes' formula. Andricopoulos,
/// Widdicks, Duck and Newton 2003, Universal option valuation using quadrature methods, Journal of Financial Economics 67.
struct DatedInvestment {
  private let law: InvestmentLaw
  private let years: Double
  /// Years from a date to the next.
  private let spacing: Double
  /// After today and before the end.
  private let dates: Int
  /// The mean and the deviation of what is added to the logarithm from a date to the next.
  private let (drift, deviation): (Double, Double)

  /// - `law`: with a volatility above 0.
  /// - `spacing`: years from a date to the next, today being the first; the end is one in any case.
  init(_ law: InvestmentLaw, years: Double, spacing: Double, dates: Int) {
    self.law = law
    self.years = years
    self.spacing = spacing
    self.dates = dates
    drift = (law.growth - law.volatility * law.volatility / 2) * spacing
    deviation = law.volatility * spacing.squareRoot()
  }

  /// What the next date brings: from `boundary` on one invests, below one waits.
  private struct Outlook {
    var boundary: Double
    /// Logarithms of value over cost, sorted.
    var points: [Double] = []
    /// The worth of waiting there, times the weight of the point in an integral.
    var worths: [Double] = []
  }

  /// The deviations within which what may happen is looked at.
  private static let reach = 10.0

  /// Whether all values that may be reached are below 10^300.
  static func fits(_ law: InvestmentLaw, years: Double, from ratio: Double) -> Bool {
    let deviation = law.volatility * years.squareRoot()
    let growth = max(law.growth + law.volatility * law.volatility / 2, 0) * years
    return max(log(ratio), 0) + growth + reach * deviation < 690
  }

  /// The worth of not investing today.
  ///
  /// - `ratio`: value over cost, above 0.
  /// - Complexity: in proportion to dates to the power of 1.5.
  func waiting(from ratio: Double) -> Double {
    let start = log(ratio)
    guard dates > 0 else { return law.worthAtEnd(of: ratio, years: years) }
    let rest = years - Double(dates) * spacing
    var outlook = outlook(from: start, onDate: dates) { law.worthAtEnd(of: exp($0), years: rest) }
    for date in stride(from: dates - 1, to: 0, by: -1) {
      let next = outlook
      outlook = self.outlook(from: start, onDate: date) { worth(at: $0, next) }
    }
    return worth(at: start, outlook)
  }

  /// The worth of waiting on a date, from what the next one brings.
  private func worth(at place: Double, _ next: Outlook) -> Double {
    let middle = place + drift
    let reach = (Self.reach + deviation) * deviation
    var sum = 0.0
    var point = next.points.firstPlace(from: middle - reach)
    while point < next.points.count, next.points[point] <= middle + reach {
      let distance = (next.points[point] - middle) / deviation
      sum += next.worths[point] * exp(-distance * distance / 2)
      point += 1
    }
    let above = (middle - next.boundary) / deviation
    let invested =
      exp(middle + deviation * deviation / 2) * gsl_cdf_ugaussian_P(above + deviation) - gsl_cdf_ugaussian_P(above)
    return exp(-law.discountOverCost * spacing) * (sum / (deviation * (2 * Double.pi).squareRoot()) + invested)
  }

  /// What a date brings, for all values that can be reached from the start until then and matter to it.
  private func outlook(from start: Double, onDate date: Int, _ waiting: (Double) -> Double) -> Outlook {
    let time = Double(date) * spacing
    let width = Self.reach * law.volatility * time.squareRoot()
    let (slow, fast) = (drift / spacing * time, (drift / spacing + law.volatility * law.volatility) * time)
    let low = start + min(slow, fast) - width
    let high = max(start, 0) + max(slow, fast, 0) + width
    var outlook = Outlook(boundary: boundary(below: high, waiting))
    let top = min(outlook.boundary, start + max(slow, fast) + width)
    guard top > low else { return outlook }
    let edges = edges(from: low, to: top, isLast: date == dates)
    let rule = Self.rule
    for (left, right) in zip(edges, edges.dropFirst()) {
      let (middle, half) = ((left + right) / 2, (right - left) / 2)
      for (place, weight) in rule {
        let point = middle + half * place
        outlook.points.append(point)
        outlook.worths.append(half * weight * waiting(point))
      }
    }
    return outlook
  }

  /// The value from which it is best to invest; `high` where that is beyond it.
  private func boundary(below high: Double, _ waiting: (Double) -> Double) -> Double {
    func gain(_ place: Double) -> Double { expm1(place) - waiting(place) }
    guard gain(high) > 0 else { return high }
    var (low, high) = (0.0, high)
    while true {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { return high }
      if gain(middle) > 0 { high = middle } else { low = middle }
    }
  }

  /// The ends of the panels, sorted: two deviations wide, and narrower about the cost before an end that is near.
  private func edges(from low: Double, to high: Double, isLast: Bool) -> [Double] {
    let width = 2 * deviation
    var edges = [high]
    var edge = high
    while edge > low {
      edge -= width
      edges.append(edge)
    }
    var near = law.volatility * (years - Double(dates) * spacing).squareRoot()
    if isLast, near < deviation {
      edges += [0].filter { low < $0 && $0 < high }
      while near < width {
        edges += [-near, near].filter { low < $0 && $0 < high }
        near *= 2
      }
    }
    return edges.sorted()
  }

  /// The points and weights of Gauss and Legendre from -1 to 1.
  private static let rule: [(place: Double, weight: Double)] = {
    let count = 16
    let table = gsl_integration_glfixed_table_alloc(count)
    defer { gsl_integration_glfixed_table_free(table) }
    return (0..<count).map { number in
      var (place, weight) = (0.0, 0.0)
      gsl_integration_glfixed_point(-1, 1, number, &place, &weight, table)
      return (place, weight)
    }
  }()
}

extension [Double] {
  /// The first place of a sorted array that has at least that value.
  fileprivate func firstPlace(from value: Double) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
