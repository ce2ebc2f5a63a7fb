package import Randomness

extension Deployment {
  /// A model of the catalogue on GPUs of the catalogue, by their names.
  ///
  /// ```swift
  /// let served = Deployment("llama-3.3-70b", on: "H200", precision: .fp8, tensorParallel: 2)
  /// served.evidence  // fitted, within 24 %: …
  /// ```
  /// The duration of a step comes from a model that is fitted to measurements (docs/design/step-costs.md); ``evidence`` states
  /// whether this deployment was measured, a like one, or neither, and the error that 90 % of deployments stay within.
  /// ``slowness`` has that error as a distribution. What cannot be is rejected: a model that does not fit the memory, and a
  /// precision that the GPU lacks.
  ///
  /// - `precision`: of the weights; by default that in which the model is published, if the GPU computes in it, or 16 bits.
  /// - `tensorParallel`: GPUs that each layer is spread over; by default the fewest that hold the model.
  /// - `dataParallel`: copies of the attention, between which requests are divided; experts are spread over all GPUs.
  /// - `batching`: by default 256 requests and 2048 tokens a step for each copy of the attention.
  public init(
    _ model: String, on gpu: String, precision: Precision? = nil, engine: ServingEngine = .vllm,
    tensorParallel: Int? = nil, dataParallel: Int = 1, batching: BatchingRule? = nil, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    do {
      let prediction = try DeploymentPrediction(
        model, on: gpu, precision: precision, engine: engine, tensorParallel: tensorParallel,
        dataParallel: dataParallel)
      self = prediction.deployment(batching: batching)
    } catch {
      ValidationErrors.report(error.located(file, line))
      self.init(.llama8B, on: .h100)
    }
  }
}

extension DeploymentPrediction {
  /// Numbers of GPUs that a model is tried on.
  private static let counts = [1, 2, 4, 8, 16, 32, 64]

  /// A deployment by names.
  ///
  /// - `expertParallel`: GPUs that the experts are spread over; it makes no measurable difference to the cost.
  /// - Throws: `InvalidValue` for an unknown name with the nearest one, and for what cannot be.
  package init(
    _ modelName: String, on gpuName: String, precision stated: Precision? = nil, engine: ServingEngine = .vllm,
    tensorParallel: Int? = nil, dataParallel: Int = 1, expertParallel: Int? = nil
  ) throws(InvalidValue) {
    let model = try ModelShape.named(modelName, for: "--model")
    let gpu = try GPUSheet.named(gpuName, for: "--gpu")
    let native = Precision(rawValue: model.nativePrecision) ?? .bf16
    let precision = stated ?? (gpu.computes(in: native) || native == .fp4 ? native : .bf16)
    // Weights in 4 bits can be unpacked, which servers do for models that are published so.
    guard gpu.computes(in: precision) || (precision == .fp4 && native == .fp4) else {
      let able = Precision.allCases.filter(gpu.computes).map(\.rawValue)
      throw InvalidValue(
        "--precision \(precision)", "\(gpu.name) has no arithmetic in \(precision)",
        remedy: "use one of \(able.joined(separator: ", "))")
    }
    if let tensorParallel { try Self.check(tensorParallel, of: model) }
    guard (1...1024).contains(dataParallel) else {
      throw InvalidValue("--data-parallel \(dataParallel)", "the attention has 1 to 1024 copies")
    }
    let tried =
      tensorParallel.map { [$0] } ?? Self.counts.filter { model.heads.truncatingRemainder(dividingBy: Double($0)) == 0 }
    func made(_ tensor: Int) -> DeploymentPrediction {
      DeploymentPrediction(model, gpu, precision, engine, tensor: tensor, data: dataParallel)
    }
    guard let fitting = tried.lazy.map(made).first(where: \.fits) else {
      throw Self.tooLarge(made(tried.last ?? 1), stated: tensorParallel)
    }
    guard gpu.linkBandwidth != nil || fitting.gpus == 1 else {
      throw InvalidValue(
        "\(fitting.gpus) × \(gpu.name)",
        "the bandwidth of its links is not known, so several of them cannot be predicted",
        remedy: "use a smaller model, or state the costs of a step in a file")
    }
    try Self.check(experts: expertParallel, of: model, gpus: fitting.gpus)
    self = fitting
  }

  /// Whether the memory beside the weights holds a request of 2048 tokens.
  package var fits: Bool {
    contextTokens >= min(model.context, 2048)
  }

  private static func check(_ tensor: Int, of model: ModelShape) throws(InvalidValue) {
    guard !(1...1024).contains(tensor) || model.heads.truncatingRemainder(dividingBy: Double(tensor)) != 0 else {
      return
    }
    let able = counts.filter { model.heads.truncatingRemainder(dividingBy: Double($0)) == 0 }
    let near = able.min { abs($0 - tensor) < abs($1 - tensor) } ?? 1
    throw InvalidValue(
      "--tensor-parallel \(tensor)",
      "the \(Int(model.heads)) attention heads of \(model.name) are spread evenly over GPUs", remedy: "use \(near)")
  }

  private static func check(experts: Int?, of model: ModelShape, gpus: Int) throws(InvalidValue) {
    guard let experts, experts != 1 || !model.isMixture else { return }
    guard model.isMixture else {
      throw InvalidValue(
        "--expert-parallel \(experts)", "\(model.name) is a dense model without experts",
        remedy: "leave it out, or use --tensor-parallel")
    }
    guard experts >= 1, gpus % experts == 0, Int(model.experts) % experts == 0 else {
      throw InvalidValue(
        "--expert-parallel \(experts)",
        "the \(Int(model.experts)) experts of \(model.name) are spread evenly over some or all of its \(gpus) GPUs",
        remedy: "use \(gpus), or set the GPUs by --tensor-parallel and --data-parallel")
    }
  }

  private static func tooLarge(_ largest: DeploymentPrediction, stated: Int?) -> InvalidValue {
    let model = largest.model
    let needed = counts.first { count in
      model.heads.truncatingRemainder(dividingBy: Double(count)) == 0
        && DeploymentPrediction(
          model, largest.gpu, largest.precision, largest.engine, tensor: count, data: largest.dataParallel
        ).fits
    }
    func rounded(_ gigabytes: Double) -> String { ((gigabytes * 10).rounded() / 10).shortest }
    return InvalidValue(
      "\(model.name) in \(largest.precision) on \(largest.gpus) × \(largest.gpu.name)",
      "the weights take \(rounded(largest.weights)) GB of \(rounded(largest.memory)) GB, and too little is left for the context",
      remedy: needed.map { "it needs --tensor-parallel \($0)" }
        ?? "\(counts.last ?? 64) of them do not hold it: use larger GPUs or fewer bits")
  }

  /// Its name in results.
  package var title: String {
    let copies = dataParallel == 1 ? "" : ", \(dataParallel) copies of the attention"
    return "\(model.name) in \(precision) on \(gpus == 1 ? "" : "\(gpus) × ")\(gpu.name) with \(engine.name)\(copies)"
  }

  /// Its name in paths: `llama3.3-70b-h200x2-fp8`.
  package var label: String {
    "\(model.id)-\(gpu.id)" + (gpus == 1 ? "" : "x\(gpus)") + (precision == .bf16 ? "" : "-\(precision)")
  }

  /// The source of its costs and their error.
  package var evidence: Evidence {
    let kind: Evidence.Kind
    switch support {
    case .measured: kind = .measured
    case .otherConfiguration, .fitted: kind = .fitted
    case .predicted, .overNetwork, .beyond: kind = .predicted
    }
    return Evidence(kind: kind, source: support.inWords, error: error)
  }

  /// The relative error that the time per token of 90 % of deployments stays within.
  package var error: Double { PredictedFigure(value: 1, halfWidth: halfWidth).high - 1 }

  /// A deployment that fleets and experiments serve with.
  package func deployment(batching: BatchingRule? = nil) -> Deployment {
    Deployment(
      title, StepCost(formula), overheads: FixedOverheads(beforeQueue: first / 1000, perToken: 0, atEnd: 0),
      batching: batching
        ?? .continuous(sequences: 256 * dataParallel, tokensPerStep: 2048 * dataParallel),
      kvTokens: max(contextTokens, 16), contextLength: model.context, gpus: gpus, gpu: gpu.gpu, model: model.model,
      precision: precision, source: evidence)
  }
}

extension ServingEngine {
  /// Its published name.
  package var name: String {
    switch self {
    case .vllm: "vLLM"
    case .sglang: "SGLang"
    case .trtllm: "TensorRT-LLM"
    }
  }
}
