package import Demand
package import Serving

/// A sample of requests of a load on a deployment: their service times alone, and the capacity of a replica.
///
/// Averages in closed form; the simulation accounts for variation.
package struct RequestSample: Sendable {
  package let deployment: Deployment
  /// Those that the deployment can hold; at least one.
  package let requests: [InferenceRequest]
  /// The share of the load's requests that it cannot, and why the first of them.
  package let refusedShare: Double
  package let limit: LengthLimit?
  /// Mean tokens of prompt and answer.
  package let meanInput: Double
  package let meanOutput: Double
  /// The most sequences at work: those that the rule allows, or that the memory holds.
  package let sequences: Double
  /// Seconds of a replica that a request takes for itself, and of a step that all share.
  private let own: Double
  /// Milliseconds of a step that all share, and the steps of a mean answer.
  private let base: Double
  private let steps: Double
  /// Tokens that prompts have in common, as the load states them.
  private let sharedTokens: Int?

  private static let size = 5000

  /// - Throws: ``FleetSizingError`` where the deployment holds none of the requests.
  package init(_ pattern: RequestPattern, on deployment: Deployment) throws {
    let all = pattern.sample(Self.size)
    func limit(_ request: InferenceRequest) -> LengthLimit? {
      deployment.limit(inputTokens: request.inputTokens, outputTokens: request.outputTokens)
    }
    let fitting = all.filter { limit($0) == nil }
    let refused = all.first { limit($0) != nil }
    guard !fitting.isEmpty else {
      throw FleetSizingError(
        "\(deployment.name) can serve none of the requests of \(pattern.name)"
          + (refused.map { ": the first has \($0.inputTokens) tokens in and \($0.outputTokens) out, and " } ?? "")
          + (refused.flatMap { limit($0) }.map { "\($0)" } ?? ""))
    }
    self.deployment = deployment
    sharedTokens = pattern.sharing?.tokens
    requests = fitting
    self.limit = refused.flatMap { limit($0) }
    refusedShare = Double(all.count - fitting.count) / Double(all.count)
    let (count, cost) = (Double(fitting.count), deployment.cost)
    var (input, output, context, pairs) = (0.0, 0.0, 0.0, 0.0)
    for request in fitting {
      let (prompt, answer) = Self.tokens(request, deployment)
      input += prompt
      output += answer
      context += answer * prompt + answer * answer / 2
      pairs += cost.pairs(piece: prompt, after: 0, of: prompt)
    }
    meanInput = input / count
    meanOutput = output / count
    sequences = min(
      Double(deployment.batching.sequences), max(1, Double(deployment.kvTokens) / max(context / output, 1)))
    let prompts = cost.perPromptToken * input + cost.perPromptPair * pairs
    if let speculation = deployment.speculation {
      let (draft, drafted) = (speculation.draft, Double(speculation.acceptance.count))
      let answers =
        (cost.perContextToken + drafted * (cost.perPromptPair + draft.perContextToken)) * context
        + (cost.perSequence + cost.perDecodeToken + drafted
          * (cost.perPromptToken + draft.perSequence + draft.perDecodeToken)) * output
      own = (prompts + draft.perPromptToken * input + answers / speculation.tokensPerStep) / count / 1000
      base = cost.base + drafted * draft.base
      steps = meanOutput / speculation.tokensPerStep
    } else {
      own =
        (prompts + cost.perContextToken * context + (cost.perSequence + cost.perDecodeToken) * output) / count / 1000
      base = cost.base
      steps = meanOutput
    }
  }

  private static func tokens(_ request: InferenceRequest, _ deployment: Deployment) -> (Double, Double) {
    (
      Double(max(request.inputTokens, 1)), deployment.batching.promptsOnly ? 1 : Double(max(request.outputTokens, 1))
    )
  }

  /// About how many requests a second a replica carries with its batch full; beyond, the queue grows without end.
  package var greatestRate: Double {
    sequences / (steps * base / 1000 + own * sequences)
  }

  /// Seconds for which a request is there in a full batch.
  package var residence: Double { sequences / greatestRate }

  /// The latency in seconds that a share of the requests stays below when each is served alone, at once.
  package func floor(_ level: ServiceLevel) -> Double {
    let values = requests.map { latency(level.latency, of: $0) }.sorted()
    return values[min(Int(level.share * Double(values.count)), values.count - 1)]
  }

  /// The components of the least possible latency, in words.
  package func floorText(_ level: ServiceLevel) -> String {
    let step = (deployment.cost.base + deployment.cost.perSequence) / 1000
    switch level.latency {
    case .wait: return "nobody waits on an idle replica"
    case .timeToFirstToken:
      return "alone on a replica the prompt takes \(Self.short(floor(level))) s at that share, longer than the limit"
    case .timePerOutputToken:
      return "alone on a replica a step takes \(Self.short(step)) s and the look at the context the rest of "
        + "\(Self.short(floor(level))) s"
    case .endToEnd where deployment.batching.promptsOnly:
      return "alone on a replica a request takes \(Self.short(floor(level))) s at that share"
    case .endToEnd:
      let first = floor(ServiceLevel(.timeToFirstToken, share: level.share, within: .seconds(1)))
      return "alone on a replica the prompt takes up to \(Self.short(first)) s and the answer, of steps of "
        + "\(Self.short(step)) s, \(Self.short(floor(level))) s in all at that share"
    }
  }

  private static func short(_ seconds: Double) -> String { "\((seconds * 1000).rounded() / 1000)" }

  private func latency(_ latency: ServiceLevel.Latency, of request: InferenceRequest) -> Double {
    let (prompt, answer) = Self.tokens(request, deployment)
    let cost = deployment.cost
    let cached = cachedTokens(of: request, prompt)
    let pieces = ((prompt - cached) / Double(deployment.batching.tokensPerStep)).rounded(.up)
    let first =
      cost.milliseconds(
        promptTokens: prompt - cached, promptPairs: cost.pairs(piece: prompt - cached, after: cached, of: prompt),
        sequences: 1) + (pieces - 1) * (cost.base + cost.perSequence)
    let context = prompt + (answer + 1) / 2
    let step =
      deployment.speculation.map { $0.milliseconds(of: cost, sequences: 1, context: context) / $0.tokensPerStep }
      ?? cost.milliseconds(ofDecodingAt: context)
    let overheads = deployment.overheads
    switch latency {
    case .wait: return overheads.beforeQueue
    case .timeToFirstToken: return overheads.beforeQueue + first / 1000 + overheads.perToken
    case .timePerOutputToken: return answer > 1 ? step / 1000 + overheads.perToken : 0
    case .endToEnd:
      return overheads.beforeQueue + (first + (answer - 1) * step) / 1000 + overheads.perToken * answer
        + overheads.atEnd
    }
  }

  /// The most tokens of a prompt that a prefix cache can hold: whole blocks, and never the last token.
  private func cachedTokens(of request: InferenceRequest, _ prompt: Double) -> Double {
    guard deployment.batching.prefixCaching else { return 0 }
    // What a trace records in common may be all of it.
    let shared = sharedTokens ?? (request.content == .own ? 0 : Int(prompt))
    return Double(min(shared, Int(prompt) - 1) / deployment.blockTokens * deployment.blockTokens)
  }

  /// Mean and squared coefficient of variation of the seconds that requests take one at a time.
  package var serviceAlone: (mean: Double, variation: Double) {
    let times = requests.map { request in
      let (prompt, answer) = Self.tokens(request, deployment)
      let cost = deployment.cost
      guard let speculation = deployment.speculation else {
        return cost.secondsAlone(inputTokens: prompt, outputTokens: answer)
      }
      let step = speculation.milliseconds(of: cost, sequences: 1, context: prompt + (answer + 1) / 2)
      return
        (cost.milliseconds(ofPrompt: prompt) + speculation.draft.milliseconds(ofPrompt: prompt)
        + (answer - 1) / speculation.tokensPerStep * step) / 1000
    }
    let mean = times.reduce(0, +) / Double(times.count)
    let squares = times.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(times.count)
    return (mean, squares / (mean * mean))
  }
}
