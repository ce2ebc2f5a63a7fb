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
  /// What its prompts have in common, in place of what a trace records of it.
  public private(set) var sharing: PromptSharing?

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

  /// The pattern with prompts that begin with one of some texts.
  public func sharing(_ sharing: PromptSharing) -> RequestPattern {
    var pattern = self
    pattern.sharing = sharing
    return pattern
  }

  /// What its trace says of shared prompts that no prefix cache can use, in words.
  package var unusedSharing: String? {
    guard case .blocks(let trace, _) = form, sharing == nil else { return nil }
    return trace.unusedSharing
  }

  /// A resampled trace: blocks as recorded, in random order.
  ///
  /// A block lasts a twentieth of the trace, at least a minute.
  /// - Throws: ``DataFileError`` for a trace whose requests all arrive at once, and for one with a gap of years.
  public init(resampling trace: RequestTrace) throws {
    guard trace.span > 0 else {
      throw DataFileError(
        file: trace.name, "holds no two requests that arrive one after the other, so it has no rate")
    }
    try trace.requireOneClock()
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
    let requests = requests(rate, streams, name, end)
    return sharing.map { SharingRequests(requests, $0, from: streams.stream(name + "/shared texts")) } ?? requests
  }

  private func requests(
    _ rate: Double, _ streams: Streams, _ name: String, _ end: Double
  ) -> any RequestSource {
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

extension RequestPattern {
  /// The patterns by name.
  public static let catalogue: [RequestPattern] = [
    azureConversation, mooncakeConversation, serveGenLarge, serveGenReasoning,
  ]

  /// A pattern by its name.
  /// - Throws: `InvalidValue` for an unknown name, with the nearest known one.
  public init(named name: String) throws(InvalidValue) {
    guard let known = Self.catalogue.first(where: { $0.name == name }) else {
      let names = Self.catalogue.map(\.name)
      throw InvalidValue(
        "load \"\(name)\"", "there is no load of that name and no such file",
        remedy: NearestName.remedy(for: name, among: names))
    }
    self = known
  }

  /// Conversations with a language model; Poisson arrivals within a minute.
  public static let azureConversation = RequestPattern(
    "azure-conversation",
    source:
      "Azure public dataset, conversation trace of 16 November 2023 (Splitwise, ISCA 2024), CC-BY 4.0: lengths of "
      + "19 366 requests; Poisson arrivals, as it has within a minute",
    measuredRate: 5.53, .drawn(.constant, .exponential, .azureConversation))

  /// Long conversations with documents.
  public static let mooncakeConversation = RequestPattern(
    "mooncake-conversation",
    source:
      "Mooncake, FAST 2025, conversation trace, Apache-2.0: lengths of 12 031 requests; Poisson arrivals, for its clock "
      + "of 3 s shows none",
    measuredRate: 3.40, .drawn(.constant, .exponential, .mooncakeConversation))

  /// The clients of a large general model.
  public static let serveGenLarge = RequestPattern(
    "servegen-m-large",
    source:
      "ServeGen, Alibaba (arXiv 2505.09999), Apache-2.0: 162 clients over 14 days, of which ten send 63 %, with their "
      + "gaps and mean lengths",
    measuredRate: 195.8, dayShape: .serveGenLarge, .clients { .serveGenLarge(rate: $0) })

  /// The clients of a reasoning model.
  public static let serveGenReasoning = RequestPattern(
    "servegen-deepseek-r1",
    source:
      "ServeGen, Alibaba (arXiv 2505.09999), Apache-2.0: 73 clients over a day, of which ten send 68 %, with their gaps "
      + "and mean lengths",
    measuredRate: 16.0, dayShape: .serveGenReasoning, .clients { .serveGenReasoning(rate: $0) })
}

extension RequestPattern {
  /// Reads a fitted load from the JSON that ``FittedLoad/json()`` writes.
  /// - Throws: ``DataFileError`` for a file that cannot be read or is incomplete, and for invalid values.
  public init(contentsOf path: String) throws {
    let json = try JSONSource(contentsOf: path)
    do {
      self = try ValidationErrors.collecting { try Self(json) }
    } catch let invalid as InvalidValues {
      let problems = invalid.values.map { "\($0.subject): \($0.problem)" }
      throw DataFileError(file: path, problems.joined(separator: "; "))
    }
  }

  private init(_ json: JSONSource) throws {
    func field(_ name: String) throws -> JSONSource {
      try json.required(name, "a load is what payoff fit --trace writes as load.json")
    }
    let (requests, trace) = (try field("requests").whole(), try field("trace").text())
    let mean = try Self.number(field("mean_rate_per_s"), in: Self.rates)
    // From a millisecond to a century.
    let span = try Self.number(field("span_s"), in: 1e-3...3.2e9)
    let rates = try field("rates").list().map {
      (
        from: try Self.number($0.required("from_s"), in: 0...3.2e9),
        rate: try Self.number($0.required("rate_per_s"), in: 0...Self.rates.upperBound) / mean
      )
    }
    let profile = RateProfile.rates(rates, every: span)
    // Rates were shrunk; they are scaled to the measured mean.
    let level = profile.meanRate ?? 1
    self.init(
      json.file, source: "fitted to \(requests) requests of \(trace)", measuredRate: mean,
      dayShape: DayShape(of: profile, span: span),
      .drawn(
        .profile(level > 0 ? profile.scaled(by: 1 / level) : profile), try Self.gaps(field("gaps")),
        TokenLengths(
          input: try Self.lengths(field("input_tokens")), output: try Self.lengths(field("output_tokens")),
          rankCorrelation: try field("rank_correlation").number())))
  }

  /// Requests a second.
  private static let rates = 1e-8...1e8

  private static func number(_ field: JSONSource, in range: ClosedRange<Double>) throws -> Double {
    let number = try field.number()
    guard range.contains(number) else {
      throw field.problem(
        "must be from \(range.lowerBound.shortest) to \(range.upperBound.shortest), not \(number.shortest)")
    }
    return number
  }

  private static func lengths(_ field: JSONSource) throws -> Distribution {
    .empirical(
      quantiles: try field.required("quantiles").list().map {
        (
          probability: try $0.required("probability").number(),
          value: try Self.number($0.required("tokens"), in: 0...Double(RequestTrace.mostTokens))
        )
      })
  }

  /// Reads `gamma(shape: 0.87)` and the like.
  private static func gaps(_ field: JSONSource) throws -> ArrivalGaps {
    let text = try field.text()
    if text == "exponential" { return .exponential }
    for (family, make) in [
      ("gamma", { (shape: Double) in ArrivalGaps.gamma(shape: shape) }),
      ("weibull", { (shape: Double) in ArrivalGaps.weibull(shape: shape) }),
    ] where text.hasPrefix(family + "(shape: ") && text.hasSuffix(")") {
      if let shape = Double(text.dropFirst(family.count + 8).dropLast()), (1e-3...1e6).contains(shape) {
        return make(shape)
      }
    }
    throw field.wrong("exponential, gamma(shape: 0.9) or weibull(shape: 0.9)")
  }
}
