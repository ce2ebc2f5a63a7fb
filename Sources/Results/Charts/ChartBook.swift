/// The charts of a directory of results, in the order in which a reader wants them.
///
/// ```swift
/// let charts = ChartBook.charts(of: results, in: .english)
/// ```
/// A new command adds its case here, a folder of its charts beside this file, and their names to ``ChartName``.
package enum ChartBook {
  package static func charts(of results: ResultSet, in language: Language) -> [Chart] {
    let elements = ChartElements(results: results, language: language)
    switch results.facts.verb {
    case "run":
      return [
        InflectionChart.chart(elements), TimelineFanChart.cumulativeCash(elements), ValueChart.histogram(elements),
        ValueChart.distribution(elements), CostAndBenefitChart.chart(elements), TimelineFanChart.unitCost(elements),
        FleetChart.chart(elements), SmallMultiples.otherSeries(elements), SmallMultiples.measures(elements),
      ].compactMap(\.self)
    case "sweep": return [SweepChart.chart(elements)].compactMap(\.self)
    case "sensitivity": return SensitivityCharts.charts(elements)
    case "compare": return ComparisonCharts.charts(elements)
    case "decide": return DecisionCharts.charts(elements)
    case "discover": return DiscoveryCharts.charts(elements)
    case "wait": return TimingCharts.charts(elements)
    case "evidence": return [EvidenceChart.chart(elements)].compactMap(\.self)
    case "seek": return [SeekChart.chart(elements)].compactMap(\.self)
    case "replay": return [LatencyChart.chart(elements)].compactMap(\.self)
    case "size": return [FleetSizeChart.chart(elements)].compactMap(\.self)
    default: return []
    }
  }

  /// Several runs beside each other; `nil` where there are not two with a measure in common.
  package static func comparison(
    of runs: [(label: String, results: ResultSet)], in language: Language
  ) -> RunComparison? {
    RunComparison(runs, language)
  }

  /// What a measure is called, with its unit.
  package static func label(of measure: String, _ unit: String?, _ language: Language) -> String {
    let facts = ResultFacts(verb: "run", experiment: "", question: "")
    return ChartElements(results: ResultSet(facts, tables: [:]), language: language).label(measure, unit ?? "")
  }

  /// Of a table with a row a future, the rows that a chart shows.
  package static var futuresShown: Int { DiscoveryCharts.futuresShown }
}
