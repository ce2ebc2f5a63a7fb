import ArgumentParser
import Experimentation
import Randomness
import Results

/// `payoff cases EXPERIMENT`: the experiment as declared and its named cases, on the same draws.
struct CasesCommand: ExperimentCommand, ShardedCommand {
  static let facts = CommandFacts(
    "cases", title: Text("cases", zh: "情景对比"),
    "Simulates the named cases of an experiment side by side, on the same draws.",
    details: """
      A case is a named set of values that the experiment declares, such as bull, bear, or the figures of an article. \
      "base" is the experiment as declared. `payoff run EXPERIMENT --case NAME` simulates one of them alone.
      """,
    examples: [
      "payoff cases CustomerService", "payoff cases CustomerService --only bear --measure discounted_payback_month",
    ])

  static let presentation = CompareCommand.presentation

  @OptionGroup var subject: ExperimentArgument

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A case to compare with base; may be repeated. (default: all of them)", valueName: "NAME"))
  var only: [String] = []

  @OptionGroup var measured: MeasuredOptions

  @OptionGroup var replicated: ReplicatedOptions

  func check() throws {
    if try replicated.plan.caseName != nil {
      throw InvalidValue(
        "--case", "payoff cases simulates all cases", remedy: "use --only NAME, or payoff run EXPERIMENT --case NAME")
    }
  }

  private var shellOptions: [String] {
    only.flatMap { ShellText.option("--only", $0) } + measured.shellOptions + replicated.shellOptions
  }

  func run<E: Experiment>(_ type: E.Type) throws {
    let plan = try replicated.plan.completed(for: E.self)
    let experiment = try ResolvedExperiment<E>.declared(plan)
    let rows = try CodeUnderWay.during(.declarations) { try CaseRows(only, of: experiment, plan: plan) }
    let task = try PreparedExperiment<E>(
      plan, replicated.output, of: Self.facts, options: shellOptions, kind: Self.name, distinctions: only,
      tried: (rows, rows.names.count, Array(rows.names.indices)))
    let found = try task.comparison(of: rows, named: rows.names, measured)
    let meanings = zip(rows.names, rows.meanings).filter { !$1.isEmpty }.map { "  \($0): \($1)" }
    replicated.output.show(
      found.written,
      ComparisonReport(
        title: task.title + "\n" + meanings.joined(separator: "\n"), found.comparison, measure: found.shown,
        standard: 0,
        note: " (as declared)", lessIsBetter: measured.lessIsBetter,
        footer: "\(rows.names.count) cases × \(plan.replications) replications on the same draws, seed \(plan.seed)"
          + plan.optionsText + "\n" + found.written.filesLine
      ).text)
  }
}
