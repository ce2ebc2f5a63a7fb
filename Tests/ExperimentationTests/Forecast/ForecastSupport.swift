import Randomness

@testable import Experimentation

/// The forecast of a scenario in one replication.
func forecast(
  replication: Int = 0, @ScenarioBuilder _ scenario: () -> Scenario
) throws -> Forecast {
  try ForecastModel.run(scenario(), streams: Streams(seed: 1, replication: replication))
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
