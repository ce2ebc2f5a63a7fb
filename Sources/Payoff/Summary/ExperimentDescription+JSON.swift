import Experimentation
import Results

extension ExperimentDescription {
  /// The same for programs. The shape is promised: `experiment`, `question`, and lists of `inputs`, `choices`, `settings`,
  /// `measures` and `checks`, each with its `name`.
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
