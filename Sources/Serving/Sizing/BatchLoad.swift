import Glibc

/// How busy a replica with continuous batching is at a load, in closed form: what the mean request takes of its steps.
///
/// A request takes of a replica's time `a` seconds that no other shares: its prompt, and for each token of its answer a
/// look at its context and its place in the step. The steps themselves, of `base`, are shared by all at work. At rate λ a
/// step takes base / (1 − λ a), as in processor sharing, and by Little's law λ · output · step sequences are at work.
/// Averages over the mix of requests throughout; what varies is left to the simulation.
struct BatchLoad: Sendable {
  /// Seconds of a replica that a request takes for itself alone.
  let own: Double
  /// Seconds of a step that all share.
  let base: Double
  private let moments: RequestMix.Moments
  /// The most sequences at work: those that the rule allows, or that the memory holds.
  let sequences: Double

  init(_ mix: RequestMix, on deployment: Deployment) {
    let cost = deployment.cost
    let moments = mix.moments(on: deployment)
    self.moments = moments
    base = cost.base / 1000
    own =
      (cost.perPromptToken * moments.input + cost.perPromptPair * moments.pairs
        + cost.perContextToken * moments.context + cost.perSequence * moments.output) / 1000
    let held = moments.output > 0 ? moments.context / moments.output : moments.input
    sequences = min(Double(deployment.batching.sequences), max(1, Double(deployment.kvTokens) / max(held, 1)))
  }

  /// The share of requests whose prompt is cut to the context.
  var cut: Double { moments.cut }

  /// The rate, in requests a second of one replica, beyond which the queue grows without end.
  var greatestRate: Double { sequences / (moments.output * base + own * sequences) }

  /// Seconds of a step at a rate of one replica below the greatest.
  func step(at rate: Double) -> Double { base / max(1 - rate * own, 1e-9) }

  /// Sequences at work at that rate.
  func atWork(at rate: Double) -> Double { min(rate * moments.output * step(at: rate), sequences) }

  /// The rate at which so many sequences are at work.
  func rate(atWork count: Double) -> Double { count / (moments.output * base + own * count) }
}
