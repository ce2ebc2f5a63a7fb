/// Recorded requests: when each arrived and how many tokens it brought and got.
///
/// Read from CSV, or from CSV compressed with gzip, with the columns `arrival_s`, `input_tokens` and `output_tokens`.
/// `reusable_prefix_tokens`, `client`, `session` and `turn` are read where they are there; more columns are left alone.
public struct RequestTrace: Sendable {
  /// A row of the trace.
  public typealias Request = InferenceRequest

  /// The requests in the order of their arrival; at least one.
  public let requests: [InferenceRequest]
  /// The file that it was read from, or what else it is called.
  public let name: String

  /// Reads a trace.
  /// - Throws: ``DataFileError`` for a file that cannot be read, is empty, cut off or unsorted, or has no number where
  ///   one belongs.
  public init(contentsOf path: String) throws {
    let text = try Gunzip.text(of: path)
    try self.init(csv: text, file: path)
  }

  /// A trace of requests that were made elsewhere, under a name for messages.
  /// - Throws: ``DataFileError`` without requests, or where one comes before the one ahead of it; its line is that of a
  ///   file with a header.
  public init(_ requests: [InferenceRequest], name: String) throws {
    guard !requests.isEmpty else { throw DataFileError(file: name, "holds no request") }
    var last = 0.0
    for (row, request) in requests.enumerated() {
      guard request.arrival >= 0, request.arrival < .infinity else {
        throw DataFileError(
          file: name, line: row + 2, column: "arrival_s",
          "expected a number of seconds, at least 0, and found \"\(request.arrival)\"")
      }
      guard request.arrival >= last else { throw Self.unsorted(name, row, request.arrival, after: last) }
      last = request.arrival
    }
    self.requests = requests
    self.name = name
  }

  private static func unsorted(_ name: String, _ row: Int, _ arrival: Double, after last: Double) -> DataFileError {
    DataFileError(
      file: name, line: row + 2, column: "arrival_s",
      "\(arrival) s comes after \(last) s: a trace is sorted by arrival")
  }

  /// The trace in that file, read once however often it is asked for: in every replication, on every thread.
  public static func cached(contentsOf path: String) throws -> RequestTrace {
    try cache.value(for: path) { try RequestTrace(contentsOf: path) }
  }

  private static let cache = ComputationCache<String, RequestTrace>(capacity: 32)

  init(csv text: String, file: String) throws {
    let table = try DataTable(csv: text, file: file)
    let needed = ["arrival_s", "input_tokens", "output_tokens"]
    let arrival = try table.column(needed[0], of: needed)
    let input = try table.column(needed[1], of: needed)
    let output = try table.column(needed[2], of: needed)
    let reusable = table.column("reusable_prefix_tokens")
    let (client, session, turn) = (table.column("client"), table.column("session"), table.column("turn"))
    var requests: [InferenceRequest] = []
    requests.reserveCapacity(table.count)
    let tokens = "a whole number of tokens, at least 0,"
    let number = "a whole number, at least 0,"
    for row in 0..<table.count {
      let time = try arrival.number(row, "a number of seconds, at least 0,", from: 0)
      if let last = requests.last, time < last.arrival {
        throw Self.unsorted(file, row, time, after: last.arrival)
      }
      let request = InferenceRequest(
        arrival: time, inputTokens: try input.count(row, tokens), outputTokens: try output.count(row, tokens),
        reusablePrefixTokens: try reusable?.count(row, tokens) ?? 0, client: try client?.count(row, number) ?? 0,
        session: try session?.count(row, number) ?? row, turn: try turn?.count(row, number) ?? 0)
      guard request.reusablePrefixTokens <= request.inputTokens else {
        throw table.error(
          row: row, column: "reusable_prefix_tokens",
          "\(request.reusablePrefixTokens) of \(request.inputTokens) input tokens cannot be reused")
      }
      requests.append(request)
    }
    guard !requests.isEmpty else { throw DataFileError(file: file, "holds no request") }
    self.requests = requests
    name = file
  }

  /// Refuses requests without tokens, as failed ones are recorded.
  /// - Throws: ``DataFileError`` for the first, by its line in a file with a header.
  public func requireTokens() throws {
    for (row, request) in requests.enumerated() {
      for (column, tokens) in [("input_tokens", request.inputTokens), ("output_tokens", request.outputTokens)]
      where tokens < 1 {
        throw DataFileError(
          file: name, line: row + 2, column: column,
          "expected at least 1 token and found \(tokens): leave requests out that failed")
      }
    }
  }

  /// Seconds from the first arrival to the last.
  public var span: Double { (requests.last?.arrival ?? 0) - (requests.first?.arrival ?? 0) }

  /// Mean requests a second, the first arrival being the start of the clock.
  public var meanRate: Double { span > 0 ? Double(requests.count - 1) / span : 0 }
}
