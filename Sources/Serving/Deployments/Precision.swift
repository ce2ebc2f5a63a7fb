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
