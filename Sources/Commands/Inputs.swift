import ArgumentParser
import CompiledExperiments
import Experimentation
import Randomness
import Results
import SystemPackage

/// `payoff inputs EXPERIMENT`: a sheet of its inputs to fill in.
struct InputsCommand: ExperimentCommand {
  static let facts = CommandFacts(
    "inputs", title: Text("sheet of inputs", zh: "输入表"),
    "Writes a sheet of an experiment's inputs, to fill in with Excel or LibreOffice.",
    details: """
      Each row is an input, a choice or a setting, with its meaning, unit, value, default and source. A row changes the \
      experiment where its value differs from its default: a number with an optional unit, a distribution, or an option. Where \
      low and high are filled in and the value is not changed, all values between them are equally likely; with a value \
      they are the ends of a triangle. A unit that is changed sets its value in that unit. A source of your own stands in \
      the results, and changes no value.

      --inputs FILE of run, sweep, sensitivity, compare, cases, decide, discover, wait and seek reads the sheet; --set takes \
      precedence.

      --json prints the rows as JSON instead; a file is written only with --out.
      """,
    examples: [
      "payoff inputs CustomerService --out mine.csv",
      "payoff inputs CustomerService --case bear --semicolons --out bear.csv",
    ])

  @OptionGroup var subject: ExperimentArgument

  @Option(name: [.short, .long], help: "The file to write. (default: standard output)")
  var out: String?

  @Flag(help: "Replaces the file if it exists.")
  var force = false

  @Flag(
    help:
      "Separates fields by semicolons, and writes numbers with a decimal comma, as spreadsheets in many languages do: 1200,5 and uniform(0,4; 0,9)."
  )
  var semicolons = false

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp("Fills in the values of a case that the experiment declares.", valueName: "NAME"))
  var caseName: String?

  @OptionGroup var language: LanguageOption

  @OptionGroup var printing: JSONOption

  func check() throws {
    _ = try language.value
    if let out { try printing.check(FilePath(out), "the sheet") }
    guard let out, !WrittenFile.isStream(FilePath(out)) else { return }
    if out.isEmpty { throw ValidationError("--out \"\": expected the name of a file to write") }
    if !out.hasSuffix(".csv") {
      throw InvalidValue("--out \(out)", "a sheet is a CSV file", remedy: "use \(FilePath(out).stem ?? "mine").csv")
    }
    if !force, FileSystem.isFolder(FilePath(out)) != nil {
      throw OutputError(FilePath(out), "already exists", remedy: "use --force to replace it")
    }
  }

  func run<E: Experiment>(_ type: E.Type) throws {
    let experiment = try ResolvedExperiment<E>.declared(RunPlan(caseName: caseName))
    let sheet = InputSheetText(experiment, semicolons: semicolons, in: try language.value)
    guard let out else {
      guard printing.json else { return Terminal.standardOutput.write(sheet.text) }
      return Terminal.standardOutput.line(try json(of: experiment, []).text)
    }
    try WrittenFile.write(Array(sheet.text.utf8), to: FilePath(out))
    guard !WrittenFile.isStandardOutput(FilePath(out)) else { return }
    let made = try json(of: experiment, [FilePath(out)])
    printing.show(
      made,
      "Wrote \(out): \(sheet.rows.count - 1) rows. Change its column value, save it as CSV, and run it with: payoff run "
        + "\(subject.experiment) --inputs \(ShellText.quoted(out))")
  }

  /// The rows of the sheet, with numbers as `--set` takes them.
  private func json<E: Experiment>(of experiment: ResolvedExperiment<E>, _ files: [FilePath]) throws -> JSONValue {
    let sheet = InputSheetText(experiment, semicolons: false, in: try language.value)
    let rows = sheet.rows.map { row in
      JSONValue.object(
        zip(InputSheet.Column.allCases, row).map { column, cell in
          JSONValue.Member(column.rawValue, cell.isEmpty ? .null : .string(cell))
        })
    }
    return JSONOption.made(
      by: Self.name, of: ["experiment": .string("\(E.self)"), "question": .string(E.question)], files,
      ["tables": ["inputs": .array(rows)]])
  }
}

/// The text of a sheet of inputs.
struct InputSheetText<E: Experiment> {
  private let experiment: ResolvedExperiment<E>
  private let semicolons: Bool
  private let language: Language

  init(_ experiment: ResolvedExperiment<E>, semicolons: Bool, in language: Language) {
    self.experiment = experiment
    self.semicolons = semicolons
    self.language = language
  }

  /// The rows below the header, in the order of the columns.
  var rows: [[String]] {
    let head = [
      InputSheet.experimentRow, words(E.question), SheetRow.settingUnit, "\(E.self)", "", "", "\(E.self)", "",
    ]
    let inputs = experiment.inputs.map { input in
      let declared = number("\(input.declaration.distribution)")
      return [
        input.declaration.name, words(input.declaration.meaning), input.declaration.unit.description,
        input.isOverridden ? number("\(input.distribution)") : declared, "", "", declared,
        input.declaration.source.description(in: language, E.chinese),
      ]
    }
    let choices = experiment.choices.map { choice in
      let options = choice.declaration.options
      return [
        choice.declaration.name, words(choice.declaration.meaning),
        SheetRow.choicePrefix + options.joined(separator: ", "), choice.name, "", "",
        options[choice.declaration.selected], "",
      ]
    }
    let settings = experiment.settings.map { setting in
      [
        setting.declaration.name, words(setting.declaration.meaning),
        setting.declaration.options.map { SheetRow.choicePrefix + $0.joined(separator: ", ") } ?? SheetRow.settingUnit,
        setting.value, "", "",
        setting.declaration.value, "",
      ]
    }
    return [head] + inputs + choices + settings
  }

  /// With the mark by which Excel knows UTF-8.
  var text: String {
    let all = [InputSheet.Column.allCases.map(\.rawValue)] + rows
    let lines = all.map { row in row.map(field).joined(separator: semicolons ? ";" : ",") + "\r\n" }
    return "\u{FEFF}" + lines.joined()
  }

  private func words(_ text: String) -> String { language(text, E.chinese.texts[text] ?? text) }

  /// A number or a distribution in the form of the sheet.
  private func number(_ text: String) -> String {
    guard semicolons else { return text }
    return text.replacing(", ", with: "; ").replacing(/([0-9])\.([0-9])/) { "\($0.output.1),\($0.output.2)" }
  }

  private func field(_ text: String) -> String {
    let isPlain = text.allSatisfy { !",;\"\t\n\r".contains($0) }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
