import CGSL
import Glibc

/// The dependence of normal numbers with a correlation matrix: none in the tails, so extremes come apart.
///
/// Independent normal numbers z become L z with the Cholesky factor L, and their probabilities the dependent numbers.
/// Nelsen 2006, An Introduction to Copulas, 2nd ed., 2.3.
package struct GaussianCopula: Copula, Hashable {
  /// The correlations of the normal scores.
  package let correlation: CorrelationMatrix

  /// The copula with those correlations.
  package init(_ correlation: CorrelationMatrix) {
    ScientificLibrary.prepare()
    self.correlation = correlation
  }

  package var count: Int { correlation.inputs.count }

  package func dependent(on independent: [Double]) -> [Double] {
    dependent(onNormal: independent.map(NormalDistribution.standardQuantile))
  }

  /// The dependent numbers of as many independent normal numbers with mean 0 and deviation 1.
  package func dependent(onNormal independent: [Double]) -> [Double] {
    correlation.factor.times(independent).map { Self.inside(gsl_cdf_ugaussian_P($0)) }
  }

  /// The probability density; not a number where the matrix is singular.
  package func density(at numbers: [Double]) -> Double {
    let scores = numbers.map(NormalDistribution.standardQuantile)
    let independent = correlation.factor.solved(for: scores)
    let exponent = zip(scores, independent).reduce(0) { $0 + ($1.0 * $1.0 - $1.1 * $1.1) / 2 }
    let scale = correlation.factor.diagonal.reduce(1, *)
    return scale > 0 ? exp(exponent) / scale : .nan
  }

  package func cumulative(_ u: Double, _ v: Double) -> Double {
    precondition(count == 2, "the cumulative function is there for pairs, not for \(count) inputs")
    if let known = Self.cumulativeAtEdge(u, v) { return known }
    let (first, second) = (NormalDistribution.standardQuantile(u), NormalDistribution.standardQuantile(v))
    let pair = EllipticalPair(correlation: correlation[1, 0], freedom: nil)
    return Self.bounded(pair.cumulative(u, v, first, second), u, v)
  }
}
