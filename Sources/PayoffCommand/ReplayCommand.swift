import ArgumentParser
import CommandOptions

/// `payoff replay --trace FILE --deployment NAME`
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Serves recorded requests one by one, and writes what became of each.",
    discussion: """
      Requests come as recorded, or faster, and share the steps of their replica as vLLM does it. requests.csv has a row a \
      request, summary.csv percentiles of its latencies, how full the replicas were, energy and cost.

        payoff replay --trace azure-llm-2023-conv.csv.gz --deployment llama-8b-a100 --replicas 2
        payoff replay --trace ours.csv --deployment ours.json --replicas 8 --times-rate 3 --price 2.35
      """)

  @OptionGroup var options: ReplayOptions

  func run() throws { try AnalysisProgram.start(verb: "replay") }
}
