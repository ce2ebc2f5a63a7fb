/// What a step of a model takes on GPUs, from how fast they read and compute, where nobody measured it.
///
/// - A step reads its share of the weights at three quarters of the bandwidth; several GPUs add 35, 45 and 60 µs for each
///   layer over NVLink in twos, fours and eights (105 µs over PCIe), for they wait for each other. vLLM itself needs 5 ms.
/// - A token of a prompt takes two operations for each weight at work on it, at 65, 60, 50 and 40 % of the speed in ones,
///   twos, fours and eights (over PCIe 0.7 times that).
/// - A token of context is read at 85 % of the bandwidth; a sequence takes 50 µs.
/// - Of a mixture of experts a step reads what eight tokens touch when each picks its experts at random.
///
/// The constants were chosen on the costs that were measured with vLLM on H100, H200 and RTX PRO 6000, and are off those by
/// 5 % in the median and 24 % at most: in the mean time from token to token with 1 to 64 requests at once, prompts of 1024
/// tokens and answers of 256. They describe vLLM of 2025. TensorRT-LLM is faster by up to a half where the weights of a GPU
/// are few; on an RTX 4090 the derivation is 55 % too slow; of what was measured on A100s, with the engines of 2023 and 2024,
/// it takes 10 to 72 % less, the more the more GPUs, and no measurement there with one of today is known.
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

  /// How far off the derivation may be, as a share.
  ///
  /// A quarter where it was checked on such GPUs with today's vLLM; seven tenths elsewhere, where the GPUs wait for vLLM, and
  /// for a mixture of experts, whose experts are not picked at random.
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

/// In how many bits the weights of a model stand, and what its products are taken in.
public enum Precision: String, Sendable, Hashable, CaseIterable {
  /// 16 bits: what today's models are trained and served in.
  case bf16
  /// 8 bits, floating: weights and activations.
  case fp8
  /// 8 bits, whole numbers: weights and activations.
  case int8
  /// 4 bits: weights only; products are taken in 16 bits.
  case int4

  /// Bytes of a weight; in 4 bits with a scale of 16 and a zero of 16 for each group of 128.
  public var weightBytes: Double {
    switch self {
    case .bf16: 2
    case .fp8, .int8: 1
    case .int4: 0.53125
    }
  }

  /// What it does to the answers.
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
    case .int4:
      AccuracyEffect(
        0.95...0.99, source: "Kurtic et al., ACL 2025 (arXiv 2411.02355): weights only, rivals 8-bit whole numbers")
    }
  }
}
