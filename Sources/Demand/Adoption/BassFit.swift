import Glibc
public import Randomness

/// A Bass curve fitted to a series, with standard errors.
///
/// ```swift
/// let fit = try BassFit(to: AdoptionSeries(contentsOf: "users.csv"))
/// // fit.market, fit.innovation and fit.imitation, each with its standard error, for one period
/// let adoption = Adoption(try fit.yearlyCurve, startingAt: fit.shareReached)
/// ```
/// Standard errors assume independent errors of equal variance. A series that has not passed its peak says little about the
/// size of its market, and the standard error of the market shows that. Srinivasan and Mason 1986, "Nonlinear least squares estimation of new
/// product diffusion models", Marketing Science 5.
public struct BassFit: Sendable, Hashable {
  /// What the curve is fitted to.
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

  /// What the curve was fitted to.
  public let form: Form
  /// The size of the market: adopters in the end.
  public let market: ParameterEstimate
  /// p, for one period.
  public let innovation: ParameterEstimate
  /// q, for one period.
  public let imitation: ParameterEstimate
  /// The residual standard error, in adopters: the root of the residual sum of squares over n − 3.
  public let residualStandardError: Double
  /// Periods minus the three fitted parameters.
  public let degreesOfFreedom: Int
  /// The fitted value of each row.
  public let fitted: [Double]
  /// The series.
  public let series: AdoptionSeries

  /// Fits a curve.
  /// - Throws: ``DataFileError`` where no Bass curve fits: the market would be smaller than the number of adopters, innovation
  ///   would not be positive, or the sum of squares has no minimum.
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

  /// The three estimates and their fit.
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
          "the length of a period is not given; call the column year, quarter, month or week")
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

  /// Adopters by the curve at the end of a period, counted from 1.
  public func cumulative(at period: Double) -> Double { market.value * diffusion.share(at: period) }
}

/// A fit as text, as Swift and as CSV.
extension BassFit: CustomStringConvertible {
  /// A paragraph each for the data, the estimates with their errors, and the outlook.
  public var description: String { paragraphs.joined(separator: "\n\n") }

  /// The paragraphs of the description, without line breaks.
  public var paragraphs: [String] { [source, estimates, outlook] }

  private var source: String {
    let reached = series.adopters.reduce(0, +)
    return "\(series.adopters.count) \(Self.name(series.period, series.adopters.count)) of adopters, "
      + "\(Self.short(reached)) in all, from \(series.name)."
  }

  private var estimates: String {
    func text(_ name: String, _ estimate: ParameterEstimate) -> String {
      "\(name) \(Self.short(estimate.value)) (standard error \(Self.short(estimate.standardError)))"
    }
    let method =
      switch form {
      case .perPeriod: "least squares on the adopters of each period"
      case .rateAtEnd: "least squares on the adopters of each period against the rate at its end"
      case .cumulative: "least squares on the adopters up to each period"
      case .regression: "Bass's regression"
      }
    return "Bass's curve by \(method): \(text("market", market)); \(text("innovation p", innovation)) and "
      + "\(text("imitation q", imitation)) a \(Self.name(series.period, 1)). A row is off by "
      + "\(Self.short(residualStandardError)) on \(degreesOfFreedom) degrees of freedom."
  }

  private var outlook: String {
    let peak = peak
    let periods = Double(series.adopters.count)
    let when =
      peak.period > periods
      ? "is still to come, in \(Self.name(series.period, 1)) \(Self.short(peak.period))"
      : peak.period > 0 ? "was in \(Self.name(series.period, 1)) \(Self.short(peak.period))" : "was at the start"
    let doubt =
      peak.period > periods || market.standardError > market.value / 4
      ? " A series like this says little about the size of the market; compare other sizes." : ""
    return "The fastest growth \(when). \(Self.short(100 * shareReached)) % of the market are reached." + doubt
  }

  /// Lines to paste into the load of an experiment; for periods of unknown length, which a load needs to know, the curve
  /// is in periods and says so.
  public var swiftLines: String {
    let perYear = series.period.perYear
    let (p, q) = (innovation.value * (perYear ?? 1), imitation.value * (perYear ?? 1))
    let unit = perYear == nil ? "; per period: multiply p and q by the periods of a year" : ""
    return """
      // Fitted to \(series.name), \(series.adopters.count) periods: market \(Self.short(market.value))\(unit).
      Adoption(
        .bass(innovation: \(p.rounded(toDigits: 6).shortest), imitation: \(q.rounded(toDigits: 6).shortest)),
        startingAt: \(shareReached.rounded(toDigits: 6).shortest))

      """
  }

  /// A row a period: its number, the observed and the fitted value. RFC 4180.
  public var csv: String {
    let observed = form == .cumulative ? series.cumulative : series.adopters
    let rows = zip(observed, fitted).enumerated().map { "\($0 + 1),\($1.0.shortest),\($1.1.shortest)" }
    return (["period,\(form == .cumulative ? "cumulative" : "adopters"),fitted"] + rows).map { $0 + "\r\n" }.joined()
  }

  private static func short(_ value: Double) -> String { value.rounded(toDigits: 4).shortest }

  private static func name(_ period: AdoptionSeries.Period, _ count: Int) -> String {
    (period == .period ? "period" : period.rawValue) + (count == 1 ? "" : "s")
  }
}
