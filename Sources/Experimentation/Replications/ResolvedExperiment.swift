package import Randomness

/// An experiment with the overrides of the command line applied.
package struct ResolvedExperiment<E: Experiment>: Sendable {
  /// An input with the distribution that this run draws it from.
  package struct Input: Sendable, Hashable {
    package let declaration: InputDeclaration
    package let distribution: Distribution
    package let isOverridden: Bool
  }

  /// A choice with the option that this run takes.
  package struct Option: Sendable, Hashable {
    package let declaration: ChoiceDeclaration
    package let selected: Int
    package let isOverridden: Bool
    package var name: String { declaration.options[selected] }
  }

  /// A setting with the text that this run gives it.
  package struct Text: Sendable, Hashable {
    package let declaration: SettingDeclaration
    package let value: String
    package let isOverridden: Bool
  }

  package let inputs: [Input]
  package let choices: [Option]
  package let settings: [Text]
  /// `nil` where no input depends on another.
  package let dependence: ResolvedDependence?

  /// Finds what the experiment declares and applies what the plan sets.
  /// - Throws: as ``init(overrides:dependence:)``.
  package init(_ plan: RunPlan) throws {
    try self.init(overrides: plan.overrides, dependence: plan.dependence, isDeterministic: plan.isDeterministic)
  }

  /// Finds what the experiment declares and applies the overrides.
  ///
  /// - `isDeterministic`: whether every input that is not set is what its source states, or its median.
  /// - Throws: `InvalidValue` for a name that is not there, with the nearest one, or a value that does not fit;
  ///   `InvalidValues` for values refused in the declarations.
  package init(overrides: [Override] = [], dependence: DependenceOverride = .none, isDeterministic: Bool = false) throws
  {
    let declarations = try ValidationErrors.collecting { Declarations<E>() }
    let names = declarations.inputs.map(\.name) + declarations.choices.map(\.name) + declarations.settings.map(\.name)
    var texts: [String: Override] = [:]
    for override in overrides {
      guard names.contains(override.name) else {
        throw InvalidValue(
          "--set \(override.name)=\(override.text)", "\(E.self) has no input, choice or setting \"\(override.name)\"",
          remedy: NearestName.remedy(for: override.name, among: names))
      }
      guard texts.updateValue(override, forKey: override.name) == nil else {
        throw InvalidValue("--set \(override.name)=\(override.text)", "\(override.name) is set twice")
      }
    }
    inputs = try declarations.inputs.map { name, slot in
      let declaration = InputDeclaration(
        name: name, meaning: slot.meaning, unit: slot.unit, distribution: slot.distribution, stated: slot.stated,
        source: slot.source)
      let override = texts[name]
      return Input(
        declaration: declaration,
        distribution: try override?.distribution(for: declaration)
          ?? (isDeterministic ? .constant(declaration.deterministicValue) : slot.distribution),
        isOverridden: override != nil)
    }
    choices = try declarations.choices.map { name, slot in
      let declaration = ChoiceDeclaration(
        name: name, meaning: slot.meaning, options: slot.options, selected: slot.selected, months: slot.months)
      guard let override = texts[name] else {
        return Option(declaration: declaration, selected: slot.selected, isOverridden: false)
      }
      guard let selected = slot.options.firstIndex(of: override.text) else {
        throw InvalidValue(
          "--set \(name)=\(override.text)", "\(name) is one of \(slot.options.joined(separator: ", "))",
          remedy: NearestName.question(for: override.text, among: slot.options))
      }
      return Option(declaration: declaration, selected: selected, isOverridden: true)
    }
    settings = declarations.settings.map { name, slot in
      Text(
        declaration: SettingDeclaration(name: name, meaning: slot.meaning, value: slot.value),
        value: texts[name]?.text ?? slot.value, isOverridden: texts[name] != nil)
    }
    self.dependence = try ResolvedDependence(
      isDeterministic ? .none : dependence.applied(to: try ValidationErrors.collecting { E.dependence }),
      inputs: inputs.map { ($0.declaration.name, $0.distribution.variance != 0) }, repairs: dependence.repairs)
  }

  /// The values of the inputs at numbers from 0 to 1, one each: made dependent, and turned into quantiles.
  package func values(at numbers: [Double]) -> [Double] {
    zip(inputs, dependence?.dependent(numbers) ?? numbers).map { $0.distribution.quantile($1) }
  }

  /// The columns of the inputs that are not constant.
  package var uncertainInputs: [Int] { inputs.indices.filter { inputs[$0].distribution.variance != 0 } }

  /// The same, of which there is at least one.
  /// - Throws: `InvalidValue` where every input is constant.
  func requireUncertainInputs() throws(InvalidValue) -> [Int] {
    let columns = uncertainInputs
    guard !columns.isEmpty else {
      throw InvalidValue("\(E.self)", "it has no uncertain input, so there is nothing to analyse")
    }
    return columns
  }
}

/// How an experiment is to be run.
package struct RunPlan: Sendable {
  /// How many replications, at least one.
  package var replications: Int
  package var seed: UInt64
  /// How many replications are computed at a time; the results do not depend on it.
  package var threads: Int
  package var overrides: [Override]
  /// How the inputs depend on each other, where that is not as the experiment says.
  package var dependence: DependenceOverride
  /// How the replications are sampled.
  package var sampling: FutureSampling
  /// Whether nothing is uncertain: every input is what its source states, or its median.
  package var isDeterministic: Bool

  package init(
    replications: Int = 1000, seed: UInt64 = 1, threads: Int = 1, overrides: [Override] = [],
    dependence: DependenceOverride = .none, sampling: FutureSampling = .independent,
    isDeterministic: Bool = false
  ) {
    self.replications = replications
    self.seed = seed
    self.threads = threads
    self.overrides = overrides
    self.dependence = dependence
    self.sampling = sampling
    self.isDeterministic = isDeterministic
  }
}
