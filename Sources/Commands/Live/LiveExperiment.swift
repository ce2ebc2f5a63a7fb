import EventSimulation
import Experimentation
import Randomness
import Results

/// An experiment on the live page: its base case, and the views that were computed last.
///
/// Everything but what is constant belongs to the thread of the simulation.
final class LiveExperiment<E: Experiment>: @unchecked Sendable {
  /// What the page begins with, as the command line sets it.
  let baseView: ViewSettings
  /// Replications of a finished picture, seed and threads, the same in all views.
  let plan: RunPlan
  /// The experiment, as the command line names it.
  let name: String
  private var base: LiveComputation<E>?
  /// The base case with settings of a view that is in another unit, the latest last.
  private var otherBases: [LiveComputation<E>] = []
  /// The latest last.
  private var views: [LiveComputation<E>] = []

  /// So many views are kept, for whoever goes back to one.
  private static var kept: Int { 6 }
  /// Replications from which the shares of the variance are read.
  private static var looked: Int { 200 }

  init(_ baseView: ViewSettings, plan: RunPlan, name: String) {
    self.baseView = baseView
    self.plan = plan
    self.name = name
  }

  /// The base case.
  func baseComputation() throws -> LiveComputation<E> {
    if let base { return base }
    let made = try LiveComputation<E>(baseView, plan)
    base = made
    return made
  }

  /// The base case in the units of a view: as it is, or with settings that the view has, such as another currency. `nil` where
  /// none of them gives it the units of the view, so that the two cannot be compared.
  func baseComputation(besides view: LiveComputation<E>) throws -> LiveComputation<E>? {
    let base = try baseComputation()
    if base.hasUnits(of: view) { return base }
    let names = Set(view.experiment.settings.map(\.declaration.name))
    let set = view.view.assignments.filter { names.contains($0.name) && !baseView.assignments.contains($0) }
    guard !set.isEmpty else { return nil }
    // One setting is most often all that it takes; the others stay as the base case has them. What the base case cannot be
    // set to is not what the two are compared with.
    for settings in set.map({ [$0] }) + [set] {
      if let other = try? computation(ofBaseWith: settings, view), other.hasUnits(of: view) { return other }
    }
    return nil
  }

  private func computation(
    ofBaseWith settings: [ViewSettings.Assignment], _ view: LiveComputation<E>
  ) throws -> LiveComputation<E> {
    var wanted = baseView
    wanted.assignments.removeAll { old in settings.contains { $0.name == old.name } }
    wanted.assignments += settings
    if Set(wanted.assignments) == Set(view.view.assignments), wanted.caseName == view.view.caseName { return view }
    if let found = otherBases.first(where: { $0.view == wanted }) { return found }
    let made = try LiveComputation<E>(wanted, plan)
    otherBases = otherBases.suffix(Self.kept - 1) + [made]
    return made
  }

  /// The replications of a view, as far as they are there.
  func computation(of view: ViewSettings) throws -> LiveComputation<E> {
    if view == baseView { return try baseComputation() }
    if let place = views.firstIndex(where: { $0.view == view }) {
      let found = views.remove(at: place)
      views.append(found)
      return found
    }
    let made = try LiveComputation<E>(view, plan)
    views = views.suffix(Self.kept - 1) + [made]
    return made
  }

  /// The shares of the variance of the base case that inputs explain; `nil` before ``readDrivers()`` has finished, and
  /// where nothing is uncertain.
  private(set) var drivers: Drivers?
  /// The inputs of the base case in their order; `nil` before ``readDrivers()`` has finished.
  private(set) var order: InputOrder?

  /// Reads ``drivers`` and ``order``, or computes some of the replications that it takes; whether it has finished.
  func readDrivers() throws -> Bool {
    if order != nil { return true }
    let base = try baseComputation()
    let looked = min(Self.looked, plan.replications)
    guard base.first.count >= looked else {
      try base.advanceFirst(to: looked)
      return false
    }
    let order = try InputOrder(base.experiment, base.plan, base.schema, rows: base.rows, records: base.first.records)
    let places = base.experiment.uncertainInputs
    let (first, names) = (base.first, base.experiment.inputs.map(\.declaration.name))
    let rows = first.values.indices.prefix(looked).filter { first.values[$0] != nil }
    drivers = Drivers(
      measure: base.schema.measures[base.schema.mainMeasure].name, inputs: places.map { names[$0] },
      columns: places.map { place in rows.map { first.inputs[$0][place] } },
      outputs: rows.compactMap { first.values[$0] }, unused: order.unused)
    self.order = order
    return true
  }

  /// What makes the same results, as a shell reads it.
  func command(_ view: ViewSettings) -> String {
    (["payoff", RunCommand.name, name] + runOptions + view.arguments).map(ShellText.quoted).joined(separator: " ")
  }

  var runOptions: [String] { ["--replications", "\(plan.replications)", "--seed", "\(plan.seed)"] }
}
