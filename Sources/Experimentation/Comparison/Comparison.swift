package import Randomness

/// Options tried on the same draws, measure by measure: their distributions, their differences, and how often each is
/// the greatest and the least; in constant memory.
///
/// ```swift
/// var comparison = Comparison(schema, options: ["rented", "bought"])
/// comparison.add([rented.measures, bought.measures])  // a replication
/// comparison.pair(1, 0, measure: 0).difference.mean   // what buying brings more
/// ```
package struct Comparison: Sendable {
  package let schema: RunSchema
  package let options: [String]
  /// By option, then by measure.
  package private(set) var measures: [[MeasureSummary]]
  /// The replications so far.
  package private(set) var replications = 0
  /// By pair of options, the first after the second, then by measure.
  private var pairs: [[PairedTally]]
  /// By option, then by measure; options that tie share the replication.
  private var greatest: [[Double]]
  private var least: [[Double]]
  /// By measure: the replications in which it can be said which option has most.
  private var comparable: [Int]

  /// - `options`: two or more.
  package init(_ schema: RunSchema, options: [String]) {
    self.schema = schema
    self.options = options
    let each = schema.measures.map {
      MeasureSummary(exactCount: 2048, isProbability: $0.isProbability, absence: $0.absence)
    }
    measures = Array(repeating: each, count: options.count)
    let count = options.count * (options.count - 1) / 2
    pairs = Array(repeating: schema.measures.map { PairedTally(absence: $0.absence) }, count: count)
    comparable = Array(repeating: 0, count: each.count)
    greatest = Array(repeating: Array(repeating: 0, count: each.count), count: options.count)
    least = greatest
  }

  /// Adds a replication: the measures of each option.
  package mutating func add(_ values: [[Double?]]) {
    precondition(values.count == options.count, "a replication has the measures of every option")
    replications += 1
    for measure in schema.measures.indices {
      let column = values.map { $0[measure] }
      for (option, value) in column.enumerated() { measures[option][measure].add(value) }
      for option in options.indices.dropFirst() {
        for other in 0..<option { pairs[place(option, other)][measure].add(column[option], column[other]) }
      }
      let isLast = schema.measures[measure].absence == .laterThanAny
      let known = column.compactMap { $0 ?? (isLast ? .infinity : nil) }
      guard known.count == options.count else { continue }
      comparable[measure] += 1
      Self.share(known, known.reduce(-.infinity, max), measure, &greatest)
      Self.share(known, known.reduce(.infinity, min), measure, &least)
    }
  }

  private static func share(_ values: [Double], _ extreme: Double, _ measure: Int, _ wins: inout [[Double]]) {
    let count = Double(values.count { OutputTolerance.isSame($0, extreme) })
    for (option, value) in values.enumerated() where OutputTolerance.isSame(value, extreme) {
      wins[option][measure] += 1 / count
    }
  }

  private func place(_ option: Int, _ other: Int) -> Int { option * (option - 1) / 2 + other }

  /// An option paired with one before it.
  package func pair(_ option: Int, _ other: Int, measure: Int) -> PairedTally {
    precondition(option > other, "a pair is of an option and one before it")
    return pairs[place(option, other)][measure]
  }

  /// The chance that no other option has more of the measure, or less of it; options that tie share it. Replications in
  /// which an option has a value that does not exist or is not known are left out; `nil` where none is left.
  package func chanceOfExtreme(_ option: Int, measure: Int, least isLeast: Bool) -> Estimate? {
    let (wins, count) = ((isLeast ? least : greatest)[option][measure], comparable[measure])
    guard count > 0 else { return nil }
    return Proportion.scoreEstimate(min(wins / Double(count), 1), count, confidence: 0.95)
  }

  /// Rejects a measure of which it is not known what it is in some replications of an option: those in which it is may be
  /// chosen by what it is.
  ///
  /// - `shown`: its place among the measures.
  package func requireKnown(_ reading: MeasureReading, at shown: Int) throws(MissingValues) {
    let empty = measures.map { $0[shown].empty }.reduce(0, max)
    guard reading.measure.absence == .unknown, empty > 0 else { return }
    throw reading.missing(empty, of: replications, in: schema)
  }
}

/// The options of one choice or more: every combination is an option, and every one is tried on the same draws.
package struct OptionRows<E: Experiment>: RowSource {
  /// The options by name.
  package let names: [String]
  /// The option that the experiment takes unless told otherwise.
  package let standard: Int
  private let sweep: Sweep
  /// Whether the options differ by a date.
  private let isTiming: Bool
  /// The places of the options in which what has a date never begins.
  private let never: Set<Int>
  private let rows: SweepRows<E>

  /// What the only option is called where there is nothing to choose.
  package static var onlyOption: String { "go ahead" }

  /// - `choices`: the names of the choices; where none is named, the only one there is.
  /// - `allowingNone`: whether an experiment without a choice is one option, to be taken or left.
  /// - Throws: `InvalidValue` for a choice that is not there, with the nearest, for one that is set, and where there is
  ///   not exactly one and none is named.
  package init(
    _ choices: [String], of experiment: ResolvedExperiment<E>, plan: RunPlan, allowingNone: Bool = false
  ) throws(InvalidValue) {
    let known = experiment.choices.map(\.declaration.name)
    var chosen = choices
    if chosen.isEmpty && !(known.isEmpty && allowingNone) {
      guard let only = known.first else {
        throw InvalidValue(
          "\(E.self)", "it has no choice, so there are no options to compare",
          remedy: "declare a @Choice, or compare two runs of different --set: payoff compare RUN RUN")
      }
      guard known.count == 1 else {
        throw InvalidValue(
          "\(E.self)", "it has \(known.count) choices",
          remedy: "name one: --choice \(known.joined(separator: " or --choice "))")
      }
      chosen = [only]
    }
    for name in chosen where !known.contains(name) {
      if let refusal = experiment.refusalOfSetting(name, subject: "--choice \(name)") { throw refusal }
      throw InvalidValue(
        "--choice \(name)", "there is no choice of that name",
        remedy: NearestName.remedy(for: name, among: known))
    }
    let sweep = try Sweep(
      chosen.map { "\($0)=*" }, of: experiment, besides: plan.overrides, option: "--choice")
    guard sweep.count > 1 || chosen.isEmpty else {
      throw InvalidValue("--choice \(chosen[0])", "it has a single option", remedy: "compare two options or more")
    }
    self.sweep = sweep
    rows = try SweepRows(sweep, of: experiment, plan: plan)
    names = (0..<sweep.count).map { point in
      switch chosen.count {
      case 0: Self.onlyOption
      case 1: sweep.variations[0].labels[point]
      default: sweep.name(of: point)
      }
    }
    let dated = chosen.indices.filter { place in
      experiment.choices.first { $0.declaration.name == chosen[place] }?.declaration.months != nil
    }
    isTiming = !dated.isEmpty
    never = Set(
      (0..<sweep.count).filter { point in
        dated.contains { sweep.variations[$0].labels[sweep.positions(of: point)[$0]] == Timing.never }
      })
    let selected = chosen.map { name in
      experiment.choices.first { $0.declaration.name == name }?.selected ?? 0
    }
    standard = (0..<sweep.count).first { sweep.positions(of: $0) == selected } ?? 0
  }

  /// Rejects options that are not compared over equal lives.
  package func requireEqualLives(in schema: RunSchema) throws(InvalidValue) {
    try OptionLife.requireEqual(schema.lives, except: never, isTiming: isTiming, subject: "\(E.self)")
  }

  /// The number of rows for so many replications: those of each replication follow each other, an option a row.
  package func count(_ replications: Int) -> Int { rows.count(replications) }

  package func row(_ number: Int) -> RunRow { rows.row(number) }

  package func place(of number: Int) -> String { rows.place(of: number) }
}
