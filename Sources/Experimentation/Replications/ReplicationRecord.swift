/// What one replication gave: a row of `replications.csv`, and its months.
package struct ReplicationRecord: Sendable, Hashable {
  /// From 0.
  package let replication: Int
  /// In the order of the schema's inputs.
  package let inputs: [Double]
  /// In the order of the schema's measures; `nil` where there is none.
  package let measures: [Double?]
  /// In the order of the schema's series, a value a month.
  package let timeline: [[Double]]

  /// The same without its months, where those are of no use.
  package var withoutTimeline: ReplicationRecord {
    ReplicationRecord(replication: replication, inputs: inputs, measures: measures, timeline: [])
  }
}
