import Randomness

/// By how much a use raises retention: what "+18 %" says depends on what it is of.
public enum RetentionUplift: Sendable, Hashable, CustomStringConvertible {
  /// Of the rate itself: 0.18 makes 0.472 of 0.40.
  case relative(Double)
  /// In points of it: 0.18 makes 0.58 of 0.40.
  case points(Double)
  /// Of those who would leave: 0.18 makes 0.508 of 0.40, and can never keep more than there are.
  case ofChurn(Double)

  func applied(to rate: Double) -> Double {
    switch self {
    case .relative(let uplift): rate * (1 + uplift)
    case .points(let uplift): rate + uplift
    case .ofChurn(let uplift): 1 - (1 - rate) * (1 - uplift)
    }
  }

  var isOfChurn: Bool {
    if case .ofChurn(let uplift) = self { uplift <= 1 } else { false }
  }

  public var description: String {
    switch self {
    case .relative(let uplift): "relative \(uplift)"
    case .points(let uplift): "\(uplift) in points"
    case .ofChurn(let uplift): "\(uplift) of those who leave"
    }
  }
}
