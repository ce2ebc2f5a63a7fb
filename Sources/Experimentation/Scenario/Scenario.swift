public import Demand
public import Economics

/// What happens in one replication: loads, fleets, costs and benefits over a horizon, trials of a model of one's own, and
/// what is measured of them.
public struct Scenario {
  var horizon: Horizon?
  var books: Books?
  var loads: [Load] = []
  var fleets: [Fleet] = []
  var costs: [Cost] = []
  var investments: [Investment] = []
  var benefits: [Benefit] = []
  var trials: [Trial] = []
  var measures: [Measure] = []
  var checks: [Check] = []
}

/// A line of a scenario.
public protocol ScenarioPart {
  /// Adds itself to the scenario.
  func add(to scenario: inout Scenario)
}

extension Horizon: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.horizon = self }
}

extension Books: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.books = self }
}

extension Load: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.loads.append(self) }
}

extension Fleet: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.fleets.append(self) }
}

extension Cost: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.costs.append(self) }
}

extension Investment: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.investments.append(self) }
}

extension Benefit: ScenarioPart {
  public func add(to scenario: inout Scenario) { scenario.benefits.append(self) }
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
