import ArgumentParser
import CommandOptions

/// `payoff evidence`, `payoff evidence EXPERIMENT` or `payoff evidence --from DIRECTORY …`
struct EvidenceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence",
    abstract: "Lists what an experiment rests on: each figure, who says so, and how much hangs on it.",
    discussion: """
      For each input and each fact of the catalogues that is looked at: value, unit, date, source and confidence; whether \
      it is unsourced, contradictory, stale (more than two years before the start) or undated; and the rank correlation of \
      the answer with it. Claims of the case are held against the simulation.

        payoff evidence                    the figures of the case, F1 to F19, and whether they agree
        payoff evidence TrainingRun        what that experiment rests on
        payoff evidence --from runs/evidence/*   a page of what several of them left
      """)

  @Argument(help: "A name in experiments/, or the path of a Swift file.")
  var experiment: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Makes a page in Markdown of the directories that payoff evidence EXPERIMENT left.", valueName: "DIRECTORY"))
  var from: [String] = []

  @OptionGroup var options: EvidenceOptions

  func run() async throws {
    guard let experiment, from.isEmpty else { try AnalysisProgram.start(verb: "evidence") }
    try await ExperimentProgram.start(experiment, verb: "evidence")
  }
}
