import Demand
package import Randomness

/// The value read from each replication: a measure, or whether it meets a limit.
///
/// `npv` is the measure itself, `npv>0` and `inflection_month<=24` are 1 where that holds and 0 where it does not, so
/// that their mean is a probability. Where the measure has no value, its ``Absence`` says what that means: a month that
/// never comes is not within 24, and is after 24; no condition on a rate of return holds where there is none; and of
/// what is not known no condition is known either.
package struct MeasureReading: Sendable, Hashable {
  /// How a measure is compared with a limit.
  package enum Comparison: String, Sendable, Hashable, CaseIterable {
    case atMost = "<="
    case atLeast = ">="
    case below = "<"
    case above = ">"

    /// How they are written, in words.
    static var signs: String { "<=, >=, < and >" }
  }

  /// A bar that the measure meets or not.
  package struct Bar: Sendable, Hashable {
    package let comparison: Comparison
    package let value: Double
  }

  package let measure: MeasureDeclaration
  /// The position of the measure in the schema.
  package let index: Int
  /// `nil` where the measure itself is read.
  package let bar: Bar?

  /// Reads `npv`, `npv>0` or `inflection_month<=24`; of no text, `npv` or the first measure.
  /// - Parameter option: the option that the text stands behind, for messages.
  /// - Throws: `InvalidValue` for a measure that is not there, with the nearest, and for a bar that is no number.
  package init(_ text: String?, of schema: RunSchema, option: String = "--measure") throws(InvalidValue) {
    let names = schema.measures.map(\.name)
    // A name that holds a sign itself is taken as it is.
    guard let text, !names.contains(text) else {
      index = text.flatMap { names.firstIndex(of: $0) } ?? schema.mainMeasure
      measure = schema.measures[index]
      bar = nil
      return
    }
    let found = Comparison.allCases.compactMap { comparison in
      text.firstRange(of: comparison.rawValue).map { (comparison, $0) }
    }.min { $0.1.lowerBound < $1.1.lowerBound }
    let name = String(text[..<(found?.1.lowerBound ?? text.endIndex)]).trimmed
    guard let index = names.firstIndex(of: name) else {
      if let sign = name.firstIndex(where: { "=!".contains($0) }),
        names.contains(String(name[..<sign]).trimmed)
      {
        throw InvalidValue(
          "\(option) \(text)", "a condition compares a measure with one of \(Comparison.signs)",
          remedy: "for example \(String(name[..<sign]).trimmed)>0")
      }
      throw InvalidValue(
        "\(option) \(text)", "there is no measure \"\(name)\"",
        remedy: NearestName.remedy(for: name, among: names))
    }
    self.index = index
    measure = schema.measures[index]
    guard let (comparison, range) = found else {
      bar = nil
      return
    }
    let number = String(text[range.upperBound...]).trimmed
    guard let value = Double(number), value.isFinite else {
      throw InvalidValue(
        "\(option) \(text)", "\"\(number)\" is not a number to compare \(name) with",
        remedy: "for example \(name)\(comparison.rawValue)0")
    }
    bar = Bar(comparison: comparison, value: value)
  }

  /// As it is written: `npv>0`.
  package var name: String { measure.name + (bar.map { $0.comparison.rawValue + $0.value.shortest } ?? "") }

  /// The unit of the measure; none for a bar that is met or not.
  package var unit: InputUnit { bar == nil ? measure.unit : .one }

  /// The schema with what is read as one measure more, where it is not one of its own; and its position there.
  package func added(to schema: RunSchema) -> (schema: RunSchema, index: Int) {
    guard bar != nil else { return (schema, index) }
    var schema = schema
    schema.measures.append(
      MeasureDeclaration(name: name, unit: .one, meaning: "1 where it holds", isProbability: true))
    return (schema, schema.measures.count - 1)
  }

  /// The measures of a replication, as the schema has them to which the reading was added.
  package func values(of record: ReplicationRecord) -> [Double?] {
    bar == nil ? record.measures : record.measures + [value(of: record)]
  }

  /// The value in a replication; `nil` where the measure has none and no bar is asked for.
  package func value(of record: ReplicationRecord) -> Double? { value(of: record.measures[index]) }

  /// The same, from the measure's own value.
  package func value(of measured: Double?) -> Double? {
    guard let bar else { return measured }
    guard let value = measured ?? absentValue else { return measure.absence == .doesNotExist ? 0 : nil }
    let isMet =
      switch bar.comparison {
      case .atMost: value <= bar.value
      case .atLeast: value >= bar.value
      case .below: value < bar.value
      case .above: value > bar.value
      }
    return isMet ? 1 : 0
  }

  /// What a replication without a value is held against a bar as.
  private var absentValue: Double? { measure.absence == .laterThanAny ? .infinity : nil }

  /// Its rank among the values of other replications, as a number; `nil` where it has none.
  package func rank(of record: ReplicationRecord) -> Double? {
    value(of: record) ?? (bar == nil && measure.absence == .laterThanAny ? .greatestFiniteMagnitude : nil)
  }

  /// The error of a method that needs a value in every replication, with what to ask for instead.
  /// - Parameters:
  ///   - empty: the replications without a value.
  ///   - count: all replications.
  package func missing(_ empty: Int, of count: Int, in schema: RunSchema) -> MissingValues {
    let hasNetPresentValue = schema.measures.contains { $0.name == "npv" } && measure.name != "npv"
    let condition =
      switch measure.absence {
      case .laterThanAny: ["'\(measure.name)<=\(limit(in: schema))'"]
      // It counts as not met where there is no value, so that it is a share of all replications.
      case .doesNotExist: ["'\(measure.name)>0'"]
      case .unknown: [String]()
      }
    return MissingValues(
      measure: measure.name, empty: empty, count: count, absence: measure.absence,
      instead: condition + (hasNetPresentValue ? ["npv"] : []))
  }
}

extension MeasureReading {
  /// A limit of a condition on a measure that may never come: the horizon of a month, and `VALUE` of what has another unit.
  private func limit(in schema: RunSchema) -> String {
    measure.unit == "month" ? "\(schema.horizon?.months ?? 24)" : "VALUE"
  }
}

/// A measure that has no value in some replications, asked of a method that needs one in each.
package struct MissingValues: Error, Sendable, Hashable, CustomStringConvertible {
  package let measure: String
  package let empty: Int
  package let count: Int
  /// What it means that there is none.
  package let absence: Absence
  /// What has a value in every replication.
  package let instead: [String]

  package var description: String {
    let place = "\(empty) of \(count) replications"
    let problem =
      switch absence {
      case .laterThanAny:
        "\(measure) is never in \(place), and a figure of the others would be one of the survivors"
      case .doesNotExist:
        "\(measure) does not exist in \(place), and a figure of the others would be one of the survivors"
      case .unknown: "\(measure) has no value in \(place), and what it would be there is not known"
      }
    guard !instead.isEmpty else {
      return problem
        + "; give it a value in every replication, or say what its absence means: "
        + "absence: .laterThanAny for a date that may not come, .doesNotExist for a number that may not exist"
    }
    return problem + "; take what has a value in every replication: " + instead.joined(separator: " or ")
  }
}

extension String {
  /// Without blanks at either end.
  package var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
