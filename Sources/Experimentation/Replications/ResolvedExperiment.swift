package import Randomness

/// An experiment with the overrides of the command line applied.
package struct ResolvedExperiment<E: Experiment>: Sendable {
  /// An input with the distribution that this run draws it from.
  package struct Input: Sendable, Hashable {
    package let declaration: InputDeclaration
    /// In the unit of the input; of an amount in another currency at the medians of the exchange rates.
    package let distribution: Distribution
    package let isOverridden: Bool
    /// What it is multiplied with in a replication; `nil` where it was not set in another currency.
    package var conversion: CurrencyConversion?
    /// What it is drawn from, in words: `uniform(20, 30)`, or `28 EUR at dollarsForEuro`.
    package var text: String
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
  /// The values that were set far from what is declared; those of a case are not among them.
  package let doubts: [ValueDoubt]
  /// Of the inputs that were set in another currency, by column.
  package let conversions: [Int: CurrencyConversion]
  /// The rates at which amounts in another currency are taken.
  let exchange: ExchangeTable
  /// `nil` where no input depends on another.
  package private(set) var dependence: ResolvedDependence?
  /// The same before it was resolved.
  private let declaredDependence: Dependence
  private let repairsDependence: Bool
  /// The case that was taken; `nil` where it is as declared.
  package let caseName: String?
  /// All cases that are declared, with what they stand for.
  package let cases: [(name: String, meaning: String)]

  /// Finds what the experiment declares and applies what the plan sets.
  /// - Throws: as ``init(overrides:dependence:)``.
  package init(_ plan: RunPlan) throws {
    let plan = try plan.completed(for: E.self)
    do {
      try self.init(
        overrides: plan.overrides, dependence: plan.dependence, isDeterministic: plan.isDeterministic,
        caseName: plan.caseName)
    } catch var error as InvalidValue {
      error.location = error.location ?? plan.overrides.first { $0.subject == error.subject }?.location
      throw error
    }
  }

  /// Finds what the experiment declares and applies the overrides.
  ///
  /// - `isDeterministic`: whether every input that is not set is what its source states, or its median.
  /// - `caseName`: the case whose values are taken where nothing is set.
  /// - Throws: `InvalidValue` for a name that is not there, with the nearest one, or a value that does not fit;
  ///   `InvalidValues` for values refused in the declarations.
  package init(
    overrides: [Override] = [], dependence: DependenceOverride = .none, isDeterministic: Bool = false,
    caseName: String? = nil
  ) throws {
    let (declarations, cases) = try ValidationErrors.collecting { () -> (Declarations<E>, [Case]) in
      let declarations = Declarations<E>()
      for (name, slot) in declarations.inputs { slot.checkStated(named: name) }
      let cases = E.cases
      Case.check(cases)
      for one in cases { Self.check(one, declarations) }
      return (declarations, cases)
    }
    let names = declarations.inputs.map(\.name) + declarations.choices.map(\.name) + declarations.settings.map(\.name)
    self.cases = cases.map { ($0.name, $0.meaning) }
    self.caseName = caseName == Case.base ? nil : caseName
    var texts: [String: Override] = [:]
    for override in overrides {
      guard names.contains(override.name) else {
        var error = InvalidValue(
          override.subject, "\(E.self) has no input, choice or setting \"\(override.name)\"",
          remedy: NearestName.remedy(for: override.name, among: names))
        error.chinese = "\(E.self) 没有名为 \(override.name) 的输入、选项或设置"
        throw error
      }
      guard texts.updateValue(override, forKey: override.name) == nil else {
        throw InvalidValue(override.subject, "\(override.name) is set twice")
      }
    }
    let taken = try Case.named(caseName, among: cases, of: "\(E.self)")
    for value in taken?.values ?? [] where texts[value.name] == nil { texts[value.name] = value }
    let exchange = try Self.exchange(declarations, texts, isDeterministic: isDeterministic)
    self.exchange = exchange
    inputs = try declarations.inputs.map { name, slot in
      let declaration = slot.declaration(named: name)
      let override = texts[name]
      let set = try override?.distribution(for: declaration, exchange: exchange)
      if let override, let set { try declaration.requireDomain(set, of: override) }
      let distribution = set ?? (isDeterministic ? .constant(declaration.deterministicValue) : slot.distribution)
      let conversion = override?.conversion(for: declaration, exchange: exchange)
      let rates = conversion?.rates.map { declarations.inputs[$0.column].name } ?? []
      return Input(
        declaration: declaration, distribution: distribution, isOverridden: override != nil, conversion: conversion,
        text: rates.isEmpty ? "\(distribution)" : "\(override?.text ?? "") at \(rates.joined(separator: " and "))")
    }
    doubts = zip(inputs, declarations.inputs).compactMap { input, declared in
      overrides.first { $0.name == declared.name }.flatMap {
        ValueDoubt($0, input.distribution, of: input.declaration)
      }
    }
    conversions = Dictionary(
      inputs.enumerated().compactMap { column, input in input.conversion.map { (column, $0) } },
      uniquingKeysWith: { first, _ in first })
    choices = try declarations.choices.map { name, slot in
      let declaration = ChoiceDeclaration(
        name: name, meaning: slot.meaning, options: slot.options, selected: slot.selected, months: slot.months)
      guard let override = texts[name] else {
        return Option(declaration: declaration, selected: slot.selected, isOverridden: false)
      }
      guard let selected = slot.options.firstIndex(of: override.text) else {
        var error = InvalidValue(
          override.subject, "\(name) is one of \(slot.options.joined(separator: ", "))",
          remedy: NearestName.question(for: override.text, among: slot.options))
        error.chinese = "可选项为：\(slot.options.joined(separator: "、"))"
        throw error
      }
      return Option(declaration: declaration, selected: selected, isOverridden: true)
    }
    settings = try declarations.settings.map { name, slot in
      let override = texts[name]
      return Text(
        declaration: slot.declaration(named: name), value: try override.map { try slot.reading($0) } ?? slot.value,
        isOverridden: override != nil)
    }
    declaredDependence =
      isDeterministic ? .none : dependence.applied(to: try ValidationErrors.collecting { E.dependence })
    repairsDependence = dependence.repairs
    self.dependence = try resolvedDependence(given: [:])
  }

  /// The exchange rates among the inputs, as they are set or declared, at their medians; with nothing uncertain, at what their
  /// sources state.
  private static func exchange(
    _ declarations: Declarations<E>, _ texts: [String: Override], isDeterministic: Bool = false
  ) throws(InvalidValue) -> ExchangeTable {
    var table = ExchangeTable.none
    for (column, (name, slot)) in declarations.inputs.enumerated() where ExchangeTable.isRate(slot.unit) {
      let declaration = slot.declaration(named: name)
      let set = try texts[name]?.distribution(for: declaration, exchange: .none)
      let declared = isDeterministic ? declaration.deterministicValue : slot.distribution.quantile(0.5)
      table.note(slot.unit, set?.quantile(0.5) ?? declared, column: column)
    }
    return table
  }

  /// The dependence of the inputs, given those that are set and some more.
  ///
  /// - `values`: by column.
  private func resolvedDependence(given values: [Int: Double]) throws(InvalidValue) -> ResolvedDependence? {
    let all = inputs.enumerated().map { column, input in
      let isSet = input.isOverridden && input.distribution.variance == 0 && input.declaration.distribution.variance != 0
      let value = values[column] ?? (isSet ? input.distribution.mean : nil)
      return ResolvedDependence.Input(
        name: input.declaration.name, isUncertain: input.distribution.variance != 0,
        given: value.map { min(max(input.declaration.distribution.cumulative(at: $0), Self.edge), 1 - Self.edge) })
    }
    return try ResolvedDependence(declaredDependence, inputs: all, repairs: repairsDependence)
  }

  /// What lies outside the distribution that an input is declared with counts as this share of its ends.
  private static var edge: Double { 0.001 }

  /// The same with its dependent inputs drawn given the values of some, by column; those are drawn as before, for
  /// whoever puts the values in their place.
  func given(_ values: [Int: Double]) throws(InvalidValue) -> ResolvedExperiment {
    guard let dependence, values.keys.contains(where: dependence.columns.contains) else { return self }
    var conditional = self
    conditional.dependence = try resolvedDependence(given: values)
    return conditional
  }

  /// Reports what a case sets that is not there, or that the experiment cannot be.
  private static func check(_ one: Case, _ declarations: Declarations<E>) {
    let names = declarations.inputs.map(\.name) + declarations.choices.map(\.name)
    for value in one.values {
      let subject = "\(one.subject): \(value.name)=\(value.text)"
      func refuse(_ problem: String, _ remedy: String?) {
        ValidationErrors.report(InvalidValue(subject, problem, remedy: remedy, location: one.location))
      }
      if let choice = declarations.choices.first(where: { $0.name == value.name })?.slot {
        if !choice.options.contains(value.text) {
          refuse(
            "\(value.name) is one of \(choice.options.joined(separator: ", "))",
            NearestName.question(for: value.text, among: choice.options))
        }
      } else if let (name, slot) = declarations.inputs.first(where: { $0.name == value.name }) {
        do {
          let declaration = slot.declaration(named: name)
          let set = try value.distribution(for: declaration, exchange: try Self.exchange(declarations, [:]))
          try declaration.requireDomain(set, of: value)
          let (least, most) = (slot.distribution.quantile(0), slot.distribution.quantile(1))
          let isLeftOut = set.variance == 0 && set.mean == slot.leftOut
          let isWithin = set.quantile(0) >= least - 1e-12 * abs(least) && set.quantile(1) <= most + 1e-12 * abs(most)
          if slot.distribution.variance != 0, !isWithin, !isLeftOut {
            refuse(
              "it lies outside the distribution \(slot.distribution) that \(name) is declared with, so that it cannot come",
              "a value from \(least.shortest) to \(most.shortest), or a wider distribution")
          }
        } catch {
          refuse(error.problem, error.remedy)
        }
      } else if declarations.settings.contains(where: { $0.name == value.name }) {
        refuse("it is a setting, which is the same in all cases", "set it with --set")
      } else {
        refuse(
          "\(E.self) has no input or choice \"\(value.name)\"", NearestName.remedy(for: value.name, among: names))
      }
    }
  }

  /// What is wrong with a setting where an input or a choice is to be varied; `nil` for another name.
  func refusalOfSetting(_ name: String, subject: String) -> InvalidValue? {
    guard let setting = settings.first(where: { $0.declaration.name == name }) else { return nil }
    let declaration = setting.declaration
    let other =
      declaration.options?.first { $0 != setting.value } ?? declaration.range.map { "\($0.upperBound)" } ?? "TEXT"
    return InvalidValue(
      subject, "\(name) is a setting, which is the same in all replications and cannot be varied",
      remedy: "run the command once for each value, with --set \(name)=\(other)")
  }

  /// The values of the inputs at numbers from 0 to 1, one each: made dependent, and turned into quantiles.
  package func values(at numbers: [Double]) -> [Double] {
    values(atDependent: dependence?.dependent(numbers) ?? numbers)
  }

  /// The values of the inputs at numbers from 0 to 1 that are dependent already.
  func values(atDependent numbers: [Double]) -> [Double] {
    zip(inputs, numbers).map { $0.distribution.quantile($1) }
  }

  /// The value of an input that is the same in every replication; `nil` of one that is not.
  package func constant(_ column: Int) -> Double? {
    let input = inputs[column]
    guard input.distribution.variance == 0 else { return nil }
    guard let conversion = input.conversion else { return input.distribution.mean }
    guard conversion.rates.allSatisfy({ inputs[$0.column].distribution.variance == 0 }) else { return nil }
    return input.distribution.mean * conversion.factor(inputs.map { $0.distribution.quantile(0.5) })
  }

  /// The columns of the inputs that are not constant; an amount in another currency that follows a rate is not one of its own.
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
  /// The case whose values are taken where nothing is set; `nil` for the experiment as declared.
  package var caseName: String?
  /// Whether a run that was cut off is to be gone on with; the results do not depend on it.
  package var resumes = false
  /// The experiment that a sheet of inputs was written for, where there is one.
  package var sheetExperiment: String?
  /// The rows of that sheet, until ``completed(for:)`` has read them.
  package var sheetRows: [SheetRow] = []
  /// Where values are from, by name, in the words of a sheet.
  package var sources: [String: String] = [:]

  package init(
    replications: Int = 1000, seed: UInt64 = 1, threads: Int = 1, overrides: [Override] = [],
    dependence: DependenceOverride = .none, sampling: FutureSampling = .independent,
    isDeterministic: Bool = false, caseName: String? = nil
  ) {
    self.replications = replications
    self.seed = seed
    self.threads = threads
    self.overrides = overrides
    self.dependence = dependence
    self.sampling = sampling
    self.isDeterministic = isDeterministic
    self.caseName = caseName
  }
}
