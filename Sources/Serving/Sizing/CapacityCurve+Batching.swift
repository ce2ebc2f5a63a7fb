public import Demand
import Randomness

extension CapacityCurve {
  /// The curve of a deployment from simulations of its requests, one by one: what its fleets carry within a service level.
  ///
  /// ```swift
  /// CapacityCurve.batching(
  ///   Deployment(.llama8B, on: .a800), lengths: .azureConversation, within: ServiceLevel(.timeToFirstToken, p95: .seconds(1)))
  /// ```
  /// Fleets of 1, 2, 4, … 64 replicas with routing to the least loaded are simulated at rates that close in on the one at
  /// which the level is just held: some seconds on two cores, once; the result is kept by the hash of all it depends on, in
  /// memory and, in a program, on disk. A prompt too long for the context is cut to what its answer leaves.
  ///
  /// - `levels`: one or several, all of which are held.
  /// - `gaps`: how unevenly requests follow each other; as in a Poisson process unless given.
  public static func batching(
    _ deployment: Deployment, lengths: TokenLengths, within levels: ServiceLevel..., gaps: ArrivalGaps = .exponential,
    file: StaticString = #fileID, line: UInt = #line
  ) -> CapacityCurve {
    let mix = RequestMix(lengths: lengths, gaps: gaps)
    let basis = CapacityBasis(deployment: deployment, mix: mix, levels: levels)
    let curve = CapacityCache.curve(for: CapacitySearch(basis: basis)) { found in
      scaled(
        zip(found.sizes, found.rates).map { Point(replicas: Double($0), load: $1) }, basis: basis,
        method: "requests simulated", cut: mix.moments(on: deployment).cut,
        profile: LoadProfile(points: found.profile))
    }
    if curve.carriesNothing {
      FormulaLatency.refuse(levels, deployment, lengths, BatchLoad(mix, on: deployment), file, line)
    }
    return curve
  }
}
