import Glibc
import Randomness

/// The cost of a step, fitted to measured runs of a model on GPUs.
struct MeasuredCost: Sendable {
  let model: LanguageModel
  let gpu: GPU
  let gpus: Int
  let precision: Precision
  let cost: StepCost
  /// Tokens of context that the memory held, where it was measured.
  var kvTokens: Int?
  let evidence: Evidence

  /// The measurement of a model on GPUs; of several the first, which is vLLM's.
  ///
  /// A single A800 is an A100: they differ only in their interconnect.
  static func of(_ model: LanguageModel, on gpu: GPU, gpus: Int, precision: Precision) -> MeasuredCost? {
    let known = gpu == .a800 && gpus == 1 ? .a100 : gpu
    return all.first { $0.model == model && $0.gpu == known && $0.gpus == gpus && $0.precision == precision }
  }

  private init(
    _ model: LanguageModel, _ gpu: GPU, _ gpus: Int, _ precision: Precision, _ base: Double, _ perPromptToken: Double,
    _ perContextToken: Double, _ perSequence: Double, pair: Double = 0, kvTokens: Int? = nil, _ evidence: Evidence
  ) {
    self.model = model
    self.gpu = gpu
    self.gpus = gpus
    self.precision = precision
    cost = StepCost(
      base: base, perPromptToken: perPromptToken, perPromptPair: pair, perContextToken: perContextToken,
      perSequence: perSequence)
    self.kvTokens = kvTokens
    self.evidence = evidence
  }

  /// A run of 300 requests on vLLM 0.19, by casys-kaist/LLMServingSim, reproduced from the fit.
  private static func run(_ note: String, error: Double) -> Evidence {
    .measured("vLLM 0.19, 300 requests\(note), run by casys-kaist/LLMServingSim, MIT", error: error)
  }

  /// Mean times between tokens at several concurrencies, from NVIDIA's aiconfigurator.
  ///
  /// The points are met to `residual`, on average. A deployment is one launch, with its version and flags, and those differ by
  /// more: the error is that of measured deployments in the model of steps, found on points that were left out
  /// (docs/design/step-costs.md).
  private static func points(_ count: Int, _ engine: String, residual: Double) -> Evidence {
    let percent = ((residual * 1000).rounded() / 10).shortest
    return .measured(
      "\(engine), \(count) points of aiconfigurator's silicon_sample.csv, Apache-2.0, met to \(percent) %",
      error: StepCostCoefficients.intervals[.measured].map { exp($0.timePerOutputToken) - 1 })
  }

  /// Fits of DistServe (OSDI 2024) to its profile. Its prompts' base is 22.1, its answers' 23.5 ms for OPT-13B: a step has
  /// one base here, the answers'. A prompt of L tokens takes q·L² there, which is 2q for each pair here.
  private static let distServe = Evidence.measured(
    "vLLM of 2023, fewer than 95 sequences, profile of DistServe, Apache-2.0")

  /// In milliseconds: base, per prompt token, per context token, per sequence.
  static let all: [MeasuredCost] = [
    MeasuredCost(.llama8B, .rtxPro6000, 1, .bf16, 12.364, 0.044256, 8e-5, 0.030727, run("", error: 0.013)),
    MeasuredCost(.qwen32B, .rtxPro6000, 2, .bf16, 31.17, 0.159891, 1.64e-4, 0.05288, run("", error: 0.022)),
    MeasuredCost(
      .qwen30BA3B, .rtxPro6000, 1, .bf16, 25.18, 0.030254, 2.3e-5, 0.057214, run(", end to end", error: 0.005)),
    MeasuredCost(
      .llama8B, .rtx4090, 1, .bf16, 15.478, 0.07949, 1.17e-4, 0.049475, run(", short of memory", error: 0.02)),

    // Of 15 points the 12 in which the memory holds all requests.
    MeasuredCost(
      .llama70B, .h100, 2, .fp8, 16.6648, 0.0755925, 6.50436e-5, 0.03226, points(12, "vLLM", residual: 0.007)),
    MeasuredCost(
      .llama70B, .h100, 4, .fp8, 11.02, 0.0445705, 2.79129e-5, 0.0547481, points(15, "vLLM", residual: 0.022)),
    MeasuredCost(
      .llama70B, .h100, 8, .fp8, 8.82343, 0.029768, 1.14992e-5, 0.0629526, points(15, "vLLM", residual: 0.025)),
    MeasuredCost(
      .llama70B, .h200, 1, .fp8, 20.7269, 0.106128, 6.66282e-5, 0.0769935, points(15, "vLLM", residual: 0.043)),
    MeasuredCost(
      .llama70B, .h200, 2, .fp8, 13.1612, 0.0704022, 3.76336e-5, 0.037539, points(15, "vLLM", residual: 0.036)),
    MeasuredCost(
      .llama70B, .h200, 4, .fp8, 9.18268, 0.042435, 2.08295e-5, 0.0455331, points(15, "vLLM", residual: 0.037)),
    MeasuredCost(
      .llama70B, .h200, 8, .fp8, 7.74152, 0.0261928, 8.96232e-6, 0.0470047, points(15, "vLLM", residual: 0.027)),
    MeasuredCost(
      .qwen32B, .h100, 2, .bf16, 15.3073, 0.0395714, 2.16094e-5, 0.100729, points(30, "vLLM", residual: 0.082)),
    MeasuredCost(
      .qwen32B, .h100, 4, .bf16, 9.25612, 0.0288059, 2.527e-5, 0.0608061, points(30, "vLLM", residual: 0.018)),
    MeasuredCost(
      .qwen32B, .h100, 8, .bf16, 7.02041, 0.0179636, 1.07109e-5, 0.0658724, points(30, "vLLM", residual: 0.021)),

    MeasuredCost(
      .llama8B, .h100, 1, .bf16, 6.42091, 0.0196031, 4.99408e-5, 0, points(42, "TensorRT-LLM", residual: 0.018)),
    MeasuredCost(
      .llama8B, .h100, 2, .bf16, 4.42359, 0.0121472, 2.46409e-5, 0.00404949, points(45, "TensorRT-LLM", residual: 0.031)
    ),
    MeasuredCost(
      .llama8B, .h100, 4, .bf16, 3.1134, 0.00798941, 3.51427e-6, 0.0330858, points(45, "TensorRT-LLM", residual: 0.071)),
    MeasuredCost(
      .llama8B, .h100, 8, .bf16, 2.44656, 0.00563627, 0, 0.0461368, points(45, "TensorRT-LLM", residual: 0.092)),
    MeasuredCost(
      .qwen32B, .h100, 1, .fp8, 13.5698, 0.0730068, 2.60921e-7, 0.107642, points(43, "TensorRT-LLM", residual: 0.045)),
    MeasuredCost(
      .llama8B, .h200, 1, .fp8, 6.9863, 0.0115347, 3.0025e-5, 0.0216111, points(16, "SGLang", residual: 0.061)),
    MeasuredCost(
      .llama8B, .h200, 2, .fp8, 8.09092, 0.00668023, 1.54466e-5, 0.016519, points(12, "SGLang", residual: 0.019)),

    MeasuredCost(
      .opt13B, .a100, 1, .bf16, 23.475, 0.140509, 5.92934e-4, 0.0607269, pair: 2 * 8.07658e-6, kvTokens: 66_144,
      distServe),
    MeasuredCost(
      .opt66B, .a100, 4, .bf16, 39.5818, 0.212866, 6.94572e-4, 0.135809, pair: 2 * 4.60102e-5, kvTokens: 78_496,
      distServe),
    MeasuredCost(
      .opt66B, .a100, 8, .bf16, 31.176, 0.157368, 2.75565e-4, 0.067977, pair: 2 * 4.53168e-6, kvTokens: 212_304,
      distServe),
  ]
}
