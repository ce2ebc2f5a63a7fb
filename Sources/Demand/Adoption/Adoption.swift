import Randomness

/// The growth of a load over the years.
///
/// ```swift
/// Adoption(.bass(innovation: 0.03, imitation: 0.38), startingAt: 0.35)
/// ```
/// says that the requests given for the start are those of 35 % of the market, and that the rest follows Bass's curve.
/// Without `startingAt`, a curve that saturates starts at nothing and the requests given are those of the full market.
public struct Adoption: Sendable, Hashable {
  let curve: AdoptionCurve
  let start: Double?

  /// No growth and no fall.
  public static let none = Adoption(.exponential(growth: 0))

  public init(
    _ curve: AdoptionCurve, startingAt share: Double? = nil, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.curve = curve
    start = share
    let location = "\(file):\(line)"
    if let share, !(share > 0 && share < 1) {
      Refusals.report(
        InvalidValue("startingAt: \(share)", "the share reached at the start lies between 0 and 1", location: location))
    }
    if share != nil && !curve.saturates {
      Refusals.report(
        InvalidValue(
          "startingAt", "\(curve) has no market to have a share of", remedy: "leave it out", location: location))
    }
    if case .logistic = curve.shape, share == nil {
      Refusals.report(
        InvalidValue(
          "Adoption(\(curve))", "a logistic curve never leaves 0", remedy: "say startingAt: the share reached today",
          location: location))
    }
  }

  /// The load `years` after the start, as a multiple of the load that was given.
  public func factor(after years: Double) -> Double {
    guard let start else { return curve.share(after: years, from: curve.saturates ? 0 : 1) }
    return curve.share(after: years, from: start) / start
  }
}
