public import Randomness

/// A source of requests, one by one, in the order of their arrival.
///
/// ```swift
/// var source = DrawnRequests(
///   RenewalArrivals.poisson(.constant(5.5), from: streams.stream("chat/arrivals")), lengths: lengths, from: streams,
///   named: "chat")
/// while let request = source.nextRequest(), request.arrival < 3600 { … }
/// ```
/// Requests are drawn (``DrawnRequests``), sent by clients (``ClientRequests``) or in conversations (``SessionRequests``), or
/// recorded (``TraceArrivals``, ``ResampledTrace``). Where the next question waits for the answer, the server reports when
/// each answer ended: ``ConversationSource``.
public protocol RequestSource {
  /// The next request; `nil` when there is none left.
  mutating func nextRequest() -> InferenceRequest?

  /// The blocks of content that its requests refer to; `nil` where they refer to none.
  var contentBlocks: ContentBlocks? { get }
}

extension RequestSource {
  public var contentBlocks: ContentBlocks? { nil }
}

/// A request to a model: its arrival, the tokens of its prompt and of its answer.
public struct InferenceRequest: Sendable, Hashable {
  /// Seconds from the start.
  public var arrival: Double
  /// Tokens of the prompt, with all of its context.
  public var inputTokens: Int
  /// Tokens of the answer.
  public var outputTokens: Int
  /// The number of leading input tokens that the model has seen before, in this conversation or in any.
  public var reusablePrefixTokens: Int
  /// The client, from 0; 0 where the source does not distinguish clients.
  public var client: Int
  /// The conversation, from 0; each request is a conversation of its own where the source knows none.
  public var session: Int
  /// Its place in the conversation, from 0.
  public var turn: Int
  /// Which of its tokens other requests have too.
  public var content = PromptContent.own
  /// How urgent it is.
  public var serviceClass = ServiceClass.standard

  /// A request; what is not known may be left out.
  public init(
    arrival: Double, inputTokens: Int, outputTokens: Int, reusablePrefixTokens: Int = 0, client: Int = 0,
    session: Int = 0, turn: Int = 0, content: PromptContent = .own, serviceClass: ServiceClass = .standard
  ) {
    self.arrival = arrival
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.reusablePrefixTokens = reusablePrefixTokens
    self.client = client
    self.session = session
    self.turn = turn
    self.content = content
    self.serviceClass = serviceClass
  }
}

/// Requests whose arrivals and lengths are drawn independently of each other.
///
/// ```swift
/// let requests = DrawnRequests(
///   HawkesArrivals(profile, branching: 0.4, meanDelay: 30, from: streams.stream("chat/arrivals")), lengths: lengths,
///   from: streams, named: "chat", until: 3600)
/// ```
public struct DrawnRequests<Arrivals: ArrivalProcess>: RequestSource {
  private var arrivals: Arrivals
  private let lengths: TokenLengths
  private let lengthStreams: LengthStreams
  private let end: Double
  private var number = 0

  /// - `streams`, `name`: lengths are drawn from the streams `name/input tokens` and `name/output tokens`.
  /// - `end`: the time in seconds after which no request arrives.
  public init(
    _ arrivals: Arrivals, lengths: TokenLengths, from streams: Streams, named name: String,
    until end: Double = .infinity
  ) {
    self.arrivals = arrivals
    self.lengths = lengths
    self.end = end
    lengthStreams = LengthStreams(streams, named: name)
  }

  public mutating func nextRequest() -> InferenceRequest? {
    guard let arrival = arrivals.next(), arrival <= end else { return nil }
    let (input, output) = lengthStreams.draw(lengths)
    defer { number += 1 }
    return InferenceRequest(arrival: arrival, inputTokens: input, outputTokens: output, session: number)
  }
}

/// Requests up to a time.
struct EndingRequests<Source: RequestSource>: RequestSource {
  private var source: Source
  private let end: Double

  init(_ source: Source, until end: Double) {
    self.source = source
    self.end = end
  }

  mutating func nextRequest() -> InferenceRequest? {
    guard let request = source.nextRequest(), request.arrival <= end else { return nil }
    return request
  }
}
