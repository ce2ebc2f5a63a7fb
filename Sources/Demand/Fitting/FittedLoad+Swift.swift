import Randomness

/// A fitted load as Swift, for an experiment.
extension FittedLoad {
  /// Lines that make the same load wherever `streams` is a replication's: to paste into an experiment.
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
