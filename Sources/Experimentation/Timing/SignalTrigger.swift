/// A rule by which one waits for a signal: act on the first date on which it is at or below a level, or at or above it.
package struct SignalTrigger: Sendable, Hashable {
  /// Its place among the signals.
  package let signal: Int
  package let isBelow: Bool
  package let level: Double

  /// Whether one acts on seeing this.
  func isMet(by known: [Double]) -> Bool { isBelow ? known[signal] <= level : known[signal] >= level }

  /// The date on which one acts in each future; `nil` where the level is not met.
  func dates(on table: TimingTable) -> [Int?] { table.known.map { $0.firstIndex(where: isMet) } }

  /// The trigger that brings most on average on these futures, among levels that were seen; `nil` without signals.
  ///
  /// The futures flatter it: what it is worth others have to tell.
  static func best(on table: TimingTable) -> SignalTrigger? {
    var best: (trigger: SignalTrigger, mean: Double)?
    for signal in table.signals.indices {
      let seen = table.known.flatMap { $0.map { $0[signal] } }.sorted()
      let levels = Set((0...levelsTried).map { seen[$0 * (seen.count - 1) / levelsTried] }).sorted()
      for isBelow in [true, false] {
        for level in levels {
          let trigger = SignalTrigger(signal: signal, isBelow: isBelow, level: level)
          let values = table.values(actingOn: trigger.dates(on: table))
          let mean = values.reduce(0, +) / Double(values.count)
          if mean > best?.mean ?? -.infinity { best = (trigger, mean) }
        }
      }
    }
    return best?.trigger
  }

  /// Levels of a signal that are tried, evenly over what was seen.
  private static let levelsTried = 40
}
