/// A run of a design: its index, its place, and a number from 0 to 1 for each input.
package struct DesignRow: Sendable, Hashable {
  /// The index in the design, which travels with the result of the run.
  package let index: Int
  /// One number for each input.
  package let numbers: [Double]
  /// What the row is for.
  package let place: DesignPlace
  /// As ``Design/edge``.
  package let edge: Double

  /// The value of an input of that distribution: the quantile of its number.
  ///
  /// Where the distribution is infinite, a number nearer to that end than ``edge`` gives the quantile at ``edge``.
  package func value(_ column: Int, of distribution: Distribution) -> Double {
    let support = distribution.support
    var number = numbers[column]
    if support.lowerBound == -.infinity { number = max(number, edge) }
    if support.upperBound == .infinity { number = min(number, 1 - edge) }
    return distribution.quantile(number)
  }
}
