import Glibc
import Randomness

/// All that was ever made of a thing, over time, as a multiple of what was made until today.
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

  /// Production that grows by the same fraction each year, on top of what there is.
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

  /// What is made in each month, as a load or a plan has it; after the last month nothing more is.
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
      let month = min(12 * years, Double(ratios.count - 1))
      let before = Int(month)
      let after = min(before + 1, ratios.count - 1)
      return ratios[before] + (month - Double(before)) * (ratios[after] - ratios[before])
    }
  }
}
