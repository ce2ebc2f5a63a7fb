public import EventSimulation
public import Randomness

/// A load fitted to a recorded trace: its rates, its burstiness and its lengths.
///
/// ```swift
/// let load = try FittedLoad(to: RequestTrace(contentsOf: "azure-llm-2023-conv.csv.gz"))
/// print(load.description)                      // in words
/// print(load.swiftLines)                       // to paste into an experiment
/// var requests = load.requests(from: streams, named: "chat")
/// ```
/// Rates are those of windows with a hundred arrivals on average, shrunk so that the counts of the load vary as those of the
/// trace. Once the rate is taken out, gaps are gamma or Weibull, whichever has the greater likelihood. Lengths are tables of
/// quantiles with their rank correlation. The load has no other dependence; ``dispersion`` compares its counts with those of
/// the trace at every time scale.
public struct FittedLoad: Sendable {
  /// The trace it was fitted to.
  public let name: String
  /// The trace's requests.
  public let count: Int
  /// Seconds from the first arrival to the last.
  public let span: Double
  /// Requests a second over that time.
  public let meanRate: Double
  /// The resolution of the trace's clock.
  public let clock: TraceClock
  /// The seconds of a window of the rate; the whole span where the rate is constant.
  public let window: Double
  /// The arrivals in each window, and when it begins.
  public let windows: [(from: Double, arrivals: Int)]
  /// Arrivals a second over the seconds since the first arrival; it repeats after the span.
  public let profile: RateProfile
  /// The rates of the profile, each from a time on.
  public let rates: [(from: Double, rate: Double)]
  /// Gaps in seconds, as recorded; `nil` where the clock is too coarse for them.
  public let recordedGaps: GapFit?
  /// Gaps in expected arrivals, with the rate of the window taken out; `nil` where the clock is too coarse for them.
  public let relativeGaps: GapFit?
  /// The gaps of the load; exponential where the clock is too coarse to show any.
  public let gaps: ArrivalGaps
  /// The variance of counts over their mean, in windows from a second to a tenth of the span.
  public let dispersion: [Dispersion]
  /// Tokens of prompts.
  public let input: LengthFit
  /// Tokens of answers.
  public let output: LengthFit
  /// Spearman's correlation of the two, to four places.
  public let rankCorrelation: Double

  /// The fewest requests that can be fitted: they give the shape of the gaps to about a quarter.
  private static let fewestRequests = 20

  /// Fits a load.
  /// - Throws: ``DataFileError`` for fewer than 20 requests, for requests that all arrive at once, and for one without
  ///   tokens.
  /// - Complexity: O(n log n); up to 20 loads of the same size are drawn to compare their dispersion.
  public init(to trace: RequestTrace) throws {
    try Self.require(trace)
    // A path would differ from machine to machine.
    name = trace.name.split(separator: "/").last.map(String.init) ?? trace.name
    count = trace.requests.count
    span = trace.span
    meanRate = trace.meanRate
    let recorded = trace.offsets
    let clock = TraceClock(recorded)
    let windows = RateWindows(recorded, clock: clock)
    self.clock = clock
    window = windows.length
    self.windows = zip(windows.edges, windows.counts).map { ($0, Int($1)) }
    var rates = windows.rates
    if clock.isCoarse {
      (recordedGaps, relativeGaps, gaps) = (nil, nil, .exponential)
      rates = windows.rates(chance: 1)
    } else {
      recordedGaps = GapFit(clock.gaps(of: recorded))
      var relative = GapFit(windows.relativeGaps(of: recorded, at: rates, clock))
      // What is chance depends on the gaps, and those on the rates: twice is enough for both to stay as they are.
      for _ in 0..<2 {
        rates = windows.rates(chance: relative.best.variation * relative.best.variation)
        relative = GapFit(windows.relativeGaps(of: recorded, at: rates, clock))
      }
      (relativeGaps, gaps) = (relative, relative.best)
    }
    self.rates = Self.steps(windows, rates)
    profile = .rates(self.rates, every: trace.span)
    input = LengthFit(trace.requests.map(\.inputTokens))
    output = LengthFit(trace.requests.map(\.outputTokens))
    let correlation = CorrelationMeasure.spearman.between(
      trace.requests.map { Double($0.inputTokens) }, trace.requests.map { Double($0.outputTokens) })
    // Lengths that are all the same have no ranks.
    rankCorrelation = correlation.isFinite ? (correlation * 10_000).rounded() / 10_000 : 0
    dispersion = Self.dispersion(recorded, span: trace.span, profile: profile, gaps: gaps)
  }

  private static func require(_ trace: RequestTrace) throws {
    let count = trace.requests.count
    guard count >= fewestRequests else {
      throw DataFileError(
        file: trace.name, line: count + 1,
        "the trace ends after \(count) request\(count == 1 ? "" : "s"), and a fit needs at least \(fewestRequests)")
    }
    guard trace.span > 0 else {
      throw DataFileError(
        file: trace.name, line: count + 1, column: "arrival_s",
        "all \(count) requests arrive at \(trace.requests[0].arrival.shortest) s, so they have no rate; "
          + "times that differ were expected")
    }
    try trace.requireTokens()
    try trace.requireOneClock()
  }

  /// The rates to six digits; consecutive windows of equal rate are joined.
  private static func steps(_ windows: RateWindows, _ rates: [Double]) -> [(from: Double, rate: Double)] {
    var steps: [(from: Double, rate: Double)] = []
    for (from, rate) in zip(windows.edges, rates.map({ $0.rounded(toDigits: 6) })) where rate != steps.last?.rate {
      steps.append((from, rate))
    }
    return steps
  }

  /// Loads are drawn from fixed streams.
  private static func dispersion(
    _ recorded: [Double], span: Double, profile: RateProfile, gaps: ArrivalGaps
  ) -> [Dispersion] {
    let ladder = Dispersion.ladder(upTo: span)
    let draws = max(4, min(20, 1_000_000 / recorded.count))
    var drawn = ladder.map { _ in Tally() }
    if !ladder.isEmpty {
      for draw in 0..<draws {
        var process = RenewalArrivals(
          profile, gaps: gaps, from: Streams(seed: 0, replication: draw).stream("fitted load"))
        var arrivals: [Double] = []
        while let arrival = process.next(), arrival < span { arrivals.append(arrival) }
        for (place, seconds) in ladder.enumerated() {
          drawn[place].add(Dispersion.index(of: arrivals, over: seconds, span: span))
        }
      }
    }
    return zip(ladder, drawn).map { seconds, tally in
      Dispersion(
        seconds: seconds, trace: Dispersion.index(of: recorded, over: seconds, span: span), fitted: tally.mean ?? 0,
        fittedDeviation: tally.standardDeviation ?? 0)
    }
  }

  /// The lengths of the load.
  public var lengths: TokenLengths {
    TokenLengths(input: input.distribution, output: output.distribution, rankCorrelation: rankCorrelation)
  }

  /// How the requests of a day spread over its hours, from the hour of the first request on; `nil` for less than a day.
  public var dayShape: DayShape? { DayShape(of: profile, span: span) }

  /// An endless stream of arrivals of the load; the span repeats.
  ///
  /// - `rate`: how many times the recorded rate.
  public func arrivals(timesRate rate: Double = 1, from stream: RandomStream) -> RenewalArrivals {
    RenewalArrivals(profile.scaled(by: rate), gaps: gaps, from: stream)
  }

  /// An endless stream of requests of the load; the span repeats.
  ///
  /// - `rate`: how many times the recorded rate.
  /// - `streams`, `name`: they are drawn from `name/arrivals`, `name/input tokens` and `name/output tokens`.
  /// - `end`: the time in seconds after which no request arrives.
  public func requests(
    timesRate rate: Double = 1, from streams: Streams, named name: String, until end: Double = .infinity
  ) -> DrawnRequests<RenewalArrivals> {
    DrawnRequests(
      arrivals(timesRate: rate, from: streams.stream(name + "/arrivals")), lengths: lengths, from: streams,
      named: name, until: end)
  }
}

/// The index of dispersion: the variance of the counts of arrivals in windows over their mean. It is 1 for Poisson arrivals.
public struct Dispersion: Sendable, Hashable {
  /// The length of the windows in seconds.
  public let seconds: Double
  /// Of the trace.
  public let trace: Double
  /// Of the fitted load: the mean over loads that were drawn from it.
  public let fitted: Double
  /// The standard deviation of one such load.
  public let fittedDeviation: Double

  /// The window lengths in seconds: those of which the span holds at least ten.
  static func ladder(upTo span: Double) -> [Double] {
    TimeLadder.seconds.filter { 10 * $0 <= span }
  }

  /// The index of dispersion in consecutive windows from 0 on; an incomplete last window is left out. The variance is the
  /// population variance over the windows.
  ///
  /// - `arrivals`: rising.
  static func index(of arrivals: [Double], over seconds: Double, span: Double) -> Double {
    // Only windows with an arrival are kept: a long trace may have a billion without.
    let windows = Int(span / seconds)
    var counts: [Double] = []
    var last = -1
    for arrival in arrivals {
      let window = Int(arrival / seconds)
      guard window < windows else { break }
      if window == last { counts[counts.count - 1] += 1 } else { counts.append(1) }
      last = window
    }
    let mean = counts.reduce(0, +) / Double(windows)
    guard mean > 0 else { return 0 }
    let squares = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } + Double(windows - counts.count) * mean * mean
    return squares / Double(windows) / mean
  }
}
