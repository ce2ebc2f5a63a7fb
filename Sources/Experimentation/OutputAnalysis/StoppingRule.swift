import EventSimulation
import Glibc
package import Randomness

/// When a run has enough replications: a figure, how precise it is to be, and when it is looked at.
///
/// ```swift
/// let rule = try StoppingRule(.mean, .relative(0.02), batch: 100, minimum: 200, cap: 50_000)
/// let run = try rule.run("npv") { replications in replications.map { evaluate($0) } }
/// run.verdict.estimate
/// ```
/// The run is looked at after `minimum` replications and then after each batch, nowhere else: looking more often stops
/// it more often on a lucky streak. A figure of which nothing has happened yet stops nothing: values that are all the
/// same say nothing about their spread, and a probability of 0 or 1 is precise only when the exact bound on it is, 1 −
/// (α/2)^(1/n) (Clopper and Pearson 1934). A relative precision γ is asked for as γ / (1 + γ), since the mean it is
/// relative to is itself an estimate. A quantile of values some of which are later than any stops only where both ends of
/// its interval are numbers. Chow and Robbins 1965; Law 2015, section 9.4.1.
package struct StoppingRule: Sendable, Hashable {
  /// The half width of the interval that is to be reached.
  package enum Precision: Sendable, Hashable {
    /// In the unit of the figure.
    case absolute(Double)
    /// As a share of the figure.
    case relative(Double)
  }

  package let figure: Figure
  package let precision: Precision
  /// Replications between two looks.
  package let batch: Int
  /// Replications before the first look.
  package let minimum: Int
  /// Replications after which the run stops in any case.
  package let cap: Int
  package let confidence: Double

  /// - Throws: ``InvalidValue`` for a precision, a batch or a range of replications that can't be meant.
  package init(
    _ figure: Figure, _ precision: Precision, batch: Int = 100, minimum: Int = 200, cap: Int = 100_000,
    confidence: Double = 0.95
  ) throws(InvalidValue) {
    let width =
      switch precision {
      case .absolute(let width), .relative(let width): width
      }
    guard width > 0 && width.isFinite else {
      throw InvalidValue("precision \(width.shortest)", "a half width is a number above 0")
    }
    guard batch > 0 else { throw InvalidValue("batch \(batch)", "a batch is of at least one replication") }
    guard minimum >= 2 && cap >= minimum else {
      throw InvalidValue(
        "replications from \(minimum) to \(cap)",
        "a run that stops by itself has a minimum of at least 2 and a cap above it",
        remedy: "write a minimum of 2 or more and a cap no smaller")
    }
    guard confidence > 0 && confidence < 1 else {
      throw InvalidValue("confidence \(confidence.shortest)", "a confidence lies between 0 and 1")
    }
    if case .quantile(let probability) = figure, probability <= 0 || probability >= 1 {
      throw InvalidValue("quantile \(probability.shortest)", "a quantile to stop on has a probability between 0 and 1")
    }
    self.figure = figure
    self.precision = precision
    self.batch = batch
    self.minimum = minimum
    self.cap = cap
    self.confidence = confidence
  }

  /// The number of replications at the first look after `count`.
  package func nextLook(after count: Int) -> Int {
    guard count >= minimum else { return min(minimum, cap) }
    return min(minimum + ((count - minimum) / batch + 1) * batch, cap)
  }

  /// What the rule says of the replications so far; between two looks it never says stop.
  package func verdict(on sample: Sample) -> StoppingVerdict { StoppingEvidence(self, sample.values).verdict }

  /// Runs batch after batch until the figure is precise enough or the cap is reached.
  /// - Parameters:
  ///   - name: the measure's, for messages.
  ///   - absence: what a missing value means; a quantile takes those that are later than any.
  ///   - evaluate: the values of those replications, in their order.
  /// - Throws: ``InvalidValue`` as ``Sample`` does, and what `evaluate` throws.
  package func run(
    _ name: String, absence: Absence = .unknown, evaluate: (Range<Int>) throws -> [Double?]
  ) throws -> (sample: Sample, verdict: StoppingVerdict) {
    var evidence = StoppingEvidence(self, [])
    while true {
      let range = evidence.values.count..<nextLook(after: evidence.values.count)
      evidence.add(try figure.sample(name, try evaluate(range), absence: absence).values)
      precondition(evidence.values.count == range.upperBound, "a batch has a value for each of its replications")
      let verdict = evidence.verdict
      if verdict.stops {
        let values = evidence.values.map { (value: Double) -> Double? in value < .infinity ? value : nil }
        return (try figure.sample(name, values, absence: absence), verdict)
      }
    }
  }
}

/// What a stopping rule says of the replications so far.
package struct StoppingVerdict: Sendable, Hashable {
  /// Why the run goes on or stops.
  package enum Reason: Sendable, Hashable {
    /// The figure is as precise as asked for.
    case precise
    /// The interval is still too wide.
    case tooWide
    /// The quantile, or an end of its interval, lies among the values that are later than any.
    case reachesNever
    /// Every value is the same, or an event has happened never or always: nothing has happened yet.
    case nothingHappened
    /// The replications are between two looks.
    case betweenLooks
  }

  /// The figure so far.
  package let estimate: Estimate
  package let reason: Reason
  /// Whether the cap is reached.
  package let isCapped: Bool

  /// Whether the run stops.
  package var stops: Bool { isCapped || reason == .precise }
}

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
    switch rule.figure {
    case .mean: for value in batch { tally.add(value) }
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
      } else if reachesNever {
        .reachesNever
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
    let isQuantile = if case .quantile = rule.figure { true } else { false }
    guard let least = isQuantile ? sorted.first : tally.minimum,
      let greatest = isQuantile ? sorted.last : tally.maximum
    else { return true }
    return greatest < .infinity && OutputTolerance.isConstant(from: least, to: greatest)
  }

  /// Whether the quantile or an end of its interval is a value that is later than any; an end for which the values are too
  /// few is none.
  private var reachesNever: Bool {
    guard case .quantile(let probability) = rule.figure, sorted.last == .infinity else { return false }
    let ranks = OrderStatisticInterval(probability, count: sorted.count, confidence: rule.confidence)
    return estimate.value == .infinity || ranks.highRank.map { sorted[$0 - 1] == .infinity } ?? false
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
