import Demand
import Economics
import Randomness

/// What one evaluation of a scenario gave, with the names of everything in it.
struct ScenarioEvaluation {
  private(set) var measures: [(declaration: MeasureDeclaration, value: Double?)] = []
  private(set) var series: [(declaration: MeasureDeclaration, values: [Double])] = []
  private(set) var checks: [CheckDeclaration] = []
  private let horizon: Horizon?
  private let currency: CurrencyCode?

  /// Simulates a scenario with the streams of one replication.
  init(_ scenario: Scenario, streams: Streams) throws {
    horizon = scenario.horizon
    currency = scenario.books?.part.currency
    if scenario.isForecast {
      let forecast = try ForecastModel.run(scenario, streams: streams)
      addStandardMeasures(of: forecast)
      addStandardSeries(of: forecast)
      try addSignals(scenario.signals, of: forecast)
      for measure in scenario.measures { add(measure.name, measure.unit, "", measure.value(forecast)) }
      for check in scenario.checks {
        checks.append(
          CheckDeclaration(
            name: check.name, unit: check.unit, byHand: check.byHand, explanation: check.explanation,
            range: check.range, fact: check.fact,
            measure: measures.count))
        add("check: \(check.name)", check.unit, check.explanation, check.simulated(forecast))
      }
    } else if !scenario.measures.isEmpty || !scenario.checks.isEmpty || !scenario.signals.isEmpty {
      throw InvalidValue(
        "scenario", "a Measure, a Check and a Signal look at a forecast, and there is none",
        remedy: "a Trial returns its measures itself")
    }
    for trial in scenario.trials {
      for outcome in try trial.run(streams) {
        add(outcome.name, outcome.unit, "", outcome.value)
        guard let claim = outcome.claim else { continue }
        checks.append(
          CheckDeclaration(
            name: claim.name, unit: outcome.unit, byHand: claim.byHand, explanation: claim.explanation,
            range: claim.range, fact: claim.fact, measure: measures.count))
        add("check: \(claim.name)", outcome.unit, claim.explanation, outcome.value)
      }
    }
    guard !measures.isEmpty else {
      throw InvalidValue("scenario", "it measures nothing", remedy: "add a Load and a Fleet, or a Trial")
    }
    for (index, measure) in measures.enumerated()
    where measures[..<index].contains(where: { $0.declaration.name == measure.declaration.name }) {
      throw InvalidValue("measure \"\(measure.declaration.name)\"", "there are two of that name")
    }
  }

  var schema: RunSchema {
    RunSchema(
      measures: measures.map(\.declaration), series: series.map(\.declaration), checks: checks, horizon: horizon,
      currency: currency)
  }

  /// - `isEvent`: whether one without a value is later than any, as a month that never comes, and not just unknown.
  mutating func add(
    _ name: String, _ unit: InputUnit, _ meaning: String, _ value: Double?, isEvent: Bool = true, isDetail: Bool = false
  ) {
    measures.append(
      (MeasureDeclaration(name: name, unit: unit, meaning: meaning, isEvent: isEvent, isDetail: isDetail), value))
  }

  mutating func addSeries(_ name: String, _ unit: InputUnit, _ meaning: String, _ values: [Double]) {
    series.append((MeasureDeclaration(name: name, unit: unit, meaning: meaning), values))
  }
}
