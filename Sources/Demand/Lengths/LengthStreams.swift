import Randomness

/// The two streams that lengths are drawn from.
struct LengthStreams {
  private let input: RandomStream
  private let output: RandomStream

  /// `name/input tokens` and `name/output tokens`.
  init(_ streams: Streams, named name: String) {
    input = streams.stream(name + "/input tokens")
    output = streams.stream(name + "/output tokens")
  }

  func draw(_ lengths: TokenLengths) -> (input: Int, output: Int) { lengths.draw(from: input, output) }
}
