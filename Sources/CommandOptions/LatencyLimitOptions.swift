package import ArgumentParser

/// What is promised: latencies that a share of the requests stays below.
package struct LatencyLimitOptions: ParsableArguments {
  private static func help(_ latency: String) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: "\(latency): a time with its unit, such as 500ms or 2s.")
  }

  @Option(help: Self.help("99 % see their first token within it")) package var ttftP99: String?
  @Option(help: Self.help("95 % see their first token within it")) package var ttftP95: String?
  @Option(help: Self.help("99 % get their tokens at that distance on average")) package var tpotP99: String?
  @Option(help: Self.help("95 % get their tokens at that distance on average")) package var tpotP95: String?
  @Option(help: Self.help("99 % have their whole answer within it")) package var e2eP99: String?
  @Option(help: Self.help("95 % have their whole answer within it")) package var e2eP95: String?
  @Option(help: Self.help("99 % wait no longer until their first step")) package var waitP99: String?
  @Option(help: Self.help("95 % wait no longer until their first step")) package var waitP95: String?

  package init() {}
}
