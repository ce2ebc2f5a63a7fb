import ArgumentParser
import Dispatch
import Experimentation
import Glibc
import Randomness
import Results
import Synchronization
import SystemPackage

/// `payoff serve EXPERIMENT`: a page on which the inputs are moved and the answer moves with them.
struct ServeCommand: Command {
  static let facts = CommandFacts(
    "serve", title: "live page",
    "Opens a page on this machine on which inputs are moved and the answer moves with them.",
    details: """
      The page has a slider, a number and a distribution for each input, those that decide most first. Every view has the same \
      draws, so that a difference from the base case is one of the inputs. A first picture of 50 replications is refined to \
      --replications. The command line of a view gives the same numbers.

      The server listens on 127.0.0.1 alone. Its address holds a token, without which it answers nothing. Ctrl-C ends it.

      Exit codes: 64 wrong usage, 65 a wrong experiment, 69 a port that cannot be had.
      """,
    examples: ["payoff serve CustomerService", "payoff serve SupportAssistant --port 8000 --set conversations=40k"],
    firstStep: "a live page: move an input, see the answer move")

  @Argument(
    help: "A name in experiments/, or the path of a Swift file. (default: a page of all)",
    completion: ExperimentCompiler.completion)
  var experiments: [String] = []

  @Option(
    parsing: .unconditional,
    help: "The port to listen on; experiments of a page of several have those behind it. (default: a free one)",
    transform: { try WholeNumber.read($0, in: 0...UInt16.max) })
  var port: UInt16 = 0

  @Option(
    name: [.short, .long], parsing: .unconditional,
    help: "The replications of a finished picture. (default: 1000)",
    transform: { try WholeNumber.read($0, in: 20...100_000) })
  var replications = 1000

  @Option(
    parsing: .unconditional, help: "The random seed of all views. (default: 1)",
    transform: { try WholeNumber.read($0, in: 0...UInt64.max) })
  var seed: UInt64 = 1

  @Option(
    parsing: .unconditional, help: "How many replications are computed in parallel. (default: the number of cores)",
    transform: { try WholeNumber.read($0, in: 1...1024) })
  var threads: Int?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Sets an input, a choice or a setting of the base case; may be repeated.", valueName: "name=VALUE"))
  var assignments: [String] = []

  @Option(
    name: .customLong("case"), help: ArgumentHelp("The case that is the base case.", valueName: "NAME"))
  var caseName: String?

  @Option(
    help: ArgumentHelp("The file of saved scenarios. (default: runs/NAME-scenarios.json)", valueName: "FILE"))
  var scenarios: String?

  @Option(help: ArgumentHelp("The token of the address, for a link that stays the same. (default: a new one)"))
  var token: String?

  @Flag(help: .hidden)
  var endsWithInput = false

  @OptionGroup var language: LanguageOption

  package var experimentName: String? { experiments.count == 1 ? experiments[0] : nil }

  func check() throws {
    _ = try language.value
    _ = try view
    if let token, token.count < 8 || !token.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) {
      throw InvalidValue("--token \(token)", "a token is 8 or more letters and digits")
    }
    if experiments.count != 1, !assignments.isEmpty || caseName != nil || scenarios != nil {
      throw CommandError(.usage, "--set, --case and --scenarios are about one experiment; name it")
    }
  }

  /// What the page begins with.
  private var view: ViewSettings {
    get throws(InvalidValue) {
      try ViewSettings(
        query: assignments.map { (name: "set", value: $0) } + (caseName.map { [(name: "case", value: $0)] } ?? []))
    }
  }

  func run<E: Experiment>(_ type: E.Type) throws {
    let plan = RunPlan(replications: replications, seed: seed, threads: SharedOptions.threads(threads))
    SignalHandling.note(seed: seed)
    // What is wrong with what is set is said before a page is opened.
    var checked = plan
    checked.overrides = try assignments.map { try Override($0) }
    checked.caseName = caseName
    for doubt in try ResolvedExperiment<E>.declared(checked).doubts {
      Terminal.standardError.write("Note: \(doubt.text(in: .english))\n")
    }
    let server = LiveServer(
      LiveExperiment<E>(try view, plan: plan, name: experiments[0]),
      scenarios: try SavedScenarios(FilePath(scenarios ?? "runs/\(E.self)-scenarios.json")),
      token: token ?? RequestGuard.newToken(), try language.value)
    let isOver = watch()
    let (port, finished, outcome) = (port, DispatchSemaphore(value: 0), Outcome())
    let announce: @Sendable (String) -> Void = Self.announce("\(E.self)")
    Task.detached {
      do {
        try await server.run(port: port, announce: announce, until: isOver)
      } catch {
        outcome.error.withLock { $0 = error }
      }
      finished.signal()
    }
    finished.wait()
    if let error = outcome.error.withLock({ $0 }) { throw error }
  }

  /// Says where the page is: the address alone on standard output, for programs.
  static func announce(_ name: String) -> @Sendable (String) -> Void {
    { address in
      Terminal.standardError.write("The live page of \(name); Ctrl-C ends it:\n")
      Terminal.standardOutput.line(address)
    }
  }

  /// How the server ended.
  private final class Outcome: Sendable {
    let error = Mutex<(any Error)?>(nil)
  }

  /// Whether the server is to end: the user has stopped it, or whoever started it is gone.
  private func watch() -> @Sendable () -> Bool {
    guard endsWithInput else { return { Interruption.isRequested } }
    return {
      var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      return Interruption.isRequested || (poll(&input, 1, 0) > 0 && input.revents & Int16(POLLHUP) != 0)
    }
  }

  func runAlone() async throws {
    let options =
      ["--replications", "\(replications)", "--seed", "\(seed)", "--language", language.language]
      + (threads.map { ["--threads", "\($0)"] } ?? [])
    SignalHandling.begin()
    try await LiveIndex(experiments, options: options, port: port, token: token, try language.value)
      .run(announce: Self.announce("the experiments"), until: watch())
  }
}
