import CGSL
public import Demand
import Glibc
import Randomness

extension CapacityCurve {
  /// The capacity curve of continuous batching in closed form, from the mean request: fast and approximate.
  ///
  /// `BatchLoad` gives the step time and the number of running sequences at a load. The running sequences of all replicas
  /// together vary as a Poisson number; the level is held where it holds at the upper quantile of that number. An answer takes
  /// as many steps as the quantile of its length; a first token takes the rest of a step and a step with the prompt. The formula
  /// ignores bunches of prompts and requests that wait for memory, so it is optimistic where memory is short.
  /// `payoff fidelity` shows its error.
  public static func closedForm(
    _ deployment: Deployment, lengths: TokenLengths, within levels: ServiceLevel..., file: StaticString = #fileID,
    line: UInt = #line
  ) -> CapacityCurve {
    let basis = CapacityBasis(
      deployment: deployment, mix: RequestMix(lengths: lengths, gaps: .exponential), levels: levels)
    let load = BatchLoad(basis.mix, on: deployment)
    guard basis.unreachable(load) == nil else {
      basis.refuse(load, file, line)
      return CapacityCurve(secondsPerRequest: 1 / load.greatestRate, method: "closed form", points: [])
    }
    return closedForm(basis, load).of(ClosedFormCurves(basis: basis))
  }

  fileprivate static func closedForm(_ basis: CapacityBasis, _ load: BatchLoad) -> CapacityCurve {
    let bounds = basis.levels.map { level in
      (
        limit: level.limit, z: gsl_cdf_ugaussian_Pinv(level.share),
        latency: FormulaLatency(basis.deployment, basis.mix, level, load)
      )
    }
    let points = sizes.map { size -> Point in
      // The latency rises with the rate.
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
      points, basis: { basis },
      method: "closed form of continuous batching", cut: load.cut)
  }

  /// The fleet sizes of a simulated curve.
  static let sizes = [1, 2, 4, 8, 16, 64]

  /// A curve from the highest rate of each size in requests a second.
  ///
  /// The rate per replica grows with the fleet size c as μ − κ/√c; 1/μ is the seconds per request.
  static func scaled(
    _ points: [Point], basis: @escaping @Sendable () -> CapacityBasis, method: String, cut: Double,
    profile: @autoclosure @escaping @Sendable () -> LoadProfile? = nil
  ) -> CapacityCurve {
    let held = points.filter { $0.load > 0 }
    guard let last = held.last else {
      let basis = basis()
      return CapacityCurve(
        secondsPerRequest: 1 / BatchLoad(basis.mix, on: basis.deployment).greatestRate, method: method, points: [],
        basis: basis)
    }
    var limit = last.load / last.replicas
    if held.count > 2 {
      let before = held[held.count - 3]
      let (x, y) = (1 / last.replicas.squareRoot(), 1 / before.replicas.squareRoot())
      let slope = max((before.load / before.replicas - limit) / (x - y), 0)
      limit += slope * x
    }
    return CapacityCurve(
      secondsPerRequest: 1 / limit, points: held.map { Point(replicas: $0.replicas, load: $0.load / limit) },
      makeMethod: {
        "\(method), \(basis().deployment.batching)"
          + (cut > 0.0005 ? ", \(percent(cut)) of prompts cut to the context" : "")
      }, makeProfile: profile, makeBasis: basis)
  }

  private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}

extension CapacityBasis {
  /// The curve in closed form; `nil` where replicas serve one request at a time, or no fleet holds a level.
  var closedForm: CapacityCurve? {
    guard deployment.batching.sequences > 1 else { return nil }
    let load = BatchLoad(mix, on: deployment)
    guard unreachable(load) == nil else { return nil }
    return CapacityCurve.closedForm(self, load)
  }
}

/// The curves in closed form of a deployment with slower steps or longer requests.
struct ClosedFormCurves: CurveFamily {
  let basis: CapacityBasis

  func curve(slowness: Double, growth: Double) -> CapacityCurve {
    let basis = basis.slower(by: slowness).longer(by: growth)
    let load = BatchLoad(basis.mix, on: basis.deployment)
    guard basis.unreachable(load) == nil else {
      return CapacityCurve(
        secondsPerRequest: 1 / load.greatestRate, method: "closed form", points: [], basis: basis)
    }
    return CapacityCurve.closedForm(basis, load)
  }
}

/// The load of a replica with continuous batching in closed form, from the mean request.
///
/// A request takes `a` seconds of a replica's time for itself: its prompt, and for each token of its answer the cost of its
/// context and its sequence. The base cost of a step is shared by all running requests. At rate λ a step takes base /
/// (1 − λ a), as in processor sharing, and by Little's law λ · output · step sequences are running. With speculative decoding
/// an answer takes fewer steps, and a step has the drafts of the small model and their verification. The formula uses means
/// over the mix of requests; their variation is left to the simulation.
struct BatchLoad: Sendable {
  /// Seconds of a replica that a request takes for itself.
  let own: Double
  /// Seconds of a step that all requests share.
  let base: Double
  /// The share of requests whose prompt is truncated to the context length.
  let cut: Double
  /// Steps in which a mean request takes part: that of its prompt, and those of its answer.
  private let steps: Double
  /// Tokens of an answer in a step: 1 without speculative decoding.
  let tokensPerStep: Double
  /// The most running sequences, by the batching rule or by the memory.
  let sequences: Double

  init(_ mix: RequestMix, on deployment: Deployment) {
    let cost = deployment.cost
    let moments = mix.moments(on: deployment)
    cut = moments.cut
    let prompts = cost.perPromptToken * moments.input + cost.perPromptPair * moments.pairs
    if let speculation = deployment.speculation {
      let (draft, drafted) = (speculation.draft, Double(speculation.acceptance.count))
      let further = max(moments.output - 1, 0)
      let writing = speculation.steps(forAnswerOf: Int(moments.output.rounded())).mean
      tokensPerStep = writing > 0 ? further / writing : speculation.tokensPerStep
      steps = 1 + writing
      base = (cost.base + drafted * draft.base) / 1000
      let answers =
        (cost.perContextToken + drafted * (cost.perPromptPair + draft.perContextToken)) * moments.context
        + (cost.perSequence + cost.perDecodeToken
          + drafted * (cost.perPromptToken + draft.perSequence + draft.perDecodeToken)) * moments.output
      own =
        (prompts + draft.perPromptToken * moments.input + answers * writing / max(moments.output, 1)) / 1000
    } else {
      tokensPerStep = 1
      steps = moments.output
      base = cost.base / 1000
      own =
        (prompts + cost.perContextToken * moments.context + (cost.perSequence + cost.perDecodeToken) * moments.output)
        / 1000
    }
    let held = moments.output > 0 ? moments.context / moments.output : moments.input
    sequences = min(Double(deployment.batching.sequences), max(1, Double(deployment.kvTokens) / max(held, 1)))
  }

  /// The same load where every step takes that many times as long.
  func slower(by factor: Double) -> BatchLoad {
    BatchLoad(
      own: own * factor, base: base * factor, cut: cut, steps: steps, tokensPerStep: tokensPerStep,
      sequences: sequences)
  }

  private init(
    own: Double, base: Double, cut: Double, steps: Double, tokensPerStep: Double, sequences: Double
  ) {
    self.own = own
    self.base = base
    self.cut = cut
    self.steps = steps
    self.tokensPerStep = tokensPerStep
    self.sequences = sequences
  }

  /// The rate of one replica, in requests a second, beyond which the queue grows without bound.
  var greatestRate: Double { sequences / (steps * base + own * sequences) }

  /// Seconds of a step at a rate of one replica below the greatest.
  func step(at rate: Double) -> Double { base / max(1 - rate * own, 1e-9) }

  /// Running sequences at a rate.
  func atWork(at rate: Double) -> Double { min(rate * steps * step(at: rate), sequences) }

  /// The rate at which so many sequences are running.
  func rate(atWork count: Double) -> Double { count / (steps * base + own * count) }
}

/// A latency of a batching replica by formula, as a function of the running sequences.
struct FormulaLatency {
  private let level: ServiceLevel
  private let load: BatchLoad
  private let deployment: Deployment
  /// Quantiles of the tokens of prompt and answer at the share of the level.
  private let input: Double
  private let output: Double

  init(_ deployment: Deployment, _ mix: RequestMix, _ level: ServiceLevel, _ load: BatchLoad) {
    self.level = level
    self.load = load
    self.deployment = deployment
    let room = Double(deployment.contextLength)
    output = deployment.batching.promptsOnly ? 1 : min(max(1, mix.answerTokens(level.share)), room - 1)
    input = min(max(1, mix.promptTokens(level.share)), room - output)
  }

  private var prompt: Double {
    func milliseconds(_ cost: StepCost) -> Double {
      cost.milliseconds(
        promptTokens: input, promptPairs: cost.pairs(piece: input, after: 0, of: input), sequences: 1)
    }
    return (milliseconds(deployment.cost) + (deployment.speculation.map { milliseconds($0.draft) } ?? 0)) / 1000
  }

  func value(atWork count: Double) -> Double {
    let step = load.step(at: load.rate(atWork: count))
    // The prompt's step is shared with those that run: its own base is the load's.
    let shared = deployment.speculation.map { (deployment.cost.base + $0.draft.base) / 1000 } ?? load.base
    let first = step + prompt - shared + deployment.overheads.beforeQueue
    switch level.latency {
    case .wait: return step
    case .timeToFirstToken: return first
    case .timePerOutputToken: return step / load.tokensPerStep
    case .endToEnd: return first + (output - 1) * step / load.tokensPerStep
    }
  }

  /// Seconds of a token of an answer that runs alone, without its context.
  private var alone: Double {
    let cost = deployment.cost
    return
      (deployment.speculation.map { $0.milliseconds(of: cost, sequences: 1, context: 0) / $0.tokensPerStep }
      ?? (cost.base + cost.perSequence)) / 1000
  }

  /// The latency of a request that runs alone.
  var floor: Double {
    switch level.latency {
    case .wait: return 0
    case .timeToFirstToken: return prompt + deployment.overheads.beforeQueue
    case .timePerOutputToken: return alone
    case .endToEnd: return prompt + (output - 1) * alone + deployment.overheads.beforeQueue
    }
  }

  /// Whether no fleet can meet the level.
  var isUnreachable: Bool { level.latency == .wait ? level.limit <= 0 : floor >= level.limit }

  /// The error of a level that no fleet can meet, with the part of the latency that is its floor.
  func refusal(_ file: StaticString, _ line: UInt) -> InvalidValue {
    func short(_ seconds: Double) -> String { ((seconds * 1000).rounded() / 1000).shortest }
    let unit = deployment.speculation == nil ? "step" : "token"
    let steps = "\(Int(output - 1)) \(unit)s of \(short(alone)) s for an answer of \(Int(output)) tokens"
    let part =
      switch level.latency {
      case .wait: "a wait of 0 s cannot be held"
      case .timeToFirstToken: "alone on a replica, a prompt of \(Int(input)) tokens takes \(short(prompt)) s"
      case .timePerOutputToken: "alone on a replica, a \(unit) takes \(short(alone)) s"
      case .endToEnd where deployment.batching.promptsOnly: "alone on a replica, a request takes \(short(floor)) s"
      case .endToEnd: "alone on a replica, a prompt of \(Int(input)) tokens takes \(short(prompt)) s, and \(steps) more"
      }
    return InvalidValue(
      "\(level)", "no fleet can meet it with \(deployment.name): \(part)",
      remedy: "allow more than \(short(floor)) s, or take a faster deployment", location: "\(file):\(line)")
  }
}

extension CapacityBasis {
  /// The first level that no fleet can meet, with prompts and answers that are longer by a factor; `nil` where all can be met.
  func unreachable(_ load: BatchLoad, longer factor: Double = 1) -> FormulaLatency? {
    var mix = mix
    mix.growth *= factor
    return levels.lazy.map { FormulaLatency(deployment, mix, $0, load) }.first(where: \.isUnreachable)
  }

  /// Reports levels that no fleet holds, by the first that has a floor above its limit, or the first.
  func refuse(_ load: BatchLoad, _ file: StaticString, _ line: UInt) {
    guard let first = levels.first else {
      ValidationErrors.report(
        InvalidValue("within", "a curve needs at least one service level", location: "\(file):\(line)"))
      return
    }
    let latency = unreachable(load) ?? FormulaLatency(deployment, mix, first, load)
    ValidationErrors.report(latency.refusal(file, line))
  }
}
