import Glibc
import Randomness

/// A published time that a picture or a video took on GPUs.
struct PictureTiming: Sendable {
  let model: DiffusionModel
  /// In the catalogue of GPUs, where it is there.
  let gpu: String
  let gpus: Int
  let picture: Picture
  /// Seconds of the GPUs for each picture.
  let seconds: Double
  /// Dense floating-point operations a second of a GPU in 16 bits.
  let peak: Double
  let source: String

  private init(
    _ model: DiffusionModel, _ gpu: String, _ gpus: Int = 1, steps: Int? = nil, seconds: Double, teraflops: Double,
    _ source: String
  ) {
    let usual = model.usual
    (self.model, self.gpu, self.gpus, self.seconds, self.source) = (model, gpu, gpus, seconds, source)
    picture = Picture(steps: steps ?? usual.steps, width: usual.width, height: usual.height, frames: usual.frames)
    peak = teraflops * 1e12
  }

  private static let card = "one at a time, TensorRT in 16 bits, model card of stable-diffusion-xl-1.0-tensorrt, 2024"
  private static let mlperf = "batches, denoiser in 8 bits, MLPerf Inference v5.1 offline, open part, 2025-09-09"
  private static let elastic =
    "one at a time, diffusers in 16 bits, taken as 28 steps, model card of TheStageAI/Elastic-FLUX.1-dev, 2025"

  /// Of several for a model on a GPU the one at a time comes first.
  static let all: [PictureTiming] = [
    PictureTiming(.sdxl, "a10", seconds: 8.160, teraflops: 125, card),
    PictureTiming(.sdxl, "a100_80", seconds: 2.742, teraflops: 312, card),
    PictureTiming(.sdxl, "h100", seconds: 1.471, teraflops: 989, card),
    PictureTiming(.sdxl, "l4", steps: 20, seconds: 1 / 0.2516, teraflops: 121, mlperf),
    PictureTiming(.sdxl, "h200_nvl", steps: 20, seconds: 1 / 2.1363, teraflops: 835, mlperf),
    PictureTiming(.sdxl, "b200", steps: 20, seconds: 1 / 4.0032, teraflops: 2250, mlperf),
    PictureTiming(.sdxl, "mi325x", steps: 20, seconds: 1 / 2.3232, teraflops: 1307.4, mlperf),
    PictureTiming(.flux1Dev, "h100", seconds: 6.46, teraflops: 989, elastic),
    PictureTiming(.flux1Dev, "l40s", seconds: 16, teraflops: 362.05, elastic),
    PictureTiming(.flux1Dev, "b200", seconds: 4.40, teraflops: 2250, elastic),
    PictureTiming(
      .wan22, "h100", 8, seconds: 195.13, teraflops: 989,
      "one clip over eight GPUs, FlashAttention-3, morphic.com, 2025-10-10"),
  ]

  /// The share of the GPUs' peak in 16 bits that it reached.
  var utilisation: Double { model.operations(of: picture) / (seconds * Double(gpus) * peak) }

  /// The utilisation to expect of a GPU none of whose figures are known: the geometric mean of the others'.
  static func expectedUtilisation(without gpu: String? = nil) -> Double {
    let others = all.filter { $0.gpu != gpu }
    return exp(others.reduce(0) { $0 + log($1.utilisation) } / Double(others.count))
  }

  /// The logarithm of the time that is expected over the time that it took, each GPU in turn predicted from the others.
  static let leftOut: [Double] = all.map { log($0.utilisation / expectedUtilisation(without: $0.gpu)) }

  /// The relative error that 90 % of the predictions stay within: that of leaving one GPU out.
  static let predictionError = error(leftOut)

  /// What the rule makes of one published time of SDXL, and the time that was published for other steps, in milliseconds.
  struct ScalingCheck: Sendable {
    let gpu: String
    let predicted: Double
    let published: Double
  }

  /// Thirty steps from four steps and a decoding of the fast version, which needs one pass a step; and forty steps without
  /// decoding, by an earlier engine, from thirty with it. All from the versions of the model card.
  static let scalingChecks = [
    ScalingCheck(gpu: "a100_80", predicted: 60 * 192.02 / 4 + 228.34, published: 2742),
    ScalingCheck(gpu: "h100", predicted: 60 * 102.8 / 4 + 126.95, published: 1471),
    ScalingCheck(gpu: "a10", predicted: fortySteps(8160), published: 12_576.53),
    ScalingCheck(gpu: "a100_80", predicted: fortySteps(2742), published: 3358.87),
    ScalingCheck(gpu: "h100", predicted: fortySteps(1471), published: 1772.29),
  ]

  private static func fortySteps(_ thirty: Double) -> Double {
    thirty * 40 / DiffusionModel.sdxl.usualSteps(of: DiffusionModel.sdxl.usual)
  }

  /// The relative error of a measured figure at other steps, which 90 % of the checks stay within.
  static let scalingError = error(scalingChecks.map { log($0.predicted / $0.published) })

  private static func error(_ logarithms: [Double]) -> Double {
    let variance = logarithms.reduce(0) { $0 + $1 * $1 } / Double(logarithms.count)
    return exp(1.645 * variance.squareRoot()) - 1
  }
}
