import Foundation

/// A decision in closed form: to act or not, where acting brings a normal payoff and not acting 0.
///
/// Raiffa and Schlaifer 1961, "Applied Statistical Decision Theory", section 5.4.
enum UnitNormalLoss {
  /// The value of learning everything, or a part of what is uncertain with that deviation.
  static func valueOfLearning(mean: Double, deviation: Double) -> Double {
    guard deviation > 0 else { return 0 }
    let z = abs(mean) / deviation
    return deviation * (exp(-z * z / 2) / (2 * Double.pi).squareRoot() - z * erfc(z / 2.0.squareRoot()) / 2)
  }

  /// The chance that acting or not on the mean alone is wrong.
  static func chanceOfWrong(mean: Double, deviation: Double) -> Double {
    deviation > 0 ? erfc(abs(mean) / deviation / 2.0.squareRoot()) / 2 : 0
  }
}
