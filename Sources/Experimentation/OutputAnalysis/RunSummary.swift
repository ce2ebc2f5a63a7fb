import Demand

/// The distributions of a run: of every measure, and of every series in every month.
package struct RunSummary: Sendable {
  package let schema: RunSchema
  package private(set) var measures: [MeasureSummary]
  /// By series, then by month.
  package private(set) var timeline: [[MeasureSummary]]

  package init(_ schema: RunSchema) {
    self.schema = schema
    measures = schema.measures.map { _ in MeasureSummary() }
    let months = schema.horizon?.months ?? 0
    timeline = schema.series.map { _ in Array(repeating: MeasureSummary(exactCount: 4096), count: months) }
  }

  /// Adds a replication; in the order of their numbers, so that every sum is the same whatever computed them.
  package mutating func add(_ record: ReplicationRecord) {
    for (index, value) in record.measures.enumerated() { measures[index].add(value) }
    for (series, values) in record.timeline.enumerated() {
      for (month, value) in values.enumerated() { timeline[series][month].add(value) }
    }
  }

  /// The summary of the measure of that name.
  package func measure(_ name: String) -> MeasureSummary? {
    schema.measures.firstIndex { $0.name == name }.map { measures[$0] }
  }
}
