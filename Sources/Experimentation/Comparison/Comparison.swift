/// Options tried on the same draws, measure by measure: their distributions, their differences, and how often each is the
/// greatest and the least; in constant memory.
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

  /// - `options`: two or more.
  package init(_ schema: RunSchema, options: [String]) {
    self.schema = schema
    self.options = options
    let each = schema.measures.map {
      MeasureSummary(exactCount: 2048, isProbability: $0.isProbability, isEvent: $0.isEvent)
    }
    measures = Array(repeating: each, count: options.count)
    let count = options.count * (options.count - 1) / 2
    pairs = Array(repeating: Array(repeating: PairedTally(), count: each.count), count: count)
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
      // No value is later, and so greater, than any.
      let known = column.map { $0 ?? .infinity }
      Self.share(known, known.reduce(-.infinity, max), measure, &greatest)
      Self.share(known, known.reduce(.infinity, min), measure, &least)
    }
  }

  private static func share(_ values: [Double], _ extreme: Double, _ measure: Int, _ wins: inout [[Double]]) {
    let count = Double(values.count { $0 == extreme })
    for (option, value) in values.enumerated() where value == extreme { wins[option][measure] += 1 / count }
  }

  private func place(_ option: Int, _ other: Int) -> Int { option * (option - 1) / 2 + other }

  /// An option paired with one before it.
  package func pair(_ option: Int, _ other: Int, measure: Int) -> PairedTally {
    precondition(option > other, "a pair is of an option and one before it")
    return pairs[place(option, other)][measure]
  }

  /// The chance that no other option has more of the measure, or less of it; options that tie share it.
  package func chanceOfExtreme(_ option: Int, measure: Int, least isLeast: Bool) -> Estimate {
    let wins = (isLeast ? least : greatest)[option][measure]
    return Proportion.scoreEstimate(
      min(wins / Double(replications), 1), replications, confidence: 0.95)
  }
}
