/// On which terms the GPUs of a pool are held: when they are paid for, and who may take them away.
public enum PurchaseOption: Sendable, Hashable, CustomStringConvertible {
  /// Rented as needed: paid for from the moment a replica begins to boot until it has left.
  case onDemand
  /// Rented for a fixed time: the whole pool is paid for, whatever is in use.
  case reserved
  /// Rented for less as long as nobody else wants them; paid for as on demand.
  case spot(SpotMarket)
  /// Bought: the whole pool is there, with its spares, and what fails has to be repaired.
  case owned

  public var description: String {
    switch self {
    case .onDemand: "on demand"
    case .reserved: "reserved"
    case .spot: "spot"
    case .owned: "owned"
    }
  }

  /// Whether the pool is paid for whatever is in use.
  var isPaidWhole: Bool {
    switch self {
    case .reserved, .owned: true
    case .onDemand, .spot: false
    }
  }
}
