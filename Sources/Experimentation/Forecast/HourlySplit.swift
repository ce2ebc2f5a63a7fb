import Economics
import Randomness

/// A load of a forecast in two parts, hour by hour.
struct HourlySplit {
  let split: Split
  /// The position of what is split, among the loads and then the parts of all splits.
  let whole: Int
  /// The name of the supply that its limit follows, where there is one.
  let supply: String?
  /// This month's share, where the rule is one.
  private var share = 0.0
  /// This month's limit in requests a second, where the rule is one.
  private var limit: Double?
  /// Requests that the part took in the hours of this month.
  private var taken = 0.0

  init(_ split: Split, whole: Int) {
    self.split = split
    self.whole = whole
    supply = if case .forEach(let name, _) = split.rule { name } else { nil }
  }

  /// Whether it has to be looked at hour by hour.
  var isHourly: Bool {
    switch split.rule {
    case .share, .moving: false
    case .upTo, .forEach: true
    }
  }

  /// - `available`: how much there is of the supply that it follows.
  mutating func planMonth(_ month: Int, available: Double) {
    switch split.rule {
    case .share(let share): self.share = share
    case .moving(let ramp): share = min(max(ramp.share(inMonth: month), 0), 1)
    case .upTo(let rate): limit = rate
    case .forEach(_, let rate): limit = rate * available
    }
  }

  /// What the part takes of a rate, in requests a second.
  func part(of rate: Double) -> Double { limit.map { min(rate, $0) } ?? share * rate }

  /// Serves so many hours of the same rate, and returns what the part took of it.
  mutating func serve(_ rate: Double, hours: Double) -> Double {
    let part = part(of: rate)
    taken += 3600 * hours * part
    return part
  }

  /// Ends a month and returns the share of its requests that the part took.
  ///
  /// - `requests`: of the whole.
  /// - `seconds`: of the month.
  mutating func closeMonth(requests: Double, seconds: Double) -> (share: Double, busy: Double?) {
    defer { taken = 0 }
    guard let limit else { return (share, nil) }
    return (requests > 0 ? min(taken / requests, 1) : 0, limit > 0 ? min(taken / (limit * seconds), 1) : 0)
  }
}
