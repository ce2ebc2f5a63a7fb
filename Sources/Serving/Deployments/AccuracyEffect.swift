/// What making a model smaller does to its answers: the share of the original's accuracy that is left.
public struct AccuracyEffect: Sendable, Hashable {
  /// The share that is left; `nil` where nobody says.
  public let share: ClosedRange<Double>?
  /// Who says so.
  public let source: String

  /// A share that is left, and who says so.
  public init(_ share: ClosedRange<Double>?, source: String) {
    self.share = share
    self.source = source
  }

  /// The original.
  public static let none = AccuracyEffect(1...1, source: "the original")

  /// Pruning, quantisation and distillation together to 10 to 30 % of the size: the case gives the gains, six times
  /// faster and 70 % less hardware, and not what it costs in accuracy.
  public static let unknown = AccuracyEffect(nil, source: "F6 gives no accuracy")

  /// A small model that was trained for one task in place of a large one.
  public static let specialised = AccuracyEffect(
    1...1, source: "F14: 0.6 B parameters match 175 B in text classification")

  /// The effects of one after the other; unknown where one is.
  public func and(_ other: AccuracyEffect) -> AccuracyEffect {
    if self == .none { return other }
    if other == .none { return self }
    guard let share, let others = other.share else { return AccuracyEffect(nil, source: "\(source); \(other.source)") }
    return AccuracyEffect(
      share.lowerBound * others.lowerBound...share.upperBound * others.upperBound, source: "\(source); \(other.source)")
  }
}
