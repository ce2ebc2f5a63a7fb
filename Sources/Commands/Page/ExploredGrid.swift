import Demand
import Results

/// The grid of a sweep as a page with sliders takes it: for each measure its statistics at every point, and how far off
/// interpolation between points is.
struct ExploredGrid {
  /// What was varied.
  struct Axis {
    let name: String
    /// In the order in which they were tried; of numbers from the least on.
    let labels: [String]
    /// `nil` of a choice.
    let numbers: [Double]?
  }

  /// A measure at every point, the last axis fastest.
  struct Measure {
    let name: String
    let unit: String
    /// By statistic of ``ExploredGrid/statistics``; `nil` where there is no value.
    let values: [[Double?]]
    let error: InterpolationError?

    /// Whether it is the same at every point.
    var isConstant: Bool { values.allSatisfy { Set($0).count == 1 } }
  }

  /// How far the median of inner points is from the interpolation of their neighbours, which are twice as far apart as the
  /// points between which the page interpolates.
  struct InterpolationError: Hashable {
    let largest: Double
    let typical: Double
    /// The points that were left out, once along each axis with a neighbour on both sides.
    let count: Int
  }

  /// Columns of `sweep.csv`, and shares of the replications that are made from them.
  static let statistics = [
    "mean", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "ci95_low", "ci95_high", "above_zero", "without",
  ]
  private static let median = 4
  /// More numbers than this do not go into a page.
  static let mostNumbers = 2_000_000

  let axes: [Axis]
  let measures: [Measure]

  /// - `choices`: which columns are options of a choice, numbers or not.
  /// - Throws: ``DataFileError`` for what is no sweep, and for a grid that is not whole, has no numbers, or is too large.
  init(_ results: ResultSet, named name: String, choices: Set<String>) throws {
    func refuse(_ problem: String) -> DataFileError { DataFileError(file: name, problem) }
    guard let table = results[.sweep], let end = table.header.firstIndex(of: "measure"), end > 1 else {
      throw refuse("is no sweep; --explore takes the directory of: payoff sweep EXPERIMENT --vary INPUT=LOW..HIGH:STEP")
    }
    let names = Array(table.header[1..<end])
    axes = names.map { name in
      var labels: [String] = []
      for row in table.rows.indices where labels.last != table.text(row, name) {
        let label = table.text(row, name)
        if !labels.contains(label) { labels.append(label) }
      }
      let numbers = labels.compactMap { Double($0) }
      guard !choices.contains(name), numbers.count == labels.count else {
        return Axis(name: name, labels: labels, numbers: nil)
      }
      let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
      return Axis(name: name, labels: order.map { labels[$0] }, numbers: order.map { numbers[$0] })
    }
    guard axes.contains(where: { ($0.numbers?.count ?? 0) > 1 }) else {
      throw refuse("varies no number over two values or more, so there is nothing to slide")
    }
    let points = axes.reduce(1) { $0 * $1.labels.count }
    let places = axes.map { Dictionary(uniqueKeysWithValues: zip($0.labels, $0.labels.indices)) }
    var rows: [String: [Int?]] = [:]
    var order: [String] = []
    for row in table.rows.indices {
      let measure = table.text(row, "measure")
      if rows[measure] == nil {
        order.append(measure)
        rows[measure] = Array(repeating: nil, count: points)
      }
      let point = zip(axes, places).reduce(0) { place, axis in
        place * axis.0.labels.count + (axis.1[table.text(row, axis.0.name)] ?? 0)
      }
      rows[measure]?[point] = row
    }
    guard points * order.count * Self.statistics.count <= Self.mostNumbers else {
      throw refuse(
        "has \(points) points with \(order.count) measures, which is more than a page holds; sweep fewer values")
    }
    let axes = axes
    measures = try order.filter { !$0.hasPrefix("check: ") || $0 == results.facts.measure }.map { measure in
      let found = (rows[measure] ?? []).compactMap(\.self)
      guard found.count == points else {
        throw refuse("its grid is not whole: \(measure) has \(found.count) of \(points) points")
      }
      let values = Self.statistics.map { statistic in found.map { Self.value(statistic, table, $0) } }
      return Measure(
        name: measure, unit: table.text(found[0], "unit"), values: values,
        error: Self.error(of: values[Self.median], over: axes))
    }
  }

  private static func value(_ statistic: String, _ table: Table, _ row: Int) -> Double? {
    let (known, empty) = (table.number(row, "n") ?? 0, table.number(row, "empty") ?? 0)
    switch statistic {
    case "above_zero": return known + empty > 0 ? (table.number(row, "positive") ?? 0) / (known + empty) : nil
    case "without": return known + empty > 0 ? empty / (known + empty) : nil
    default: return table.number(row, statistic)
    }
  }

  /// `nil` where no point can be left out.
  static func error(of values: [Double?], over axes: [Axis]) -> InterpolationError? {
    var errors: [Double] = []
    var stride = values.count
    for axis in axes {
      let count = axis.labels.count
      stride /= max(count, 1)
      guard let numbers = axis.numbers, count > 2 else { continue }
      for point in values.indices {
        let place = point / stride % count
        guard place > 0, place < count - 1, let value = values[point], let before = values[point - stride],
          let after = values[point + stride]
        else { continue }
        let share = (numbers[place] - numbers[place - 1]) / (numbers[place + 1] - numbers[place - 1])
        errors.append(abs(before + share * (after - before) - value))
      }
    }
    errors.sort()
    guard let largest = errors.last else { return nil }
    return InterpolationError(largest: largest, typical: errors[errors.count / 2], count: errors.count)
  }
}
