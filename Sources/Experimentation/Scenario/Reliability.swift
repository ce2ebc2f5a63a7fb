import Randomness

/// How often the GPUs of a fleet fail, how long they are away, and how many stand by.
///
/// ```swift
/// Reliability(hoursBetweenFailures: 50_677, repair: .hours(96), spares: 0.02)
/// ```
/// A failure takes a whole replica away; a spare GPU takes the place of a failed one at once.
public struct Reliability: Sendable, Hashable {
  /// GPU-hours from one failure to the next.
  public let hoursBetweenFailures: Double
  /// Hours until a failed GPU is back.
  public let repair: Double
  /// GPUs standing by, as a share of those in use; they are paid for.
  public let spares: Double

  /// How often GPUs fail, how long they are away, and how many stand by.
  public init(
    hoursBetweenFailures: Double, repair: Duration, spares: Double = 0, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.hoursBetweenFailures = hoursBetweenFailures
    self.repair = repair / .seconds(3600)
    self.spares = spares
    if !(hoursBetweenFailures > 0 && self.repair >= 0 && spares >= 0 && spares < 10) {
      ValidationErrors.report(
        InvalidValue(
          "Reliability(hoursBetweenFailures: \(hoursBetweenFailures), repair: \(repair), spares: \(spares))",
          "hours between failures are above 0, a repair takes at least 0, and spares are a share of the fleet",
          location: "\(file):\(line)"))
    }
  }
}
