import CGSL
import Glibc

/// The values of a project over its cost from which it is best to invest, by the time that is left of the option, and what
/// the right to invest at any time is worth.
///
/// The boundary solves the integral equation of Kim 1990, Review of Financial Studies 3, in the form of a fixed point; it is
/// interpolated through Chebyshev's points in the square root of time. Andersen, Lake and Offengenden 2016, "High
/// performance American option pricing", Journal of Computational Finance 20.
struct ExerciseBoundary {
  private let law: InvestmentLaw
  private let years: Double
  /// The boundary stands still where more time than this is left.
  private let horizon: Double
  /// Where the boundary begins, with no time left.
  private let end: Double
  /// The squared logarithm of the boundary over its beginning, at each point.
  private var heights: [Double]

  /// Points between which the boundary is interpolated.
  private static let points = 24
  /// The square root of the time left of each point over that of the horizon, from 1 to 0.
  private static let roots = (0...points).map { (1 + cos(.pi * Double($0) / Double(points))) / 2 }
  /// For each point and node of its equation, the weights that interpolate to the time that is left then.
  private static let equationRows = roots.dropLast().map { root in
    equationNodes.all.map { interpolation(at: root * $0.cosine) }
  }
  private static let sweeps = 500
  private static let tolerance = 1e-9
  private static let equationNodes = Nodes(48)
  private static let worthNodes = Nodes(96)

  ///
  /// - `law`: with a volatility above 0.
  init(_ law: InvestmentLaw, years: Double) {
    self.law = law
    self.years = years
    // What is more than that away changes nothing: with the time t left, the values approach their limit as exp(−λ t).
    let drift = law.growth - law.volatility * law.volatility / 2
    let decay = law.discountOverCost + drift * drift / (2 * law.volatility * law.volatility)
    horizon = decay > 0 ? min(years, 25 / decay) : years
    end = law.forgone > 0 ? max(1, law.discountOverCost / law.forgone) : 1
    let (span, end) = (horizon.squareRoot(), end)
    heights = []
    guard isEverBest else { return }
    var logs = Self.roots.map { log(end) + law.volatility * span * $0 }
    for _ in 0..<Self.sweeps {
      heights = logs.map { ($0 - log(end)) * ($0 - log(end)) }
      var change = 0.0
      for point in 0..<Self.points {
        let next = max(logBoundary(at: point, logs[point]), log(end))
        change = max(change, abs(next - logs[point]))
        logs[point] = next
      }
      if change < Self.tolerance { break }
    }
    heights = logs.map { ($0 - log(end)) * ($0 - log(end)) }
  }

  /// Without a yield nothing is lost by waiting, as long as the cost is worth delaying.
  private var isEverBest: Bool { law.forgone > 0 || law.discountOverCost < 0 }

  /// The worth in units of the cost, and whether it is best to invest today.
  func worth(of ratio: Double) -> (worth: Double, investsToday: Bool) {
    let atEnd = law.worthAtEnd(of: ratio, years: years)
    guard isEverBest else { return (max(atEnd, ratio - 1), false) }
    if ratio >= end * exp(heights[0].squareRoot()) { return (ratio - 1, true) }
    // What is earned by having invested in time: the yield less the interest on the cost.
    var premium = 0.0
    for node in Self.worthNodes.all {
      let time = years * node.sine * node.sine
      let left = min((years / horizon).squareRoot() * node.cosine, 1)
      let (upper, lower) = deviations(log(ratio) - logBoundary(Self.interpolation(at: left)), time)
      let flow =
        law.forgone * ratio * exp(-law.forgone * time) * chance(upper)
        - law.discountOverCost * exp(-law.discountOverCost * time) * chance(lower)
      premium += flow * years * node.weight
    }
    return (max(atEnd + premium, ratio - 1, 0), false)
  }

  /// The boundary of a point by the fixed point of its equation, from that of the sweep before.
  private func logBoundary(at point: Int, _ log: Double) -> Double {
    let time = horizon * Self.roots[point] * Self.roots[point]
    let (upper, lower) = deviations(log, time)
    var cost = exp(-law.discountOverCost * time) * chance(-lower)
    var value = exp(-law.forgone * time) * chance(-upper)
    for (node, row) in zip(Self.equationNodes.all, Self.equationRows[point]) {
      let passed = time * node.sine * node.sine
      let (upper, lower) = deviations(log - logBoundary(row), passed)
      let weight = time * node.weight
      cost += law.discountOverCost * exp(-law.discountOverCost * passed) * chance(-lower) * weight
      value += law.forgone * exp(-law.forgone * passed) * chance(-upper) * weight
    }
    return cost > 0 && value > 0 ? Glibc.log(cost / value) : Glibc.log(end)
  }

  /// How many deviations a logarithm lies above 0 after that time, under the value and under money as numéraire.
  private func deviations(_ log: Double, _ time: Double) -> (Double, Double) {
    let deviation = law.volatility * time.squareRoot()
    let upper = (log + law.growth * time) / deviation + deviation / 2
    return (upper, upper - deviation)
  }

  private func logBoundary(_ row: [Double]) -> Double {
    var height = 0.0
    for point in 0...Self.points { height += row[point] * heights[point] }
    return log(end) + max(height, 0).squareRoot()
  }

  /// The weights of the points in the interpolation at a square root of time over the horizon's. Berrut and Trefethen 2004, SIAM Review 46.
  private static func interpolation(at root: Double) -> [Double] {
    if let point = roots.firstIndex(of: root) { return roots.indices.map { $0 == point ? 1 : 0 } }
    var weights = roots.indices.map { point in
      let isEdge = point == 0 || point == points
      return (point.isMultiple(of: 2) ? 1.0 : -1.0) * (isEdge ? 0.5 : 1) / (root - roots[point])
    }
    let sum = weights.reduce(0, +)
    for point in weights.indices { weights[point] /= sum }
    return weights
  }

  /// The nodes of Gauss and Legendre over the angle from 0 to a right one, whose sine squared is the part of the time that
  /// has passed: the integrand is smooth at both ends.
  private struct Nodes {
    struct Node {
      var sine: Double
      var cosine: Double
      /// Of the part of the time.
      var weight: Double
    }
    let all: [Node]

    init(_ count: Int) {
      let table = gsl_integration_glfixed_table_alloc(count)
      defer { gsl_integration_glfixed_table_free(table) }
      all = (0..<count).map { index in
        var (angle, weight) = (0.0, 0.0)
        gsl_integration_glfixed_point(0, .pi / 2, index, &angle, &weight, table)
        return Node(sine: sin(angle), cosine: cos(angle), weight: weight * 2 * sin(angle) * cos(angle))
      }
    }
  }
}

/// The chance of a standard normal value below that one.
private func chance(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

extension InvestmentLaw {
  /// The worth of the right to invest at the end only, in units of the cost. Black and Scholes 1973; Merton 1973 with a yield.
  func worthAtEnd(of ratio: Double, years: Double) -> Double {
    let deviation = volatility * years.squareRoot()
    let upper = (log(ratio) + growth * years) / deviation + deviation / 2
    return ratio * exp(-forgone * years) * chance(upper) - exp(-discountOverCost * years) * chance(upper - deviation)
  }
}
