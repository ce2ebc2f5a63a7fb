import Glibc
import Randomness

extension PriceMovement {
  /// Whether two replications can differ.
  var hasChance: Bool {
    switch kind {
    case .falling, .learning, .recorded: false
    case .step(let step): !(step.month.isConstant && step.factor.isConstant)
    case .wandering(let volatility, _), .reverting(let volatility, _, _): volatility > 0
    case .shocks(let shocks): shocks.perYear > 0
    }
  }

  var isWandering: Bool {
    if case .wandering = kind { true } else { false }
  }

  var isReverting: Bool {
    if case .reverting = kind { true } else { false }
  }

  var stepName: String? {
    if case .step(let step) = kind { step.name } else { nil }
  }

  /// The factor after that many years with chance at its median, and no shock.
  func median(after years: Double) -> Double {
    switch kind {
    case .falling(let fall): pow(1 - fall.fraction, years)
    case .learning(let law, let volume): law.factor(volume.ratio(after: years))
    case .recorded(let record): record.factor(after: years)
    case .step(let step):
      step.factor(after: 12 * years, month: step.month.quantile(0.5), factor: step.factor.quantile(0.5))
    case .reverting(_, let halfLife, let start): pow(start, exp2(-years / halfLife) - 1)
    case .wandering, .shocks: 1
    }
  }

  /// The factor in each month of one replication.
  func realised(months: Int, from draws: PriceDraws) -> [Double] {
    let years = (0..<months).map { Double($0) / 12 }
    guard hasChance else { return years.map(median) }
    switch kind {
    case .falling, .learning, .recorded:
      return years.map(median)
    case .step(let step):
      let month = step.month.draw(from: draws.stream("\(step.name)/month"))
      let factor = step.factor.draw(from: draws.stream("\(step.name)/factor"))
      return (0..<months).map { step.factor(after: Double($0), month: month, factor: factor) }
    case .wandering(let volatility, let history):
      // The error of the drift, drawn once: it has the correlations of the innovations that it was estimated from.
      let error = history.map { volatility / $0.squareRoot() * draws.normals(1, "drift")[0] } ?? 0
      let step = volatility / 12.0.squareRoot()
      var walk = 0.0
      let normals = draws.normals(max(months - 1, 0), "innovations")
      return (0..<months).map { month in
        if month > 0 { walk += step * normals[month - 1] }
        return exp(walk + error * Double(month) / 12)
      }
    case .reverting(let volatility, let halfLife, let start):
      // The exact law of a month's step, not Euler's.
      let back = exp2(-1 / (12 * halfLife))
      let speed = log(2) / halfLife
      let step = volatility * (-expm1(-2 * speed / 12) / (2 * speed)).squareRoot()
      let normals = draws.normals(max(months - 1, 0), "innovations")
      var deviation = log(start)
      return (0..<months).map { month in
        if month > 0 { deviation = back * deviation + step * normals[month - 1] }
        return exp(deviation) / start
      }
    case .shocks(let shocks):
      return shocks.factors(
        months: months, times: draws.stream("shocks \(draws.place)/times"),
        sizes: draws.stream("shocks \(draws.place)/sizes"))
    }
  }
}

extension Distribution {
  /// Whether it can have one value only.
  var isConstant: Bool { quantile(0) == quantile(1) }
}
