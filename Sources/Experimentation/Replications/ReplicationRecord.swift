/// What one replication gave: a row of `replications.csv`, and its months.
public struct ReplicationRecord: Sendable, Hashable {
  /// From 0.
  public let replication: Int
  /// In the order of the schema's inputs.
  public let inputs: [Double]
  /// In the order of the schema's measures; `nil` where there is none.
  public let measures: [Double?]
  /// In the order of the schema's series, a value a month.
  public let timeline: [[Double]]
}
