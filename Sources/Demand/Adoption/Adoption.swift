import Randomness

/// The growth of a load's users over the years.
///
/// ```swift
/// Adoption(.bass(innovation: 0.03, imitation: 0.38), startingAt: 0.35)
/// ```
/// says that the requests given for the start are those of 35 % of the market, and that the rest follows Bass's curve.
/// Without `startingAt`, a curve that saturates starts at 0 and the requests given are those of the full market.
public struct Adoption: Sendable, Hashable {
  let curve: AdoptionCurve
  let start: Double?

  /// Constant: no growth, no decline.
  public static let none = Adoption(.exponential(growth: 0))

  /// Growth along a curve.
  ///
  /// - `share`: the share of the market that the requests given for the start represent. Without it a curve that saturates
  ///   starts at 0, and the requests given are those of the full market.
  public init(
    _ curve: AdoptionCurve, startingAt share: Double? = nil, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.curve = curve
    start = share
    if let refusal = Self.problem(curve, share) {
      ValidationErrors.report(
        InvalidValue(refusal.subject, refusal.problem, remedy: refusal.remedy, location: "\(file):\(line)"))
    }
  }

  private static func problem(
    _ curve: AdoptionCurve, _ share: Double?
  ) -> (subject: String, problem: String, remedy: String?)? {
    guard let share else {
      guard curve.beginning == .share else { return nil }
      return (
        "Adoption(\(curve))", "a curve of this kind that starts at 0 stays at 0",
        "give startingAt: the share reached today"
      )
    }
    switch curve.beginning {
    case .nothing, .share:
      guard !(share > 0 && share < 1) else { return nil }
      return (
        "startingAt: \(share.shortest)", "the share reached at the start lies between 0 and 1",
        share > 1 && share < 100 ? "for \(share.shortest) % write \((share / 100).shortest)" : nil
      )
    case .ownTimes:
      return (
        "startingAt", "\(curve) has its own times",
        "leave it out, and let what was reached before begin at a negative time"
      )
    case .anywhere:
      return ("startingAt", "\(curve) has no market to have a share of", "leave it out")
    }
  }

  /// The users `years` after the start, as a multiple of those that the load was given for.
  public func factor(after years: Double) -> Double {
    guard let start else { return curve.share(after: years, from: curve.saturates ? 0 : 1) }
    return curve.share(after: years, from: start) / start
  }

  /// The same at several times.
  func factors(after times: [Double]) -> [Double] {
    guard let start else { return curve.shares(after: times, from: curve.saturates ? 0 : 1) }
    return curve.shares(after: times, from: start).map { $0 / start }
  }
}
