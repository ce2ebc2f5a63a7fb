public import Randomness

/// Deployments by name: `llama-8b-a100`, `llama-70b-h100x4-fp8`.
///
/// A name consists of the model, the GPU, their number where it is above one, and the precision where it is not 16 bits.
public enum DeploymentCatalogue {
  /// A deployment with its name.
  public struct Entry: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The deployment.
    public let deployment: Deployment
  }

  /// The names of models and GPUs.
  static let models: [(name: String, model: LanguageModel)] = [
    ("qwen-0.6b", .qwen0_6B), ("qwen-7b", .qwen7B), ("llama-8b", .llama8B), ("llama-13b", .llama13B),
    ("opt-13b", .opt13B), ("qwen-30b-a3b", .qwen30BA3B), ("qwen-32b", .qwen32B), ("opt-66b", .opt66B),
    ("llama-70b", .llama70B), ("opt-175b", .opt175B),
  ]
  static let gpus: [(name: String, gpu: GPU)] = [
    ("a100", .a100), ("a800", .a800), ("h100", .h100), ("h20", .h20), ("h200", .h200), ("l40s", .l40s),
    ("rtx-4090", .rtx4090), ("rtx-pro-6000", .rtxPro6000),
  ]
  private static let counts = [1, 2, 4, 8]
  private static let precisions: [Precision] = [.bf16, .fp8, .int8, .int4]

  /// The parts of a name, whether the model fits or not.
  private struct Parts {
    let model: LanguageModel
    let gpu: GPU
    let gpus: Int
    let precision: Precision
  }

  private static let known: [String: Parts] = {
    var known: [String: Parts] = [:]
    for (model, gpu, count, precision) in combinations {
      known[name(model.name, gpu.name, count, precision)] = Parts(
        model: model.model, gpu: gpu.gpu, gpus: count, precision: precision)
    }
    return known
  }()

  private static var combinations:
    [(model: (name: String, model: LanguageModel), gpu: (name: String, gpu: GPU), count: Int, precision: Precision)]
  {
    models.flatMap { model in
      gpus.flatMap { gpu in
        counts.flatMap { count in precisions.map { (model, gpu, count, $0) } }
      }
    }
  }

  private static func name(_ model: String, _ gpu: String, _ count: Int, _ precision: Precision) -> String {
    "\(model)-\(gpu)" + (count == 1 ? "" : "x\(count)") + (precision == .bf16 ? "" : "-\(precision)")
  }

  /// The deployment of a name.
  /// - Throws: `InvalidValue` for an unknown name, with the nearest known one, and for a model that does not fit the GPUs, with
  ///   the number that it needs.
  public static func deployment(named name: String, batching: BatchingRule = .continuous()) throws(InvalidValue)
    -> Deployment
  {
    guard let parts = known[name] else {
      throw InvalidValue(
        "deployment \"\(name)\"", "there is no deployment of that name and no such file",
        remedy: NearestName.remedy(
          for: name, among: known.keys.sorted(), otherwise: "payoff deployments lists those that there are"))
    }
    do {
      return try ValidationErrors.collecting {
        Deployment(
          parts.model, on: parts.gpu, gpus: parts.gpus, precision: parts.precision, batching: batching)
      }
    } catch {
      let refused = (error as? InvalidValues)?.values.first
      throw InvalidValue(
        "deployment \"\(name)\"", refused?.problem ?? "\(error)", remedy: refused?.remedy)
    }
  }

  /// The deployments whose costs were measured, and each model on the fewest of each GPU that hold it. Others have names too.
  public static let listed: [Entry] = {
    var entries: [Entry] = []
    for (model, gpu, count, precision) in combinations {
      let isMeasured = MeasuredCost.of(model.model, on: gpu.gpu, gpus: count, precision: precision) != nil
      let isLeast =
        precision == .bf16
        && counts.first { fits(model.model, gpu.gpu, $0) } == count
      guard isMeasured || isLeast else { continue }
      let name = name(model.name, gpu.name, count, precision)
      if let deployment = try? deployment(named: name) { entries.append(Entry(name: name, deployment: deployment)) }
    }
    return entries
  }()

  private static func fits(_ model: LanguageModel, _ gpu: GPU, _ count: Int) -> Bool {
    Deployment.room(model, on: gpu, gpus: count, precision: .bf16) >= min(model.contextLength, 2048)
  }
}

extension Deployment {
  /// A model on GPUs, each from the catalogue or your own.
  ///
  /// The cost of its steps is measured where a measurement is known, and derived by a roofline otherwise; ``evidence`` states
  /// which, and the possible error. A model that does not fit is rejected with the number of GPUs that it needs.
  ///
  /// - `gpus`: the degree of tensor parallelism: 1, 2, 4 or 8.
  /// - `precision`: the precision of the weights; the KV cache stays in 16 bits.
  /// - `batching`: how requests share its steps.
  public init(
    _ model: LanguageModel, on gpu: GPU, gpus: Int = 1, precision: Precision = .bf16,
    batching: BatchingRule = .continuous(), file: StaticString = #fileID, line: UInt = #line
  ) {
    let place = "\(file):\(line)"
    let name = "\(model.name) in \(precision) on \(gpus == 1 ? "" : "\(gpus) × ")\(gpu.name)"
    var spread = gpus
    if ![1, 2, 4, 8].contains(gpus) {
      ValidationErrors.report(InvalidValue(name, "a model is spread over 1, 2, 4 or 8 GPUs", location: place))
      spread = 8
    }
    let measured = MeasuredCost.of(model, on: gpu, gpus: spread, precision: precision)
    let room = measured?.kvTokens ?? Self.room(model, on: gpu, gpus: spread, precision: precision)
    // One request of the size that vLLM's own profiling takes for granted: a step's tokens.
    let least = min(model.contextLength, 2048)
    if room < least {
      let needed = [1, 2, 4, 8].first { Self.room(model, on: gpu, gpus: $0, precision: precision) >= least }
      let weights = model.parameters * precision.weightBytes / 1e9
      ValidationErrors.report(
        InvalidValue(
          name,
          "the weights take \((weights * 10).rounded() / 10) GB of \((Double(gpus) * gpu.memory / 1e8).rounded() / 10) GB, "
            + "and too little is left for the context",
          remedy: needed.map { "it needs \($0) of them" } ?? "8 of them do not hold it: use larger GPUs or fewer bits",
          location: place))
    }
    let evidence =
      measured?.evidence
      ?? .derived("roofline of \(name)", error: Roofline.error(model, on: gpu, gpus: spread, precision: precision))
    self.init(
      name, measured?.cost ?? Roofline.cost(model, on: gpu, gpus: spread, precision: precision), batching: batching,
      kvTokens: max(room, least), contextLength: model.contextLength, gpus: spread, gpu: gpu, model: model,
      precision: precision, source: evidence, file: file, line: line)
  }

  /// Tokens of context that fit the memory beside the weights; negative where the weights do not fit.
  ///
  /// As inference-sim assumes for vLLM: 90 % of the memory, less the weights, 5.5 GiB for activations (8 GiB in a mixture
  /// of experts), and 0.15 GiB for a GPU alone or 0.6 GiB for each of several.
  static func room(_ model: LanguageModel, on gpu: GPU, gpus: Int, precision: Precision) -> Int {
    let gibibyte = 1_073_741_824.0
    let activations = (model.isMixtureOfExperts ? 8 : 5.5) * gibibyte
    let other = Double(gpus) * (gpus == 1 ? 0.15 : 0.6) * gibibyte
    let left =
      0.9 * gpu.memory * Double(gpus) - model.parameters * precision.weightBytes - activations - other
    return Int(left / model.kvBytes)
  }
}
