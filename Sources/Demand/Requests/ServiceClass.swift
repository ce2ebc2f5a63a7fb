/// How urgent a request is: a server with priorities takes the most urgent of the waiting requests first.
///
/// The classes and their order are those of inference-sim.
public enum ServiceClass: UInt8, Sendable, Hashable, CaseIterable, Comparable, CustomStringConvertible {
  /// Before all others.
  case critical = 0
  /// Of people who wait for an answer, unless something else is said.
  case standard = 1
  /// Of programs that can wait.
  case batch = 5
  /// That could be left out.
  case sheddable = 6
  /// After all others.
  case background = 7

  public static func < (one: ServiceClass, other: ServiceClass) -> Bool { one.rawValue < other.rawValue }

  /// `critical`, `standard`, `batch`, `sheddable` or `background`.
  public var description: String {
    switch self {
    case .critical: "critical"
    case .standard: "standard"
    case .batch: "batch"
    case .sheddable: "sheddable"
    case .background: "background"
    }
  }
}
