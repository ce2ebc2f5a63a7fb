import EventSimulation
public import Randomness

/// A pattern of arrivals and lengths at any rate: that of a measured service, a recorded trace or a fitted load.
///
/// ```swift
/// let pattern = try RequestPattern(named: "azure-conversation")
/// let requests = pattern.requests(perSecond: 100, from: streams, named: "chat", until: 3600)
/// ```
public struct RequestPattern: Sendable {
  /// Its name, or the file that it was read from.
  public let name: String
  /// Where its figures come from.
  public let source: String
  /// Requests a second, as they were measured.
  public let measuredRate: Double
  /// How the requests of a day spread over its hours; `nil` where that is not known.
  public let dayShape: DayShape?
  let form: Form

  enum Form: Sendable {
    /// Gaps around rates that are multiples of the rate asked for.
    case drawn(RateMultiples, ArrivalGaps, TokenLengths)
    /// Clients at a rate of all in requests a second.
    case clients(@Sendable (Double) -> ClientMixture)
    /// Blocks of a trace, of so many seconds, at random.
    case blocks(RequestTrace, seconds: Double)
  }

  init(_ name: String, source: String, measuredRate: Double, dayShape: DayShape? = nil, _ form: Form) {
    self.name = name
    self.source = source
    self.measuredRate = measuredRate
    self.dayShape = dayShape
    self.form = form
  }

  /// A resampled trace: blocks as recorded, in random order.
  ///
  /// A block lasts a twentieth of the trace, at least a minute.
  /// - Throws: ``DataFileError`` for a trace whose requests all arrive at once.
  public init(resampling trace: RequestTrace) throws {
    guard trace.span > 0 else {
      throw DataFileError(
        file: trace.name, "holds no two requests that arrive one after the other, so it has no rate")
    }
    let hours = trace.span >= 86_400 ? try trace.rateProfile(windowsOf: 3600) : nil
    self.init(
      trace.name, source: "\(trace.requests.count) recorded requests", measuredRate: trace.meanRate,
      dayShape: hours.flatMap { DayShape(of: $0, span: trace.span) },
      .blocks(trace, seconds: min(max(trace.span / 20, 60), trace.span)))
  }

  /// Requests at a mean rate; the process is stationary from the start.
  ///
  /// - `rate`: requests a second.
  /// - `streams`, `name`: the streams drawn from have names that begin with `name`.
  /// - `end`: the time in seconds after which no request arrives.
  public func requests(
    perSecond rate: Double, from streams: Streams, named name: String, until end: Double = .infinity,
    file: StaticString = #fileID, line: UInt = #line
  ) -> any RequestSource {
    guard rate > 0, rate < .infinity else {
      ValidationErrors.report(
        InvalidValue(
          "requests(perSecond: \(rate.shortest))", "a rate is a number of requests a second above 0",
          remedy: "\(measuredRate.shortest) was measured", location: "\(file):\(line)"))
      return requests(perSecond: measuredRate, from: streams, named: name, until: end)
    }
    switch form {
    case .drawn(let multiples, let gaps, let lengths):
      return DrawnRequests(
        RenewalArrivals(multiples.profile(rate), gaps: gaps, from: streams.stream(name + "/arrivals")),
        lengths: lengths, from: streams, named: name, until: end)
    case .clients(let mixture):
      return EndingRequests(mixture(rate).requests(from: streams, named: name), until: end)
    case .blocks(let trace, let seconds):
      return EndingRequests(
        ResampledTrace(
          trace, blocksOf: seconds, timesRate: rate / trace.meanRate, from: streams.stream(name + "/blocks")),
        until: end)
    }
  }

  /// A sample of requests, always the same.
  public func sample(_ count: Int) -> [InferenceRequest] {
    var source = requests(
      perSecond: measuredRate, from: Streams(seed: 0, replication: 0), named: "sample")
    return (0..<count).compactMap { _ in source.nextRequest() }
  }
}

/// How a rate changes over time, as multiples of its mean.
enum RateMultiples: Sendable {
  case constant
  /// A profile with mean 1.
  case profile(RateProfile)

  /// The profile at a mean rate.
  func profile(_ rate: Double) -> RateProfile {
    switch self {
    case .constant: .constant(rate)
    case .profile(let profile): profile.scaled(by: rate)
    }
  }
}
