import Glibc
import Randomness

/// A fit in words, as Swift and as CSV.
extension BassFit: CustomStringConvertible {
  /// A paragraph for what was fitted, what it says and how sure that is.
  public var description: String { paragraphs.joined(separator: "\n\n") }

  /// The same, paragraph by paragraph, without line breaks in them.
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
      ? " How large the market is is hardly known from a series like this; try others beside it." : ""
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

  /// A row a period: its number, what was held against the curve, and what the curve says. RFC 4180.
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
