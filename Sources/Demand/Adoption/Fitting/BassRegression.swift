import Randomness

/// Bass's regression: new adopters a + b N + c N², N those before the period, from which m, p and q follow.
///
/// p = a/m, q = −c m, and m is the N at which the quadratic is 0 again. Bass 1969. Standard errors by the delta method.
struct BassRegression {
  /// a, b and c.
  let coefficients: [Double]
  let estimates: BassFit.Estimates

  /// - Throws: ``DataFileError`` where the quadratic does not come down to 0.
  init(_ series: AdoptionSeries) throws {
    let adopters = series.adopters
    var before = 0.0
    // Powers of N differ by many orders of magnitude: N is counted in units of all adopters.
    let unit = adopters.reduce(0, +)
    var rows: [Double] = []
    for new in adopters {
      rows += [1, before / unit, before / unit * (before / unit)]
      before += new
    }
    let fit = LinearLeastSquares(rows: rows, columns: 3, observations: adopters)
    let (a, b, c) = (fit.coefficients[0], fit.coefficients[1], fit.coefficients[2])
    let discriminant = b * b - 4 * a * c
    guard c < 0, discriminant > 0 else {
      throw DataFileError(
        file: series.name,
        "no Bass curve fits: new adopters are \(a.shortest) + \((b / unit).shortest) N + \((c / unit / unit).shortest) N² "
          + "of the N before them, which does not rise and come down to 0 again")
    }
    let share = (-b - discriminant.squareRoot()) / (2 * c)
    coefficients = [a, b / unit, c / unit / unit]
    // Slopes of the market, as a multiple of the unit, in a, b and c, from a + b s + c s² = 0.
    let bend = b + 2 * c * share
    let slopes = [-1 / bend, -share / bend, -share * share / bend]
    let innovation = slopes.enumerated().map { ($0 == 0 ? 1 / share : 0) - a / (share * share) * $1 }
    let imitation = slopes.enumerated().map { ($0 == 2 ? -share : 0) - c * $1 }
    estimates = BassFit.Estimates(
      market: ParameterEstimate(share * unit, standardError: unit * fit.standardError(of: slopes)),
      innovation: ParameterEstimate(a / share / unit, standardError: fit.standardError(of: innovation) / unit),
      imitation: ParameterEstimate(-c * share / unit, standardError: fit.standardError(of: imitation) / unit),
      fitted: fit.fitted, residualStandardError: fit.residualStandardError)
  }
}
