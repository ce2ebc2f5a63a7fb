import Randomness

@testable import Experimentation

/// The forecast of a scenario in one replication.
func forecast(
  replication: Int = 0, @ScenarioBuilder _ scenario: () -> Scenario
) throws -> Forecast {
  try ForecastModel.run(scenario(), streams: Streams(seed: 1, replication: replication))
}

extension ForecastModel {
  /// Runs a scenario that is laid out for itself.
  static func run(_ scenario: Scenario, streams: Streams) throws -> Forecast {
    try run(scenario, try ForecastLayout(scenario, streams: streams), streams: streams)
  }
}

/// What one replication of a scenario gave, with its names.
struct NamedEvaluation {
  let measures: [(declaration: MeasureDeclaration, value: Double?)]
  let series: [(declaration: MeasureDeclaration, values: [Double])]

  init(_ scenario: Scenario, streams: Streams) throws {
    let layout = try ScenarioLayout(scenario, streams: streams)
    let evaluation = try layout.evaluation(of: scenario, streams: streams)
    let schema = try layout.schema(evaluation.outcomes)
    measures = zip(schema.measures, evaluation.measures).map { ($0, $1) }
    series = zip(schema.series, evaluation.series).map { ($0, $1) }
  }
}

/// What a scenario is refused with; empty where it is not.
func refusal(@ScenarioBuilder of scenario: () -> Scenario) -> String {
  do {
    _ = try ValidationErrors.collecting { try ForecastModel.run(scenario(), streams: Streams(seed: 1, replication: 0)) }
    return ""
  } catch {
    return "\(error)"
  }
}
