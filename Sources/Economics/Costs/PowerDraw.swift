import Randomness

/// The power that a GPU with its share of the server draws, idle and busy.
public struct PowerDraw: Sendable, Hashable {
  /// In watts.
  public let idle: Double
  /// In watts.
  public let busy: Double

  /// In watts, the busy not below the idle.
  public init(idle: Double, busy: Double, file: StaticString = #fileID, line: UInt = #line) {
    self.idle = idle
    self.busy = busy
    if !(idle >= 0 && busy >= idle && busy.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "PowerDraw(idle: \(idle), busy: \(busy))", "0 ≤ idle ≤ busy was expected, in watts",
          location: "\(file):\(line)"))
    }
  }

  /// The energy of GPUs that are switched on for so long, and busy for a share of it.
  public func energy(of hours: Quantity<GPUHour>, busy share: Double) -> Quantity<PerKilowattHour> {
    Quantity(hours.amount * (idle + share * (busy - idle)) / 1000)
  }
}
