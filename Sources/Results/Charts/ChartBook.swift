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
    case "seek": return [SeekChart.chart(elements)].compactMap(\.self)
    default: return []
    }
  }
}
