import Glibc
import Randomness

/// Nonlinear least squares for a Bass curve.
struct BassLeastSquares {
  let estimates: BassFit.Estimates

  /// The largest market over the adopters so far.
  private static let mostOfReached = 1e6

  /// - Throws: ``DataFileError`` where the sum of squares has no minimum.
  init(_ series: AdoptionSeries, _ form: BassFit.Form) throws {
    let observed = form == .cumulative ? series.cumulative : series.adopters
    var best: NonlinearLeastSquares.Fit?
    for start in Self.starts(series) {
      let fit = NonlinearLeastSquares.fit(from: start, observations: observed) { parameters, row in
        Self.model(form, market: parameters[0], p: parameters[1], q: parameters[2], period: row + 1)
      }
      if let fit, fit.sumOfSquares < best?.sumOfSquares ?? .infinity { best = fit }
    }
    let reached = series.adopters.reduce(0, +)
    // A market of which the series shows next to nothing is one without an end.
    guard let best, best.estimates[0].value <= Self.mostOfReached * reached else {
      throw DataFileError(
        file: series.name,
        "no Bass curve fits: the sum of squares has no minimum; a series that only grows or only falls does not show its end"
      )
    }
    estimates = BassFit.Estimates(
      market: best.estimates[0], innovation: best.estimates[1], imitation: best.estimates[2], fitted: best.fitted,
      residualStandardError: best.residualStandardError)
  }

  /// Where to begin: Bass's regression where it gives a curve, and curves that peak early, in the middle and late.
  private static func starts(_ series: AdoptionSeries) -> [[Double]] {
    let periods = Double(series.adopters.count)
    let reached = series.adopters.reduce(0, +)
    var starts: [[Double]] = []
    if let regression = try? BassRegression(series).estimates, regression.innovation.value > 0 {
      starts.append([regression.market.value, regression.innovation.value, regression.imitation.value])
    }
    for (share, ratio, speed) in [(0.95, 30.0, 8.0), (0.6, 50, 6), (0.2, 100, 4), (0.9, 0.5, 3)] {
      let sum = speed / periods
      starts.append([reached / share, sum / (1 + ratio), sum * ratio / (1 + ratio)])
    }
    return starts
  }

  /// What the curve says for a row, and its slopes in market, p and q.
  private static func model(
    _ form: BassFit.Form, market: Double, p: Double, q: Double, period: Int
  ) -> (value: Double, slopes: [Double]) {
    let (end, start) = (Double(period), Double(period - 1))
    let number: (value: Double, byP: Double, byQ: Double)
    switch form {
    case .perPeriod, .regression:
      let (after, before) = (share(p, q, end), share(p, q, start))
      number = (after.value - before.value, after.byP - before.byP, after.byQ - before.byQ)
    case .cumulative:
      number = share(p, q, end)
    case .rateAtEnd:
      number = density(p, q, end)
    }
    return (market * number.value, [number.value, market * number.byP, market * number.byQ])
  }

  /// F and its slopes.
  private static func share(_ p: Double, _ q: Double, _ t: Double) -> (value: Double, byP: Double, byQ: Double) {
    let faded = exp(-(p + q) * t)
    let below = 1 + q / p * faded
    let value = -expm1(-(p + q) * t) / below
    let slopes = denominatorSlopes(p, q, t, faded)
    return (value, (t * faded - value * slopes.byP) / below, (t * faded - value * slopes.byQ) / below)
  }

  /// f and its slopes.
  private static func density(_ p: Double, _ q: Double, _ t: Double) -> (value: Double, byP: Double, byQ: Double) {
    let faded = exp(-(p + q) * t)
    let below = 1 + q / p * faded
    let value = (p + q) * (p + q) / p * faded / (below * below)
    let slopes = denominatorSlopes(p, q, t, faded)
    let common = 2 / (p + q) - t
    return (value, value * (common - 1 / p - 2 * slopes.byP / below), value * (common - 2 * slopes.byQ / below))
  }

  /// The slopes of 1 + (q/p) e^(−(p+q)t).
  private static func denominatorSlopes(
    _ p: Double, _ q: Double, _ t: Double, _ faded: Double
  ) -> (byP: Double, byQ: Double) {
    (-faded * q / p * (1 / p + t), faded / p * (1 - q * t))
  }
}

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
