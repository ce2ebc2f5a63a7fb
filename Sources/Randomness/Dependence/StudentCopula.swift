import CGSL
import Glibc

/// The dependence of Student's t: as the Gaussian copula, but extremes come together, the more the fewer the degrees of
/// freedom.
///
/// Demarta, McNeil 2005, "The t Copula and Related Copulas", International Statistical Review 73. The conditional
/// distribution behind ``dependent(on:)`` is that of Ding 2016, "On the Conditional Distribution of the Multivariate t
/// Distribution", The American Statistician 70.
package struct StudentCopula: Copula, Hashable {
  /// The correlations of the scores.
  package let correlation: CorrelationMatrix
  /// The degrees of freedom, above 0.
  package let freedom: Double

  /// The copula with those correlations and degrees of freedom.
  package init(_ correlation: CorrelationMatrix, freedom: Double) throws(InvalidValue) {
    guard freedom > 0, freedom.isFinite else {
      throw InvalidValue(
        "t copula", "it has \(freedom.shortest) degrees of freedom; a number above 0 was expected",
        remedy: "use 3 to 10 for joint extremes, or the Gaussian copula for none")
    }
    ScientificLibrary.prepare()
    self.correlation = correlation
    self.freedom = freedom
  }

  package var count: Int { correlation.inputs.count }

  package func dependent(on independent: [Double]) -> [Double] {
    var squares = 0.0
    var scores: [Double] = []
    for (index, number) in independent.enumerated() {
      // The further out those before, the wider this one.
      let wider = freedom + Double(index)
      let score =
        StudentTDistribution(valid: wider).standardQuantile(number) * ((freedom + squares) / wider).squareRoot()
      scores.append(score)
      squares += score * score
    }
    return correlation.factor.times(scores).map { Self.inside(gsl_cdf_tdist_P($0, freedom)) }
  }

  /// The probability density; not a number where the matrix is singular.
  package func density(at numbers: [Double]) -> Double {
    let shape = StudentTDistribution(valid: freedom)
    let scores = numbers.map(shape.standardQuantile)
    let size = Double(count)
    let squares = correlation.factor.solved(for: scores).reduce(0) { $0 + $1 * $1 }
    let scale = correlation.factor.diagonal.reduce(1, *)
    guard scale > 0 else { return .nan }
    let constant =
      gsl_sf_lngamma((freedom + size) / 2) + (size - 1) * gsl_sf_lngamma(freedom / 2)
      - size * gsl_sf_lngamma((freedom + 1) / 2)
    let alone = scores.reduce(0) { $0 + log1p($1 * $1 / freedom) }
    return exp(constant + (freedom + 1) / 2 * alone - (freedom + size) / 2 * log1p(squares / freedom)) / scale
  }

  package func cumulative(_ u: Double, _ v: Double) -> Double {
    precondition(count == 2, "the cumulative function is there for pairs, not for \(count) inputs")
    if let known = Self.cumulativeAtEdge(u, v) { return known }
    let shape = StudentTDistribution(valid: freedom)
    let pair = EllipticalPair(correlation: correlation[1, 0], freedom: freedom)
    return Self.bounded(pair.cumulative(u, v, shape.standardQuantile(u), shape.standardQuantile(v)), u, v)
  }
}
