import EventSimulation
import Experimentation
import Randomness
import Results

/// The base case behind a chart: dashed and grey, on the same axes.
struct GhostLayers {
  private let summary: RunSummary
  private let timeline: Table
  private let months: Table
  private let value: MeasureSummary?

  private static let (timelineAddress, monthsAddress, valueAddress) =
    ("../base/timeline.csv", "../base/months.csv", "../base/npv.csv")

  /// - Parameters:
  ///   - summary: of the base case.
  ///   - view: of the view, whose axes the layers share.
  /// - Returns: `nil` where nothing is computed of the base case, and where it is in another currency than the view.
  init?(_ summary: RunSummary, behind view: RunSummary) {
    guard summary.replications > 0, summary.schema.currency == view.schema.currency else { return nil }
    self.summary = summary
    let (timeline, months) = (HeldTable(RunRows.timelineColumns), HeldTable(RunRows.distributionColumns))
    do {
      try RunRows(summary).writeTimeline(to: timeline, of: ["cumulative_cash"])
      try RunRows(summary).writeDistribution(to: months, of: ["inflection_month", "payback_month"])
    } catch {
      return nil
    }
    (self.timeline, self.months) = (timeline.rows, months.rows)
    value = summary.measure("npv")
  }

  /// What the layers read.
  /// - Parameter tables: of the view, whose intervals of values the base case is counted in too.
  func tables(beside tables: [String: Table]) -> [(address: String, table: Table)] {
    [(Self.timelineAddress, timeline), (Self.monthsAddress, months), (Self.valueAddress, bins(tables))]
  }

  /// The shares of the base case in the intervals of the view, and in as many more as it reaches beyond them.
  private func bins(_ tables: [String: Table]) -> Table {
    var table = Table(header: ["from", "to", "share"])
    guard let value, let low = value.tally.minimum, let high = value.tally.maximum,
      let distribution = tables[ResultTable.distribution.name]
    else { return table }
    let rows = distribution.rows(where: "measure", is: "npv")
    var edges = rows.compactMap { distribution.number($0, "from") }
    guard let last = rows.last.flatMap({ distribution.number($0, "to") }), edges.count > 1 else { return table }
    edges.append(last)
    let middle = edges.count / 2
    let width = edges[middle] - edges[middle - 1]
    guard width > 0 else { return table }
    while edges[0] >= low, edges.count < Self.mostBins { edges.insert(edges[0] - width, at: 0) }
    while edges[edges.count - 1] < high, edges.count < Self.mostBins { edges.append(edges[edges.count - 1] + width) }
    let counts = value.counts(atMost: edges)
    for place in 1..<edges.count {
      let share = Double(counts[place] - counts[place - 1]) / Double(max(value.count, 1))
      if share > 0 { table.append([edges[place - 1].shortest, edges[place].shortest, share.shortest]) }
    }
    return table
  }

  private static let mostBins = 200

  /// The chart with the base case behind it; as it is where the base case has nothing for it.
  func added(to specification: JSONValue, named name: String) -> JSONValue {
    let ghost: [JSONValue]
    switch name {
    case "cumulative-cash" where !timeline.rows.isEmpty:
      ghost = [line("p10", width: 1), line("p90", width: 1), line("p50", width: 2)]
    case "inflection" where !months.rows.isEmpty: ghost = [steps]
    case "npv" where value != nil: ghost = [bars]
    default: return specification
    }
    guard case .array(let layers)? = specification["layer"] else { return specification }
    return specification.merging(["layer": .array(layers + ghost)])
  }

  private static func data(_ address: String) -> JSONValue { ["url": .string(address), "format": ["type": "csv"]] }

  private func line(_ field: String, width: Double) -> JSONValue {
    [
      "data": Self.data(Self.timelineAddress),
      "mark": [
        "type": "line", "interpolate": "monotone", "color": .string(ChartStyle.grey), "strokeWidth": .number(width),
        "strokeDash": [5, 3],
      ],
      "encoding": [
        "x": ["field": "month", "type": "quantitative"], "y": ["field": .string(field), "type": "quantitative"],
      ],
    ]
  }

  private var steps: JSONValue {
    [
      "data": Self.data(Self.monthsAddress), "transform": [["calculate": "1 - datum.share_to", "as": "left"]],
      "mark": [
        "type": "line", "interpolate": "step-after", "color": .string(ChartStyle.grey), "strokeWidth": 1.5,
        "strokeDash": [5, 3],
      ],
      "encoding": [
        "x": ["field": "to", "type": "quantitative"], "y": ["field": "left", "type": "quantitative"],
        "detail": ["field": "measure", "type": "nominal"],
      ],
    ]
  }

  private var bars: JSONValue {
    [
      "data": Self.data(Self.valueAddress),
      "mark": [
        "type": "bar", "binSpacing": 1, "fillOpacity": 0, "stroke": .string(ChartStyle.grey), "strokeDash": [3, 2],
      ],
      "encoding": [
        "x": ["field": "from", "type": "quantitative", "bin": ["binned": true]], "x2": ["field": "to"],
        "y": ["field": "share", "type": "quantitative"],
      ],
    ]
  }
}
