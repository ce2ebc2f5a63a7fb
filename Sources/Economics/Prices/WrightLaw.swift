import Glibc
import Randomness

/// Wright's law: each doubling of all that was ever made lowers the cost of a unit by the same fraction.
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
