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
