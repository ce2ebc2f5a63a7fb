package import Experimentation
import Randomness
import SystemPackage

/// How a run was made: everything that its results depend on.
package struct RunDescription: Sendable {
  /// The experiment's name.
  package let experiment: String
  package let question: String
  /// The experiment's source, as it ran; `nil` where it is not known.
  package let source: String?
  /// The command that was asked for: `run`, `sweep`, …
  package let verb: String
  /// What was asked for beside the experiment, as a shell reads it.
  package var options: [String] = []
  package let plan: RunPlan
  package let inputs: [Input]
  package let choices: [Choice]
  package let settings: [Setting]

  /// An input, as a row of `inputs.csv`.
  package struct Input: Sendable {
    package let name: String
    package let unit: String
    package let distribution: String
    /// The value, where it is one and the same in every replication.
    package let value: Double?
    package let source: String
    package let meaning: String
    package let isOverridden: Bool
  }

  /// A choice and the option taken.
  package struct Choice: Sendable {
    package let name: String
    package let option: String
    package var options: [String] = []
    package let meaning: String
    package let isOverridden: Bool
  }

  /// How the inputs depend on each other, in words; `nil` where they do not.
  package let dependence: String?

  /// What was set, by name, as the run directory keeps it.
  package let overrides: [String: String]

  /// A setting and its text; of the path of a file its name only, so that the same run in another place has the same
  /// bytes.
  package struct Setting: Sendable {
    package let name: String
    package let value: String
    package let meaning: String
    package let isOverridden: Bool
  }

  package init<E: Experiment>(
    _ experiment: ResolvedExperiment<E>, plan: RunPlan, source: String?, verb: String = "run"
  ) {
    self.verb = verb
    self.experiment = "\(E.self)"
    question = E.question
    self.source = source
    self.plan = plan
    dependence = experiment.dependence?.description
    inputs = experiment.inputs.map { input in
      Input(
        name: input.declaration.name, unit: input.declaration.unit.description,
        distribution: input.distribution.description,
        value: input.distribution.variance == 0 ? input.distribution.mean : nil,
        source: input.isOverridden ? "set on the command line" : input.declaration.source.description,
        meaning: input.declaration.meaning, isOverridden: input.isOverridden)
    }
    choices = experiment.choices.map { choice in
      Choice(
        name: choice.declaration.name, option: choice.name, options: choice.declaration.options,
        meaning: choice.declaration.meaning, isOverridden: choice.isOverridden)
    }
    settings = experiment.settings.map { setting in
      Setting(
        name: setting.declaration.name, value: FilePath(setting.value).lastComponent?.string ?? setting.value,
        meaning: setting.declaration.meaning, isOverridden: setting.isOverridden)
    }
    let kept = Dictionary(settings.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    overrides = Dictionary(
      plan.overrides.map { ($0.name, kept[$0.name] ?? $0.text) }, uniquingKeysWith: { _, last in last })
  }
}
