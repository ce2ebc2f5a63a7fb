import Randomness

/// A model on its GPUs: what its steps take, how many tokens of context its memory holds, how it shares its steps.
///
/// ```swift
/// Deployment(.llama8B, on: .a800, precision: .int8)
/// Deployment(
///   "our model", StepCost(base: 12.4, perPromptToken: 0.0443, perContextToken: 8e-5, perSequence: 0.0307),
///   kvTokens: 500_000, contextLength: 131_072, source: .measured("our own runs, June"))
/// ```
public struct Deployment: Sendable, Hashable {
  /// What results call it.
  public let name: String
  /// What a step takes.
  public let cost: StepCost
  /// What a request takes besides.
  public let overheads: FixedOverheads
  /// Whether times are exact, or whole microseconds.
  public let clock: StepClock
  /// How requests share its steps.
  public let batching: BatchingRule
  /// Tokens of context that the memory left by the weights holds, over all sequences.
  public let kvTokens: Int
  /// Tokens of context in a block of that memory, a power of two.
  public let blockTokens: Int
  /// The most tokens of prompt and answer together.
  public let contextLength: Int
  /// GPUs that one copy of the model is spread over.
  public let gpus: Int
  /// What they are, and what runs on them, where that is known.
  public let gpu: GPU?
  /// The model that runs, where that is known.
  public let model: LanguageModel?
  /// The bits of its weights, where that is known.
  public let precision: Precision?
  /// Where the cost comes from, and how far off it may be.
  public let evidence: Evidence

  /// A deployment from figures of your own.
  ///
  /// - `cost`: what its steps take.
  /// - `kvTokens`: tokens of context that its memory holds, as vLLM says when it starts.
  /// - `contextLength`: the most tokens of prompt and answer together.
  /// - `gpus`: GPUs that one copy of the model is spread over.
  public init(
    _ name: String, _ cost: StepCost, overheads: FixedOverheads = .none, batching: BatchingRule = .continuous(),
    kvTokens: Int, blockTokens: Int = 16, contextLength: Int, gpus: Int = 1, gpu: GPU? = nil,
    model: LanguageModel? = nil, precision: Precision? = nil, clock: StepClock = .seconds,
    source: Evidence = .stated("the experiment"), file: StaticString = #fileID, line: UInt = #line
  ) {
    self.name = name
    self.cost = cost
    self.overheads = overheads
    self.clock = clock
    self.batching = batching
    self.gpu = gpu
    self.model = model
    self.precision = precision
    evidence = source
    FactUse.note("what a step of \(name) takes", date: nil, source: "\(source)")
    let problem = Self.problem(cost, kvTokens, blockTokens, contextLength, gpus, clock)
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

  private static func problem(
    _ cost: StepCost, _ kvTokens: Int, _ blockTokens: Int, _ contextLength: Int, _ gpus: Int, _ clock: StepClock
  ) -> String? {
    if gpus < 1 { return "gpus: \(gpus): a model runs on at least 1 GPU" }
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
    if clock == .microseconds, cost.base + cost.perSequence < 0.001 {
      return "a clock of microseconds times steps of at least one"
    }
    return nil
  }

  /// The same under another rule.
  public func batching(_ rule: BatchingRule) -> Deployment { with(batching: rule) }

  /// The same with other costs, and where they come from.
  public func cost(_ cost: StepCost, source: Evidence) -> Deployment { with(cost: cost, source: source) }

  private func with(
    cost: StepCost? = nil, batching: BatchingRule? = nil, source: Evidence? = nil
  ) -> Deployment {
    Deployment(
      name, cost ?? self.cost, overheads: overheads, batching: batching ?? self.batching, kvTokens: kvTokens,
      blockTokens: blockTokens, contextLength: contextLength, gpus: gpus, gpu: gpu, model: model, precision: precision,
      clock: clock, source: source ?? evidence)
  }

  /// Why no replica can ever hold a request of that length; `nil` for one that it can.
  public func limit(inputTokens: Int, outputTokens: Int) -> LengthLimit? {
    let tokens = inputTokens + (batching.promptsOnly ? 1 : max(outputTokens, 1))
    if tokens > contextLength { return .context(contextLength) }
    let room = kvTokens / blockTokens * blockTokens
    return tokens > room ? .memory(room) : nil
  }

  /// Watts of the GPUs of one replica while so many sequences are at work; `nil` where the GPU is not known.
  public func watts(sequences: Double) -> Double? {
    gpu.map { Double(gpus) * $0.powerCurve.watts(sequences: sequences) }
  }

  /// What became of the accuracy of the model, smaller and in fewer bits.
  public var accuracy: AccuracyEffect { (model?.accuracy ?? .none).and(precision?.accuracy ?? .none) }
}

/// Why a request is too long for a deployment, whatever else it serves.
public enum LengthLimit: Error, Sendable, Hashable, CustomStringConvertible {
  /// The model takes no more tokens of prompt and answer together.
  case context(Int)
  /// The memory holds no more tokens.
  case memory(Int)

  public var description: String {
    switch self {
    case .context(let tokens): "the model takes at most \(tokens) tokens of prompt and answer together"
    case .memory(let tokens): "the memory beside the weights holds at most \(tokens) tokens of context"
    }
  }
}

/// What a request takes besides the steps of the model, however many are served: the server around it.
///
/// In seconds. A token is seen later by `perToken` than its step ends, and the answer is complete later by all of them
/// and `atEnd`; the GPUs are not kept busy by any of it.
public struct FixedOverheads: Sendable, Hashable {
  /// From the arrival until the request stands in the queue: reading it and cutting its text into tokens.
  public let beforeQueue: Double
  /// For each token of the answer: turning it into text and sending it.
  public let perToken: Double
  /// At the end of an answer.
  public let atEnd: Double

  /// A server that takes no time.
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

/// How far a figure can be relied upon, and where it comes from.
public struct Evidence: Sendable, Hashable, CustomStringConvertible {
  /// How a figure is known.
  public enum Kind: String, Sendable, Hashable {
    /// From measured runs.
    case measured
    /// Computed from other figures by a rule.
    case derived
    /// As somebody says.
    case stated
  }

  /// How it is known.
  public let kind: Kind
  /// Where it comes from, in words.
  public let source: String
  /// How far off it may be, as a share of the value; `nil` where nobody says.
  public let error: Double?

  /// Evidence from measured runs.
  public static func measured(_ source: String, error: Double? = nil) -> Evidence {
    Evidence(kind: .measured, source: source, error: error)
  }
  /// Evidence computed from other figures.
  public static func derived(_ source: String, error: Double? = nil) -> Evidence {
    Evidence(kind: .derived, source: source, error: error)
  }
  /// Evidence as somebody says.
  public static func stated(_ source: String, error: Double? = nil) -> Evidence {
    Evidence(kind: .stated, source: source, error: error)
  }

  /// `derived, within 20 %: roofline of Llama 3.1 8B on A800`
  public var description: String {
    "\(kind.rawValue)\(error.map { ", within \(Int(($0 * 100).rounded())) %" } ?? ""): \(source)"
  }
}
