import Randomness

/// A language model: its parameters, the size of its KV cache per token and its context length.
///
/// ```swift
/// LanguageModel.llama70B.pruned(keeping: 0.3)
/// ```
public struct LanguageModel: Sendable, Hashable {
  /// The published name.
  public let name: String
  /// The number of weights.
  public let parameters: Double
  /// The weights used for one token: in a mixture of experts fewer than all.
  public let activeParameters: Double
  /// Layers of the network.
  public let layers: Double
  /// Bytes of KV cache per token of context, in 16 bits: 2 · layers · KV heads · head size · 2.
  public let kvBytes: Double
  /// The most tokens of prompt and answer together.
  public let contextLength: Int
  /// The effect of earlier compression on its accuracy.
  public let accuracy: AccuracyEffect
  /// Where its figures come from.
  public let source: String

  /// A model from your own figures.
  public init(
    _ name: String, parameters: Double, activeParameters: Double? = nil, layers: Double, kvBytes: Double,
    contextLength: Int, accuracy: AccuracyEffect = .none, source: String, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.name = name
    self.parameters = parameters
    self.activeParameters = activeParameters ?? parameters
    self.layers = layers
    self.kvBytes = kvBytes
    self.contextLength = contextLength
    self.accuracy = accuracy
    self.source = source
    let place = "\(file):\(line)"
    for (label, value) in [
      ("parameters", parameters), ("activeParameters", self.activeParameters), ("layers", layers), ("kvBytes", kvBytes),
      ("contextLength", Double(contextLength)),
    ] where !(value > 0 && value.isFinite) {
      ValidationErrors.report(
        InvalidValue("LanguageModel(\"\(name)\", \(label): \(value.shortest))", "it is above 0", location: place))
    }
    if self.activeParameters > parameters {
      ValidationErrors.report(
        InvalidValue(
          "LanguageModel(\"\(name)\", activeParameters: \(self.activeParameters))",
          "no more parameters work on a token than there are, \(parameters.shortest)", location: place))
    }
  }

  /// Whether only some of its weights are used for a token.
  public var isMixtureOfExperts: Bool { activeParameters < parameters }

  /// The model after pruning of whole layers; its KV cache shrinks by the same share.
  ///
  /// - `share`: the share of the weights that is kept.
  /// - `accuracy`: the retained accuracy, where it is known.
  public func pruned(
    keeping share: Double, accuracy: AccuracyEffect = .unknown, file: StaticString = #fileID, line: UInt = #line
  ) -> LanguageModel {
    guard share > 0, share <= 1 else {
      ValidationErrors.report(
        InvalidValue(
          "pruned(keeping: \(share.shortest))", "a share of the weights lies above 0 and up to 1",
          location: "\(file):\(line)"))
      return self
    }
    return LanguageModel(
      "\(name), pruned to \((share * 100).shortest) %", parameters: parameters * share,
      activeParameters: activeParameters * share, layers: layers * share, kvBytes: kvBytes * share,
      contextLength: contextLength, accuracy: self.accuracy.and(accuracy), source: "\(source), pruned")
  }

  /// A small model distilled from this one.
  ///
  /// - `student`: the small model.
  /// - `accuracy`: the retained share of the teacher's accuracy, where it is known.
  public func distilled(into student: LanguageModel, accuracy: AccuracyEffect = .unknown) -> LanguageModel {
    LanguageModel(
      "\(student.name), taught by \(name)", parameters: student.parameters, activeParameters: student.activeParameters,
      layers: student.layers, kvBytes: student.kvBytes, contextLength: student.contextLength,
      accuracy: self.accuracy.and(accuracy), source: "\(student.source), distilled")
  }
}

extension LanguageModel {
  /// Models by their names in deployment files.
  public static let catalogue: [String: LanguageModel] = [
    "qwen0_6B": .qwen0_6B, "qwen7B": .qwen7B, "llama8B": .llama8B, "llama13B": .llama13B, "opt13B": .opt13B,
    "qwen30BA3B": .qwen30BA3B, "qwen32B": .qwen32B, "opt66B": .opt66B, "llama70B": .llama70B, "opt175B": .opt175B,
  ]

  /// Qwen3-0.6B: 28 layers, 8 heads of 128 that hold keys and values.
  public static let qwen0_6B = LanguageModel(
    "Qwen3 0.6B", parameters: 0.6e9, layers: 28, kvBytes: 114_688, contextLength: 32_768, source: "model card")

  /// Qwen2.5-7B: 28 layers, 4 heads of 128.
  public static let qwen7B = LanguageModel(
    "Qwen2.5 7B", parameters: 7.62e9, layers: 28, kvBytes: 57_344, contextLength: 32_768, source: "model card")

  /// Llama 3.1 8B: 32 layers, 8 heads of 128.
  public static let llama8B = LanguageModel(
    "Llama 3.1 8B", parameters: 8.03e9, layers: 32, kvBytes: 131_072, contextLength: 131_072, source: "model card")

  /// Llama 2 13B: 40 layers, 40 heads of 128.
  public static let llama13B = LanguageModel(
    "Llama 2 13B", parameters: 13.02e9, layers: 40, kvBytes: 819_200, contextLength: 4096, source: "model card")

  /// OPT-13B: 40 layers, 40 heads of 128.
  public static let opt13B = LanguageModel(
    "OPT 13B", parameters: 12.85e9, layers: 40, kvBytes: 819_200, contextLength: 2048, source: "arXiv 2205.01068")

  /// Qwen3-30B-A3B, a mixture of experts: 48 layers, 4 heads of 128.
  public static let qwen30BA3B = LanguageModel(
    "Qwen3 30B-A3B", parameters: 30.5e9, activeParameters: 3.3e9, layers: 48, kvBytes: 98_304, contextLength: 32_768,
    source: "model card")

  /// Qwen3-32B: 64 layers, 8 heads of 128.
  public static let qwen32B = LanguageModel(
    "Qwen3 32B", parameters: 32.8e9, layers: 64, kvBytes: 262_144, contextLength: 32_768, source: "model card")

  /// OPT-66B: 64 layers, 72 heads of 128.
  public static let opt66B = LanguageModel(
    "OPT 66B", parameters: 65.7e9, layers: 64, kvBytes: 2_359_296, contextLength: 2048, source: "arXiv 2205.01068")

  /// Llama 3.1 70B: 80 layers, 8 heads of 128.
  public static let llama70B = LanguageModel(
    "Llama 3.1 70B", parameters: 70.6e9, layers: 80, kvBytes: 327_680, contextLength: 131_072, source: "model card")

  /// OPT-175B, of the size and shape of GPT-3: 96 layers, 96 heads of 128.
  public static let opt175B = LanguageModel(
    "OPT 175B", parameters: 174.6e9, layers: 96, kvBytes: 4_718_592, contextLength: 2048, source: "arXiv 2205.01068")
}

/// The effect of a smaller model on accuracy: the share of the original's accuracy that is retained.
public struct AccuracyEffect: Sendable, Hashable {
  /// The share that is retained; `nil` where it is unknown.
  public let share: ClosedRange<Double>?
  /// The source.
  public let source: String

  /// A retained share with its source.
  public init(_ share: ClosedRange<Double>?, source: String) {
    self.share = share
    self.source = source
  }

  /// The original.
  public static let none = AccuracyEffect(1...1, source: "the original")

  /// Pruning, quantisation and distillation together to 10 to 30 % of the size: the case states the gains, six times faster
  /// and 70 % less hardware, but not the loss of accuracy.
  public static let unknown = AccuracyEffect(nil, source: "F6 gives no accuracy")

  /// A small model trained for one task that replaces a large one.
  public static let specialised = AccuracyEffect(
    1...1, source: "F14: 0.6 B parameters match 175 B in text classification")

  /// The combined effect of two steps; unknown where one of them is.
  public func and(_ other: AccuracyEffect) -> AccuracyEffect {
    if self == .none { return other }
    if other == .none { return self }
    guard let share, let others = other.share else { return AccuracyEffect(nil, source: "\(source); \(other.source)") }
    return AccuracyEffect(
      share.lowerBound * others.lowerBound...share.upperBound * others.upperBound, source: "\(source); \(other.source)")
  }
}
