import Randomness

/// A picture or a video that a diffusion model makes: its steps, its pixels and its frames.
///
/// ```swift
/// Picture(steps: 28)                                            // 1024 × 1024
/// Picture(steps: 40, width: 1280, height: 720, frames: 81)      // a clip of five seconds
/// ```
public struct Picture: Sendable, Hashable, CustomStringConvertible {
  /// Steps of denoising.
  public let steps: Int
  /// Pixels.
  public let width: Int
  /// Pixels.
  public let height: Int
  /// Frames: 1 is a picture.
  public let frames: Int

  /// A picture of so many steps.
  public init(
    steps: Int, width: Int = 1024, height: Int = 1024, frames: Int = 1, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    (self.steps, self.width, self.height, self.frames) = (steps, width, height, frames)
    for (name, value, range) in [
      ("steps", steps, 1...1000), ("width", width, 16...16_384), ("height", height, 16...16_384),
      ("frames", frames, 1...100_000),
    ] where !range.contains(value) {
      ValidationErrors.report(
        InvalidValue(
          "Picture(\(name): \(value))", "it is from \(range.lowerBound) to \(range.upperBound)",
          location: "\(file):\(line)"))
    }
  }

  /// The positions that the denoiser works on: 16 × 16 pixels each, of the first frame and of every four others.
  var positions: Double { Double(width * height) / 256 * (Double(frames) + 3) / 4 }

  /// `28 steps, 1024 × 1024`, with the frames of a video
  public var description: String {
    "\(steps) steps, \(width) × \(height)" + (frames > 1 ? ", \(frames) frames" : "")
  }
}
