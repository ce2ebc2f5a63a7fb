import Randomness

/// Finds the inputs on which no measure depends with the choices taken: in each of the first replications the input is
/// given its value of another replication, with the same chance and the same other inputs, and every measure stays the
/// same to the last bit.
///
/// An input that the first of them shows to be in use is not tried again, so that the cost is about one replication an
/// input.
package struct UnusedInputs<E: Experiment> {
  private let experiment: ResolvedExperiment<E>
  private let schema: RunSchema
  private let rows: any RowSource
  private let records: [ReplicationRecord]

  /// Replications in which an input has to change nothing.
  private static var tried: Int { 32 }

  /// - `rows`: what the replications were computed with.
  /// - `records`: the first replications, whose values are taken instead: a hundred are enough.
  package init(
    _ experiment: ResolvedExperiment<E>, _ schema: RunSchema, rows: any RowSource, records: [ReplicationRecord]
  ) {
    self.experiment = experiment
    self.schema = schema
    self.rows = rows
    self.records = records
  }

  /// Their names, in the order of the inputs; none where the replications are too few to tell.
  ///
  /// - `compute`: computes that many rows and gives their measures, in order; those that are sought may be left out.
  package func names(_ compute: (any RowSource, Int) throws -> [[Double?]]) throws -> [String] {
    guard records.count >= Self.tried else { return [] }
    var candidates = experiment.inputs.indices.filter { isUncertain($0) || isSet($0) }
    for record in records.prefix(Self.tried) {
      guard !candidates.isEmpty else { break }
      let changes = candidates.compactMap { column in
        other(column, than: record).map { ChangedInputRows.Change(column: column, value: $0) }
      }
      let found = try compute(ChangedInputRows(rows, record.replication, changes), changes.count)
      candidates = zip(changes, found).filter { isSame($1, record.measures) }.map(\.0.column)
    }
    return candidates.map { experiment.inputs[$0].declaration.name }
  }

  private func isUncertain(_ column: Int) -> Bool { experiment.uncertainInputs.contains(column) }

  /// Whether an input has one value instead of a distribution that it is declared with.
  private func isSet(_ column: Int) -> Bool {
    let input = experiment.inputs[column]
    return input.isOverridden
      && input.declaration.distribution.quantile(0.05) < input.declaration.distribution.quantile(0.95)
  }

  /// The value of another replication, or one that is declared, that is the furthest from that of this one; `nil` where all
  /// are the same.
  private func other(_ column: Int, than record: ReplicationRecord) -> Double? {
    let drawn = record.inputs[column]
    let declared = experiment.inputs[column].declaration.distribution
    let others =
      isUncertain(column) ? records.map { $0.inputs[column] } : [declared.quantile(0.05), declared.quantile(0.95)]
    let furthest = others.max { abs($0 - drawn) < abs($1 - drawn) }
    return furthest == drawn ? nil : furthest
  }

  private func isSame(_ one: [Double?], _ other: [Double?]) -> Bool {
    schema.measures.indices.allSatisfy { schema.measures[$0].isSought || one[$0] == other[$0] }
  }
}

/// One replication again and again, each time with one input changed.
private struct ChangedInputRows: RowSource {
  struct Change {
    let column: Int
    let value: Double
  }

  private let rows: any RowSource
  private let replication: Int
  private let changes: [Change]

  init(_ rows: any RowSource, _ replication: Int, _ changes: [Change]) {
    self.rows = rows
    self.replication = replication
    self.changes = changes
  }

  func row(_ number: Int) -> RunRow {
    var row = rows.row(replication)
    row.set(changes[number].column, to: changes[number].value)
    return row
  }

  func place(of number: Int) -> String {
    rows.place(of: replication) + ", with input \(changes[number].column + 1) at \(changes[number].value.shortest)"
  }
}
