import Demand
import Randomness

extension CapacitySearch {
  /// All that the result depends on, in words.
  var text: String {
    let (deployment, mix, levels) = (basis.deployment, basis.mix, basis.levels)
    let quantiles = [mix.lengths.input, mix.lengths.output].map { lengths in
      (0...200).map { lengths.quantile(min(max(Double($0) / 200, 1e-6), 1 - 1e-6)).shortest }.joined(separator: " ")
    }
    return [
      "version \(Self.version), effort \(effort.shortest)", "\(deployment.cost)", "\(deployment.overheads)",
      "\(deployment.clock)",
      "\(deployment.batching.sequences) \(deployment.batching.tokensPerStep) \(deployment.batching.joining) "
        + "\(deployment.batching.resumption) \(deployment.batching.promptsOnly)",
      "\(deployment.kvTokens) \(deployment.blockTokens) \(deployment.contextLength)",
      levels.map { "\($0.latency) \($0.share.shortest) \($0.limit.shortest)" }.joined(separator: ", "), "\(mix.gaps)",
      mix.lengths.rankCorrelation.shortest,
    ].joined(separator: "\n") + "\n" + quantiles.joined(separator: "\n")
  }
}
