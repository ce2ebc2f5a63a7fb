package import EventSimulation

/// The distributions of every measure at every point of a sweep, and of its difference from one point's.
package struct SweepSummary: Sendable {
  package let schema: RunSchema
  /// By point, then by measure.
  package private(set) var measures: [[MeasureSummary]]
  /// The difference from the base point in the same replication, by point and measure; empty without a base.
  package private(set) var differences: [[Tally]]
  /// Replications in which one of the two has no value, by point and measure.
  package private(set) var unpaired: [[Int]]
  private let base: Int?
  /// The measures of the replication under way, by point.
  private var replication: [[Double?]] = []

  package init(_ schema: RunSchema, points: Int, base: Int?) {
    self.schema = schema
    self.base = base
    let width = schema.measures.count
    measures = Array(repeating: Array(repeating: MeasureSummary(exactCount: 2048), count: width), count: points)
    differences = base == nil ? [] : Array(repeating: Array(repeating: Tally(), count: width), count: points)
    unpaired = base == nil ? [] : Array(repeating: Array(repeating: 0, count: width), count: points)
  }

  /// Adds a row; in the order of their numbers, in which the points of a replication follow each other.
  package mutating func add(_ record: ReplicationRecord) {
    let point = record.replication % measures.count
    for (index, value) in record.measures.enumerated() { measures[point][index].add(value) }
    guard let base else { return }
    replication.append(record.measures)
    guard replication.count == measures.count else { return }
    for (point, values) in replication.enumerated() {
      for (index, value) in values.enumerated() {
        if let value, let reference = replication[base][index] {
          differences[point][index].add(value - reference)
        } else {
          unpaired[point][index] += 1
        }
      }
    }
    replication.removeAll(keepingCapacity: true)
  }
}
