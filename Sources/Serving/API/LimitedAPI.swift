public import Demand
public import EventSimulation
public import Randomness

/// An API with limits of requests and tokens a minute, its latencies, and what a client does above the limits.
///
/// ```swift
/// let api = LimitedAPI(
///   RateLimits(requestsPerMinute: 4000, tokensPerMinute: 4.8e6), aboveLimits: .retry(.vendors),
///   timeToFirstToken: .between(0.3, 1.5), perToken: .between(0.008, 0.03))
/// let result = api.serve(requests, streams)
/// result.lost                    // requests that the client gave up
/// result.wait.percentile(95)     // seconds until a request was admitted
/// ```
/// Its machines have no limit: a request that is admitted has its own latencies at once, which do not depend on the load.
/// They are drawn for each request as it arrives, from the streams `api/first tokens` and `api/tokens`, so that other limits
/// serve the same requests with the same latencies. Delays before a retry are drawn from `api/retries`.
public struct LimitedAPI: Sendable, Hashable {
  /// What the client does with a request that the limits do not admit.
  public enum AboveLimits: Sendable, Hashable {
    /// It keeps requests in order, knows the limits, and sends each as soon as they admit it. A request that would wait longer
    /// than `patience` seconds is given up at once.
    case queue(patience: Double = .infinity)
    /// It sends each request at once, and one that is refused again after a delay. A refused call takes nothing from the
    /// buckets.
    case retry(RetryPolicy)
  }

  /// What it admits.
  public let limits: RateLimits
  /// What happens to the rest.
  public let aboveLimits: AboveLimits
  /// Seconds from the admission to the first token.
  public let timeToFirstToken: Distribution
  /// Seconds from one token to the next, drawn once a request.
  public let perToken: Distribution

  /// An API with the distributions of its latencies, in seconds.
  public init(
    _ limits: RateLimits, aboveLimits: AboveLimits = .retry(.vendors), timeToFirstToken: Distribution = .constant(0),
    perToken: Distribution = .constant(0), file: StaticString = #fileID, line: UInt = #line
  ) {
    self.limits = limits
    self.aboveLimits = aboveLimits
    self.timeToFirstToken = timeToFirstToken
    self.perToken = perToken
    for (what, latency) in [("timeToFirstToken", timeToFirstToken), ("perToken", perToken)]
    where latency.support.lowerBound < 0 {
      ValidationErrors.report(
        InvalidValue("\(what): \(latency)", "a latency is at least 0 s", location: "\(file):\(line)"))
    }
    if case .queue(let patience) = aboveLimits, !(patience >= 0) {
      ValidationErrors.report(
        InvalidValue(
          "queue(patience: \(patience.shortest))", "a client waits at least 0 s", location: "\(file):\(line)"))
    }
  }

  /// Sends requests to the API.
  ///
  /// - `observer`: called with what became of each request, when that is known.
  public func serve(
    _ requests: some RequestSource, _ streams: Streams, observer: ((APIOutcome) -> Void)? = nil
  ) -> APIResult {
    var requests = requests
    var simulation = Simulation(
      LimitedAPIModel(self, streams, nextRequest: { requests.nextRequest() }, observer: observer))
    simulation.model.begin(&simulation.calendar)
    simulation.run()
    return simulation.model.result()
  }
}

/// How often and when a client sends a refused request again: with delays that double.
public struct RetryPolicy: Sendable, Hashable {
  /// How often a request is sent again, at most.
  public let retries: Int
  /// Seconds before the first retry; each later one waits twice as long as the one before.
  public let firstDelay: Double
  /// The longest delay in seconds.
  public let longestDelay: Double
  /// The share of a delay that is left to chance: a delay is multiplied by a number drawn evenly from 1 − jitter to 1.
  public let jitter: Double

  /// The default of the Python clients of OpenAI and Anthropic: two retries after 0.5 s and 1 s, less up to a quarter
  /// (`_constants.py` and `_base_client.py` of openai-python and anthropic-sdk-python, 2025).
  public static let vendors = RetryPolicy(retries: 2)
  /// A refused request is lost.
  public static let never = RetryPolicy(retries: 0)

  /// A number of retries, with delays in seconds that double from the first to the longest.
  public init(
    retries: Int, firstDelay: Double = 0.5, longestDelay: Double = 8, jitter: Double = 0.25,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.retries = retries
    self.firstDelay = firstDelay
    self.longestDelay = longestDelay
    self.jitter = jitter
    func check(_ isValid: Bool, _ what: String, _ problem: String) {
      if !isValid {
        ValidationErrors.report(InvalidValue("RetryPolicy(\(what))", problem, location: "\(file):\(line)"))
      }
    }
    check((0...1000).contains(retries), "retries: \(retries)", "a request is sent again from 0 to 1000 times")
    check(
      firstDelay > 0 && firstDelay <= longestDelay && longestDelay <= 1e6,
      "firstDelay: \(firstDelay.shortest), longestDelay: \(longestDelay.shortest)",
      "delays are above 0 s, the first not longer than the longest, and at most 1e6 s")
    check((0...1).contains(jitter), "jitter: \(jitter.shortest)", "a share lies between 0 and 1")
  }

  /// Seconds after the refusal of that number, from 1, without chance.
  func delay(after refusals: Int) -> Double {
    min(firstDelay * Double(sign: .plus, exponent: min(refusals - 1, 60), significand: 1), longestDelay)
  }
}

/// What became of a request to an API.
public enum APIOutcome: Sendable, Hashable {
  /// It was answered: seconds from the arrival until it was admitted, until the first token and until the last one, after so
  /// many calls.
  case answered(number: Int, wait: Double, timeToFirstToken: Double, endToEnd: Double, calls: Int)
  /// The client gave it up after so many calls.
  case lost(number: Int, calls: Int)
  /// It has more tokens than the limit can ever admit.
  case tooLong(number: Int)
}

/// The result of requests to an API with limits. Latencies are in seconds from the arrival.
public struct APIResult: Sendable {
  /// Requests that arrived.
  public let arrived: Int
  /// Requests that the client gave up.
  public let lost: Int
  /// Requests with more tokens than the limit can ever admit.
  public let tooLong: Int
  /// Calls of the API, refused ones included.
  public let calls: Int
  /// Calls that were refused.
  public let refusedCalls: Int
  /// Until the request was admitted.
  public let wait: Observations
  /// Until the first token.
  public let timeToFirstToken: Observations
  /// Until the last token.
  public let endToEnd: Observations
  /// Tokens of the prompts of answered requests.
  public let inputTokens: Int
  /// Tokens of answers.
  public let outputTokens: Int

  /// Requests that were answered: arrived = answered + lost + too long.
  public var answered: Int { endToEnd.count }
}

/// The event model of a ``LimitedAPI``.
struct LimitedAPIModel: EventModel, ~Copyable {
  enum Event {
    case arrival
    /// A request is sent, after so many refusals.
    case call(Call)
  }

  struct Call {
    let number: Int
    let request: InferenceRequest
    let first: Double
    let perToken: Double
    var refusals = 0

    var tokens: Double { Double(request.inputTokens + request.outputTokens) }
  }

  private let api: LimitedAPI
  private let nextRequest: () -> InferenceRequest?
  private let observer: ((APIOutcome) -> Void)?
  private let firstTokens: RandomStream
  private let tokenTimes: RandomStream
  private let retries: RandomStream
  private var requestBucket: TokenBucket?
  private var tokenBucket: TokenBucket?
  /// When the last request of the client's queue was admitted.
  private var lastAdmission = 0.0
  private var upcoming: InferenceRequest?

  private var arrived = 0
  private var lost = 0
  private var tooLong = 0
  private var calls = 0
  private var refusedCalls = 0
  private var inputTokens = 0
  private var outputTokens = 0
  private var wait = ObservationRecorder()
  private var timeToFirstToken = ObservationRecorder()
  private var endToEnd = ObservationRecorder()

  init(
    _ api: LimitedAPI, _ streams: Streams, nextRequest: @escaping () -> InferenceRequest?,
    observer: ((APIOutcome) -> Void)?
  ) {
    self.api = api
    self.nextRequest = nextRequest
    self.observer = observer
    firstTokens = streams.stream("api/first tokens")
    tokenTimes = streams.stream("api/tokens")
    retries = streams.stream("api/retries")
    requestBucket = api.limits.requestBucket
    tokenBucket = api.limits.tokenBucket
  }

  mutating func begin(_ calendar: inout EventCalendar<Event>) { scheduleArrival(&calendar) }

  private mutating func scheduleArrival(_ calendar: inout EventCalendar<Event>) {
    upcoming = nextRequest()
    if let upcoming { calendar.schedule(.arrival, at: upcoming.arrival) }
  }

  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    switch event {
    case .arrival:
      guard let request = upcoming else { return }
      let call = Call(
        number: arrived, request: request, first: max(api.timeToFirstToken.draw(from: firstTokens), 0),
        perToken: max(api.perToken.draw(from: tokenTimes), 0))
      arrived += 1
      scheduleArrival(&calendar)
      guard call.tokens <= api.limits.mostTokens else {
        tooLong += 1
        observer?(.tooLong(number: call.number))
        return
      }
      switch api.aboveLimits {
      case .queue(let patience): join(call, patience: patience)
      case .retry: send(call, &calendar)
      }
    case .call(let call): send(call, &calendar)
    }
  }

  /// Admits a request in the order of arrival, which is known when it arrives.
  private mutating func join(_ call: Call, patience: Double) {
    var time = max(call.request.arrival, lastAdmission)
    time = requestBucket?.time(holding: 1, from: time) ?? time
    time = tokenBucket?.time(holding: call.tokens, from: time) ?? time
    guard time - call.request.arrival <= patience else {
      lost += 1
      observer?(.lost(number: call.number, calls: 0))
      return
    }
    lastAdmission = time
    calls += 1
    admit(call, at: time)
  }

  private mutating func send(_ call: Call, _ calendar: inout EventCalendar<Event>) {
    guard case .retry(let policy) = api.aboveLimits else { return }
    let now = calendar.now
    calls += 1
    if requestBucket?.holds(1, at: now) ?? true, tokenBucket?.holds(call.tokens, at: now) ?? true {
      return admit(call, at: now)
    }
    refusedCalls += 1
    var refused = call
    refused.refusals += 1
    guard refused.refusals <= policy.retries else {
      lost += 1
      observer?(.lost(number: call.number, calls: refused.refusals))
      return
    }
    let chance = policy.jitter > 0 ? policy.jitter * retries.uniform() : 0
    calendar.schedule(.call(refused), after: policy.delay(after: refused.refusals) * (1 - chance))
  }

  private mutating func admit(_ call: Call, at time: Double) {
    requestBucket?.take(1, at: time)
    tokenBucket?.take(call.tokens, at: time)
    inputTokens += call.request.inputTokens
    outputTokens += call.request.outputTokens
    let waited = time - call.request.arrival
    let first = waited + call.first
    let end = first + call.perToken * Double(max(call.request.outputTokens - 1, 0))
    wait.add(waited)
    timeToFirstToken.add(first)
    endToEnd.add(end)
    observer?(
      .answered(
        number: call.number, wait: waited, timeToFirstToken: first, endToEnd: end, calls: call.refusals + 1))
  }

  mutating func result() -> APIResult {
    APIResult(
      arrived: arrived, lost: lost, tooLong: tooLong, calls: calls, refusedCalls: refusedCalls,
      wait: wait.observations(), timeToFirstToken: timeToFirstToken.observations(),
      endToEnd: endToEnd.observations(), inputTokens: inputTokens, outputTokens: outputTokens)
  }
}
