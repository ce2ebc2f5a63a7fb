public import Randomness

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

/// When spot GPUs are taken away, and how long one is told before.
///
/// ```swift
/// SpotMarket.interrupted(everyHours: 3, notice: 120, backAfter: .exponential(mean: 1800))
/// SpotMarket.available([0...28_800, 72_000...86_400], every: 86_400, notice: 30)
/// ```
/// In peak regions a window lasts 2 to 4 hours (digiterialabs.com, January 2026). AWS tells two minutes ahead, Google and
/// Microsoft half a minute. From the notice on a replica takes no more requests; it is there until its end, and those that
/// are not answered then are sent again.
public struct SpotMarket: Sendable, Hashable {
  enum Availability: Hashable {
    /// Each replica for itself, after an exponential time in hours; its place is free again after a time in seconds.
    case interrupted(everyHours: Double, backAfter: Distribution)
    /// All at once, outside windows in seconds, over and over with a period.
    case windows([ClosedRange<Double>], period: Double?)
  }

  let availability: Availability
  /// Seconds between being told and being taken away.
  public let notice: Double

  /// Each replica is taken away for itself, after a time that does not depend on how long it ran.
  ///
  /// - `hours`: the mean time from the launch of a replica to its interruption.
  /// - `backAfter`: seconds until another can be had in its place.
  public static func interrupted(
    everyHours hours: Double, notice: Double, backAfter: Distribution = .constant(0), file: StaticString = #fileID,
    line: UInt = #line
  ) -> SpotMarket {
    if !(hours > 0 && hours < .infinity && notice >= 0 && notice < .infinity && backAfter.support.lowerBound >= 0) {
      ValidationErrors.report(
        InvalidValue(
          "interrupted(everyHours: \(hours.shortest), notice: \(notice.shortest), backAfter: \(backAfter))",
          "the mean is a number of hours above 0, the other two are numbers of seconds from 0 on",
          location: "\(file):\(line)"))
      return SpotMarket(availability: .interrupted(everyHours: 1, backAfter: .constant(0)), notice: 0)
    }
    return SpotMarket(availability: .interrupted(everyHours: hours, backAfter: backAfter), notice: notice)
  }

  /// All replicas can be had within windows of time, and are taken away at the end of each.
  ///
  /// - `windows`: seconds, rising, and apart from each other.
  /// - `period`: after which the windows begin again, such as 86 400 for a day; `nil` for never.
  public static func available(
    _ windows: [ClosedRange<Double>], every period: Double? = nil, notice: Double, file: StaticString = #fileID,
    line: UInt = #line
  ) -> SpotMarket {
    let isRising = zip(windows, windows.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }
    let end = windows.last?.upperBound ?? 0
    let fits = windows.allSatisfy { $0.lowerBound >= 0 && $0.upperBound > $0.lowerBound } && end < .infinity
    if windows.isEmpty || !isRising || !fits || !(period ?? end >= end) || !(notice >= 0 && notice < .infinity) {
      ValidationErrors.report(
        InvalidValue(
          "available(\(windows), every: \(period.map { $0.shortest } ?? "nil"), notice: \(notice.shortest))",
          "windows are of some seconds from 0 on, rise, lie apart, and end within the period",
          location: "\(file):\(line)"
        ))
      return SpotMarket(availability: .windows([0...1], period: 1), notice: 0)
    }
    return SpotMarket(availability: .windows(windows, period: period), notice: notice)
  }

  /// Whether there is capacity at the start.
  var isAvailableAtStart: Bool {
    guard case .windows(let windows, _) = availability else { return true }
    return windows[0].lowerBound == 0
  }

  /// The next time after a time at which capacity comes or goes; `nil` where it never does again.
  func nextChange(after time: Double) -> (time: Double, isAvailable: Bool)? {
    guard case .windows(let windows, let period) = availability else { return nil }
    // A window that ends with the period goes on in the one that begins with it.
    let isJoined = windows[0].lowerBound == 0 && windows[windows.count - 1].upperBound == period
    let lap = period.map { (time / $0).rounded(.down) } ?? 0
    for number in [lap, lap + 1] {
      let base = period.map { number * $0 } ?? 0
      for window in windows {
        let (start, end) = (base + window.lowerBound, base + window.upperBound)
        if start > time, !(isJoined && window.lowerBound == 0) { return (start, true) }
        if end > time, !(isJoined && window.upperBound == period) { return (end, false) }
      }
      if period == nil { return nil }
    }
    return nil
  }
}
