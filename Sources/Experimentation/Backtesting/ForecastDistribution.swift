import CGSL
package import Economics
import Glibc

/// What a forecast says of one number that is not known yet.
package enum ForecastDistribution: Sendable {
  /// A change of a price.
  case change(LogChange)
  /// One number, without any doubt.
  case point(Double)
  /// Equally likely numbers in rising order; quantiles are interpolated (type 7).
  case sample([Double])
  /// Numbers in rising order with their weights.
  case weighted([(value: Double, weight: Double)])
  /// Student's t distribution with that location, scale and degrees of freedom.
  case studentT(location: Double, scale: Double, freedom: Double)

  /// The quantiles at probabilities in rising order.
  func quantiles(_ levels: [Double]) -> [Double] {
    switch self {
    case .change(let change): change.quantiles(levels)
    case .point(let value): levels.map { _ in value }
    case .sample(let values): levels.map { QuantileType.linear.quantile($0, ofSorted: values) }
    case .weighted(let values): Self.quantiles(of: values, levels)
    case .studentT(let location, let scale, let freedom):
      levels.map { location + scale * gsl_cdf_tdist_Pinv($0, freedom) }
    }
  }

  /// Interpolated between the middles of the weights.
  private static func quantiles(of values: [(value: Double, weight: Double)], _ levels: [Double]) -> [Double] {
    let total = values.reduce(0) { $0 + $1.weight }
    var place = 0
    var (before, middle) = (0.0, (values.first?.weight ?? 0) / 2)
    return levels.map { level in
      let target = level * total
      while place + 1 < values.count, middle < target {
        before = middle
        middle += (values[place].weight + values[place + 1].weight) / 2
        place += 1
      }
      guard place > 0, middle > before else { return values[place].value }
      let share = min(max((target - before) / (middle - before), 0), 1)
      return values[place - 1].value + share * (values[place].value - values[place - 1].value)
    }
  }

  /// The probabilities of less than a number and of at most that number.
  func probabilities(of value: Double) -> (below: Double, through: Double) {
    switch self {
    case .change(let change): return (change.cumulative(below: value), change.cumulative(at: value))
    case .point(let point):
      return (point < value - 1e-12 ? 1 : 0, point <= value + 1e-12 ? 1 : 0)
    case .sample(let values):
      let count = Double(values.count)
      return (
        Double(values.count { $0 < value - 1e-12 }) / count, Double(values.count { $0 <= value + 1e-12 }) / count
      )
    case .weighted(let values):
      let total = values.reduce(0) { $0 + $1.weight }
      let through = values.reduce(0) { $1.value <= value ? $0 + $1.weight : $0 } / total
      return (through, through)
    case .studentT(let location, let scale, let freedom):
      let through = gsl_cdf_tdist_P((value - location) / scale, freedom)
      return (through, through)
    }
  }
}
