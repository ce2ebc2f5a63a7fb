/// The distributions of every measure at every point of a sweep, and of its difference from one point's.
package struct SweepSummary: Sendable {
  package let schema: RunSchema
  /// By point, then by measure.
  package private(set) var measures: [[MeasureSummary]]
  /// The difference from the base point in the same replication, by point and measure; empty without a base.
  package private(set) var differences: [[PairedTally]]
  /// The position of the measure that is shown.
  package let shown: Int
  private let reading: MeasureReading
  private let base: Int?
  /// The measures of the replication under way, by point.
  private var replication: [[Double?]] = []

  /// - `reading`: what is shown, one measure more where it is none of the schema's own.
  package init(_ schema: RunSchema, points: Int, base: Int?, reading: MeasureReading) {
    (self.schema, shown) = reading.added(to: schema)
    self.reading = reading
    self.base = base
    let each = self.schema.measures.map {
      MeasureSummary(exactCount: 2048, isProbability: $0.isProbability, isEvent: $0.isEvent)
    }
    measures = Array(repeating: each, count: points)
    differences =
      base == nil ? [] : Array(repeating: Array(repeating: PairedTally(), count: each.count), count: points)
  }

  /// Adds a row; in the order of their numbers, in which the points of a replication follow each other.
  package mutating func add(_ record: ReplicationRecord) {
    let point = record.replication % measures.count
    let values = reading.values(of: record)
    for (index, value) in values.enumerated() { measures[point][index].add(value) }
    guard let base else { return }
    replication.append(values)
    guard replication.count == measures.count else { return }
    for (point, values) in replication.enumerated() {
      for (index, value) in values.enumerated() {
        differences[point][index].add(value, replication[base][index])
      }
    }
    replication.removeAll(keepingCapacity: true)
  }
}
