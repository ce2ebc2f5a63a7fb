import Demand
import Randomness

/// A measured run of a server: its requests and their latencies.
///
/// Read from CSV, or from CSV compressed with gzip, with the columns `arrival_s`, `input_tokens`, `output_tokens`, `ttft_s`
/// and `e2e_s`; other columns are ignored. Times are in seconds.
/// ```swift
/// let run = try MeasuredRun(contentsOf: "vllm.csv.gz")
/// run.compare(with: deployment).worst        // how far off a deployment is
/// let fit = try run.fit(deployment)          // the deployment whose costs reproduce the run
/// ```
public struct MeasuredRun: Sendable {
  /// One request.
  public struct Request: Sendable, Hashable {
    /// Seconds from the start of the run.
    public let arrival: Double
    /// The tokens of the prompt.
    public let inputTokens: Int
    /// The tokens of the answer.
    public let outputTokens: Int
    /// Seconds from the arrival to the first token.
    public let timeToFirstToken: Double
    /// Seconds from the arrival to the end of the answer.
    public let endToEnd: Double

    /// A request; times in seconds.
    public init(
      arrival: Double, inputTokens: Int, outputTokens: Int, timeToFirstToken: Double, endToEnd: Double
    ) {
      self.arrival = arrival
      self.inputTokens = inputTokens
      self.outputTokens = outputTokens
      self.timeToFirstToken = timeToFirstToken
      self.endToEnd = endToEnd
    }
  }

  /// The requests in the order of their arrival.
  public let requests: [Request]

  /// A run of requests in the order of their arrival; at least one.
  public init(_ requests: [Request], file: StaticString = #fileID, line: UInt = #line) {
    if requests.isEmpty {
      ValidationErrors.report(
        InvalidValue("MeasuredRun of 0 requests", "a run has at least one request", location: "\(file):\(line)"))
    }
    self.requests = requests
  }

  /// Reads a run.
  /// - Throws: `DataFileError` for a file that cannot be read, is empty, cut off or unsorted, has no number where one belongs,
  ///   or an answer that is complete before its first token.
  public init(contentsOf path: String) throws {
    try self.init(csv: Gunzip.text(of: path), file: path)
  }

  private static let columns = ["arrival_s", "input_tokens", "output_tokens", "ttft_s", "e2e_s"]

  init(csv text: String, file: String) throws {
    let table = try DataTable(csv: text, file: file)
    let columns = try Self.columns.map { try table.column($0, of: Self.columns) }
    var requests: [Request] = []
    for row in 0..<table.count {
      func seconds(_ column: Int) throws -> Double {
        try columns[column].number(row, "a number of seconds, from 0 to 1e10,", in: 0...RequestTrace.latestArrival)
      }
      func tokens(_ column: Int) throws -> Int {
        try columns[column].count(row, "a whole number of tokens, from 0 to a billion,", upTo: RequestTrace.mostTokens)
      }
      let request = Request(
        arrival: try seconds(0), inputTokens: try tokens(1), outputTokens: try tokens(2),
        timeToFirstToken: try seconds(3), endToEnd: try seconds(4))
      guard request.endToEnd >= request.timeToFirstToken else {
        throw table.error(
          row: row, column: "e2e_s",
          "the answer is complete after \(request.endToEnd) s, its first token after \(request.timeToFirstToken) s")
      }
      if let last = requests.last, request.arrival < last.arrival {
        throw table.error(
          row: row, column: "arrival_s",
          "\(request.arrival) s comes after \(last.arrival) s: a run is sorted by arrival")
      }
      requests.append(request)
    }
    guard !requests.isEmpty else { throw DataFileError(file: file, "holds no request") }
    self.requests = requests
  }
}
