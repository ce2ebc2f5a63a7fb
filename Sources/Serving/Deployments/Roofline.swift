/// The cost of a step derived from bandwidth and compute, for deployments without a measurement.
///
/// - A step reads its share of the weights at 75 % of the bandwidth. Tensor parallelism adds 35, 45 and 60 µs per layer on 2, 4
///   and 8 GPUs over NVLink (105 µs over PCIe). A step takes at least the 5 ms that vLLM itself needs.
/// - A prompt token takes two operations per active weight, at 65, 60, 50 and 40 % of peak on 1, 2, 4 and 8 GPUs (over PCIe 0.7
///   times that).
/// - A context token is read at 85 % of the bandwidth; a sequence takes 50 µs.
/// - In a mixture of experts a step reads the experts of eight tokens with random routing.
///
/// The constants were chosen on costs measured with vLLM on H100, H200 and RTX PRO 6000. Their error there is 5 % in the median
/// and 14 % at most, in the mean time between tokens with 1 to 64 concurrent requests, prompts of 1024 tokens and answers of
/// 256. They describe vLLM of 2025. TensorRT-LLM is faster by up to a half where the weights per GPU are few. On an RTX 4090
/// the derivation is 55 % too slow. Compared with measurements on A100s, made with engines of 2023 and 2024, it is 10 to 72 %
/// too fast, more so on more GPUs; no measurement there with a current engine is known.
enum Roofline {
  static func cost(_ model: LanguageModel, on gpu: GPU, gpus: Int, precision: Precision) -> StepCost {
    let spread = Double(gpus)
    let weights = model.parameters * precision.weightBytes * shareRead(model)
    let reading = weights / (spread * gpu.bandwidth * 0.75)
    let waiting = gpus > 1 ? model.layers * secondsOfALayer(gpu, gpus) : 0
    let computing = 2 * model.activeParameters / (spread * gpu.operations(precision) * shareOfSpeed(gpu, gpus))
    return StepCost(
      base: 1000 * max(reading + waiting, 0.005), perPromptToken: 1000 * computing,
      perContextToken: 1000 * model.kvBytes / (spread * gpu.bandwidth * 0.85), perSequence: 0.05)
  }

  /// The possible relative error of the derivation.
  ///
  /// 25 % on GPUs where it was checked with vLLM of 2025; 70 % elsewhere, where the step time is bound by vLLM itself, and for a
  /// mixture of experts, whose routing is not random.
  static func error(_ model: LanguageModel, on gpu: GPU, gpus: Int, precision: Precision) -> Double {
    let checked = ["H100", "H200", "RTX PRO 6000"]
    let isBound = cost(model, on: gpu, gpus: gpus, precision: precision).base <= 5
    return checked.contains(gpu.name) && !model.isMixtureOfExperts && !isBound && precision != .int4 ? 0.25 : 0.7
  }

  /// The share of the weights that a step reads.
  private static func shareRead(_ model: LanguageModel) -> Double {
    guard model.isMixtureOfExperts else { return 1 }
    let untouched = 1 - model.activeParameters / model.parameters
    return 1 - (1...8).reduce(1.0) { product, _ in product * untouched }
  }

  private static func secondsOfALayer(_ gpu: GPU, _ gpus: Int) -> Double {
    if gpu.link == .pcie { return 105e-6 }
    return gpus <= 2 ? 35e-6 : gpus <= 4 ? 45e-6 : 60e-6
  }

  private static func shareOfSpeed(_ gpu: GPU, _ gpus: Int) -> Double {
    let share = gpus == 1 ? 0.65 : gpus <= 2 ? 0.6 : gpus <= 4 ? 0.5 : 0.4
    return gpu.link == .pcie && gpus > 1 ? 0.7 * share : share
  }
}

/// The precision of a model's weights, and of its arithmetic.
public enum Precision: String, Sendable, Hashable, CaseIterable {
  /// 16-bit floating point.
  case bf16
  /// 8-bit floating point: weights and activations.
  case fp8
  /// 8-bit integers: weights and activations.
  case int8
  /// 4-bit weights; arithmetic in 16 bits.
  case int4
  /// 4-bit floating point: weights and activations, where the GPU has it; arithmetic in 16 bits elsewhere.
  case fp4

  /// Bytes of a weight; in 4 bits with a 16-bit scale and a 16-bit zero for each group of 128, or an 8-bit scale for each 16.
  public var weightBytes: Double {
    switch self {
    case .bf16: 2
    case .fp8, .int8: 1
    case .int4: 0.53125
    case .fp4: 0.5625
    }
  }

  /// The effect on accuracy.
  public var accuracy: AccuracyEffect {
    switch self {
    case .bf16: .none
    case .fp8:
      AccuracyEffect(
        0.99...1, source: "Kurtic et al., ACL 2025 (arXiv 2411.02355): effectively lossless over the Llama 3.1 family")
    case .int8:
      AccuracyEffect(
        0.95...0.99,
        source: "F15: at least 95 %; Kurtic et al., ACL 2025 (arXiv 2411.02355): 1 to 3 % lost when well tuned")
    case .int4, .fp4:
      AccuracyEffect(
        0.95...0.99, source: "Kurtic et al., ACL 2025 (arXiv 2411.02355): weights only, rivals 8-bit whole numbers")
    }
  }
}
