import ArgumentParser
import Experimentation
import Results

/// `payoff describe EXPERIMENT`: its inputs, choices and measures.
struct DescribeCommand: ExperimentCommand {
  static let facts = CommandFacts(
    "describe", title: "description",
    "Shows an experiment's inputs with unit, distribution and source, its choices and its measures.",
    examples: ["payoff describe CustomerService"])

  @OptionGroup var subject: ExperimentArgument

  @OptionGroup var printing: PrintingOptions

  func run<E: Experiment>(_ type: E.Type) throws {
    let experiment = try ResolvedExperiment<E>.declared()
    let description = ExperimentDescription(experiment, try Replicator(experiment, plan: RunPlan()).schema())
    printing.show(description.json, description.text)
  }
}

/// An experiment's inputs, choices and measures, for `payoff describe`.
private struct ExperimentDescription<E: Experiment> {
  let experiment: ResolvedExperiment<E>
  let schema: RunSchema

  init(_ experiment: ResolvedExperiment<E>, _ schema: RunSchema) {
    self.experiment = experiment
    self.schema = schema
  }

  var text: String {
    let terminal = Terminal.standardOutput
    var paragraphs = ["\(terminal.bold("\(E.self)")): \(E.question)"]
    if !experiment.inputs.isEmpty {
      let lines = experiment.inputs.map(\.declaration).map { input in
        "  \(terminal.bold(input.name)) = \(input.distribution)\(input.unit == .one ? "" : " \(input.unit)")\n"
          + "    \(input.meaning) " + terminal.dim("[\(input.source)]")
      }
      paragraphs.append("Inputs, drawn once a replication:\n" + lines.joined(separator: "\n"))
    }
    if !experiment.choices.isEmpty {
      let lines = experiment.choices.map(\.declaration).map { choice in
        let options = choice.options.enumerated().map { $0 == choice.selected ? "\($1) (unless set)" : $1 }
        return "  \(terminal.bold(choice.name)): \(options.joined(separator: ", "))\n    \(choice.meaning)"
      }
      paragraphs.append("Choices:\n" + lines.joined(separator: "\n"))
    }
    if !experiment.cases.isEmpty {
      let lines = experiment.cases.map { "  \(terminal.bold($0.name)): \($0.meaning)" }
      paragraphs.append("Cases, for --case and payoff cases:\n" + lines.joined(separator: "\n"))
    }
    if !experiment.settings.isEmpty {
      let lines = experiment.settings.map(\.declaration).map { setting in
        "  \(terminal.bold(setting.name)) = \"\(setting.value)\"\n    \(setting.meaning)"
          + (setting.possibilities.map { " (\($0))" } ?? "")
      }
      paragraphs.append("Settings:\n" + lines.joined(separator: "\n"))
    }
    let checked = Set(schema.checks.map(\.measure))
    let rows = schema.measures.enumerated().filter { !checked.contains($0.offset) }.map {
      [$0.element.name, $0.element.unit.description, $0.element.meaning]
    }
    if !rows.isEmpty {
      paragraphs.append(
        "Measures:\n"
          + TextualTable(headings: ["measure", "unit", "meaning"], alignment: [.left, .left, .left], rows: rows).text)
    }
    if !schema.checks.isEmpty {
      let lines = schema.checks.map { check in
        let unit = check.unit == .one ? "" : " \(check.unit)"
        return
          (["  \(terminal.bold(check.name)): \(NumberText.short(check.byHand))\(unit) by hand"]
          + Paragraph.wrap(check.explanation, indent: 4)).joined(separator: "\n")
      }
      paragraphs.append("Checks:\n" + lines.joined(separator: "\n"))
    }
    return paragraphs.joined(separator: "\n\n")
  }

  /// The same for programs. The structure is stable: `experiment`, `question`, and lists of `inputs`, `choices`, `cases`,
  /// `settings`, `measures` and `checks`, each with its `name`.
  var json: JSONValue {
    [
      "experiment": .string("\(E.self)"), "question": .string(E.question),
      "inputs": .array(
        experiment.inputs.map(\.declaration).map { input in
          [
            "name": .string(input.name), "unit": .string(input.unit.description),
            "distribution": .string("\(input.distribution)"), "meaning": .string(input.meaning),
            "source": .string("\(input.source)"),
          ]
        }),
      "choices": .array(
        experiment.choices.map(\.declaration).map { choice in
          [
            "name": .string(choice.name), "options": .array(choice.options.map { .string($0) }),
            "selected": .string(choice.options[choice.selected]), "meaning": .string(choice.meaning),
          ]
        }),
      "cases": .array(
        experiment.cases.map { ["name": .string($0.name), "meaning": .string($0.meaning)] }),
      "settings": .array(
        experiment.settings.map(\.declaration).map { setting in
          [
            "name": .string(setting.name), "value": .string("\(setting.value)"), "meaning": .string(setting.meaning),
          ]
        }),
      "measures": .array(
        schema.measures.map { measure in
          [
            "name": .string(measure.name), "unit": .string(measure.unit.description),
            "meaning": .string(measure.meaning),
          ]
        }),
      "checks": .array(
        schema.checks.map { check in
          [
            "name": .string(check.name), "unit": .string(check.unit.description), "byHand": .number(check.byHand),
            "explanation": .string(check.explanation),
          ]
        }),
    ]
  }
}
