package import Demand
package import Economics
package import Randomness

/// A measure's name, unit, and what an empty cell means.
package struct MeasureDeclaration: Sendable, Hashable {
  package let name: String
  package let unit: InputUnit
  /// What it measures, in words.
  package let meaning: String
  /// Whether it is 1 where something holds and 0 where it does not.
  package let isProbability: Bool
  /// What it means that a replication has no value.
  package let absence: Absence
  /// Whether a first look can do without it: the terminal leaves it to the files.
  package let isDetail: Bool
  /// What it is, of a ``BreakEven``: the value of an input, found by evaluating the scenario again and again.
  package let sought: SoughtValue?
  package var isSought: Bool { sought != nil }

  package init(
    name: String, unit: InputUnit, meaning: String, isProbability: Bool = false, absence: Absence = .unknown,
    isDetail: Bool = false, sought: SoughtValue? = nil
  ) {
    self.sought = sought
    self.name = name
    self.unit = unit
    self.meaning = meaning
    self.isProbability = isProbability
    self.absence = absence
    self.isDetail = isDetail
  }
}

/// The value of an input that is found in each replication: by what, and from where on.
package struct SoughtValue: Sendable, Hashable {
  /// What the input means.
  package let input: String
  /// What is so at the value: `the net present value (npv) is 0`.
  package let definition: Text
  /// The least value that is tried: where it is found, it may be any below that.
  package let from: Double

  package init(input: String, definition: Text, from: Double) {
    self.input = input
    self.definition = definition
    self.from = from
  }

  /// By what it is found, in a sentence.
  package var text: String {
    "the value at which \(definition.english), found in each future with all else as it was drawn"
  }

  /// What it means: of which input, and by what it is found.
  package var meaning: String { "\(input): \(text)" }

  /// The same in Chinese, where a text of the experiment's own has its translation.
  package func chineseMeaning(_ translation: Translation) -> String {
    let (input, english) = (translation[input] ?? input, definition.english)
    return "\(input)：\(definition.chinese ?? translation[english] ?? english) 时的取值，每次模拟分别求解，其余输入取当次抽样值"
  }
}

/// A figure calculated by hand, with the measure that it is compared with.
package struct CheckDeclaration: Sendable, Hashable {
  package let name: String
  package let unit: InputUnit
  package let byHand: Double
  package let explanation: String
  /// What is claimed, where that is more than the one figure.
  package let range: ClosedRange<Double>?
  /// The id of the case's figure that it is about.
  package let fact: String?
  /// The column of the simulated number among the measures.
  package let measure: Int
  /// Whether the stated inputs are the case's own figures, so that it comes out with them.
  package var isByConstruction = false
}

/// The columns of a run's rows: known after the first replication, and the same in all.
package struct RunSchema: Sendable, Hashable {
  package internal(set) var measures: [MeasureDeclaration]
  /// What is kept of every month; of several options, what all of them have.
  package private(set) var series: [MeasureDeclaration]
  /// The series that have a month 0, by place.
  package private(set) var startingSeries: [Int] = []
  /// The rows of the yearly profit and loss; none where there is no forecast, and of several options.
  package private(set) var income: [IncomeRow] = []
  /// The measures that some options have and others have not.
  package private(set) var optional: Set<String> = []
  /// Whether it is of several options.
  private(set) var isJoined = false
  package let checks: [CheckDeclaration]
  /// How long each option operates, in the order in which options were met.
  package internal(set) var lives: [OptionLife] = []
  /// `nil` where the scenario has no horizon.
  package let horizon: Horizon?
  package let currency: CurrencyCode?

  package init(
    measures: [MeasureDeclaration], series: [MeasureDeclaration] = [], startingSeries: [Int] = [],
    income: [IncomeRow] = [], checks: [CheckDeclaration] = [], horizon: Horizon? = nil, currency: CurrencyCode? = nil
  ) {
    self.startingSeries = startingSeries
    self.income = income
    self.measures = measures
    self.series = series
    self.checks = checks
    self.horizon = horizon
    self.currency = currency
  }

  /// The position of the measure that is read where none is named: `npv`, or the first.
  package var mainMeasure: Int { measures.firstIndex { $0.name == "npv" } ?? 0 }

  /// The measures of this option and of another: of those that one of the two has not, it has no value.
  /// - Throws: `InvalidValue` for a measure that they have in different units.
  func joined(with other: RunSchema) throws(InvalidValue) -> RunSchema {
    try Self.requireSameUnits(
      measures, other.measures, named: ("one option", "another"), of: "the options",
      remedy: "give the measure one unit with every option; a currency is a @Setting rather than a @Choice")
    var joined = self
    joined.isJoined = true
    (joined.startingSeries, joined.income) = ([], [])
    joined.lives += other.lives
    let (names, others) = (Set(measures.map(\.name)), Set(other.measures.map(\.name)))
    joined.measures += other.measures.filter { !names.contains($0.name) }
    joined.optional.formUnion(other.optional.union(names.symmetricDifference(others)))
    let months = Set(other.series.map(\.name))
    joined.series = series.filter { months.contains($0.name) }
    return joined
  }

  /// Rejects measures of one name in different units, whose values have no difference.
  ///
  /// - `names`: what has the first measures, and what the second, as messages name them.
  /// - `subject`: both, as messages name them.
  /// - Throws: `InvalidValue` with each unit that differs, and the measures that are in it.
  package static func requireSameUnits(
    _ first: [MeasureDeclaration], _ second: [MeasureDeclaration], named names: (String, String), of subject: String,
    remedy: String
  ) throws(InvalidValue) {
    let units = Dictionary(second.map { ($0.name, $0.unit) }) { unit, _ in unit }
    // By the pair of units, in the order of the measures.
    var differing: [(units: String, measures: [String])] = []
    for measure in first {
      guard let unit = units[measure.name], unit != measure.unit else { continue }
      let pair = "\(names.0) is in \(measure.unit) and \(names.1) in \(unit)"
      if let place = differing.firstIndex(where: { $0.units == pair }) {
        differing[place].measures.append(measure.name)
      } else {
        differing.append((pair, [measure.name]))
      }
    }
    guard !differing.isEmpty else { return }
    throw InvalidValue(
      subject, differing.map { "\($0.units) (\($0.measures.joined(separator: ", ")))" }.joined(separator: "; "),
      remedy: remedy)
  }

  /// Where the measures and the series of a scenario stand in these rows.
  ///
  /// - `names`: of the scenario's measures, and of its series.
  /// - Throws: ``OtherMeasures`` for a scenario that does not measure what the rows hold.
  func placement(
    ofMeasures names: [String], series seriesNames: [String]
  ) throws(OtherMeasures) -> RowPlacement {
    let expected = measures.map(\.name)
    var placement = RowPlacement()
    if names != expected {
      let known = Set(expected)
      guard !optional.isEmpty, known.subtracting(names).isSubset(of: optional), known.isSuperset(of: names) else {
        throw OtherMeasures(
          problem: "the scenario does not measure what its first row measured: "
            + "\(OtherMeasures.difference(names, expected)); a measure without a value is returned as nil")
      }
      placement.measures = expected.map { names.firstIndex(of: $0) }
    }
    let months = series.map(\.name)
    if isJoined {
      placement.series = months.map { seriesNames.firstIndex(of: $0) }
    } else if seriesNames != months, !months.isEmpty {
      throw OtherMeasures(
        problem: "the scenario has not the months that its first row had: "
          + "\(OtherMeasures.difference(seriesNames, months)); write a cost or a benefit that is not there with an "
          + "amount of 0")
    }
    return placement
  }

  /// The indicators: name, unit and position among the series.
  package var indicators: [(name: String, unit: InputUnit, series: Int)] {
    series.enumerated().compactMap { place, series in
      guard series.name.hasPrefix(ForecastSeries.indicatorPrefix) else { return nil }
      return (String(series.name.dropFirst(ForecastSeries.indicatorPrefix.count)), series.unit, place)
    }
  }
}

/// Where the values of a scenario stand in the rows of a run; as they come where there is nothing to move.
struct RowPlacement {
  /// By measure of the rows: the place among those of the scenario, `nil` where it has none.
  fileprivate var measures: [Int?]?
  /// By series of the rows.
  fileprivate var series: [Int?]?

  func measures(of evaluation: ScenarioEvaluation) -> [Double?] {
    measures.map { $0.map { place in place.flatMap { evaluation.measures[$0] } } } ?? evaluation.measures
  }

  func series(of evaluation: ScenarioEvaluation) -> [[Double]] {
    series.map { $0.map { place in place.map { evaluation.series[$0] } ?? [] } } ?? evaluation.series
  }
}

/// A scenario has other measures than the rows of its run.
struct OtherMeasures: Error {
  let problem: String

  /// The first name that is gone, or new.
  fileprivate static func difference(_ found: [String], _ expected: [String]) -> String {
    let lost = expected.first { !found.contains($0) }.map { "\"\($0)\" is gone" }
    let gained = found.first { !expected.contains($0) }.map { "\"\($0)\" is new" }
    return lost ?? gained ?? "the order differs"
  }
}

/// The result of one replication: a row of `replications.csv`, and its months.
package struct ReplicationRecord: Sendable, Hashable {
  /// From 0.
  package let replication: Int
  /// In the order of the schema's inputs.
  package let inputs: [Double]
  /// In the order of the schema's measures; `nil` where there is none.
  package let measures: [Double?]
  /// In the order of the schema's series, a value a month.
  package let timeline: [[Double]]
  /// At time zero, of the series that have a month 0.
  package let starts: [Double]
  /// By row of the yearly profit and loss, then by year from 0.
  package let income: [[Double]]

  package init(
    replication: Int, inputs: [Double], measures: [Double?], timeline: [[Double]], starts: [Double] = [],
    income: [[Double]] = []
  ) {
    self.replication = replication
    self.inputs = inputs
    self.measures = measures
    self.timeline = timeline
    self.starts = starts
    self.income = income
  }

  /// The same without its months and years, where those are of no use.
  package var withoutTimeline: ReplicationRecord {
    ReplicationRecord(replication: replication, inputs: inputs, measures: measures, timeline: [])
  }
}

extension RunSchema {
  /// Whether a record that was read from a file can be a row of this run: it has a usable number in each column, and its
  /// months and years, if it has any, are those of the run.
  ///
  /// - `inputs`: how many inputs the experiment has.
  package func admits(_ record: ReplicationRecord, inputs: Int) -> Bool {
    func fits(_ lists: [[Double]], _ rows: Int, _ columns: Int?) -> Bool {
      let columns = columns ?? lists.first?.count ?? 0
      return lists.count == rows
        && lists.allSatisfy { $0.count == columns && $0.allSatisfy(ReplicationRecord.isUsable) }
    }
    // Options may end at different times.
    let months = isJoined ? nil : horizon?.months ?? 0
    let years = months.map { ($0 + 11) / 12 + 1 }
    return record.inputs.count == inputs && !record.inputs.contains(where: \.isNaN)
      && record.measures.count == measures.count
      && record.measures.allSatisfy { $0.map(ReplicationRecord.isUsable) ?? true }
      && (record.timeline.isEmpty || fits(record.timeline, series.count, months))
      && (record.starts.isEmpty || fits([record.starts], 1, startingSeries.count))
      && (record.income.isEmpty || fits(record.income, income.count, years))
  }
}

extension ReplicationRecord {
  /// The largest size of a result: the fourth power of it is finite, and so are sums of such powers.
  static var largest: Double { 1e75 }

  /// Whether statistics can take a value in.
  static func isUsable(_ value: Double) -> Bool { abs(value) <= largest }
}
