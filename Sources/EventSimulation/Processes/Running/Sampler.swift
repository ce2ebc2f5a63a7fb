import Randomness

/// Draws one number of a block: what it is, and the stream that it comes from.
struct Sampler {
  /// Of a draw that needs no call, so that neither the distribution nor the formula is touched for it.
  let inlineDraw: InlineDraw
  let expression: Quantity
  let stream: RandomStream

  init(_ expression: Quantity, stream: RandomStream) {
    self.expression = expression
    self.stream = stream
    inlineDraw =
      switch expression {
      case .constant(let value): .constant(value)
      case .distribution(let distribution): distribution.inlineDraw
      case .formula: .none
      }
  }
}
