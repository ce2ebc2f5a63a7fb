public import EventSimulation
import Randomness

/// Recorded requests: when each arrived and how many tokens it brought and got.
///
/// Read from CSV, or from CSV compressed with gzip, with the columns `arrival_s`, `input_tokens` and `output_tokens`.
/// `reusable_prefix_tokens`, `client`, `session`, `turn`, `prefix_group` with `prefix_tokens`, `blocks` and `slo_class` are
/// optional; other columns are ignored. `reusable_prefix_tokens` is read, and no prefix cache can use it. `arrival_us` is in microseconds in place of `arrival_s`.
public struct RequestTrace: Sendable {
  /// A row of the trace.
  public typealias Request = InferenceRequest

  /// The requests in the order of their arrival; at least one.
  public let requests: [InferenceRequest]
  /// Seconds from the first request to each, to the nanosecond where the trace was read from a file.
  ///
  /// Differences of the arrivals in seconds since 1970 are off by some 1e-7 s, so that rounding would decide which requests
  /// join a step.
  package let offsets: [Double]
  /// The file that it was read from, or its name.
  public let name: String
  /// The line of each request in the file; of a trace from memory that of a CSV file with a header.
  private let lines: [Int]
  /// The blocks of content of its prompts, where it records them.
  public let contentBlocks: ContentBlocks?
  /// The turns that follow the answers to its requests, where it was read with them.
  package let conversations: TraceConversations?

  /// The classes of its requests, those of the turns of its conversations among them.
  package var classes: Set<ServiceClass> { Set(requests.lazy.map(\.serviceClass)).union(conversations?.classes ?? []) }

  /// The latest arrival in seconds, some 300 years; and the most tokens of a request.
  package static let latestArrival = 1e10
  package static let mostTokens = 1_000_000_000

  /// Reads a trace.
  /// - Throws: ``DataFileError`` for a file that cannot be read, is empty, cut off or unsorted, or has no number where
  ///   one belongs.
  public init(contentsOf path: String) throws {
    try self.init(contentsOf: path, withConversations: false)
  }

  /// Reads a trace in which turns without an arrival follow the answer to the turn before.
  package init(withConversations path: String) throws {
    try self.init(contentsOf: path, withConversations: true)
  }

  private init(contentsOf path: String, withConversations: Bool) throws {
    var parts = try DataTable.Parts(contentsOf: path)
    var reader = TraceReader(file: path, withConversations: withConversations)
    while let table = try parts.next() { try reader.read(table) }
    try self.init(reader, name: path)
  }

  /// A trace of requests from memory; messages use its name.
  /// - Throws: ``DataFileError`` without requests, or where they are not sorted by arrival; its line is that of a CSV file with
  ///   a header.
  public init(_ requests: [InferenceRequest], name: String) throws {
    guard !requests.isEmpty else { throw DataFileError(file: name, "holds no request") }
    var last = 0.0
    for (row, request) in requests.enumerated() {
      guard request.arrival >= 0, request.arrival <= Self.latestArrival else {
        throw DataFileError(
          file: name, line: row + 2, column: "arrival_s",
          "expected a number of seconds, from 0 to 1e10, and found \"\(request.arrival)\"")
      }
      guard request.arrival >= last else {
        throw Self.unsorted(name, line: row + 2, "\(request.arrival)", after: "\(last)")
      }
      last = request.arrival
    }
    self.requests = requests
    offsets = requests.map { $0.arrival - requests[0].arrival }
    self.name = name
    lines = requests.indices.map { $0 + 2 }
    contentBlocks = nil
    conversations = nil
  }

  static func unsorted(
    _ name: String, line: Int, column: String = "arrival_s", _ arrival: String, after last: String
  ) -> DataFileError {
    DataFileError(
      file: name, line: line, column: column,
      "\(arrival) s comes after \(last) s: a trace is sorted by arrival")
  }

  /// The trace in a file, which is read once, however many replications and threads ask for it.
  public static func cached(contentsOf path: String) throws -> RequestTrace {
    try cache.value(for: path) { try RequestTrace(contentsOf: path) }
  }

  private static let cache = ComputationCache<String, RequestTrace>(capacity: 32)

  init(csv text: String, file: String, withConversations: Bool = false) throws {
    var reader = TraceReader(file: file, withConversations: withConversations)
    try reader.read(DataTable(csv: text, file: file))
    try self.init(reader, name: file)
  }

  private init(_ reader: TraceReader, name: String) throws {
    try reader.requireRequests()
    requests = reader.requests
    offsets = reader.offsets
    lines = reader.lines
    contentBlocks = try reader.contentBlocks()
    conversations =
      reader.followUps.isEmpty ? nil : TraceConversations(turns: reader.followUps, rows: reader.rows)
    self.name = name
  }

  /// Whether it says that prompts share anything.
  package var sharesPrompts: Bool {
    requests.contains { $0.content != .own || $0.reusablePrefixTokens > 0 }
  }

  /// What it says of shared prompts that no prefix cache can use, in words; `nil` where there is nothing of the kind.
  package var unusedSharing: String? {
    let reusable = requests.reduce(0) { $0 + $1.reusablePrefixTokens }
    guard reusable > 0 else { return nil }
    let share = 100 * Double(reusable) / Double(requests.reduce(0) { $0 + $1.inputTokens })
    let column = "reusable_prefix_tokens, \(share.rounded(toDigits: 3).shortest) % of the prompt tokens, is not used: "
    return requests.contains { $0.content != .own }
      ? column + "other columns say what prompts share"
      : column
        + "a number does not say with whom a prompt shares its tokens; prefix_group with prefix_tokens, or blocks, do"
  }

  /// Rejects requests without tokens, which is how traces record failed requests.
  /// - Throws: ``DataFileError`` for the first such request.
  public func requireTokens() throws {
    for (row, request) in requests.enumerated() {
      for (column, tokens) in [("input_tokens", request.inputTokens), ("output_tokens", request.outputTokens)]
      where tokens < 1 {
        throw DataFileError(
          file: name, line: lines[row], column: column,
          "expected at least 1 token and found \(tokens): leave out failed requests")
      }
    }
    for turn in conversations?.turns.values.flatMap({ $0 }).sorted(by: { $0.line < $1.line }) ?? [] {
      for (column, tokens) in [("input_tokens", turn.newTokens), ("output_tokens", turn.outputTokens)] where tokens < 1
      {
        throw DataFileError(
          file: name, line: turn.line, column: column,
          "expected at least 1 token and found \(tokens): leave out failed requests")
      }
    }
  }

  /// Rejects a gap of years, as between a time that was not recorded, 0, and seconds since 1970: a load with a rate for every
  /// part of it would be none of either.
  /// - Throws: ``DataFileError`` for the longest such gap.
  package func requireOneClock() throws {
    let gaps = zip(requests, requests.dropFirst()).map { $1.arrival - $0.arrival }
    guard let place = gaps.indices.max(by: { gaps[$0] < gaps[$1] }), gaps[place] > Self.longestGap else { return }
    throw DataFileError(
      file: name, line: lines[place + 1], column: "arrival_s",
      "\(requests[place + 1].arrival.shortest) s comes \((gaps[place] / (365.25 * 86_400)).rounded(toDigits: 3).shortest) years after the request "
        + "before it; leave out requests whose time was not recorded, or fit the parts apart")
  }

  /// A year, in seconds.
  private static let longestGap = 366 * 86_400.0

  /// Seconds from the first arrival to the last.
  public var span: Double { offsets.last ?? 0 }

  /// Mean requests a second since the first arrival.
  public var meanRate: Double { span > 0 ? Double(requests.count - 1) / span : 0 }
}

extension RequestTrace {
  /// The recorded rates in windows, in arrivals a second; the profile repeats after the span.
  ///
  /// ```swift
  /// var arrivals = RenewalArrivals.poisson(try trace.rateProfile(windowsOf: 60), from: streams.stream("chat/arrivals"))
  /// ```
  /// Time 0 is the first arrival. Counts hold noise beside the rate, so arrivals drawn from the profile vary more than the
  /// trace; ``FittedLoad`` corrects for that.
  ///
  /// - `seconds`: the length of a window, at most half the span; the last takes in a rest of less than half a window.
  /// - Throws: ``DataFileError`` for a window longer than half the span.
  public func rateProfile(windowsOf seconds: Double) throws -> RateProfile {
    guard seconds > 0, 2 * seconds <= span, span / seconds <= 1e8 else {
      throw DataFileError(
        file: name,
        "windows of \(seconds.shortest) s were asked for; at most half of its \(span.shortest) s, and at least a hundred millionth, was expected"
      )
    }
    let windows = RateWindows(offsets, length: seconds, before: 0)
    return .rates(zip(windows.edges, windows.rates).map { (from: $0, rate: $1) }, every: span)
  }
}

/// The requests of a trace in their order, at the recorded times or faster or slower by a factor.
public struct TraceArrivals: ArrivalProcess, RequestSource {
  private let trace: RequestTrace
  private let isFromFirst: Bool
  private let scale: Double
  private var position = 0

  /// - `rate`: how many times the recorded rate; 2 lets the same requests arrive in half the time.
  /// - `fromFirst`: whether the first request arrives at time 0, not at its recorded time.
  public init(
    _ trace: RequestTrace, timesRate rate: Double = 1, fromFirst: Bool = false, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    let isRate = rate > 0 && rate < .infinity
    if !isRate {
      ValidationErrors.report(
        InvalidValue(
          "TraceArrivals(timesRate: \(rate.shortest))", "a trace is replayed at a positive multiple of its rate",
          remedy: "write 1 for the recorded rate", location: "\(file):\(line)"))
    }
    self.trace = trace
    isFromFirst = fromFirst
    scale = isRate ? 1 / rate : 1
  }

  /// The next request, with its arrival on the scaled clock.
  public mutating func nextRequest() -> InferenceRequest? {
    guard position < trace.requests.count else { return nil }
    var request = trace.requests[position]
    request.arrival = (isFromFirst ? trace.offsets[position] : request.arrival) * scale
    position += 1
    return request
  }

  public mutating func next() -> Double? { nextRequest()?.arrival }

  public var contentBlocks: ContentBlocks? { trace.contentBlocks }
}
