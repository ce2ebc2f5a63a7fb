import Glibc
public import Randomness

/// A model on its GPUs: the cost of its steps, the size of its KV memory and its batching.
///
/// ```swift
/// Deployment(.llama8B, on: .a800, precision: .int8)
/// Deployment(
///   "our model", StepCost(base: 12.4, perPromptToken: 0.0443, perContextToken: 8e-5, perSequence: 0.0307),
///   kvTokens: 500_000, contextLength: 131_072, source: .measured("our own runs, June"))
/// ```
public struct Deployment: Sendable, Hashable {
  /// Its name in results.
  public let name: String
  /// The cost of a step.
  public let cost: StepCost
  /// The fixed overheads of a request.
  public let overheads: FixedOverheads
  /// The resolution of times.
  public let clock: StepClock
  /// How requests share its steps.
  public let batching: BatchingRule
  /// Tokens of context that fit the memory beside the weights, over all sequences.
  public let kvTokens: Int
  /// Tokens of a KV block, a power of two.
  public let blockTokens: Int
  /// The most tokens of prompt and answer together.
  public let contextLength: Int
  /// The GPUs of one copy of the model.
  public let gpus: Int
  /// The kind of GPU, where it is known.
  public let gpu: GPU?
  /// The model, where it is known.
  public let model: LanguageModel?
  /// The precision of the weights, where it is known.
  public let precision: Precision?
  /// Pools that prefill and decode apart; `nil` where every replica does both.
  public let split: PrefillDecodeSplit?
  /// The drafts of speculative decoding; `nil` without it.
  public let speculation: SpeculativeDecoding?
  /// The source of the cost and its possible error.
  public let evidence: Evidence

  /// A deployment from your own figures.
  ///
  /// - `cost`: the cost of a step.
  /// - `kvTokens`: tokens of context that fit the memory, as vLLM prints when it starts.
  /// - `contextLength`: the most tokens of prompt and answer together.
  /// - `gpus`: the GPUs of one copy of the model.
  public init(
    _ name: String, _ cost: StepCost, overheads: FixedOverheads = .none, batching: BatchingRule = .continuous(),
    kvTokens: Int, blockTokens: Int = 16, contextLength: Int, gpus: Int = 1, gpu: GPU? = nil,
    model: LanguageModel? = nil, precision: Precision? = nil, clock: StepClock = .nanoseconds,
    split: PrefillDecodeSplit? = nil, speculation: SpeculativeDecoding? = nil,
    source: Evidence = .stated("the experiment"), file: StaticString = #fileID, line: UInt = #line
  ) {
    self.name = name
    self.cost = cost
    self.overheads = overheads
    self.clock = clock
    self.split = split
    self.speculation = speculation
    self.batching = batching
    self.gpu = gpu
    self.model = model
    self.precision = precision
    evidence = source
    FactUse.note("what a step of \(name) takes", date: nil, source: "\(source)")
    let problem =
      Self.problem(cost, kvTokens, blockTokens, contextLength, gpus, clock, batching)
      ?? (split != nil && (batching.joining == .betweenBatches || batching.promptsOnly)
        ? "replicas that prefill and decode apart batch continuously, not \(batching)" : nil)
      ?? (speculation == nil ? nil : Self.problemOfDrafts(batching, split))
    if let problem {
      ValidationErrors.report(
        InvalidValue("Deployment(\"\(name)\")", problem, location: "\(file):\(line)"))
    }
    self.kvTokens = problem == nil ? kvTokens : 1 << 20
    self.blockTokens = problem == nil ? blockTokens : 16
    self.contextLength = problem == nil ? contextLength : 1 << 20
    self.gpus = problem == nil ? gpus : 1
  }

  static let mostTokens = 1 << 30

  /// What speculative decoding is not simulated with.
  private static func problemOfDrafts(_ batching: BatchingRule, _ split: PrefillDecodeSplit?) -> String? {
    if split != nil { return "speculative decoding is not simulated where replicas prefill and decode apart" }
    if batching.joining == .betweenBatches || batching.promptsOnly {
      return "speculative decoding is simulated with continuous batching, not \(batching)"
    }
    if batching.preemption == .priority {
      return "speculative decoding is simulated with preemption of the last request"
    }
    return batching.resumption == .startOver
      ? "speculative decoding is simulated with preempted requests that go on where they were" : nil
  }

  private static func problem(
    _ cost: StepCost, _ kvTokens: Int, _ blockTokens: Int, _ contextLength: Int, _ gpus: Int, _ clock: StepClock,
    _ batching: BatchingRule
  ) -> String? {
    if !(1...100_000).contains(gpus) { return "gpus: \(gpus): a model runs on at least 1 GPU, and at most 100 000" }
    if !(1...1024).contains(blockTokens) || blockTokens.nonzeroBitCount != 1 {
      return "blockTokens: \(blockTokens): a block holds 1, 2, 4, … or 1024 tokens, vLLM's 16"
    }
    if !(blockTokens...(1 << 40)).contains(kvTokens) {
      return "kvTokens: \(kvTokens): the memory holds at least one block of \(blockTokens) tokens"
    }
    if !(2...mostTokens).contains(contextLength) {
      return
        "contextLength: \(contextLength): a context holds a token of a prompt and one of an answer, and at most 2³⁰"
    }
    if cost.base + cost.perSequence < clock.leastMilliseconds {
      return "a clock of \(clock.rawValue) times steps of at least one"
    }
    if !batching.chunksPrompts, batching.tokensPerStep < contextLength {
      return
        "contextLength: \(contextLength): prompts that are not chunked fit a step, which has \(batching.tokensPerStep) tokens"
    }
    return nil
  }

  /// The deployment with another batching.
  public func batching(_ rule: BatchingRule) -> Deployment { with(batching: rule) }

  /// The deployment with other costs and their source.
  public func cost(_ cost: StepCost, source: Evidence) -> Deployment { with(cost: cost, source: source) }

  /// The deployment with other overheads of the server and another clock.
  public func server(overheads: FixedOverheads = .none, clock: StepClock = .nanoseconds) -> Deployment {
    with(overheads: overheads, clock: clock)
  }

  /// The deployment with speculative decoding. Its KV memory has to leave room for the drafting model.
  public func speculating(_ speculation: SpeculativeDecoding) -> Deployment { with(speculation: speculation) }

  /// The deployment on pools that prefill and decode apart; `nil` for replicas that do both.
  public func splitting(_ split: PrefillDecodeSplit?) -> Deployment { with(split: .some(split)) }

  private func with(
    cost: StepCost? = nil, batching: BatchingRule? = nil, source: Evidence? = nil, overheads: FixedOverheads? = nil,
    clock: StepClock? = nil, speculation: SpeculativeDecoding? = nil, split: PrefillDecodeSplit?? = nil
  ) -> Deployment {
    Deployment(
      name, cost ?? self.cost, overheads: overheads ?? self.overheads, batching: batching ?? self.batching,
      kvTokens: kvTokens,
      blockTokens: blockTokens, contextLength: contextLength, gpus: gpus, gpu: gpu, model: model, precision: precision,
      clock: clock ?? self.clock, split: split ?? self.split, speculation: speculation ?? self.speculation,
      source: source ?? evidence)
  }

  /// The limit that a request of that length exceeds; `nil` where it fits.
  public func limit(inputTokens: Int, outputTokens: Int) -> LengthLimit? {
    lengthLimits.limit(inputTokens: inputTokens, outputTokens: outputTokens)
  }

  /// The limits of the lengths of requests.
  var lengthLimits: LengthLimits {
    LengthLimits(
      contextLength: contextLength, memoryTokens: kvTokens / blockTokens * blockTokens,
      promptsOnly: batching.promptsOnly)
  }

  /// The power of a replica's GPUs in watts with so many running sequences; `nil` where the GPU is not known.
  public func watts(sequences: Double) -> Double? {
    gpu.map { Double(gpus) * $0.powerCurve.watts(sequences: sequences) }
  }

  /// The factor by which steps may take longer than its costs have it: lognormal around 1, so that 90 % lie within the error of
  /// its ``evidence``; `nil` where the error is unknown.
  ///
  /// An experiment takes it as an input, with the evidence as its source:
  /// ```swift
  /// @Uncertain(slownessOf: deployment, "factor by which the model's steps are slower") var slowness: Double
  /// ```
  public var slowness: Distribution? {
    evidence.error.map { .between(1 / (1 + max($0, 1e-9)), 1 + max($0, 1e-9)) }
  }

  /// The factor of this deployment's steps that is as far out in the interval of its error as `factor` is in that of another.
  ///
  /// An experiment with a choice of deployments has one input, of the deployment that is served with by default. The others
  /// take the same quantile of their own ``slowness``; 1 stays 1. Where one of the errors is unknown, it is `factor` itself.
  ///
  /// - `factor`: above 0.
  public func slowness(asFarOutAs factor: Double, of other: Deployment) -> Double {
    guard let own = evidence.error, let others = other.evidence.error, own != others else { return factor }
    return pow(factor, log1p(max(own, 1e-9)) / log1p(max(others, 1e-9)))
  }

  /// The effect of the model's size and precision on accuracy.
  public var accuracy: AccuracyEffect { (model?.accuracy ?? .none).and(precision?.accuracy ?? .none) }
}

/// The limits of a deployment that every request is compared with: plain numbers, which are copied without cost.
struct LengthLimits {
  let contextLength: Int
  /// Tokens of the whole KV blocks.
  let memoryTokens: Int
  let promptsOnly: Bool

  /// The most tokens of a request.
  var mostTokens: Int { min(contextLength, memoryTokens) }

  @inline(__always)
  func limit(inputTokens: Int, outputTokens: Int) -> LengthLimit? {
    let tokens = inputTokens + (promptsOnly ? 1 : max(outputTokens, 1))
    if tokens > contextLength { return .context(contextLength) }
    return tokens > memoryTokens ? .memory(memoryTokens) : nil
  }
}

/// The limit that a request is too long for.
public enum LengthLimit: Error, Sendable, Hashable, CustomStringConvertible {
  /// The context length: the most tokens of prompt and answer together.
  case context(Int)
  /// The tokens of context that fit the memory.
  case memory(Int)

  public var description: String {
    switch self {
    case .context(let tokens): "the model takes at most \(tokens) tokens of prompt and answer together"
    case .memory(let tokens): "the memory beside the weights holds at most \(tokens) tokens of context"
    }
  }
}

/// The overheads of the server around the model, the same for every request.
///
/// In seconds. A token is visible `perToken` after the end of its step, and an answer is complete later by all of these and
/// `atEnd`. The GPUs are not busy meanwhile.
public struct FixedOverheads: Sendable, Hashable {
  /// From the arrival to the queue: reading and tokenizing the request.
  public let beforeQueue: Double
  /// For each token of the answer: detokenizing and sending it.
  public let perToken: Double
  /// At the end of an answer.
  public let atEnd: Double

  /// No overheads.
  public static let none = FixedOverheads(beforeQueue: 0, perToken: 0, atEnd: 0)

  /// Seconds before the queue, for each token, and at the end of an answer.
  public init(
    beforeQueue: Double, perToken: Double, atEnd: Double, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.beforeQueue = beforeQueue
    self.perToken = perToken
    self.atEnd = atEnd
    for (name, value) in [("beforeQueue", beforeQueue), ("perToken", perToken), ("atEnd", atEnd)]
    where !(value >= 0 && value.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "FixedOverheads(\(name): \(value.shortest))", "an overhead is a number of seconds, at least 0",
          location: "\(file):\(line)"))
    }
  }
}

/// The source of a figure and its possible error.
public struct Evidence: Sendable, Hashable, CustomStringConvertible {
  /// How a figure is known.
  public enum Kind: String, Sendable, Hashable {
    /// From measured runs.
    case measured
    /// From a model of steps fitted to runs of the same model on the same GPU, with another engine, precision or parallelism.
    case fitted
    /// From that model, without runs of this model on this GPU.
    case predicted
    /// Computed from other figures by a rule.
    case derived
    /// Stated by a source.
    case stated
  }

  /// How it is known.
  public let kind: Kind
  /// The source, in words.
  public let source: String
  /// The possible relative error; `nil` where it is unknown.
  public let error: Double?
  /// How far what is asked for lies from what is known, in words; `nil` where it does not.
  package private(set) var caution: String?

  init(kind: Kind, source: String, error: Double?) {
    self.kind = kind
    self.source = source
    self.error = error
  }

  /// Evidence from measured runs.
  public static func measured(_ source: String, error: Double? = nil) -> Evidence {
    Evidence(kind: .measured, source: source, error: error)
  }
  /// Evidence computed from other figures.
  public static func derived(_ source: String, error: Double? = nil) -> Evidence {
    Evidence(kind: .derived, source: source, error: error)
  }

  /// The evidence for something that lies far from what is known.
  func cautioning(_ caution: String?) -> Evidence {
    var evidence = self
    evidence.caution = caution
    return evidence
  }

  /// Evidence stated by a source.
  public static func stated(_ source: String, error: Double? = nil) -> Evidence {
    Evidence(kind: .stated, source: source, error: error)
  }

  /// `derived, within 20 %: roofline of Llama 3.1 8B on A800`
  public var description: String {
    "\(kind.rawValue)\(error.map { ", within \(Int(($0 * 100).rounded())) %" } ?? ""): \(source)"
  }
}
