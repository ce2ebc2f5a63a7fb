import Demand

/// The distributions of a run: of every measure, and of every series in every month.
package struct RunSummary: Sendable {
  package let schema: RunSchema
  package private(set) var measures: [MeasureSummary]
  /// By series, then by month.
  package private(set) var timeline: [[MeasureSummary]]
  /// When it came, of the measures that are months; `nil` for the others.
  package private(set) var events: [EventTimes?]
  /// The means by the way in which the futures were drawn; `nil` where each was drawn for itself.
  package private(set) var sampled: SampledMeans?

  package init(_ schema: RunSchema, sampled: SampledMeans? = nil) {
    self.schema = schema
    self.sampled = sampled
    measures = schema.measures.map { MeasureSummary(isEvent: $0.isEvent) }
    let months = schema.horizon?.months ?? 0
    events = schema.measures.map { $0.unit == "month" && $0.isEvent && months > 0 ? EventTimes(months: months) : nil }
    timeline = schema.series.map { _ in Array(repeating: MeasureSummary(exactCount: 4096), count: months) }
  }

  /// Adds a replication; in the order of their numbers, so that every sum is the same whatever computed them.
  package mutating func add(_ record: ReplicationRecord) {
    for (index, value) in record.measures.enumerated() {
      measures[index].add(value)
      events[index]?.add(value)
    }
    sampled?.add(record)
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
