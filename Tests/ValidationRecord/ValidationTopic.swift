/// A table of `docs/validation.md`; `scripts/python/validation.md` explains it.
public enum ValidationTopic: String, Encodable, Sendable {
  // Chance
  case generator, distributions, draws, designs, dependence
  // Engine
  case queueingFormulas, eventView, processView, outputStatistics
  // Load
  case arrivals, adoption, fits
  // Serving
  case requestCases, measuredServers, roofline, replicaTheory, capacity
  // Money
  case finance, prices, priceChance, backtests, waiting
  // Statistics
  case intervals, coverage, sampling, sensitivityPeers, sensitivityExact, decisions
  // Whole forecasts
  case forecastParts, cases, fidelity
}
