import Glibc
import Randomness

/// Demand that answers a price: what gets cheaper is used more, with a constant elasticity.
///
/// ```swift
/// Rebound(elasticity: -0.6, price: .falling(0.4))   // a price that halves brings 52 % more requests
/// ```
/// Requests are those of the start times the price, as a multiple of that at the start, to the power of the elasticity.
/// Below −1 the bill grows while the price falls: Jevons's paradox.
public struct Rebound: Sendable, Hashable {
  let elasticity: Double
  let price: RelativePath

  /// Demand that does not answer.
  public static let none = Rebound(elasticity: 0, price: .constant)

  /// - `elasticity`: by how many percent requests rise when the price rises by one: 0 or below.
  public init(elasticity: Double, price: RelativePath, file: StaticString = #fileID, line: UInt = #line) {
    let accepted = elasticity <= 0 && elasticity.isFinite
    if !accepted {
      ValidationErrors.report(
        InvalidValue(
          "Rebound(elasticity: \(elasticity.shortest))", "demand does not rise with its price",
          remedy: elasticity.isFinite ? "write elasticity: \((-elasticity).shortest)" : nil,
          location: "\(file):\(line)"))
    }
    self.elasticity = accepted ? elasticity : 0
    self.price = price
  }

  /// The demand `years` after the start, as a multiple of what it would be at the price of the start.
  public func factor(after years: Double) -> Double { factor(atPrice: price.multiple(after: years)) }

  /// The demand at a price, as a multiple of what it is at the price of the start.
  ///
  /// - `multiple`: the price as a multiple of that at the start.
  public func factor(atPrice multiple: Double) -> Double { pow(multiple, elasticity) }
}
