import ArgumentParser
import Experimentation
import FoundationEssentials
import Randomness
import Results
import SystemPackage

/// The options of every command that simulates an experiment.
///
/// Names and values are text here; the experiment interprets them.
struct SharedOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "The random seed; the same seed gives the same bytes. (default: 1)",
    transform: { try WholeNumber.read($0, in: 0...UInt64.max) })
  var seed: UInt64 = 1

  @Option(
    parsing: .unconditional, help: "How many replications are computed in parallel. (default: the number of cores)",
    transform: { try WholeNumber.read($0, in: 1...1024) })
  var threads: Int?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Sets an input, a choice or a setting; may be repeated.",
      discussion: """
        VALUE is a number with an optional unit (0.4, 40 %, 8M, 40k/day, 1,500, $2.5/h, "0.5 USD per 1k tokens"), a \
        distribution (uniform(0.2, 0.6), triangular(1, 2, 5), 5 to 50 for a lognormal 90 % interval; each number may \
        have its unit, as in 30 min to 1 h), or an option of a choice. An amount in \
        another currency is taken at the exchange rate among the inputs, where there is one.
        """, valueName: "name=VALUE"))
  var assignments: [String] = []

  @Option(
    name: .customLong("inputs"),
    help: ArgumentHelp(
      "A sheet of inputs, as payoff inputs EXPERIMENT writes it; --set takes precedence.", valueName: "FILE"))
  var sheet: String?

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp(
      "Takes the values of a case that the experiment declares; --set takes precedence. (default: base, as declared)",
      valueName: "NAME"))
  var caseName: String?

  @Flag(
    help:
      "Puts every input that is not set at the value that its source states, or at its median; prices follow their medians."
  )
  var deterministic = false

  @Option(
    name: .customLong("correlate"), parsing: .singleValue,
    help: ArgumentHelp(
      "Correlates two inputs by the correlation of their ranks; may be repeated. none leaves out what the experiment declares.",
      valueName: "first,second=CORRELATION"))
  var correlations: [String] = []

  @Option(
    help: ArgumentHelp(
      "The copula of correlated inputs: gaussian, t(4), clayton, gumbel or frank. (default: that of the experiment)",
      valueName: "COPULA"))
  var copula: String?

  @Flag(help: "Replaces a correlation matrix that is not positive definite by the nearest one, and reports the change.")
  var repairCorrelations = false

  @Flag(help: "Goes on from what an earlier run of the same command had finished when it was cut off.")
  var resume = false

  @OptionGroup var output: OutputOptions

  /// How a run of so many replications is to be made; an experiment completes it with what a sheet says of it.
  func plan(_ replications: Int) throws(InvalidValue) -> RunPlan {
    var overrides: [Override] = []
    for assignment in assignments { overrides.append(try Override(assignment)) }
    let sheet = try sheet.map { file throws(InvalidValue) in try InputSheet(contentsOf: file) }
    let names = Set(overrides.map(\.name))
    overrides += (sheet?.overrides ?? []).filter { !names.contains($0.name) }
    var plan = RunPlan(
      replications: replications, seed: seed, threads: Self.threads(threads), overrides: overrides,
      dependence: try DependenceOverride(pairs: correlations, copula: copula, repairs: repairCorrelations),
      isDeterministic: deterministic, caseName: caseName)
    plan.sheetExperiment = sheet?.experiment
    plan.sheetRows = sheet?.rows ?? []
    plan.resumes = resume
    return plan
  }

  /// The options given that only an experiment uses.
  var given: [String] {
    (threads == nil ? [] : ["--threads"]) + (assignments.isEmpty ? [] : ["--set"])
      + (sheet == nil ? [] : ["--inputs"])
      + (deterministic ? ["--deterministic"] : []) + (caseName == nil ? [] : ["--case"])
      + (correlations.isEmpty ? [] : ["--correlate"]) + (copula == nil ? [] : ["--copula"])
      + (repairCorrelations ? ["--repair-correlations"] : []) + (resume ? ["--resume"] : [])
  }

  /// As many threads as are asked for, or as there are cores.
  static func threads(_ asked: Int?) -> Int { asked ?? min(ProcessInfo.processInfo.activeProcessorCount, 1024) }
}

/// The options of every command that simulates so many replications.
struct ReplicatedOptions: ParsableArguments {
  @Option(
    name: [.short, .long], parsing: .unconditional, help: "The number of replications. (default: 1000)",
    transform: { try WholeNumber.read($0, in: 1...Int(UInt32.max)) })
  var replications = Self.standard

  private static let standard = 1000

  @OptionGroup var shared: SharedOptions

  /// How the run is to be made.
  var plan: RunPlan {
    get throws(InvalidValue) { try shared.plan(replications) }
  }

  /// The plan of a command that needs so many replications.
  func plan(atLeast least: Int, for what: String, remedy: String = "use 1000") throws(InvalidValue) -> RunPlan {
    guard replications >= least else {
      throw InvalidValue("--replications \(replications)", "\(what) needs \(least) or more", remedy: remedy)
    }
    return try plan
  }

  var output: OutputOptions { shared.output }

  var shellOptions: [String] { ["--replications \(replications)"] }

  /// The options given that only an experiment uses.
  var given: [String] {
    (replications == Self.standard ? [] : ["--replications"]) + (shared.seed == 1 ? [] : ["--seed"])
      + shared.given
  }
}

/// Which measure an answer is about, and which way is better.
struct MeasuredOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The measure, or a condition on it: npv, 'npv>0', 'inflection_month<=24'. (default: npv, or the first)",
      valueName: "MEASURE"))
  var measure: String?

  @Flag(help: "Less of the measure is better, as with a cost.")
  var lessIsBetter = false

  var shellOptions: [String] {
    ShellText.option("--measure", measure) + (lessIsBetter ? ["--less-is-better"] : [])
  }
}

/// Where results go.
struct OutputOptions: ParsableArguments {
  @Option(name: [.short, .long], help: "The directory to write. (default: runs/NAME-SEED-…)")
  var out: String?

  @Flag(help: "Replace an existing directory of results.")
  var force = false

  @OptionGroup var printing: PrintingOptions

  mutating func validate() throws {
    if out?.isEmpty == true { throw ValidationError("--out \"\": expected the name of a folder to write") }
  }

  /// The place of the results, which is free or may be replaced.
  func place(or standard: String) throws(OutputError) -> FilePath {
    let path = FilePath(out ?? standard)
    try OutputDirectory.checkVacancy(of: path, replaces: force)
    return path
  }

  /// Prints what was found: as text, or for programs as JSON.
  func show(_ written: WrittenResults, _ text: @autoclosure () -> String) { printing.show(written.json, text()) }
}

/// How results are printed.
struct PrintingOptions: ParsableArguments {
  @Flag(help: "Print the results as JSON, for programs: answer, tables, and where the files are.")
  var json = false

  @Flag(help: "Print plain text without colours, sparklines and bars. (NO_COLOR=1 removes only the colours)")
  var plain = false

  /// Prints what was found: as text, or for programs as JSON.
  func show(_ json: @autoclosure () -> JSONValue, _ text: @autoclosure () -> String) {
    if plain { Terminal.bePlain() }
    Terminal.standardOutput.line(self.json ? json().text : FittedText.fit(text()))
  }

  /// Prints lines of Swift as they are, below results in words; nothing beside JSON.
  func showSwift(_ lines: String, toPasteInto place: String) {
    if !json { Terminal.standardOutput.line("\nTo paste into \(place):\n\n\(lines)") }
  }
}
