public import Randomness

/// How the GPUs of a pool are purchased: when they are paid for, and whether they can be interrupted.
public enum PurchaseOption: Sendable, Hashable, CustomStringConvertible {
  /// Rented by use: paid from the beginning of a replica's boot until it has left.
  case onDemand
  /// Rented for a fixed term: the whole pool is paid for, whatever is in use.
  case reserved
  /// Rented at a discount and subject to interruption; paid by use.
  case spot(SpotMarket)
  /// Bought: the whole pool is paid for, has spares, and failures need a repair.
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

/// The availability of spot GPUs: interruptions and their notice.
///
/// ```swift
/// SpotMarket.interrupted(everyHours: 3, notice: 120, backAfter: .exponential(mean: 1800))
/// SpotMarket.available([0...28_800, 72_000...86_400], every: 86_400, notice: 30)
/// ```
/// In peak regions a window lasts 2 to 4 hours (digiterialabs.com, January 2026). AWS gives two minutes' notice, Google and
/// Microsoft half a minute. After the notice a replica accepts no new requests; those not answered at the interruption are
/// sent again.
public struct SpotMarket: Sendable, Hashable {
  enum Availability: Hashable {
    /// Each replica independently, after an exponential time in hours; its capacity returns after a time in seconds.
    case interrupted(everyHours: Double, backAfter: Distribution)
    /// All replicas outside windows in seconds, repeated with a period.
    case windows([ClosedRange<Double>], period: Double?)
  }

  let availability: Availability
  /// Seconds from the notice to the interruption.
  public let notice: Double

  /// Each replica is interrupted independently, after an exponential time.
  ///
  /// - `hours`: the mean time from the launch of a replica to its interruption.
  /// - `backAfter`: seconds until its capacity is available again.
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

  /// Capacity is available in windows of time; all replicas are interrupted at the end of each.
  ///
  /// - `windows`: in seconds, ascending and disjoint.
  /// - `period`: the period of the windows, such as 86 400 for a day; `nil` where they do not repeat.
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

  /// Whether capacity is available at the start.
  var isAvailableAtStart: Bool {
    guard case .windows(let windows, _) = availability else { return true }
    return windows[0].lowerBound == 0
  }

  /// The next change of availability after a time; `nil` where there is none.
  func nextChange(after time: Double) -> (time: Double, isAvailable: Bool)? {
    guard case .windows(let windows, let period) = availability else { return nil }
    // A window that ends with the period continues in the one that begins with it.
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
