/// Something that happened to a fleet while it served, told as it happens.
public struct FleetEvent: Sendable, Hashable, CustomStringConvertible {
  /// What can happen.
  public enum Kind: Sendable, Hashable {
    /// A replica begins to boot.
    case launched
    /// It takes requests from now on.
    case ready
    /// It takes no more, and leaves when it is empty.
    case draining
    /// It is gone.
    case left
    /// Its GPUs failed; so many requests are sent again.
    case failed(resent: Int)
    /// It will be taken away.
    case noticed
    /// It was taken away; so many requests are sent again.
    case interrupted(resent: Int)
    /// Spot capacity is there again, or gone.
    case available(Bool)
    /// The pool is to have so many replicas.
    case wanted(Int)
  }

  /// Seconds.
  public let time: Double
  /// The pool, from 0 in their order.
  public let pool: Int
  /// The replica, from 0 over all pools in their order; `nil` where the pool is meant.
  public let replica: Int?
  /// What happened.
  public let kind: Kind

  /// `1200.0 s, pool 0, replica 3: ready`
  public var description: String {
    let what =
      switch kind {
      case .launched: "launched"
      case .ready: "ready"
      case .draining: "draining"
      case .left: "left"
      case .failed(let resent): "failed, \(resent) sent again"
      case .noticed: "noticed"
      case .interrupted(let resent): "interrupted, \(resent) sent again"
      case .available(let isThere): isThere ? "capacity is there" : "capacity is gone"
      case .wanted(let count): "\(count) wanted"
      }
    return "\(time) s, pool \(pool)" + (replica.map { ", replica \($0)" } ?? "") + ": " + what
  }
}
