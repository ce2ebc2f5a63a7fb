/// A line of a scenario, and where it stands.
public struct ScenarioLine {
  let part: any ScenarioPart
  let location: String
}
