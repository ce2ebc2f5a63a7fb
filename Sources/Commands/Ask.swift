import ArgumentParser
import CompiledExperiments
import Experimentation
import Randomness
import Results
import SystemPackage

/// `payoff ask`: a dialogue that asks for what matters most, and answers.
struct AskCommand: Command {
  static let facts = CommandFacts(
    "ask", title: "dialogue",
    "Asks for your figures, those that matter most first, and simulates the experiment with them.",
    details: """
      Without an experiment it asks for one. Inputs come in the order of what they do to the main measure, each alone from \
      its P10 to its P90, those on which nothing depends last, and then the choices that make a difference \
      with what was answered and the settings that are a word of a list or a whole number, such as currency and months. An \
      empty line keeps the default, ? \
      explains a figure, and done ends the questions, as the end of input does. A value that does not fit is asked for again. \
      The command that makes the same results is printed with the answer. Answers may come from a pipe.
      """,
    examples: ["payoff ask", "payoff ask CustomerService --questions 5"],
    firstStep: "a dialogue about figures of your own")

  @Argument(
    help: "A name in experiments/, or the path of a Swift file. (default: asks for one)",
    completion: ExperimentCompiler.completion)
  var experiment: String?

  @Option(
    parsing: .unconditional, help: "The most inputs to ask for. (default: 10)",
    transform: { try WholeNumber.read($0, in: 1...1000) })
  var questions = 10

  @Option(
    name: [.short, .long], parsing: .unconditional, help: "The number of replications. (default: 1000)",
    transform: { try WholeNumber.read($0, in: 1...Int(UInt32.max)) })
  var replications = 1000

  @Option(
    parsing: .unconditional, help: "The random seed. (default: 1)",
    transform: { try WholeNumber.read($0, in: 0...UInt64.max) })
  var seed: UInt64 = 1

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Sets something that is not asked for then; may be repeated.", valueName: "name=VALUE"))
  var assignments: [String] = []

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp("Takes the values of a case that the experiment declares.", valueName: "NAME"))
  var caseName: String?

  @OptionGroup var output: OutputOptions

  package var experimentName: String? { experiment }

  func check() throws { for assignment in assignments { _ = try Override(assignment) } }

  /// Where questions go: results for programs stand alone on standard output.
  private var terminal: Terminal { output.printing.json ? .standardError : .standardOutput }

  func runAlone() async throws {
    let known = try ExperimentCompiler.all()
    let width = known.reduce(0) { max($0, $1.name.count) }
    terminal.line("What is it about?")
    for (number, one) in known.enumerated() {
      let name = one.name + String(repeating: " ", count: width - one.name.count)
      terminal.line("  \(number + 1)\(number < 9 ? " " : "")  \(name)  \(one.question ?? "")")
    }
    while true {
      terminal.write("Number or name: ")
      guard let line = AnswerLine.read() else {
        terminal.line("")
        throw CommandError(.usage, "the input ended before an experiment was chosen")
      }
      let chosen = Int(line).flatMap { known.indices.contains($0 - 1) ? known[$0 - 1].name : nil }
      if let name = chosen ?? known.first(where: { $0.name.lowercased() == line.lowercased() })?.name {
        try await ExperimentCompiler.become(name, [Self.name, name] + options)
      }
      terminal.line(
        "  There is no \"\(line)\"; "
          + (NearestName.question(for: line, among: known.map(\.name)) ?? "write a number of the list"))
    }
  }

  /// What was asked for beside the experiment.
  private var options: [String] {
    ["--questions", "\(questions)", "--replications", "\(replications)", "--seed", "\(seed)"]
      + assignments.flatMap { ["--set", $0] } + (caseName.map { ["--case", $0] } ?? []) + outputOptions
  }

  private var outputOptions: [String] {
    (output.out.map { ["--out", $0] } ?? []) + (output.force ? ["--force"] : [])
      + (output.printing.json ? ["--json"] : []) + (output.printing.plain ? ["--plain"] : [])
  }

  func run<E: Experiment>(_ type: E.Type) throws {
    var set: [Override] = []
    for assignment in assignments { set.append(try Override(assignment)) }
    let declared = try resolved(E.self, set)
    terminal.line("\(E.self): \(E.question)\nAn empty line keeps what is there, ? explains, done ends the questions.")
    let asked = try questions(declared, set)
    for (number, question) in asked.enumerated() {
      if let options = question.options, !(try isUsed(question.name, options, E.self, set)) {
        terminal.line(
          "\n\(number + 1)/\(asked.count) \(terminal.bold(question.name)): it changes nothing with these answers")
        continue
      }
      guard let answer = try ask(question, "\(number + 1)/\(asked.count)", E.self, set) else { break }
      set += answer.isEmpty ? [] : [Override(name: question.name, text: answer, origin: nil, note: "")]
    }
    let arguments =
      [experiment ?? "\(E.self)", "--replications", "\(replications)", "--seed", "\(seed)"]
      + set.flatMap { ["--set", "\($0.name)=\($0.text)"] } + (caseName.map { ["--case", $0] } ?? [])
    terminal.line("")
    let command = try RunCommand.parse(arguments + outputOptions)
    try command.check()
    try command.run(E.self)
    terminal.line(
      "\nThe same again: payoff \(RunCommand.name) "
        + (arguments + (output.out.map { ["--out", $0] } ?? [])).map(ShellText.quoted).joined(separator: " "))
  }

  private func resolved<E: Experiment>(_ type: E.Type, _ set: [Override]) throws -> ResolvedExperiment<E> {
    try ResolvedExperiment<E>.declared(RunPlan(overrides: set, caseName: caseName))
  }

  // MARK: Questions

  /// Something to be asked for.
  private struct Question {
    let name: String
    let meaning: String
    /// What it is unless something is answered.
    let standard: String
    let help: String
    /// Of a choice.
    var options: [String]?
  }

  /// Inputs by what they do to the main measure, and then the choices.
  private func questions<E: Experiment>(_ experiment: ResolvedExperiment<E>, _ set: [Override]) throws -> [Question] {
    let taken = Set(set.map(\.name))
    let order = try driving(experiment, set)
    let inputs = order.compactMap { name in experiment.inputs.first { $0.declaration.name == name } }
      .filter { !taken.contains($0.declaration.name) }.prefix(questions)
      .map { input in
        let declaration = input.declaration
        let unit = declaration.unit == .one ? "" : " \(declaration.unit)"
        return Question(
          name: declaration.name, meaning: declaration.meaning, standard: "\(input.distribution)\(unit)",
          help:
            "\(declaration.name), \(declaration.source). Write a number with an optional unit\(unit.isEmpty ? "" : " (\(declaration.unit))"), "
            + "5 to 50 for a range that it lies in 90 times in 100, uniform(1, 2) or triangular(1, 2, 5).")
      }
    let choices = experiment.choices.filter { !taken.contains($0.declaration.name) }.map { choice in
      let options = choice.declaration.options.joined(separator: ", ")
      return Question(
        name: choice.declaration.name, meaning: "\(choice.declaration.meaning) (\(options))", standard: choice.name,
        help: "\(choice.declaration.name) is one of \(options).", options: choice.declaration.options)
    }
    let settings = experiment.settings.filter { !taken.contains($0.declaration.name) }.compactMap {
      setting -> Question? in
      let declaration = setting.declaration
      guard let possibilities = declaration.possibilities else { return nil }
      return Question(
        name: declaration.name, meaning: "\(declaration.meaning) (\(possibilities))", standard: setting.value,
        help: declaration.options == nil
          ? "\(declaration.name) is a whole number, \(possibilities)."
          : "\(declaration.name) is one of \(possibilities).")
    }
    return inputs + choices + settings
  }

  /// Replications among which a choice is looked for a difference.
  private static var recordsOfChoice: Int { 5 }

  /// Whether a measure depends on a choice with what was answered.
  private func isUsed<E: Experiment>(
    _ choice: String, _ options: [String], _ type: E.Type, _ set: [Override]
  ) throws -> Bool {
    var first: [[Double?]]?
    for option in options {
      let plan = RunPlan(
        replications: Self.recordsOfChoice, seed: seed, threads: SharedOptions.threads(nil),
        overrides: set + [Override(name: choice, text: option, origin: nil, note: "")], caseName: caseName)
      let experiment = try ResolvedExperiment<E>.declared(plan)
      let rows = try MonteCarloRows(experiment, plan: plan)
      let replicator = Replicator(experiment, plan: plan, rows: rows, count: plan.replications, solvesBreakEvens: false)
      var found: [[Double?]] = []
      // What cannot be simulated with an option is said by the run that takes it.
      guard let schema = try? replicator.schema(),
        (try? replicator.run(schema) { found += $0.map(\.measures) }) != nil
      else { return true }
      if let first, first != found { return true }
      first = found
    }
    return false
  }

  /// The uncertain inputs from the one that moves the main measure most to the one that moves it least, those that are
  /// constant, and those on which nothing depends with the choices taken.
  private func driving<E: Experiment>(_ experiment: ResolvedExperiment<E>, _ set: [Override]) throws -> [String] {
    let plan = RunPlan(
      replications: InputOrder.recordsLooked, seed: seed, threads: SharedOptions.threads(nil), overrides: set,
      caseName: caseName)
    let rows = try MonteCarloRows(experiment, plan: plan)
    let replicator = Replicator(experiment, plan: plan, rows: rows, count: plan.replications, solvesBreakEvens: false)
    let schema = try replicator.schema()
    var records: [ReplicationRecord] = []
    try replicator.run(schema) { records += $0.map(\.withoutTimeline) }
    let order = try InputOrder(experiment, plan, schema, rows: rows, records: records)
    let names = experiment.inputs.map(\.declaration.name)
    return order.names + names.filter { !order.names.contains($0) && !order.unused.contains($0) } + order.unused
  }

  /// The answer, which the experiment takes; empty for the default, `nil` where no more is to be asked.
  private func ask<E: Experiment>(
    _ question: Question, _ number: String, _ type: E.Type, _ set: [Override]
  ) throws -> String? {
    terminal.line("\n\(number) \(terminal.bold(question.name)): \(question.meaning)")
    while true {
      terminal.write("  [\(question.standard)] ")
      guard let line = AnswerLine.read() else {
        terminal.line("")
        return nil
      }
      switch line {
      case "": return ""
      case "done": return nil
      case "?": terminal.line(Paragraph.wrap(question.help, indent: 2).joined(separator: "\n"))
      default:
        do {
          let answered = try resolved(
            E.self, set + [Override(name: question.name, text: line, origin: "\"\(line)\"", note: "")])
          for doubt in answered.doubts where doubt.input == question.name {
            terminal.line(Paragraph.wrap("Note: \(doubt.text(in: .english))", indent: 2).joined(separator: "\n"))
          }
          return line
        } catch let error as InvalidValue {
          terminal.line(Paragraph.wrap("\(error)", indent: 2).joined(separator: "\n"))
        }
      }
    }
  }
}

/// A line of standard input, read byte by byte: what follows stays for the program that this one becomes.
private enum AnswerLine {
  /// Without blanks at either end; `nil` at the end of input.
  static func read() -> String? {
    var bytes: [UInt8] = []
    var byte: [UInt8] = [0]
    while bytes.count < 10_000 {
      let count = byte.withUnsafeMutableBytes { buffer in (try? FileDescriptor.standardInput.read(into: buffer)) ?? 0 }
      if count == 0 {
        guard !bytes.isEmpty else { return nil }
        break
      }
      if byte[0] == UInt8(ascii: "\n") { break }
      bytes.append(byte[0])
    }
    return String(decoding: bytes, as: UTF8.self).trimmed
  }
}
