import Glibc
import Randomness

/// A fitted load as text.
extension FittedLoad: CustomStringConvertible {
  /// A paragraph each for the data, rates, burstiness, lengths, and the dispersion of counts.
  public var description: String { paragraphs.joined(separator: "\n\n") }

  /// The paragraphs of the description, without line breaks.
  public var paragraphs: [String] { [source, rateText, gapText, lengthText, dispersionText] }

  private var source: String {
    "\(count) requests in \(Self.duration(span)), \(Self.short(meanRate)) a second, from \(name)."
  }

  private var rateText: String {
    guard rates.count > 1 else {
      return windows.count > 1
        ? "Rate: constant; windows of \(Self.duration(window)) differ by no more than noise."
        : "Rate: constant; the trace is too short for windows of a hundred requests."
    }
    let range =
      "from \(Self.short(rates.map(\.rate).min() ?? 0)) to \(Self.short(rates.map(\.rate).max() ?? 0)) a second"
    let hours =
      dayShape.map {
        "Of the hours of the day, counted from that of the first request, the busiest has \(Self.short($0.peak)) times the mean."
      } ?? "The trace lasts less than a day, so it shows no daily profile."
    return "Rate: \(windows.count) windows of \(Self.duration(window)), \(range). " + hours
  }

  private var gapText: String {
    guard let relative = relativeGaps, let recorded = recordedGaps else {
      return
        "Bursts: \(Self.percent(clock.tiedShare)) of the gaps between requests are 0, because the trace's clock has steps "
        + "of \(Self.short(clock.resolution)) s. It does not show how bursty arrivals are within a step; within a window they "
        + "are assumed to be Poisson. In windows of less than ten such steps the dispersion is that of the clock."
    }
    let best = relative.bestCandidate
    let error = best.shape.standardError
    let verdict =
      abs(best.shape.value - 1) < 2 * error
      ? "no different from Poisson" : gaps.variation > 1 ? "burstier than Poisson" : "steadier than Poisson"
    let family = relative.gamma.logLikelihood >= relative.weibull.logLikelihood ? "gamma" : "Weibull"
    return "Bursts: with the rate taken out, gaps are \(family) with shape \(Self.short(best.shape.value)) "
      + "(standard error \(Self.short(error))), \(verdict); their variation is \(Self.short(gaps.variation)). "
      + Self.distances(relative, "Kolmogorov-Smirnov distances")
      + " As recorded, with the rate left in, the shapes are "
      + "\(Self.short(recorded.gamma.shape.value)) (gamma) and \(Self.short(recorded.weibull.shape.value)) (Weibull), the "
      + "variation \(Self.short(recorded.variation)). " + Self.distances(recorded, "Their Kolmogorov-Smirnov distances")
  }

  private static func distances(_ fit: GapFit, _ subject: String) -> String {
    "\(subject): exponential \(short(fit.exponential.distance)), "
      + "gamma \(short(fit.gamma.distance)), Weibull \(short(fit.weibull.distance))."
  }

  private var lengthText: String {
    func text(_ name: String, _ fit: LengthFit) -> String {
      "\(name) have \(Self.short(fit.mean)) tokens on average, a median of \(Self.short(fit.median)) "
        + "and a 99th percentile of \(Self.short(fit.p99)) (lognormal fit: \(Self.short(fit.logMean)), "
        + "\(Self.short(fit.logDeviation)))"
    }
    let dependence =
      abs(rankCorrelation) < 0.1 ? "hardly depend on each other" : "depend on each other"
    return "Lengths: \(text("prompts", input)); \(text("answers", output)). The two \(dependence): rank correlation "
      + "\(Self.short(rankCorrelation))."
  }

  private var dispersionText: String {
    guard !dispersion.isEmpty else {
      return "Dispersion of counts: the trace is too short; it needs at least ten windows."
    }
    let rows = dispersion.map {
      "\(Self.duration($0.seconds)): \(Self.short($0.trace)) (\(Self.short($0.fitted)) ± \(Self.short($0.fittedDeviation)))"
    }
    return
      "Index of dispersion of counts (variance over mean) of the trace, and in brackets of loads drawn from the fit: "
      + rows.joined(separator: "; ") + "."
  }

  /// Four digits.
  private static func short(_ value: Double) -> String { value.rounded(toDigits: 4).shortest }

  private static func percent(_ share: Double) -> String { (100 * share).rounded(toDigits: 3).shortest + " %" }

  /// The two largest units: `58 min 22 s`.
  private static func duration(_ seconds: Double) -> String {
    if seconds < 120, seconds != seconds.rounded() { return short(seconds) + " s" }
    var rest = Int(min(seconds.rounded(), 1e15))
    var parts: [String] = []
    for (unit, size) in [("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)] {
      if rest / size > 0, parts.count < 2 { parts.append("\(rest / size) \(unit)") }
      rest %= size
    }
    return parts.isEmpty ? "0 s" : parts.joined(separator: " ")
  }
}

/// A fitted load as Swift, for an experiment.
extension FittedLoad {
  /// Swift lines that make the same load from the streams of a replication, to paste into an experiment.
  ///
  /// - Complexity: a line of text for every few windows of the rate and quantiles of the lengths.
  public var swiftLines: String {
    var lines = ["// Fitted to \(name): \(count) requests in \(span.shortest) s."]
    lines += ["let lengths = TokenLengths("]
    lines += ["  input: .empirical(quantiles: ["] + Self.wrapped(input.table.map(Self.pair)) + ["  ]),"]
    lines += ["  output: .empirical(quantiles: ["] + Self.wrapped(output.table.map(Self.pair)) + ["  ]),"]
    lines += ["  rankCorrelation: \(rankCorrelation.shortest))"]
    lines += ["let profile = RateProfile.rates("]
    lines += ["  ["] + Self.wrapped(rates.map { "\($0.from.shortest): \($0.rate.shortest)," })
    lines += ["  ], every: \(span.shortest))"]
    lines += [
      "let requests = DrawnRequests(",
      "  RenewalArrivals(profile, gaps: .\(gaps), from: streams.stream(\"chat/arrivals\")), lengths: lengths,",
      "  from: streams, named: \"chat\")",
    ]
    if let dayShape {
      lines += ["// Over the years, as the requests of a Load:"]
      lines += ["let requestsOfLoad = Requests("]
      lines += ["  perDay: \((meanRate * 86_400).rounded(toDigits: 6).shortest),"]
      lines += ["  shape: DayShape(hourly: ["]
      lines += Self.wrapped(dayShape.multipliers.map { $0.rounded(toDigits: 4).shortest + "," }) + ["  ]))"]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func pair(_ quantile: LengthFit.Quantile) -> String {
    "(\(quantile.probability.shortest), \(quantile.tokens.shortest)),"
  }

  /// The entries on lines of at most 120 columns.
  private static func wrapped(_ entries: [String]) -> [String] {
    var lines: [String] = []
    var line = "   "
    for entry in entries {
      if line.count + entry.count + 1 > 120 {
        lines.append(line)
        line = "   "
      }
      line += " " + entry
    }
    return lines + [line]
  }
}

extension Double {
  /// The nearest number with that many significant decimal digits.
  func rounded(toDigits digits: Int) -> Double {
    guard self != 0, isFinite else { return self }
    let exponent = digits - 1 - Int(log10(abs(self)).rounded(.down))
    let power = pow(10, Double(abs(exponent)))
    return exponent >= 0 ? (self * power).rounded() / power : (self / power).rounded() * power
  }
}
