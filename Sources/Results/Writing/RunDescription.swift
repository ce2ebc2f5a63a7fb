import Demand
import Economics
package import Experimentation
import Randomness
import SystemPackage

/// How a run was made: everything that its results depend on.
package struct RunDescription: Sendable {
  /// The experiment's name.
  package let experiment: String
  package let question: String
  /// The texts of the experiment in Chinese.
  package let chinese: Translation
  /// The experiment's source, as it ran; `nil` where it is not known.
  package let source: String?
  /// The command that was asked for.
  package let command: String
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
    package var source = "our decision"
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
    package var source = "a setting"
  }

  package init<E: Experiment>(
    _ experiment: ResolvedExperiment<E>, plan: RunPlan, source: String?, command: String
  ) {
    self.command = command
    self.experiment = "\(E.self)"
    question = E.question
    chinese = E.chinese.merging(
      Translation(
        Dictionary(
          experiment.inputs.compactMap { input in
            input.declaration.source.chinese.map { (input.declaration.source.text, $0) }
          }, uniquingKeysWith: { first, _ in first })))
    self.source = source
    self.plan = plan
    dependence = experiment.dependence?.description
    inputs = experiment.inputs.enumerated().map { column, input in
      Input(
        name: input.declaration.name, unit: input.declaration.unit.description, distribution: input.text,
        value: experiment.constant(column),
        source: Self.source(of: input, plan),
        meaning: input.declaration.meaning, isOverridden: input.isOverridden)
    }
    choices = experiment.choices.map { choice in
      Choice(
        name: choice.declaration.name, option: choice.name, options: choice.declaration.options,
        meaning: choice.declaration.meaning, isOverridden: choice.isOverridden,
        source: plan.sources[choice.declaration.name] ?? "our decision")
    }
    settings = experiment.settings.map { setting in
      Setting(
        name: setting.declaration.name, value: FilePath(setting.value).lastComponent?.string ?? setting.value,
        meaning: setting.declaration.meaning, isOverridden: setting.isOverridden,
        source: plan.sources[setting.declaration.name] ?? "a setting")
    }
    let kept = Dictionary(settings.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    overrides = Dictionary(
      plan.overrides.map { ($0.name, kept[$0.name] ?? $0.text) }, uniquingKeysWith: { _, last in last })
  }

  /// Where the distribution of an input is from: as declared, from a case, or as it was set.
  private static func source<E: Experiment>(of input: ResolvedExperiment<E>.Input, _ plan: RunPlan) -> String {
    let declared = input.declaration.source.description
    // A sheet in Chinese has the declared source in Chinese.
    let both = Language.allCases.map { input.declaration.source.description(in: $0, E.chinese) }
    func own(_ note: String?) -> String? { note.flatMap { $0.isEmpty || both.contains($0) ? nil : $0 } }
    guard input.isOverridden else { return own(plan.sources[input.declaration.name]) ?? declared }
    guard let set = plan.overrides.first(where: { $0.name == input.declaration.name }) else {
      return "case \"\(plan.caseName ?? Case.base)\""
    }
    // Of a sheet, what somebody wrote in the place of the declared source.
    return own(set.note) ?? set.whereSet
  }

  /// What each name means, where somebody says it.
  private func meanings(_ schema: RunSchema) -> [String: String] {
    let all =
      inputs.map { ($0.name, $0.meaning) } + choices.map { ($0.name, $0.meaning) }
      + settings.map { ($0.name, $0.meaning) } + schema.measures.map { ($0.name, $0.meaning) }
    return Dictionary(all.filter { !$0.1.isEmpty }) { first, _ in first }
  }

  /// The measures that are values of an input, but for those that a check compares.
  private static func sought(_ schema: RunSchema) -> [(name: String, value: SoughtValue)] {
    let checked = Set(schema.checks.map(\.measure))
    return schema.measures.enumerated().compactMap { place, measure in
      guard let value = measure.sought, !checked.contains(place) else { return nil }
      return (measure.name, value)
    }
  }

  /// The figures of the case that checks are about, in the order of the case.
  private static func claims(_ schema: RunSchema) -> [CaseFact] {
    let ids = Set(schema.checks.compactMap(\.fact))
    guard !ids.isEmpty, let facts = try? CaseFacts.current else { return [] }
    return facts.all.filter { ids.contains($0.id) }
  }

  /// The unit of an input.
  package func unit(of input: String) -> String? { inputs.first { $0.name == input }?.unit }

  // MARK: Writing

  /// The file of the experiment as it ran.
  package static let sourceFile = "experiment.swift"

  /// Writes `inputs.csv`.
  package func writeInputs(to directory: OutputDirectory) throws(OutputError) {
    let table = try directory.table(
      .inputs,
      [
        Column("input", .string), Column("unit", .string), Column("distribution", .string),
        Column("value", .string, "where it is the same in every replication"), Column("source", .string),
        Column("overridden", .boolean),
      ])
    for input in inputs {
      try table.write([
        input.name, input.unit, input.distribution, input.value, input.source, input.isOverridden,
      ])
    }
    for choice in choices {
      let options = "one of " + choice.options.joined(separator: ", ")
      try table.write([choice.name, "", options, choice.option, choice.source, choice.isOverridden])
    }
    for setting in settings {
      try table.write([setting.name, "", "text", setting.value, setting.source, setting.isOverridden])
    }
  }

  /// Writes the experiment and the description of the files, and puts the directory in its place.
  /// - Parameters:
  ///   - measure: what the command was about, where it was about one measure.
  ///   - answer: the experiment's own, or what was found, in sentences.
  ///   - chineseAnswer: the experiment's own in Chinese.
  ///   - replications: how many there were, where that is not as planned.
  package func finish(
    _ directory: OutputDirectory, _ schema: RunSchema, _ presentation: Presentation, measure: String? = nil,
    lessIsBetter: Bool? = nil, answer: String? = nil, chineseAnswer: String? = nil, replications: Int? = nil
  ) throws(OutputError) -> WrittenResults {
    var facts = ResultFacts(
      command: command, experiment: experiment, question: question, measure: measure,
      lessIsBetter: lessIsBetter ?? false, schema, answer: answer)
    let claims = Self.claims(schema)
    let sources = claims.filter { !$0.chineseSource.isEmpty }.map { ($0.source, $0.chineseSource) }
    let sought = Self.sought(schema)
    let breakEvens = sought.map { ($0.value.meaning, $0.value.chineseMeaning(self.chinese)) }
    let chinese = self.chinese.texts.merging(sources) { own, _ in own }.merging(breakEvens) { own, _ in own }
    facts.texts = ExperimentTexts(
      meanings: meanings(schema), chinese: chinese, chineseAnswer: chineseAnswer, sought: sought.map(\.name))
    facts.examined = claims.map(\.id)
    facts.examinedSource = Set(claims.map(\.source)).sorted().joined(separator: ", ")
    var provenance = Provenance(command)
    provenance.examined = facts.examined.isEmpty ? nil : facts.examined
    provenance.examinedSource = facts.examinedSource.isEmpty ? nil : facts.examinedSource
    if let source {
      let digest = try directory.write(source, to: Self.sourceFile, title: "The experiment as it ran")
      provenance.experimentHash = "sha256:\(digest.sha256)"
    }
    provenance.commandLine = (["payoff", command, experiment] + options).joined(separator: " ")
    provenance.measure = measure
    provenance.unit = facts.unit
    provenance.lessIsBetter = lessIsBetter
    provenance.seed = plan.seed
    provenance.replications = replications ?? plan.replications
    provenance.sampling = plan.sampling.description
    provenance.dependence = dependence
    provenance.inputs = inputs.map(\.name)
    provenance.overrides = overrides
    provenance.caseName = plan.caseName
    provenance.deterministic = plan.isDeterministic ? true : nil
    provenance.firstMonth = schema.horizon.map { "\($0.start)" }
    provenance.months = schema.horizon?.months
    provenance.currency = schema.currency?.description
    provenance.answer = answer
    provenance.chineseAnswer = chineseAnswer
    provenance.meanings = facts.texts.meanings
    provenance.chinese = chinese.isEmpty ? nil : chinese
    provenance.sought = sought.isEmpty ? nil : facts.texts.sought
    provenance.streams = Streams.version
    return try directory.finish(facts, provenance, presentation)
  }
}
