import ArgumentParser
import CommandOptions

/// `payoff size --load NAME --rate R --deployment NAME --ttft-p99 500ms`
struct SizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "size",
    abstract: "Finds the smallest fleet that holds a service level for a load.",
    discussion: """
      Fleets of one size and another serve the same requests one by one, until one holds the level and the next smaller does \
      not, each with its interval. Then what it costs, how many spares failures call for, and what queueing formulas say.

        payoff size --load azure-conversation --rate 100 --deployment llama-8b-a100 --ttft-p99 500ms
        payoff size --load servegen-m-large --per-day 10e6 --deployment llama-8b-h100 --ttft-p95 1s --tpot-p95 40ms
        payoff size --load ours.csv --deployment ours.json --e2e-p95 10s --availability 99.99%

      size.csv has a row for each size that was looked at, summary.csv the figures of the answer.
      """)

  @OptionGroup var options: SizeOptions

  func run() throws { try AnalysisProgram.start(verb: "size") }
}
