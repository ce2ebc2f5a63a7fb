/// Which replica a request goes to.
public enum Routing: Sendable, Hashable, CustomStringConvertible {
  /// Each replica in its turn, whatever the pools.
  case roundRobin
  /// The replica with the fewest requests, waiting and at work; among equals the one that came to so few first.
  case leastLoaded
  /// Of two replicas drawn at random, the one with fewer requests. Mitzenmacher 2001.
  case twoChoices
  /// The first pool for prompts of at most the first length, and so on, the last for all others; in a pool the replica
  /// with the fewest requests. There is one length fewer than pools.
  case byLength(atMost: [Int])

  public var description: String {
    switch self {
    case .roundRobin: "round robin"
    case .leastLoaded: "least loaded"
    case .twoChoices: "two choices"
    case .byLength(let lengths): "by length, up to \(lengths.map(String.init).joined(separator: ", "))"
    }
  }
}
