extension LanguageModel {
  /// Models by the name that an experiment or a file calls them.
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
