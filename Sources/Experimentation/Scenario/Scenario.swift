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

/// Reads the lines of a scenario; `if`, `switch` and `for` work as in any Swift.
@resultBuilder
public enum ScenarioBuilder {
  /// What the builder puts together.
  public typealias Lines = [ScenarioLine]

  /// One line.
  public static func buildExpression(
    _ part: some ScenarioPart, file: StaticString = #fileID, line: UInt = #line
  ) -> Lines { [ScenarioLine(part: part, location: "\(file):\(line)")] }
  /// Lines one after the other.
  public static func buildBlock(_ lines: Lines...) -> Lines { lines.flatMap { $0 } }
  /// `if` without `else`.
  public static func buildOptional(_ lines: Lines?) -> Lines { lines ?? [] }
  /// `if`.
  public static func buildEither(first lines: Lines) -> Lines { lines }
  /// `else`.
  public static func buildEither(second lines: Lines) -> Lines { lines }
  /// `for … in …`.
  public static func buildArray(_ lines: [Lines]) -> Lines { lines.flatMap { $0 } }
  /// The whole.
  public static func buildFinalResult(_ lines: Lines) -> Scenario {
    var scenario = Scenario()
    for line in lines {
      scenario.location = line.location
      line.part.add(to: &scenario)
    }
    return scenario
  }
}

/// A line of a scenario, and where it stands.
public struct ScenarioLine {
  let part: any ScenarioPart
  let location: String
}

/// A part of a scenario with the line on which it stands.
struct Located<Part> {
  let part: Part
  /// As `File.swift:12`; `nil` where nobody knows.
  let location: String?
}

// Every expense is a line of a scenario.

extension Cost: ScenarioPart {}
extension DataCorpus: ScenarioPart {}
extension Energy: ScenarioPart {}
extension Investment: ScenarioPart {}
extension Metered: ScenarioPart {}
extension Migration: ScenarioPart {}
extension OwnedHardware: ScenarioPart {}
extension ReservedGPUs: ScenarioPart {}
extension Staff: ScenarioPart {}
extension TokenCalls: ScenarioPart {}
extension TrainingRun: ScenarioPart {}

/// An expense that would have been and is not any more: what it would have cost is a benefit.
///
/// ```swift
/// Avoided(Metered("calls", CNY(0.10) / .call, along: prices["interfaces"]) { $0.calls("chat") })
/// Metered("calls served by ourselves", CNY(0.02) / .call) { $0.calls("chat") }
/// ```
/// So the net of a month is what a change brings over leaving it as it was, on the same requests and the same prices.
public struct Avoided: ScenarioPart {
  let expense: any Expense

  /// What would have been paid.
  public init(_ expense: any Expense) { self.expense = expense }

  public func add(to scenario: inout Scenario) { scenario.add(avoided: expense) }
}
