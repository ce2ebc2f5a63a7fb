import Demand
package import EventSimulation

/// The distributions of a run: of every measure, and of every series in every month.
package struct RunSummary: Sendable {
  package let schema: RunSchema
  package private(set) var measures: [MeasureSummary]
  /// By series, then by month.
  package private(set) var timeline: [[MeasureSummary]]
  /// At time zero, by series; `nil` where it has no month 0.
  package private(set) var starts: [MeasureSummary?]
  /// By row of the yearly profit and loss, then by year from 0.
  package private(set) var income: [[MeasureSummary]]
  /// When it came, of the measures that are months; `nil` for the others.
  package private(set) var events: [EventTimes?]
  /// The means by the way in which the futures were drawn; `nil` where each was drawn for itself.
  package private(set) var sampled: SampledMeans?

  package init(_ schema: RunSchema, sampled: SampledMeans? = nil) {
    self.schema = schema
    self.sampled = sampled
    measures = schema.measures.map { MeasureSummary(absence: $0.absence) }
    let months = schema.horizon?.months ?? 0
    events = schema.measures.map {
      $0.unit == "month" && $0.absence == .laterThanAny && months > 0 ? EventTimes(months: months) : nil
    }
    timeline = schema.series.map { _ in Array(repeating: MeasureSummary(exactCount: 4096), count: months) }
    let starting = Set(schema.startingSeries)
    starts = schema.series.indices.map { starting.contains($0) ? MeasureSummary(exactCount: 4096) : nil }
    income = schema.income.map { _ in
      Array(repeating: MeasureSummary(exactCount: 4096), count: (months + 11) / 12 + 1)
    }
  }

  /// Adds a replication; in the order of their numbers, so that every sum is the same whatever computed them.
  package mutating func add(_ record: ReplicationRecord) {
    for (index, value) in record.measures.enumerated() {
      measures[index].add(value)
      events[index]?.add(value)
    }
    sampled?.add(record)
    for (series, value) in zip(schema.startingSeries, record.starts) { starts[series]?.add(value) }
    for (row, years) in record.income.enumerated() {
      for (year, value) in years.enumerated() { income[row][year].add(value) }
    }
    for (series, values) in record.timeline.enumerated() {
      for (month, value) in values.enumerated() { timeline[series][month].add(value) }
    }
  }

  /// Whether any measure is a month in which something comes.
  package var hasEvents: Bool { events.contains { $0 != nil } }

  /// The replications so far.
  package var replications: Int { measures.first?.count ?? 0 }

  /// The 95 % interval of the mean of a measure, as the futures were drawn; `nil` where there is none.
  package func interval(of measure: Int) -> Estimate? {
    guard let sampled, sampled.sampling != .controlled else { return measures[measure].interval }
    return sampled.estimate(of: measure)?.mean
  }

  /// The summary of the measure of that name.
  package func measure(_ name: String) -> MeasureSummary? {
    schema.measures.firstIndex { $0.name == name }.map { measures[$0] }
  }
}

/// The distribution of a measure over the replications.
///
/// Where an absent value is later than any, a quantile that falls among the replications without one has no value. Where
/// such a number does not exist, quantiles are those of the replications in which it does. Where it is not known, no
/// quantile has a value. The mean has none in any of these cases: it would be one over the survivors.
package struct MeasureSummary: Sendable {
  /// Of the replications that have a value.
  package private(set) var tally = Tally()
  /// Replications without a value.
  package private(set) var empty = 0
  /// Replications whose value is above 0.
  package private(set) var positive = 0
  private var sketch: QuantileSketch
  /// Whether every value so far is 0 or 1.
  private var isIndicator = true
  private let isProbability: Bool
  package let absence: Absence

  /// The percentiles that every table shows.
  package static let percentiles = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95]

  /// - `isProbability`: whether every value is 0 or 1, so that the mean is a probability.
  /// - `absence`: what it means that a replication has no value.
  package init(exactCount: Int = 10_000, isProbability: Bool = false, absence: Absence = .unknown) {
    self.absence = absence
    sketch = QuantileSketch(exactCount: exactCount, bufferSize: 1024)
    self.isProbability = isProbability
  }

  package mutating func add(_ value: Double?) {
    guard let value else {
      empty += 1
      return
    }
    tally.add(value)
    if value > 0 { positive += 1 }
    if value != 0, value != 1 { isIndicator = false }
    sketch.add(value)
  }

  /// Replications, with and without a value.
  package var count: Int { tally.count + empty }

  /// The mean over all replications; `nil` where some have no value.
  package var mean: Double? { empty == 0 ? tally.mean : nil }

  package var standardDeviation: Double? { empty == 0 ? tally.standardDeviation : nil }

  /// The 95 % interval of the mean: Student's, or of a probability the score interval. Wilson 1927.
  package var interval: Estimate? {
    guard empty == 0, tally.count > 1 else { return nil }
    return isProbability
      ? Proportion(positive, of: tally.count).estimate() : Estimate(meanOf: tally, confidence: 0.95)
  }

  /// The least value; `nil` where one that is not known might be less.
  package var minimum: Double? { absence != .unknown || empty == 0 ? tally.minimum : nil }

  /// The largest value; `nil` where one without a value is, or might be, greater.
  package var maximum: Double? { absence == .doesNotExist || empty == 0 ? tally.maximum : nil }

  /// The share of the replications that have a value.
  package var shareWithValue: Double { count == 0 ? 0 : Double(tally.count) / Double(count) }

  /// How many of the replications have a value of at most so much: for each of those values, which rise. Exact as long
  /// as the sketch is, and within its error beyond.
  package func counts(atMost values: [Double]) -> [Int] { sketch.counts(atMost: values) }

  /// Quantiles of type 7 of the values there are, leaving out the replications without; empty where there are none. Those of an
  /// indicator are 0 or 1, as ``quantiles(_:)`` says.
  package func valueQuantiles(_ probabilities: [Double]) -> [Double] {
    guard isIndicator, tally.count > 0 else { return sketch.quantiles(probabilities) ?? [] }
    return probabilities.map { indicator(at: $0 * Double(tally.count - 1)) }
  }

  /// The value of an indicator at a place from 0 among those that have one, in their order: of two between which the place
  /// lies it is the lower, since there is nothing between 0 and 1.
  private func indicator(at place: Double) -> Double {
    Int((place + 1e-9).rounded(.down)) < tally.count - positive ? 0 : 1
  }

  /// Quantiles of type 7 (Hyndman and Fan), exact as long as the sketch is; `nil` among the replications without a
  /// value. What is 0 or 1 in every replication has no quantile between the two.
  package func quantiles(_ probabilities: [Double]) -> [Double?] {
    guard absence != .unknown || empty == 0 else { return probabilities.map { _ in nil } }
    let count = Double(absence == .doesNotExist ? tally.count : self.count)
    // The position among all, as a probability among those that have a value.
    let positions = probabilities.map { $0 * (count - 1) / Double(tally.count - 1) }
    guard tally.count > 1 else {
      return probabilities.map { tally.count == 1 && $0 * (count - 1) <= 0 ? tally.minimum : nil }
    }
    if isIndicator {
      return positions.map { $0 <= 1 ? indicator(at: $0 * Double(tally.count - 1)) : nil }
    }
    let known = sketch.quantiles(positions.map { min($0, 1) }) ?? []
    return zip(positions, known).map { $0 <= 1 ? $1 : nil }
  }
}

/// In which month an event came, over the replications: a survival curve, with those in which it never came.
///
/// Where it does not come within the horizon it is not known when it would have: the curve ends there, and no mean of
/// those in which it came says anything of the others. Without censoring before the horizon's end it is the estimate of
/// Kaplan and Meier 1958.
package struct EventTimes: Sendable, Hashable {
  /// Replications in which it came, by month from 1.
  private var counts: [Int]
  /// Replications in which it did not come within the horizon.
  package private(set) var never = 0
  /// All replications.
  package private(set) var count = 0

  /// - `months`: of the horizon.
  package init(months: Int) { counts = Array(repeating: 0, count: months) }

  package var months: Int { counts.count }

  /// Adds a replication; a part of a month counts as the month in which it ends.
  package mutating func add(_ month: Double?) {
    count += 1
    guard let month, month <= Double(counts.count) else {
      never += 1
      return
    }
    counts[Int(max(month.rounded(.up), 1)) - 1] += 1
  }

  /// The chance that it has come by the end of each month from 1, with Wilson's interval; at least one replication.
  package var chances: [Estimate] {
    var come = 0
    return counts.map { month in
      come += month
      return Proportion(come, of: count).estimate()
    }
  }

  /// The chance that it does not come within the horizon.
  package var chanceOfNever: Estimate { Proportion(never, of: count).estimate() }
}
