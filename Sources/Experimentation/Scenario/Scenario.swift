public import Demand
public import Economics
import Randomness

/// The content of one replication: loads, fleets, costs and benefits over a horizon, trials of your own model, and
/// their measures.
public struct Scenario {
  var horizon: Located<Horizon>?
  var books: Located<Books>?
  var loads: [Located<Load>] = []
  var splits: [Located<TrafficSplit>] = []
  var fleets: [Located<Fleet>] = []
  var expenses: [Located<any Expense>] = []
  /// What is not paid any more.
  var avoided: [Located<any Expense>] = []
  var benefits: [Located<Benefit>] = []
  /// The price indices whose months are shown.
  var indices: [Located<PriceIndex>] = []
  /// When what is decided operates.
  var operations: [Located<OperatingLife>] = []
  var terminalValues: [Located<TerminalValue>] = []
  var trials: [Trial] = []
  var measures: [Located<Measure>] = []
  var checks: [Located<Check>] = []
  var breakEvens: [Located<BreakEven>] = []
  var indicators: [Located<Indicator>] = []

  /// Whether there is anything but trials in it.
  var isForecast: Bool {
    horizon != nil || books != nil || !loads.isEmpty || !fleets.isEmpty || !expenses.isEmpty || !avoided.isEmpty
      || !benefits.isEmpty || !indices.isEmpty
  }
}

/// A part of a scenario with the line on which it stands.
struct Located<Part> {
  let part: Part
  /// As `File.swift:12`.
  let location: String

  init(_ part: Part, _ location: String) {
    self.part = part
    self.location = location
  }
}

/// A line of a scenario.
///
/// Your own `Expense` conforms without further code:
/// ```swift
/// struct Insurance: Expense, ScenarioPart { … }
/// ```
public protocol ScenarioPart {
  /// Adds itself to the scenario.
  ///
  /// - `location`: the line on which it stands, as `File.swift:12`.
  func add(to scenario: inout Scenario, at location: String)
}

extension ScenarioPart where Self: Expense {
  public func add(to scenario: inout Scenario, at location: String) {
    scenario.expenses.append(Located(self, location))
  }
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

/// A cost that is no longer paid, which counts as a benefit.
///
/// ```swift
/// Avoided(Metered("calls", CNY(0.10) / .call, along: prices["interfaces"]) { $0.calls("chat") })
/// Metered("calls served by ourselves", CNY(0.02) / .call) { $0.calls("chat") }
/// ```
/// So the net of a month is what a change brings over leaving it as it was, on the same requests and the same prices.
public struct Avoided: ScenarioPart {
  private let expense: any Expense

  /// The expense that is no longer paid.
  public init(_ expense: any Expense) { self.expense = expense }

  public func add(to scenario: inout Scenario, at location: String) {
    scenario.avoided.append(Located(expense, location))
  }
}

extension Horizon: ScenarioPart {
  public func add(to scenario: inout Scenario, at location: String) {
    scenario.horizon.rejectSecond("Horizon", at: location)
    scenario.horizon = Located(self, location)
  }
}

extension Books: ScenarioPart {
  public func add(to scenario: inout Scenario, at location: String) {
    scenario.books.rejectSecond("Books", at: location)
    scenario.books = Located(self, location)
  }
}

extension Optional {
  /// Reports what a scenario has once where it has one already.
  fileprivate func rejectSecond<Part>(_ what: String, at location: String) where Wrapped == Located<Part> {
    guard let first = self else { return }
    let place = InvalidValue(what, "", location: first.location).location ?? ""
    ValidationErrors.report(
      InvalidValue(
        what, "the scenario has one already, at \(place)", remedy: "leave one of the two out", location: location))
  }
}

extension Load: ScenarioPart {
  public func add(to scenario: inout Scenario, at location: String) { scenario.loads.append(Located(self, location)) }
}

extension Fleet: ScenarioPart {
  public func add(to scenario: inout Scenario, at location: String) { scenario.fleets.append(Located(self, location)) }
}

extension Benefit: ScenarioPart {
  public func add(to scenario: inout Scenario, at location: String) {
    scenario.benefits.append(Located(self, location))
  }
}

extension PriceIndex: ScenarioPart {
  public func add(to scenario: inout Scenario, at location: String) { scenario.indices.append(Located(self, location)) }
}

extension Prices: ScenarioPart {
  public func add(to scenario: inout Scenario, at location: String) {
    scenario.indices += indices.map { Located($0, location) }
  }
}

extension Trial: ScenarioPart {
  public func add(to scenario: inout Scenario, at location: String) { scenario.trials.append(self) }
}

extension Measure: ScenarioPart {
  public func add(to scenario: inout Scenario, at location: String) {
    scenario.measures.append(Located(self, location))
  }
}

extension Check: ScenarioPart {
  public func add(to scenario: inout Scenario, at location: String) { scenario.checks.append(Located(self, location)) }
}

/// Reads the lines of a scenario; `if`, `switch` and `for` work as in any Swift.
@resultBuilder
public enum ScenarioBuilder {
  /// The lines that the builder collects.
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
  /// The scenario.
  public static func buildFinalResult(_ lines: Lines) -> Scenario {
    var scenario = Scenario()
    for line in lines { line.part.add(to: &scenario, at: line.location) }
    return scenario
  }
}

/// A line of a scenario, and where it stands.
public struct ScenarioLine {
  let part: any ScenarioPart
  let location: String
}
