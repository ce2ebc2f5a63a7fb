import EventSimulation
import Glibc

/// The values of a run that stops by itself, with what its rule looks at kept up to date.
struct StoppingEvidence {
  private let rule: StoppingRule
  private(set) var values: [Double] = []
  private var tally = Tally()
  private var above = 0
  /// Kept for a quantile only.
  private var sorted: [Double] = []

  init(_ rule: StoppingRule, _ values: [Double]) {
    self.rule = rule
    add(values)
  }

  mutating func add(_ batch: [Double]) {
    values += batch
    for value in batch { tally.add(value) }
    switch rule.figure {
    case .mean: break
    case .quantile: sorted = Self.merge(sorted, batch.sorted())
    case .probability(let bar): above += batch.count { $0 > bar }
    }
  }

  var verdict: StoppingVerdict {
    let estimate = estimate
    let isCapped = values.count >= rule.cap
    let isLook = values.count >= rule.minimum && (values.count - rule.minimum) % rule.batch == 0
    let reason: StoppingVerdict.Reason =
      if !isLook && !isCapped {
        .betweenLooks
      } else if hasNothingHappened {
        isPreciseWithoutEvents ? .precise : .nothingHappened
      } else {
        estimate.halfWidth <= target(for: estimate.value) ? .precise : .tooWide
      }
    return StoppingVerdict(estimate: estimate, reason: reason, isCapped: isCapped)
  }

  private var estimate: Estimate {
    switch rule.figure {
    case .mean: return Estimate(meanOf: tally, confidence: rule.confidence)
    case .quantile(let probability):
      let ranks = OrderStatisticInterval(probability, count: sorted.count, confidence: rule.confidence)
      return Estimate(
        QuantileType.linear.quantile(probability, ofSorted: sorted), ranks.lowRank.map { sorted[$0 - 1] } ?? -.infinity,
        ranks.highRank.map { sorted[$0 - 1] } ?? .infinity, confidence: rule.confidence)
    case .probability: return Proportion(above, of: values.count).estimate(confidence: rule.confidence)
    }
  }

  private var hasNothingHappened: Bool {
    if case .probability = rule.figure { return above == 0 || above == values.count }
    return tally.minimum == tally.maximum
  }

  /// Whether a probability of which only one side has been seen is bounded closely enough all the same.
  private var isPreciseWithoutEvents: Bool {
    guard case .probability = rule.figure, case .absolute(let width) = rule.precision else { return false }
    return 1 - pow((1 - rule.confidence) / 2, 1 / Double(values.count)) <= width
  }

  private func target(for value: Double) -> Double {
    switch rule.precision {
    case .absolute(let width): width
    case .relative(let share): share / (1 + share) * abs(value)
    }
  }

  private static func merge(_ first: [Double], _ second: [Double]) -> [Double] {
    var merged: [Double] = []
    merged.reserveCapacity(first.count + second.count)
    var next = 0
    for value in first {
      while next < second.count && second[next] < value {
        merged.append(second[next])
        next += 1
      }
      merged.append(value)
    }
    return merged + second[next...]
  }
}
