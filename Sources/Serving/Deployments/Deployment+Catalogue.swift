import Randomness

extension Deployment {
  /// A model of the catalogue on GPUs of the catalogue, or of your own of either.
  ///
  /// The cost of its steps is measured where somebody has measured it, and derived by a roofline where nobody has;
  /// ``evidence`` says which, and how far off it may be. A model that does not fit is refused, with how many GPUs it needs.
  ///
  /// - `gpus`: how many one copy is spread over, by tensor parallelism: 1, 2, 4 or 8.
  /// - `precision`: of its weights; what is remembered of tokens stays in 16 bits.
  /// - `batching`: how its steps are shared.
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
          remedy: needed.map { "it needs \($0) of them" } ?? "no 8 of them hold it: take larger GPUs or fewer bits",
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

  /// Tokens of context that the memory holds beside the weights, negative where the weights do not fit.
  ///
  /// As inference-sim reckons for vLLM: 90 % of the memory, less the weights, 5.5 GiB for activations (8 GiB in a mixture
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
