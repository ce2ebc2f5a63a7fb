package import Randomness

/// The points of a sweep: every combination of the values of its variations.
package struct Sweep: Sendable {
  package let variations: [Variation]

  /// Reads variations of an experiment, each `name=VALUES`.
  /// - Parameters:
  ///   - overrides: what is set beside; an input is set or varied, not both.
  ///   - insistence: the option that computes a grid of any size, for messages; `nil` where there is none.
  /// - Throws: `InvalidValue` as ``Variation`` does, and as ``init(_:option:allowingLargeGrid:insistence:)``.
  package init<E: Experiment>(
    _ arguments: [String], of experiment: ResolvedExperiment<E>, besides overrides: [Override] = [],
    option: String = "--vary", allowingLargeGrid: Bool = false, insistence: String? = nil
  ) throws(InvalidValue) {
    var variations: [Variation] = []
    for argument in arguments { variations.append(try Variation(argument, of: experiment, option: option)) }
    for variation in variations where overrides.contains(where: { $0.name == variation.name }) {
      throw InvalidValue("\(option) \(variation.name)", "it is set with --set too", remedy: "leave one of the two out")
    }
    try self.init(variations, option: option, allowingLargeGrid: allowingLargeGrid, insistence: insistence)
  }

  /// - Throws: `InvalidValue` for an input varied twice, and for more points than anybody means.
  package init(
    _ variations: [Variation], option: String = "--vary", allowingLargeGrid: Bool, insistence: String? = nil
  ) throws(InvalidValue) {
    self.variations = variations
    for (index, variation) in variations.enumerated()
    where variations[..<index].contains(where: { $0.name == variation.name }) {
      throw InvalidValue("\(option) \(variation.name)", "it is varied twice", remedy: "put its values into one list")
    }
    let points = variations.reduce(1.0) { $0 * Double($1.values.count) }
    guard points <= Self.mostPoints || (allowingLargeGrid && points < 1e9) else {
      throw InvalidValue(
        "\(option) " + variations.map(\.name).joined(separator: ", "),
        "the grid has \(points.shortest) points"
          + (variations.count > 1 ? " (\(variations.map { "\($0.values.count)" }.joined(separator: " × ")))" : "")
          + ", and more than \(Self.mostPoints.shortest) are taken for a mistake",
        remedy: "use a larger step or shorter lists"
          + (points < 1e9 ? insistence.map { ", or compute them all with \($0)" } ?? "" : ""))
    }
  }

  /// More points than these are only computed by somebody who insists.
  private static let mostPoints = 100_000.0

  package var count: Int { variations.reduce(1) { $0 * $1.values.count } }

  /// The first point of each combination of options: what an experiment measures depends on them, and on no input.
  package var optionPoints: [Int] {
    var points = [0]
    var step = count
    for variation in variations {
      step /= variation.values.count
      guard case .choice = variation.target else { continue }
      points = points.flatMap { point in variation.values.indices.map { point + $0 * step } }
    }
    return points
  }

  /// The position of a point in each variation; the last varies fastest.
  package func positions(of point: Int) -> [Int] {
    var rest = point
    var positions: [Int] = []
    for variation in variations.reversed() {
      positions.append(rest % variation.values.count)
      rest /= variation.values.count
    }
    return positions.reversed()
  }

  /// The points in groups that follow each other, which are computed one after the other: the values of a group stay in memory
  /// until it is done, those of a sweep do not.
  ///
  /// - `numbers`: of each point, as ``SweepSummary/numbers(ofMeasures:replications:)`` says.
  package func groups(ofNumbers numbers: Int) -> [Range<Int>] {
    let size = min(max(Self.numbersInMemory / max(numbers, 1), 8), count)
    return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }

  private static let numbersInMemory = 1_000_000

  /// A point in words: `scaling=hourly, priceFall=0.4`.
  package func name(of point: Int) -> String {
    zip(variations, positions(of: point)).map { "\($0.name)=\($0.labels[$1])" }.joined(separator: ", ")
  }
}

/// The rows of a sweep: in each replication every point, with the same draws and the same chance.
///
/// Inputs that depend on one that is varied are drawn given its value.
package struct SweepRows<E: Experiment>: RowSource {
  private let sweep: Sweep
  /// One for all points, or by point.
  private let draws: [MonteCarloRows<E>]
  private let seed: UInt64

  package init(_ sweep: Sweep, of experiment: ResolvedExperiment<E>, plan: RunPlan) throws(InvalidValue) {
    self.sweep = sweep
    seed = plan.seed
    var draws: [MonteCarloRows<E>] = []
    for point in 0..<(experiment.dependence == nil ? 1 : sweep.count) {
      var values: [Int: Double] = [:]
      for (variation, position) in zip(sweep.variations, sweep.positions(of: point)) {
        if case .input(let column) = variation.target { values[column] = variation.values[position] }
      }
      draws.append(try MonteCarloRows(experiment.given(values), plan: plan))
    }
    self.draws = draws
  }

  /// The number of rows for so many replications.
  package func count(_ replications: Int) -> Int { sweep.count * replications }

  package func row(_ number: Int) -> RunRow {
    var row = draws[draws.count == 1 ? 0 : number % sweep.count].row(number / sweep.count)
    for (variation, position) in zip(sweep.variations, sweep.positions(of: number % sweep.count)) {
      switch variation.target {
      case .input(let index): row.set(index, to: variation.values[position], following: variation.conversions[position])
      case .choice(let index): row.choices[index] = Int(variation.values[position])
      }
    }
    return row
  }

  package func place(of number: Int) -> String {
    "at \(sweep.name(of: number % sweep.count)), in replication \(number / sweep.count) of seed \(seed)"
  }
}

/// The rows of some of several points that are tried on the same draws: in each replication every one of them.
package struct PointRows: RowSource {
  private let rows: any RowSource
  private let points: [Int]
  private let count: Int

  /// - `rows`: in each replication every point, as those of a sweep or of the options of a choice.
  /// - `points`: those that are computed; at least one.
  /// - `count`: how many points there are.
  package init(_ rows: some RowSource, points: [Int], of count: Int) {
    self.rows = rows
    self.points = points
    self.count = count
  }

  /// The rows of one point: a replication each.
  package init(_ rows: some RowSource, point: Int, of count: Int) { self.init(rows, points: [point], of: count) }

  private func whole(_ number: Int) -> Int { number / points.count * count + points[number % points.count] }

  package func row(_ number: Int) -> RunRow { rows.row(whole(number)) }

  package func place(of number: Int) -> String { rows.place(of: whole(number)) }
}

/// The distributions of every measure at some points of a sweep, and of its difference from one point's.
package struct SweepSummary: Sendable {
  package let schema: RunSchema
  /// By point, then by measure.
  package private(set) var measures: [[MeasureSummary]]
  /// The difference from the base point in the same replication, by point and measure; empty without a base.
  package private(set) var differences: [[PairedTally]]
  /// The position of the measure that is shown.
  package let shown: Int
  private let reading: MeasureReading
  private let base: Int?
  /// The measures of the replication under way, by point.
  private var replication: [[Double?]] = []

  /// The values of a measure of which quantiles are exact.
  private static let exactCount = 2048

  /// What a point takes of memory, in numbers.
  package static func numbers(ofMeasures measures: Int, replications: Int) -> Int {
    measures * (min(replications, exactCount) + 200)
  }

  /// - `points`: how many there are.
  /// - `base`: the place among them of the point that they are compared with.
  /// - `reading`: what is shown, one measure more where it is none of the schema's own.
  package init(_ schema: RunSchema, points: Int, base: Int?, reading: MeasureReading) {
    (self.schema, shown) = reading.added(to: schema)
    self.reading = reading
    self.base = base
    let each = self.schema.measures.map {
      MeasureSummary(exactCount: Self.exactCount, isProbability: $0.isProbability, absence: $0.absence)
    }
    measures = Array(repeating: each, count: points)
    differences =
      base == nil
      ? [] : Array(repeating: self.schema.measures.map { PairedTally(absence: $0.absence) }, count: points)
  }

  /// Adds a row; in the order of their numbers, in which the points of a replication follow each other.
  package mutating func add(_ record: ReplicationRecord) {
    let point = record.replication % measures.count
    let values = reading.values(of: record)
    for (index, value) in values.enumerated() { measures[point][index].add(value) }
    guard let base else { return }
    replication.append(values)
    guard replication.count == measures.count else { return }
    for (point, values) in replication.enumerated() {
      for (index, value) in values.enumerated() {
        differences[point][index].add(value, replication[base][index])
      }
    }
    replication.removeAll(keepingCapacity: true)
  }
}
