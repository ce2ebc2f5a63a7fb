public import Demand
public import Economics

/// What happens in one replication: loads, fleets, costs and benefits over a horizon, trials of a model of one's own, and
/// what is measured of them.
public struct Scenario {
  var horizon: Horizon?
  var books: Located<Books>?
  var loads: [Load] = []
  var splits: [Located<Split>] = []
  var fleets: [Fleet] = []
  /// Where the fleets stand.
  var fleetLocations: [String?] = []
  var expenses: [Located<any Expense>] = []
  /// What is not paid any more.
  var avoided: [Located<any Expense>] = []
  var benefits: [Located<Benefit>] = []
  /// The price indices whose months are shown.
  var indices: [PriceIndex] = []
  var trials: [Trial] = []
  var measures: [Measure] = []
  var checks: [Check] = []
  var signals: [Signal] = []
  /// Where the line stands that is being added.
  var location: String?

  /// Whether there is anything but trials in it.
  var isForecast: Bool {
    horizon != nil || books != nil || !loads.isEmpty || !fleets.isEmpty || !expenses.isEmpty || !avoided.isEmpty
      || !benefits.isEmpty || !indices.isEmpty
  }

  private func located<Part>(_ part: Part) -> Located<Part> { Located(part: part, location: location) }

  mutating func add(_ books: Books) { self.books = located(books) }
  mutating func add(_ split: Split) { splits.append(located(split)) }
  mutating func add(_ benefit: Benefit) { benefits.append(located(benefit)) }
  mutating func add(expense: any Expense) { expenses.append(located(expense)) }
  mutating func add(avoided expense: any Expense) { avoided.append(located(expense)) }

  mutating func add(_ fleet: Fleet) {
    fleets.append(fleet)
    fleetLocations.append(location)
  }
}

/// A line of a scenario.
///
/// An `Expense` of one's own becomes one by saying so, and needs no code for it:
/// ```swift
/// struct Insurance: Expense, ScenarioPart { … }
/// ```
public protocol ScenarioPart {
  /// Adds itself to the scenario.
  func add(to scenario: inout Scenario)
}

extension ScenarioPart where Self: Expense {
  public func add(to scenario: inout Scenario) { scenario.add(expense: self) }
}

extension Horizon: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.horizon = self }
}

extension Books: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.add(self) }
}

extension Load: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.loads.append(self) }
}

extension Fleet: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.add(self) }
}

extension Benefit: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.add(self) }
}

extension PriceIndex: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.indices.append(self) }
}

extension Prices: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.indices += indices }
}

extension Trial: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.trials.append(self) }
}

extension Measure: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.measures.append(self) }
}

extension Check: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.checks.append(self) }
}
