import CommandOptions
import Randomness
import Serving

extension LatencyLimitOptions {
  /// The service levels that are asked for, at least one.
  var levels: [ServiceLevel] {
    get throws(InvalidValue) {
      var levels: [ServiceLevel] = []
      for (option, text, latency, share) in [
        ("--ttft-p99", ttftP99, ServiceLevel.Latency.timeToFirstToken, 0.99),
        ("--ttft-p95", ttftP95, .timeToFirstToken, 0.95), ("--tpot-p99", tpotP99, .timePerOutputToken, 0.99),
        ("--tpot-p95", tpotP95, .timePerOutputToken, 0.95), ("--e2e-p99", e2eP99, .endToEnd, 0.99),
        ("--e2e-p95", e2eP95, .endToEnd, 0.95), ("--wait-p99", waitP99, .wait, 0.99),
        ("--wait-p95", waitP95, .wait, 0.95),
      ] {
        guard let text else { continue }
        levels.append(ServiceLevel(latency, share: share, within: try LatencyText.read(text, for: option)))
      }
      if levels.isEmpty {
        throw InvalidValue(
          "payoff size", "no service level is given that the fleet is to hold",
          remedy: "for example --ttft-p99 500ms, or --tpot-p95, --e2e-p95, --wait-p95")
      }
      return levels
    }
  }
}
