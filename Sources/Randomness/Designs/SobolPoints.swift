/// The points of a Sobol sequence, one dimension an input in their order, each made when it is asked for.
///
/// ```swift
/// let points = try SobolPoints(inputs: ["price", "demand"], scrambling: .owen(streams))
/// points.numbers(of: 1_000_000)  // two numbers from (0, 1)
/// ```
/// Nothing is kept but a scramble for each input, so that a design may have any number of points.
package struct SobolPoints: Sendable {
  private let scrambles: [DigitScramble]

  /// - `names`: what the scramble of each dimension is keyed by; the inputs' own names unless given.
  package init(
    inputs: [String], scrambling: SobolScrambling, names: [String]? = nil
  ) throws(InvalidValue) {
    try Design.requireSobol(inputs, dimensions: (names ?? inputs).count, rows: 1, of: "Sobol design")
    scrambles = (names ?? inputs).map { scrambling.scramble(of: $0) }
  }

  /// The numbers of a point, counted from 0, within (0, 1) unless the sequence is not scrambled.
  package func numbers(of point: Int) -> [Double] { scrambles.indices.map { number(of: point, dimension: $0) } }

  /// The number of a point in one dimension.
  package func number(of point: Int, dimension: Int) -> Double {
    scrambles[dimension].number(SobolSequence.digits(point, dimension: dimension))
  }
}
