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
    correlation.factor.times(independent).map(Self.number)
  }

  /// The number of a normal score: its probability, kept from the ends.
  static func number(ofScore score: Double) -> Double { inside(gsl_cdf_ugaussian_P(score)) }

  package func independent(atFirst dependent: [Double]) -> [Double]? {
    let scores = dependent.map(NormalDistribution.standardQuantile)
    // The factor is a triangle: later inputs have no part in the first.
    let rest = Array(repeating: 0.0, count: count - dependent.count)
    let independent = correlation.factor.solved(for: scores + rest).prefix(dependent.count)
    return independent.allSatisfy(\.isFinite) ? independent.map(Self.number) : nil
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

/// Two normal or Student scores with a correlation: the chance that neither exceeds its bound.
///
/// The slope of that chance in the correlation ρ = sin θ is the joint density, which is integrated over θ from where
/// the chance is known: from −π/2, where the scores run against each other, or from 0 for normal scores. Genz 2004,
/// "Numerical computation of rectangular bivariate and trivariate normal and t probabilities", Statistics and Computing
/// 14.
struct EllipticalPair {
  let correlation: Double
  /// The degrees of freedom; `nil` for normal scores.
  let freedom: Double?

  /// The chance, of bounds with those scores that are not exceeded with chances u and v; exact to 1e-13.
  func cumulative(_ u: Double, _ v: Double, _ first: Double, _ second: Double) -> Double {
    let squares = first * first + second * second
    let product = first * second
    let angle = asin(correlation)
    let start = freedom == nil ? 0 : -Double.pi / 2
    let known = freedom == nil ? u * v : max(u + v - 1, 0)
    let added = Self.integral(from: start, to: angle) { angle in
      let cosine = cos(angle)
      // At ±π/2 the scores are one, and the density is 0 unless both bounds are.
      guard abs(cosine) > 1e-15 else { return squares > 0 ? 0 : 1 }
      let distance = (squares - 2 * product * sin(angle)) / (cosine * cosine)
      guard let freedom else { return exp(-distance / 2) }
      return pow(1 + distance / freedom, -freedom / 2)
    }
    return known + added / (2 * Double.pi)
  }

  private static func integral(from start: Double, to end: Double, of integrand: (Double) -> Double) -> Double {
    withoutActuallyEscaping(integrand) { integrand in
      var integrand = integrand
      let intervals = 200
      let workspace = gsl_integration_workspace_alloc(intervals)
      defer { gsl_integration_workspace_free(workspace) }
      return withUnsafeMutablePointer(to: &integrand) { pointer in
        var function = gsl_function(
          function: { x, parameters in
            parameters?.assumingMemoryBound(to: ((Double) -> Double).self).pointee(x) ?? .nan
          }, params: pointer)
        var (result, error) = (0.0, 0.0)
        gsl_integration_qags(&function, start, end, 1e-14, 1e-13, intervals, workspace, &result, &error)
        return result
      }
    }
  }
}
