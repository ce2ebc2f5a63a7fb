import Glibc
public import Randomness

/// Wright's law: each doubling of cumulative production lowers the unit cost by the same fraction.
///
/// ```swift
/// let law = WrightLaw(learningRate: 0.2)
/// law.factor(10)  // 0.4765: after ten times as much was made
/// ```
/// With the cumulative volume X as a multiple of today's, the cost is X^−b, b = −log2(1 − learning rate).
/// Wright 1936, "Factors affecting the cost of airplanes", Journal of the Aeronautical Sciences 3.
public struct WrightLaw: Sendable, Hashable {
  /// The fall at each doubling, a fraction below 1.
  public let learningRate: Double

  /// The share of its cost that each doubling of the cumulative volume takes away.
  public init(learningRate: Double, file: StaticString = #fileID, line: UInt = #line) {
    self.learningRate = learningRate
    if !(learningRate < 1 && learningRate.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "learningRate: \(learningRate)", "a learning rate is the fall at each doubling, a fraction below 1",
          remedy: "20 % is 0.2", location: "\(file):\(line)"))
    }
  }

  /// The exponent b.
  public var exponent: Double { -log1p(-learningRate) / log(2) }

  /// The cost of a unit as a multiple of today's, at a cumulative volume as a multiple of today's.
  public func factor(_ ratio: Double) -> Double { pow(ratio, -exponent) }

  /// The fall a year where the cumulative volume grows by the same fraction each year: 1 − (1 + g)^−b.
  ///
  /// Learning then looks like an exponential fall. Sahal 1979, "A theory of progress functions", AIIE Transactions 11.
  public func fall(withVolumeGrowing growth: Rate<PerYear>) -> Rate<PerYear> {
    Rate(-expm1(-exponent * growth.force))
  }
}

/// A learning rate fitted to costs and cumulative volumes: least squares of the logarithms.
public struct WrightFit: Sendable, Hashable {
  /// Of the logarithm of the cost over that of the volume: −b.
  public let slope: Double
  /// The logarithm of the cost at a volume of 1.
  public let intercept: Double
  /// The standard error of the slope; 0 for two points.
  public let standardError: Double
  /// The share of the variance of the logarithms that the line explains.
  public let determination: Double

  /// The law with the slope found: a learning rate of 1 − 2^slope.
  public var law: WrightLaw { WrightLaw(learningRate: -expm1(slope * log(2))) }

  /// - Throws: `InvalidValue` for fewer than two different volumes, and for a volume or a cost that is not above 0.
  public init(volumes: [Double], costs: [Double]) throws(InvalidValue) {
    guard volumes.count == costs.count else {
      throw InvalidValue("fit of a learning curve", "there are \(volumes.count) volumes and \(costs.count) costs")
    }
    for (row, pair) in zip(volumes, costs).enumerated()
    where !(pair.0 > 0 && pair.0.isFinite && pair.1 > 0 && pair.1.isFinite) {
      throw InvalidValue(
        "fit of a learning curve, point \(row + 1)", "a volume of \(pair.0) at a cost of \(pair.1): both are above 0")
    }
    let (x, y) = (volumes.map { log($0) }, costs.map { log($0) })
    let count = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let (dx, dy) = (x.map { $0 - meanX }, y.map { $0 - meanY })
    let xx = dx.reduce(0) { $0 + $1 * $1 }
    let yy = dy.reduce(0) { $0 + $1 * $1 }
    let xy = zip(dx, dy).reduce(0) { $0 + $1.0 * $1.1 }
    guard x.count >= 2, xx > 0 else {
      throw InvalidValue("fit of a learning curve", "it needs at least two different volumes")
    }
    slope = xy / xx
    intercept = meanY - slope * meanX
    let residual = zip(dx, dy).reduce(0) { sum, pair in
      let rest = pair.1 - xy / xx * pair.0
      return sum + rest * rest
    }
    standardError = x.count > 2 ? (residual / (count - 2) / xx).squareRoot() : 0
    determination = yy > 0 ? 1 - residual / yy : 1
  }
}

/// Cumulative production over time, as a multiple of today's.
public struct CumulativeVolume: Sendable, Hashable {
  private enum Shape: Hashable {
    case growing(Rate<PerYear>)
    case producing(share: Double, growth: Rate<PerYear>)
    case months([Double])
  }

  private let shape: Shape

  /// The cumulative volume grows by the same fraction each year.
  public static func growing(
    by growth: Rate<PerYear>, file: StaticString = #fileID, line: UInt = #line
  ) -> CumulativeVolume {
    if !(growth.fraction >= 0 && growth.fraction.isFinite) {
      refuse("growing(by: \(growth))", "what was ever made does not shrink: a growth is at least 0", file, line)
      return CumulativeVolume(shape: .growing(0.perYear))
    }
    return CumulativeVolume(shape: .growing(growth))
  }

  /// Production that grows by the same fraction each year.
  ///
  /// - `aYear`: made a year at today's pace, in the unit of `before`.
  /// - `growth`: of the production.
  /// - `before`: made until today, above 0.
  public static func producing(
    aYear production: Double, growing growth: Rate<PerYear>, after before: Double, file: StaticString = #fileID,
    line: UInt = #line
  ) -> CumulativeVolume {
    guard production >= 0, production.isFinite, before > 0, before.isFinite, growth.fraction > -1,
      growth.fraction.isFinite
    else {
      refuse(
        "producing(aYear: \(production), growing: \(growth), after: \(before))",
        "production is at least 0, what was made before above 0, and a growth above -1 a year", file, line)
      return CumulativeVolume(shape: .growing(0.perYear))
    }
    return CumulativeVolume(shape: .producing(share: production / before, growth: growth))
  }

  /// Production by month, as a plan has it; there is none after the last month.
  ///
  /// - `before`: made until today, above 0.
  public static func made(
    inMonths months: [Double], after before: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> CumulativeVolume {
    guard before > 0, before.isFinite, months.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      refuse(
        "made(inMonths:, after: \(before))", "what is made is at least 0, and what was made before above 0", file, line)
      return CumulativeVolume(shape: .growing(0.perYear))
    }
    var sum = 1.0
    let ratios = months.map { month in
      sum += month / before
      return sum
    }
    return CumulativeVolume(shape: .months([1] + ratios))
  }

  private static func refuse(_ subject: String, _ problem: String, _ file: StaticString, _ line: UInt) {
    ValidationErrors.report(InvalidValue(subject, problem, location: "\(file):\(line)"))
  }

  /// The volume after that many years, as a multiple of today's.
  public func ratio(after years: Double) -> Double {
    switch shape {
    case .growing(let growth):
      return growth.factor(after: years)
    case .producing(let share, let growth):
      // The integral of share × (1 + g)^t.
      let force = growth.force
      return 1 + share * (force == 0 ? years : expm1(force * years) / force)
    case .months(let ratios):
      guard years > 0 else { return ratios[0] }
      let month = min(12 * years, Double(ratios.count - 1))
      let before = Int(month)
      let after = min(before + 1, ratios.count - 1)
      return ratios[before] + (month - Double(before)) * (ratios[after] - ratios[before])
    }
  }
}

/// A fall with cumulative production.
struct Learning: PriceLaw {
  let law: WrightLaw
  let volume: CumulativeVolume

  func median(after years: Double) -> Double { law.factor(volume.ratio(after: years)) }
}

extension PriceMovement {
  /// It falls with cumulative production: Wright's law.
  public static func learning(_ law: WrightLaw, with volume: CumulativeVolume) -> PriceMovement {
    PriceMovement(Learning(law: law, volume: volume))
  }
}
