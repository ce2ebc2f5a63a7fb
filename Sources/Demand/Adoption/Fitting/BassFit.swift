public import Randomness

/// A Bass curve fitted to a series, with how well it is known.
///
/// ```swift
/// let fit = try BassFit(to: AdoptionSeries(contentsOf: "users.csv"))
/// // fit.market, fit.innovation and fit.imitation, each with its standard error, for one period
/// let adoption = Adoption(try fit.yearlyCurve, startingAt: fit.shareReached)
/// ```
/// Standard errors are those of least squares with independent errors of one size; a series that has not passed its peak
/// says little of its market, and they say so. Srinivasan and Mason 1986, "Nonlinear least squares estimation of new
/// product diffusion models", Marketing Science 5.
public struct BassFit: Sendable, Hashable {
  /// What the curve is held against.
  public enum Form: String, Sendable, Hashable, CaseIterable {
    /// New adopters of a period against those between its ends: m (F(t) − F(t − 1)). Srinivasan and Mason 1986.
    case perPeriod
    /// New adopters of a period against the rate at its end, m f(t), as many published fits do.
    case rateAtEnd
    /// Adopters up to the end of a period against m F(t), whose errors add up and are not independent.
    case cumulative
    /// New adopters of a period against a quadratic in those before it: Bass's regression of 1969, with the p, q and m of
    /// his recursion, which differ from those of the curve the more, the longer a period.
    case regression
  }

  /// What the adopters were held against.
  public let form: Form
  /// How many will have adopted in the end.
  public let market: ParameterEstimate
  /// p, for one period.
  public let innovation: ParameterEstimate
  /// q, for one period.
  public let imitation: ParameterEstimate
  /// The standard error of a row, in adopters: the root of the squares left over by n − 3.
  public let residualStandardError: Double
  /// Periods less the three numbers that were fitted.
  public let degreesOfFreedom: Int
  /// What the fit says for each row, in what it was held against.
  public let fitted: [Double]
  /// What it was fitted to.
  public let series: AdoptionSeries

  /// Fits a curve.
  /// - Throws: ``DataFileError`` where no Bass curve fits: its market would be smaller than the adopters there are, nobody
  ///   would adopt by themselves, or the squares have no least.
  public init(to series: AdoptionSeries, by form: Form = .perPeriod) throws {
    self.series = series
    self.form = form
    degreesOfFreedom = series.adopters.count - 3
    let result =
      form == .regression
      ? try BassRegression(series).estimates : try BassLeastSquares(series, form).estimates
    market = result.market
    innovation = result.innovation
    imitation = result.imitation
    fitted = result.fitted
    residualStandardError = result.residualStandardError
    if let problem = Self.problem(result, series) { throw DataFileError(file: series.name, problem) }
  }

  /// What three estimates and their fit come to.
  struct Estimates {
    var market: ParameterEstimate
    var innovation: ParameterEstimate
    var imitation: ParameterEstimate
    var fitted: [Double]
    var residualStandardError: Double
  }

  private static func problem(_ estimates: Estimates, _ series: AdoptionSeries) -> String? {
    let numbers =
      "p = \(estimates.innovation.value.shortest), q = \(estimates.imitation.value.shortest), "
      + "market = \(estimates.market.value.shortest)"
    guard estimates.innovation.value > 0, estimates.imitation.value >= 0, estimates.market.value > 0 else {
      return "no Bass curve fits: the best has \(numbers), and p is above 0, q at least 0"
    }
    let reached = series.adopters.reduce(0, +)
    // Beyond three of its errors the market is truly too small; within them the series is near its end.
    guard reached <= estimates.market.value + 3 * estimates.market.standardError else {
      return "no Bass curve fits: the best has \(numbers), and \(reached.shortest) have adopted already"
    }
    return nil
  }

  /// The curve of one period as the unit of time.
  private var diffusion: BassDiffusion { BassDiffusion(innovation: innovation.value, imitation: imitation.value) }

  /// The curve in years.
  /// - Throws: ``DataFileError`` where it is not known how long a period is.
  public var yearlyCurve: AdoptionCurve {
    get throws {
      guard let perYear = series.period.perYear else {
        throw DataFileError(
          file: series.name, line: 1, column: AdoptionSeries.Period.period.rawValue,
          "how long a period is is not said; call the column year, quarter, month or week")
      }
      return .bass(innovation: innovation.value * perYear, imitation: imitation.value * perYear)
    }
  }

  /// The share of the market reached at the end of the series, below 1.
  public var shareReached: Double { min(series.adopters.reduce(0, +) / market.value, 1.0.nextDown) }

  /// When adoption is fastest, in periods from the start, and the share of the market reached then.
  public var peak: (period: Double, share: Double) {
    let peak = diffusion.peak
    return (peak.time, peak.share)
  }

  /// How many will have adopted at the end of a period, counted from 1, by the curve.
  public func cumulative(at period: Double) -> Double { market.value * diffusion.share(at: period) }
}
