import Glibc

/// The cost of a model's steps on GPUs by a model fitted to measurements: any pair of the catalogue.
///
/// docs/design/step-costs.md has the terms and the errors.
package struct DeploymentPrediction: Sendable {
  package let gpu: GPUSheet
  package let model: ModelShape
  package let precision: Precision
  package let engine: ServingEngine
  /// Degrees of parallelism of the attention.
  package let tensorParallel: Int
  package let dataParallel: Int
  /// The duration of a step.
  package let formula: StepFormula
  /// Milliseconds of a first token beyond its steps: reading, launches without graphs.
  package let first: Double
  /// The share of the other prompts that a first token waits for.
  let waited: Double
  /// Gigabytes of weights over all GPUs.
  package let weights: Double
  /// Gigabytes of memory over all GPUs.
  package let memory: Double
  package let support: Support
  /// Bytes of a value of the KV cache: 1 or 2.
  package let kvBytes: Double

  package var gpus: Int { tensorParallel * dataParallel }

  /// A prediction from data sheets; nothing is checked.
  init(
    _ model: ModelShape, _ gpu: GPUSheet, _ precision: Precision, _ engine: ServingEngine, tensor: Int, data: Int,
    deviations stated: StepCostCoefficients.Deviations? = nil, kvBytes statedBytes: Double? = nil
  ) {
    self.gpu = gpu
    self.model = model
    self.precision = precision
    self.engine = engine
    (tensorParallel, dataParallel) = (tensor, data)
    let evidence = Self.evidence(
      model, gpu, precision, engine, parallelism: "\(tensor)/\(data)", isOverNetwork: tensor * data > gpu.fabric)
    support = evidence.support
    let deviations = stated ?? evidence.deviations
    let x = deviations.factors
    let bytes = statedBytes ?? Self.kvBytes(gpu, precision, engine)
    kvBytes = bytes
    let hardware = Hardware(gpu, model, precision, tensor: tensor, data: data)
    formula = Self.formula(model, gpu, hardware, engine, x, kvBytes: bytes)
    let p = StepCostCoefficients.parameter
    waited = p("phi_max") / (1 + exp(-p("phi_\(engine)") - deviations.values[5]))
    first = x[6] * (p("f") + model.layers * p("fL_\(engine)"))
    let dense =
      model.denseWeights * hardware.denseBytes + (model.headWeights + model.embeddingWeights) * 2
    weights = (dense * Double(data) + model.expertWeights * hardware.weightBytes) / 1e9
    memory = gpu.memory * 1.073741824 * hardware.gpus
  }

  /// Bytes of a value of the cache. Nothing that is measured says what it was, so costs are fitted with 8 bits for weights in
  /// 8 and 4 bits, but for vLLM on an H100, whose tables have 16.
  private static func kvBytes(_ gpu: GPUSheet, _ precision: Precision, _ engine: ServingEngine) -> Double {
    if gpu.id == "h100", engine == .vllm, precision == .fp8 { return 2 }
    return [.fp8, .fp4].contains(precision) ? 1 : 2
  }

  /// What is measured of a deployment, and what it deviates in.
  private static func evidence(
    _ model: ModelShape, _ gpu: GPUSheet, _ precision: Precision, _ engine: ServingEngine, parallelism: String,
    isOverNetwork: Bool
  ) -> (support: Support, deviations: StepCostCoefficients.Deviations) {
    // Llama 3.3 70B is Llama 3.1 70B with other weights.
    let id = model.id == "llama3.3-70b" ? "llama3.1-70b" : model.id
    let shared =
      (StepCostCoefficients.deviations["gpu \(gpu.id)"] ?? .init())
      + (StepCostCoefficients.deviations["model \(id)"] ?? .init())
    let near = StepCostCoefficients.cells.filter { $0.gpu == gpu.id && $0.model == id }
    let same = near.filter {
      $0.precision == "\(precision)" && $0.engine == "\(engine)" && !$0.isSplit
        && isPossible($0.deviations.values[4] + shared.values[4], precision)
    }
    // Nearly all was measured within a node, which says nothing of a network.
    let isUnknown = isOverNetwork && !near.contains { $0.parallelism.contains(parallelism) }
    guard let cell = same.max(by: { $0.points < $1.points }) else {
      if near.isEmpty && !gpu.isFitted { return (.beyond, shared) }
      return (isUnknown ? .overNetwork : near.isEmpty ? .predicted : .fitted, shared)
    }
    let deviations = shared + cell.deviations
    if isUnknown { return (.overNetwork, deviations) }
    if cell.points < 8 { return (.fitted, deviations) }
    return (cell.parallelism.contains(parallelism) ? .measured : .otherConfiguration, deviations)
  }

  /// Whether prompts with that deviation are worked on at no more than the peak: where they seem faster, as with H200,
  /// Llama 3.1 8B in fp8 and vLLM, a benchmark found them in a cache.
  private static func isPossible(_ deviation: Double, _ precision: Precision) -> Bool {
    let reached: String
    switch precision {
    case .fp8, .int8: reached = "m8"
    case .fp4: reached = "m4"
    case .bf16, .int4: reached = "m16"
    }
    return exp(deviation) * StepCostCoefficients.parameter(reached) >= 1
  }

  /// Speeds of GPUs for a model in a precision.
  private struct Hardware {
    let gpus: Double
    let tensor: Double
    let data: Double
    /// Bytes of the weight of an expert, or of a dense model.
    let weightBytes: Double
    /// Bytes of other weights: in 4 bits mixtures keep them in 16.
    let denseBytes: Double
    /// Petaflops of experts and of the rest, over the share of peak that is reached.
    let expertSpeed: Double
    let denseSpeed: Double
    /// Whether weights are unpacked to 16 bits before they multiply.
    let unpacks: Bool
    let computesIn8Bits: Bool
    let link: Double
    /// Whether the GPUs are several nodes, so that experts are exchanged over the network.
    let isOverNetwork: Bool
    /// Nodes that a layer is spread over.
    let tensorNodes: Double
    /// The link that a layer is added up over.
    let tensorLink: Double

    init(_ gpu: GPUSheet, _ model: ModelShape, _ precision: Precision, tensor: Int, data: Int) {
      let p = StepCostCoefficients.parameter
      gpus = Double(tensor * data)
      (self.tensor, self.data) = (Double(tensor), Double(data))
      let bytes = DeploymentPrediction.weightBytes(precision)
      weightBytes = bytes
      let isIn4Bits = model.isMixture && [.fp4, .int4].contains(precision)
      denseBytes = isIn4Bits ? 2 : bytes
      let half = gpu.bf16 / p("m16")
      let fast: Double?
      switch precision {
      case .fp8: fast = gpu.fp8.map { $0 / p("m8") }
      case .int8: fast = gpu.int8.map { $0 / p("m8") }
      case .fp4: fast = gpu.fp4.map { $0 / p("m4") }
      case .bf16, .int4: fast = nil
      }
      expertSpeed = fast ?? half
      denseSpeed = isIn4Bits ? half : fast ?? half
      unpacks = bytes < 1 && fast == nil
      computesIn8Bits = precision == .fp8 && fast != nil
      isOverNetwork = tensor * data > gpu.fabric
      let own = gpu.linkBandwidth ?? 1
      link = isOverNetwork ? min(p("network"), own) : own
      tensorNodes = (Double(tensor) / Double(gpu.fabric)).rounded(.up)
      tensorLink = tensorNodes > 1 ? min(p("network"), own) : own
    }
  }

  /// Bytes of a weight; in 4 bits with a scale of 8 bits for 16 weights.
  static func weightBytes(_ precision: Precision) -> Double {
    switch precision {
    case .bf16: 2
    case .fp8, .int8: 1
    case .fp4, .int4: 0.5625
    }
  }

  private static func formula(
    _ model: ModelShape, _ gpu: GPUSheet, _ hardware: Hardware, _ engine: ServingEngine, _ x: [Double], kvBytes: Double
  ) -> StepFormula {
    let p = StepCostCoefficients.parameter
    let (t, d, g) = (hardware.tensor, hardware.data, hardware.gpus)
    let (layers, hidden) = (model.layers, model.hidden)
    let mixtureLayers = model.isMixture ? layers - model.denseLayers : 0
    let isSplit = t > 1
    let isReplicated = d > 1

    let floors =
      (gpu.isBlackwell ? p("gB") : 1) * pow(hidden / 5120, p("aH"))
      * (model.isMixture && hardware.computesIn8Bits ? p("q8") : 1)
    // Over nodes an all-reduce is that of NCCL: up and down a tree of nodes, within which it takes longer than one that reads
    // the memory of its peers.
    let crossing = p("net")
    let within: Double =
      gpu.isOverPCIe ? floors * p("arP") : hardware.tensorNodes > 1 ? p("arN") : floors * p("ar")
    let reduction = within + 2 * log2(hardware.tensorNodes) * crossing
    let exchange = floors * p("a2a") + (hardware.isOverNetwork ? crossing : 0)
    let collectives = (isSplit ? 2 * layers * reduction : 0) + (isReplicated ? 2 * mixtureLayers * exchange : 0)
    let base =
      x[0] * (p("o") + floors * (layers * p("k_\(engine)") + mixtureLayers * p("km")) + collectives)

    let dense = (model.denseWeights * hardware.denseBytes + model.headWeights * 2) / 1e9
    let experts = model.expertWeights * hardware.weightBytes / 1e9
    let activeWeights = model.isMixture ? 2 * model.activeExperts * model.expertWeights / model.experts / 1e9 : 0
    let activations = (layers * p("xa") + mixtureLayers * model.activeExperts * p("xe")) * hidden * 2 / 1e9
    let token =
      (activeWeights / hardware.expertSpeed + 2 * model.denseWeights / 1e9 / hardware.denseSpeed) / g / 1000
      + activations / gpu.bandwidth / g

    let reached = hardware.isOverNetwork ? min(model.activeExperts, 4) : model.activeExperts * p("lE")
    let exchangeLink = isReplicated ? mixtureLayers * hidden * 2 * reached / hardware.link / 1e6 : 0
    let promptLink =
      (isSplit ? layers * 4 * hidden * 2 * (t - 1) / t / hardware.tensorLink * p("link") / 1e6 : 0) + exchangeLink
    let answerLink =
      (isSplit ? layers * 2 * (t - 1) * (p("cA") / 1000 + p("cB") * hidden * 2 / hardware.tensorLink / 1e6) : 0)
      + exchangeLink

    let attention = p("ma") / t / gpu.bf16 / 1000
    let split = min(t, model.kvSplit)
    let reading = p("ekv") / gpu.bandwidth
    return StepFormula(
      base: base, dense: x[1] * dense / (isReplicated ? t : g) / gpu.bandwidth * p("eb"),
      expert: x[1] * experts / g / gpu.bandwidth * p("ex") * (hardware.unpacks ? p("wo") : 1), skew: p("skew"),
      share: model.isMixture ? model.activeExperts / model.experts : 0, answerToken: x[3] * token,
      promptToken: x[4] * token, promptFactor: x[4],
      sequence: x[3]
        * (2 * model.headWeights / 1e9 / gpu.bf16 * p("m16") / g / 1000 + (answerLink + p("s")) / d),
      promptLink: x[4] * promptLink / d, pair: x[4] * model.prefillPair / 1e9 * attention / d,
      context: x[2] / d * (model.kvValues * kvBytes / 1e9 / split * reading + model.decodePair / 1e9 * attention),
      topmost: model.sparse?.tokens ?? .infinity,
      windowed: x[2] / d * model.windowValues * kvBytes / 1e9 / split * reading, window: model.window,
      index: x[2] / d * (model.sparse.map { $0.index * layers / 1e9 } ?? 0) * reading,
      state: x[2] / d * model.stateBytes / 1e9 / t * reading)
  }

  // MARK: - Memory

  /// Tokens of the requests that memory is judged by.
  private var judgedLength: Double { Double(min(model.context, 2048)) }

  /// Gigabytes that requests may take.
  ///
  /// The share that the engine leaves by default. Where that holds fewer than two requests of 2048 tokens, servers are given
  /// more, and 60 % of the memory beside the weights is taken. It depends on the deployment alone, not on its requests.
  package var freeMemory: Double {
    let rest = memory - weights - 3.5 * Double(gpus)
    let byDefault: Double
    switch engine {
    case .trtllm: byDefault = 0.8 * rest
    case .vllm: byDefault = 0.9 * memory - weights - 3.5 * Double(gpus)
    case .sglang: byDefault = 0.83 * memory - weights - 3.5 * Double(gpus)
    }
    return byDefault < 2 * requestMemory(length: judgedLength) ? max(byDefault, 0.6 * rest) : byDefault
  }

  /// Gigabytes that a request with that many tokens takes.
  package func requestMemory(length: Double) -> Double {
    let t = Double(tensorParallel)
    let split = min(t, model.kvSplit)
    let values = model.kvValues * length + model.windowValues * min(length, model.window)
    return t / split * values * kvBytes / 1e9
      + t * (model.sparse.map { $0.index * model.layers / 1e9 } ?? 0) * length + model.stateBytes / 1e9 / 2
  }

  /// Requests that the memory holds at once.
  package func mostRequests(input: Double, output: Double) -> Double {
    max(freeMemory / requestMemory(length: input + output * (engine == .trtllm ? 1 : 0.5)), 1)
  }

  /// Tokens of context that the memory holds, in requests of 2048 tokens.
  package var contextTokens: Int {
    Int(min(max(freeMemory / requestMemory(length: judgedLength) * judgedLength, 0), 1e12))
  }

  // MARK: - A closed loop

  /// What a number of requests in flight get, each followed by the next.
  package struct Loop: Sendable {
    /// Milliseconds for each token of an answer.
    package let timePerOutputToken: PredictedFigure
    /// Milliseconds to the first token.
    package let timeToFirstToken: PredictedFigure
    /// Tokens of answers a second and GPU.
    package let throughput: PredictedFigure
    /// Requests that are worked on at once: no more than the memory holds.
    package let running: Double
  }

  /// Times and throughput with so many requests in flight.
  package func loop(requests: Double, input: Double, output: Double) -> Loop {
    let running = min(requests, mostRequests(input: input, output: output))
    let prompt = formula.prompt(input)
    let others = max(running - 1, 0)
    var writing = running
    var (step, wait) = (0.0, 0.0)
    for _ in 0..<4 {
      step =
        formula.milliseconds(answers: writing, context: input + output / 2) + (1 - waited) * others * prompt
        / max(output - 1, 1)
      wait = first + step + prompt + waited * (running - 1) * prompt
      writing = running * (output - 1) * step / (wait + (output - 1) * step)
    }
    if requests > running { wait += (requests - running) / running * (wait + (output - 1) * step) }
    guard let widths = StepCostCoefficients.intervals[support] else {
      preconditionFailure("\(support) has no interval")
    }
    let tokens = 1000 * requests * output / (wait + (output - 1) * step) / Double(gpus)
    return Loop(
      timePerOutputToken: PredictedFigure(value: step, halfWidth: widths.timePerOutputToken),
      timeToFirstToken: PredictedFigure(value: wait, halfWidth: widths.timeToFirstToken),
      throughput: PredictedFigure(value: tokens, halfWidth: widths.throughput), running: running)
  }

  /// Half the width of the 90 % interval of the logarithm of a time per token.
  package var halfWidth: Double { StepCostCoefficients.intervals[support]?.timePerOutputToken ?? 0 }
}
