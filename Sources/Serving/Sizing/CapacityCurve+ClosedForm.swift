import CGSL
public import Demand
import Glibc
import Randomness

extension CapacityCurve {
  /// The curve of replicas with continuous batching in closed form, from the mean request: quick, and an approximation.
  ///
  /// `BatchLoad` says how long a step is and how many sequences are at work at a load. The number at work varies as a
  /// Poisson number does, over all replicas together; the level is held where it is held at the upper end of that number.
  /// An answer of the length that the share of requests stays below takes that many steps; a first token comes after the
  /// rest of a step and one with the prompt in it. What the formula leaves out is how prompts bunch, and requests that wait
  /// for room: where the memory is short it promises too much. `payoff fidelity` shows how far off it is.
  public static func closedForm(
    _ deployment: Deployment, lengths: TokenLengths, within levels: ServiceLevel..., file: StaticString = #fileID,
    line: UInt = #line
  ) -> CapacityCurve {
    let basis = CapacityBasis(
      deployment: deployment, mix: RequestMix(lengths: lengths, gaps: .exponential), levels: levels)
    let load = BatchLoad(basis.mix, on: deployment)
    guard FormulaLatency.unreachable(levels, deployment, lengths, load) == nil else {
      FormulaLatency.refuse(levels, deployment, lengths, load, file, line)
      return CapacityCurve(secondsPerRequest: 1, method: "closed form", points: [])
    }
    return closedForm(basis, load)
  }

  fileprivate static func closedForm(_ basis: CapacityBasis, _ load: BatchLoad) -> CapacityCurve {
    let bounds = basis.levels.map { level in
      (
        limit: level.limit, z: gsl_cdf_ugaussian_Pinv(level.share),
        latency: FormulaLatency(basis.deployment, basis.mix.lengths, level, load)
      )
    }
    let points = sizes.map { size -> Point in
      // The rate rises with the share of the greatest; the latency with the rate.
      var (low, high) = (0.0, load.greatestRate)
      for _ in 0..<60 {
        let rate = (low + high) / 2
        let mean = load.atWork(at: rate)
        let isHeld = bounds.allSatisfy { bound in
          let upper = mean + bound.z * (mean / Double(size)).squareRoot()
          return upper <= load.sequences && bound.latency.value(atWork: upper) <= bound.limit
        }
        if isHeld { low = rate } else { high = rate }
      }
      return Point(replicas: Double(size), load: low * Double(size))
    }
    return scaled(
      points, basis: basis,
      method: "closed form of continuous batching", cut: load.cut)
  }

  /// The sizes at which curves of batching replicas are found.
  static let sizes = [1, 2, 4, 8, 16, 32, 64]

  /// A curve from the highest rate of each size, in requests a second; on the scale on which the margin settles.
  ///
  /// The rate of a replica grows with the size as μ − κ/√c. One over μ is the seconds that a request takes.
  static func scaled(
    _ points: [Point], basis: CapacityBasis, method: String, cut: Double, profile: LoadProfile? = nil
  ) -> CapacityCurve {
    let held = points.filter { $0.load > 0 }
    guard let last = held.last else { return CapacityCurve(secondsPerRequest: 1, method: method, points: []) }
    var limit = last.load / last.replicas
    if held.count > 2 {
      let before = held[held.count - 3]
      let (x, y) = (1 / last.replicas.squareRoot(), 1 / before.replicas.squareRoot())
      let slope = max((before.load / before.replicas - limit) / (x - y), 0)
      limit += slope * x
    }
    let name =
      "\(method), \(basis.deployment.batching)"
      + (cut > 0.0005 ? ", \(percent(cut)) of prompts cut to the context" : "")
    return CapacityCurve(
      secondsPerRequest: 1 / limit, method: name,
      points: held.map { Point(replicas: $0.replicas, load: $0.load / limit) }, profile: profile,
      basis: basis)
  }

  private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}

extension CapacityBasis {
  /// The curve in closed form; `nil` where replicas serve one at a time, or no fleet holds a level.
  var closedForm: CapacityCurve? {
    guard deployment.batching.sequences > 1 else { return nil }
    let load = BatchLoad(mix, on: deployment)
    guard FormulaLatency.unreachable(levels, deployment, mix.lengths, load) == nil else { return nil }
    return CapacityCurve.closedForm(self, load)
  }
}

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

/// A latency of a batching replica by formula, by how many sequences are at work.
struct FormulaLatency {
  private let level: ServiceLevel
  private let load: BatchLoad
  private let deployment: Deployment
  /// Tokens of the prompt and the answer that the share of requests stays below.
  private let input: Double
  private let output: Double

  init(_ deployment: Deployment, _ lengths: TokenLengths, _ level: ServiceLevel, _ load: BatchLoad) {
    self.level = level
    self.load = load
    self.deployment = deployment
    let room = Double(deployment.contextLength)
    output = deployment.batching.promptsOnly ? 1 : min(max(1, lengths.output.quantile(level.share)), room - 1)
    input = min(max(1, lengths.input.quantile(level.share)), room - output)
  }

  private var prompt: Double {
    deployment.cost.milliseconds(
      promptTokens: input, promptPairs: deployment.cost.pairs(piece: input, after: 0, of: input), sequences: 1) / 1000
  }

  func value(atWork count: Double) -> Double {
    let step = load.step(at: load.rate(atWork: count))
    let first = step + prompt - load.base + deployment.overheads.beforeQueue
    switch level.latency {
    case .wait: return step
    case .timeToFirstToken: return first
    case .timePerOutputToken: return step
    case .endToEnd: return first + (output - 1) * step
    }
  }

  /// The latency with nothing else at work.
  var floor: Double {
    let alone = (deployment.cost.base + deployment.cost.perSequence) / 1000
    switch level.latency {
    case .wait: return 0
    case .timeToFirstToken: return prompt + deployment.overheads.beforeQueue
    case .timePerOutputToken: return alone
    case .endToEnd: return prompt + (output - 1) * alone + deployment.overheads.beforeQueue
    }
  }

  /// The first of some levels that nobody can meet; `nil` where all can be.
  static func unreachable(
    _ levels: [ServiceLevel], _ deployment: Deployment, _ lengths: TokenLengths, _ load: BatchLoad
  ) -> FormulaLatency? {
    levels.map { FormulaLatency(deployment, lengths, $0, load) }.first { latency in
      latency.level.latency == .wait ? latency.level.limit <= 0 : latency.floor >= latency.level.limit
    }
  }

  /// Refuses levels that no fleet holds, by the first that has a floor above its limit, or the first.
  static func refuse(
    _ levels: [ServiceLevel], _ deployment: Deployment, _ lengths: TokenLengths, _ load: BatchLoad,
    _ file: StaticString, _ line: UInt
  ) {
    guard let first = levels.first else {
      ValidationErrors.report(
        InvalidValue("within", "a curve is of one service level at least", location: "\(file):\(line)"))
      return
    }
    let latency =
      unreachable(levels, deployment, lengths, load) ?? FormulaLatency(deployment, lengths, first, load)
    ValidationErrors.report(latency.refusal(file, line))
  }

  /// The error of a level that nobody can meet: which part of the latency is its floor.
  func refusal(_ file: StaticString, _ line: UInt) -> InvalidValue {
    let alone = (deployment.cost.base + deployment.cost.perSequence) / 1000
    func short(_ seconds: Double) -> String { ((seconds * 1000).rounded() / 1000).shortest }
    let steps = "\(Int(output - 1)) steps of \(short(alone)) s for an answer of \(Int(output)) tokens"
    let part =
      switch level.latency {
      case .wait: "a wait of 0 s is never kept by all"
      case .timeToFirstToken: "alone on a replica, a prompt of \(Int(input)) tokens takes \(short(prompt)) s"
      case .timePerOutputToken: "alone on a replica, a step takes \(short(alone)) s"
      case .endToEnd: "alone on a replica, a prompt of \(Int(input)) tokens takes \(short(prompt)) s, and \(steps) more"
      }
    return InvalidValue(
      "\(level)", "no fleet can meet it with \(deployment.name): \(part)",
      remedy: "allow more than \(short(floor)) s, or take a faster deployment", location: "\(file):\(line)")
  }
}
