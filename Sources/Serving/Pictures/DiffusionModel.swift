/// A model that makes pictures or videos by diffusion, and the work that each takes.
///
/// A pass of the denoiser over a picture that is x times as large as the usual one takes `(1 − a) x + a x²` times as many
/// operations, where a is the share of attention, because each position of a picture or video looks at all others. A picture of
/// s steps takes s·passes of them, and a decoding that is proportional to x. So the time is linear in the steps. Between the
/// first power and the second it rises with pixels and frames; measured on Wan 2.1 it is linear in steps and quadratic in pixels
/// and in frames (arXiv 2509.19222), and on Stable Diffusion nearly linear in pixels (2.25 times the pixels take twice as
/// long, blog.salad.com, 2023).
public struct DiffusionModel: Sendable, Hashable {
  /// Its name.
  public let name: String
  /// The usual picture.
  public let usual: Picture
  /// Floating-point operations of a pass over the usual picture.
  let operations: Double
  /// The share of them that grows with the square of the positions.
  let attention: Double
  /// Passes a step: two where the guidance needs one with the prompt and one without.
  let passes: Double
  /// The steps that decoding takes as long as.
  let decoding: Double
  /// Where these figures come from.
  public let source: String

  /// Stable Diffusion XL, base. A U-Net works on few positions at once, so its attention is counted as linear.
  public static let sdxl = DiffusionModel(
    name: "SDXL", usual: Picture(steps: 30), operations: 5.979e12, attention: 0, passes: 2, decoding: 2.8,
    source:
      "operations: huggingface.co/datasets/diffusers/benchmarks, 2025; decoding: 2.7 steps on A100 and 2.8 on H100, "
      + "model card of stable-diffusion-xl-1.0-tensorrt")

  /// FLUX.1 dev, whose guidance is distilled into one pass.
  public static let flux1Dev = DiffusionModel(
    name: "FLUX.1 dev", usual: Picture(steps: 28), operations: 59.52e12, attention: 0.25, passes: 1, decoding: 0.5,
    source: "operations: huggingface.co/datasets/diffusers/benchmarks, 2025; attention: 57 blocks of 3 072 over 4 608 "
      + "positions; decoding: assumed to take as long as SDXL's")

  /// Wan 2.2 A14B: clips of 81 frames, five seconds.
  public static let wan22 = DiffusionModel(
    name: "Wan 2.2 A14B", usual: Picture(steps: 40, width: 1280, height: 720, frames: 81), operations: 6.80e15,
    attention: 0.69, passes: 2, decoding: 0.5,
    source:
      "operations: twice 14 thousand million parameters for each of 75 600 positions, and the attention of 40 layers of "
      + "5 120; decoding: assumed")

  /// Models by their names in deployment files.
  public static let catalogue: [String: DiffusionModel] = [
    "sdxl": .sdxl, "flux-1-dev": .flux1Dev, "wan-2.2": .wan22,
  ]

  /// The passes over the usual picture that take as long as a step of another.
  private func work(_ picture: Picture) -> Double {
    let size = picture.positions / usual.positions
    return (1 - attention) * size + attention * size * size
  }

  /// The steps over the usual picture that take as long as another, decoding included.
  public func usualSteps(of picture: Picture) -> Double {
    Double(picture.steps) * work(picture) + decoding * picture.positions / usual.positions
  }

  /// The floating-point operations of a picture.
  func operations(of picture: Picture) -> Double { operations * passes * usualSteps(of: picture) }
}
