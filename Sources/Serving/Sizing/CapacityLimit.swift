/// The rates that a number of replicas carries within the service level, where many of them are asked for.
///
/// ``CapacityCurve/replicas(for:file:line:)`` says it of each rate. Where the replicas that a curve asks for never fall as the
/// rate rises, a rate below one that is carried is carried too, and one above a rate that is not carried is not: so the curve
/// is asked only for what lies between the rates that are known.
package struct CapacityLimit: Sendable {
  private let replicas: Int
  /// Rates up to the first are known to be carried, and rates from the second on known not to be.
  private var known = (carried: 0.0, above: Double.infinity)
  private var highest: Double?

  /// How far beyond a rate that was asked for others are known, as a share: much more than rounding can change.
  private static let distance = 1e-9

  /// - Parameter replicas: at least 0.
  package init(of replicas: Int) { self.replicas = replicas }

  /// Whether a rate in requests a second is above what the replicas carry; `false` where there are no requests.
  ///
  /// - `curve`: always the same one.
  @inline(__always)
  package mutating func isAbove(_ rate: Double, on curve: CapacityCurve) -> Bool {
    if rate <= known.carried { return false }
    if rate >= known.above, curve.isReasonable(rate) { return true }
    return ask(rate, curve)
  }

  @inline(never)
  private mutating func ask(_ rate: Double, _ curve: CapacityCurve) -> Bool {
    guard rate > 0, curve.isUnreachable || curve.replicas(for: rate) > replicas else {
      if curve.isRising, curve.isReasonable(rate) { known.carried = max(known.carried, rate * (1 - Self.distance)) }
      return false
    }
    if curve.isRising { known.above = min(known.above, rate * (1 + Self.distance)) }
    return true
  }

  /// A rate up to which all are known to be carried; it rises as rates are asked for.
  package var carried: Double { known.carried }

  /// ``CapacityCurve/highestRate(of:)`` of the replicas, found once.
  ///
  /// - `curve`: always the same one.
  package mutating func highestRate(on curve: CapacityCurve) -> Double {
    if let highest { return highest }
    let rate = curve.highestRate(of: replicas)
    highest = rate
    return rate
  }
}
