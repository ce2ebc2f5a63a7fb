/// When a transaction that would have to wait does not join the line.
///
/// ```swift
/// Seize(agents, balking: .whenQueueReaches(10)) { Count("balked"); Leave() }
/// ```
/// One that is served at once never balks.
public struct Balking: Sendable {
  enum Rule: Sendable {
    case length(Int)
    case chance(Quantity)
    case test(Test)
  }

  let rule: Rule

  /// It joins only a line in which fewer wait.
  public static func whenQueueReaches(_ length: Int) -> Balking { Balking(rule: .length(length)) }

  /// It stays away with that probability.
  public static func withProbability(_ probability: Double) -> Balking {
    Balking(rule: .chance(.constant(probability)))
  }

  /// It stays away with the probability that the formula gives.
  public static func withProbability(_ probability: @escaping Formula) -> Balking {
    Balking(rule: .chance(.formula(probability)))
  }

  /// It stays away when the test holds.
  public static func when(_ test: @escaping Test) -> Balking { Balking(rule: .test(test)) }
}
