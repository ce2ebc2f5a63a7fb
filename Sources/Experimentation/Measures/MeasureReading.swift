import Demand
package import Randomness

/// The value read from each replication: a measure, or whether it meets a limit.
///
/// `npv` is the measure itself, `npv>0` and `inflection_month<=24` are 1 where that holds and 0 where it does not, so
/// that their mean is a probability. A measure without a value counts as later, and so as greater, than any number: a
/// month that never comes is not within 24, and is after 24.
package struct MeasureReading: Sendable, Hashable {
  /// How a measure is compared with a limit.
  package enum Comparison: String, Sendable, Hashable, CaseIterable {
    case atMost = "<="
    case atLeast = ">="
    case below = "<"
    case above = ">"
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
      index = text.flatMap { names.firstIndex(of: $0) } ?? names.firstIndex(of: "npv") ?? 0
      measure = schema.measures[index]
      bar = nil
      return
    }
    let found = Comparison.allCases.compactMap { comparison in
      text.firstRange(of: comparison.rawValue).map { (comparison, $0) }
    }.min { $0.1.lowerBound < $1.1.lowerBound }
    let name = String(text[..<(found?.1.lowerBound ?? text.endIndex)]).trimmed
    guard let index = names.firstIndex(of: name) else {
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
    let value = measured ?? .infinity
    let isMet =
      switch bar.comparison {
      case .atMost: value <= bar.value
      case .atLeast: value >= bar.value
      case .below: value < bar.value
      case .above: value > bar.value
      }
    return isMet ? 1 : 0
  }

  /// The error of a method that needs a value in every replication, with what to ask for instead.
  /// - Parameters:
  ///   - empty: the replications without a value.
  ///   - count: all replications.
  package func missing(_ empty: Int, of count: Int, in schema: RunSchema) -> MissingValues {
    let hasNetPresentValue = schema.measures.contains { $0.name == "npv" } && measure.name != "npv"
    let bar = measure.unit == "month" ? "<=\(schema.horizon?.months ?? 24)" : ">0"
    return MissingValues(
      measure: measure.name, empty: empty, count: count,
      instead: ["'\(measure.name)\(bar)'"] + (hasNetPresentValue ? ["npv"] : []))
  }
}

/// A measure that has no value in some replications, asked of a method that needs one in each.
package struct MissingValues: Error, Sendable, Hashable, CustomStringConvertible {
  package let measure: String
  package let empty: Int
  package let count: Int
  /// What has a value in every replication.
  package let instead: [String]

  package var description: String {
    "\(measure) has no value in \(empty) of \(count) replications, and a mean over the others would be one over the "
      + "survivors; ask for the probability or another measure instead: "
      + instead.map { "--measure \($0)" }.joined(separator: " or ")
  }
}

extension String {
  /// Without blanks at either end.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
