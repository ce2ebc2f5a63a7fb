import Experimentation
import Results

/// The replications of one view, as far as they have been computed: the same draws as `payoff run` with the same settings.
///
/// It belongs to the thread of the simulation.
final class LiveComputation<E: Experiment> {
  let view: ViewSettings
  let plan: RunPlan
  let experiment: ResolvedExperiment<E>
  let schema: RunSchema
  /// All that is computed of each replication.
  private(set) var all: Replications
  /// The first ones without what takes long to find, such as break-evens; `nil` where nothing does.
  private(set) var quick: Replications?
  let rows: MonteCarloRows<E>

  /// Replications from the first on.
  struct Replications {
    fileprivate(set) var summary: RunSummary
    /// The main measure, by replication.
    fileprivate(set) var values: [Double?] = []
    /// The inputs, by replication.
    fileprivate(set) var inputs: [[Double]] = []
    /// The first of them, without their months.
    fileprivate(set) var records: [ReplicationRecord] = []
    fileprivate let solvesBreakEvens: Bool
    /// Seconds that one took on average, lately.
    fileprivate(set) var pace: Double?

    var count: Int { values.count }
  }

  /// - Throws: as `ResolvedExperiment` for what cannot be set, and as `Replicator` for a scenario that cannot be simulated.
  init(_ view: ViewSettings, _ plan: RunPlan) throws {
    self.view = view
    self.plan = view.plan(plan)
    experiment = try ResolvedExperiment<E>.declared(self.plan)
    rows = try MonteCarloRows(experiment, plan: self.plan)
    schema = try Replicator(experiment, plan: self.plan, rows: rows, count: 1).schema()
    all = Replications(summary: RunSummary(schema), solvesBreakEvens: true)
    if schema.measures.contains(where: \.isSought) {
      quick = Replications(summary: RunSummary(schema), solvesBreakEvens: false)
    }
  }

  var mainMeasure: MeasureDeclaration { schema.measures[schema.mainMeasure] }

  /// Whether the main measure and the cash of both are in the same units, so that they have a difference and share an axis.
  func hasUnits(of other: LiveComputation) -> Bool {
    mainMeasure.name == other.mainMeasure.name && mainMeasure.unit == other.mainMeasure.unit
      && schema.currency == other.schema.currency
  }

  /// The replications that a first look is made of.
  var first: Replications { quick ?? all }

  /// Computes some more replications for a first look, at most so many in all.
  func advanceFirst(to count: Int) throws {
    guard var first = quick else { return try advanceAll(to: count) }
    // Not kept twice, so that it is not copied.
    quick = nil
    defer { quick = first }
    try advance(&first, to: count)
  }

  /// Computes some more replications with all there is, at most so many in all.
  func advanceAll(to count: Int) throws { try advance(&all, to: count) }

  /// So long may a step take, in seconds.
  private static var step: Double { 0.06 }
  /// Replications of a step before anything is known of their pace.
  private static var firstStep: Int { 8 }

  private func advance(_ replications: inout Replications, to count: Int) throws {
    guard replications.count < count else { return }
    let wanted = replications.pace.map { max(Self.firstStep, Int(Self.step / $0)) } ?? Self.firstStep
    let range = replications.count..<min(count, replications.count + wanted)
    let clock = ContinuousClock()
    let begin = clock.now
    let replicator = Replicator(
      experiment, plan: plan, rows: rows, count: range.upperBound, solvesBreakEvens: replications.solvesBreakEvens)
    let main = schema.mainMeasure
    try replicator.run(schema, rows: range) { records in
      for record in records {
        replications.summary.add(record)
        replications.values.append(record.measures[main])
        replications.inputs.append(record.inputs)
        if replications.records.count < InputOrder.recordsLooked { replications.records.append(record.withoutTimeline) }
      }
    }
    let seconds = (clock.now - begin) / .seconds(1)
    replications.pace = max(seconds, 1e-6) / Double(range.count)
  }
}
