/// The charts there are, by the names of their files.
package enum ChartName: String, Sendable, CaseIterable {
  // Of a run.
  case inflection, cumulativeCash = "cumulative-cash", costAndBenefit = "cost-and-benefit", unitCost = "unit-cost"
  case value = "npv", valueDistribution = "npv-distribution", fleet, otherSeries = "other-series", measures
  // Of a sweep.
  case sweep
  // Of a sensitivity analysis.
  case tornado, spider, indices, morris, pairs
  // Of a comparison.
  case options, differences
  // Of a decision.
  case payoff, regret, learning
  // Of scenario discovery.
  case box, futures, peeling
  // Of seeking.
  case seek
  // Of served requests.
  case latencies, fleetSize = "fleet-size"
  // Of waiting.
  case timing, acting
  // Of the evidence.
  case influence

  /// The folder of the charts in a directory of results.
  package static let folder = "charts"

  /// Where it lies in the directory.
  package var path: String { "\(Self.folder)/\(rawValue).vl.json" }
}
