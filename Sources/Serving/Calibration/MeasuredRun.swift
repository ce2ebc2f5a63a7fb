import Demand
import SwiftCSV

/// What a server really did: requests, and how long each took.
///
/// Read from CSV, or from CSV compressed with gzip, with the columns `arrival_s`, `input_tokens`, `output_tokens`, `ttft_s`
/// and `e2e_s`; more columns may be there and are left alone. Times are in seconds.
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
    /// From the arrival until the first token was out, and until the answer was complete.
    public let timeToFirstToken: Double
    /// Seconds from the arrival until the answer was complete.
    public let endToEnd: Double

    /// A request as a log has it; times in seconds.
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
  public init(_ requests: [Request]) {
    precondition(!requests.isEmpty, "a measured run has at least one request")
    self.requests = requests
  }

  /// Reads a run.
  /// - Throws: `TraceError` for a file that cannot be read, is empty, cut off or unsorted, has no number where one belongs,
  ///   or an answer that is complete before its first token.
  public init(contentsOf path: String) throws {
    try self.init(csv: Gunzip.text(of: path), file: path)
  }

  private static let columns = ["arrival_s", "input_tokens", "output_tokens", "ttft_s", "e2e_s"]

  init(csv text: String, file: String) throws {
    guard text.contains(where: { !$0.isWhitespace }) else { throw TraceError(file: file, "is empty") }
    let table: CSV<Enumerated>
    do {
      table = try CSV<Enumerated>(string: text, delimiter: .comma, loadColumns: false)
    } catch {
      throw TraceError(file: file, "is not CSV: \(error)")
    }
    let places = try Self.columns.map { column in
      guard let place = table.header.firstIndex(of: column) else {
        throw TraceError(
          file: file, line: 1,
          "there is no column \(column); the columns are \(table.header.joined(separator: ", ")) and must include "
            + Self.columns.joined(separator: ", "))
      }
      return place
    }
    var requests: [Request] = []
    for (row, fields) in table.rows.enumerated() {
      let line = row + 2
      let values = try zip(Self.columns, places).map { column, place in
        let field = place < fields.count ? fields[place] : ""
        guard let value = Double(field), value >= 0, value.isFinite else {
          throw TraceError(
            file: file, line: line, column: column,
            "expected a number, at least 0, and found \(field.isEmpty ? "nothing" : "\"\(field)\"")")
        }
        return value
      }
      for index in 1...2 where values[index] > 1e9 || values[index].rounded() != values[index] {
        throw TraceError(
          file: file, line: line, column: Self.columns[index],
          "expected a whole number of tokens and found \"\(fields[places[index]])\"")
      }
      guard values[4] >= values[3] else {
        throw TraceError(
          file: file, line: line, column: "e2e_s",
          "the answer is complete after \(values[4]) s, its first token after \(values[3]) s"
        )
      }
      if let last = requests.last, values[0] < last.arrival {
        throw TraceError(
          file: file, line: line, column: "arrival_s",
          "\(values[0]) s comes after \(last.arrival) s: a run is sorted by arrival")
      }
      requests.append(
        Request(
          arrival: values[0], inputTokens: Int(values[1]), outputTokens: Int(values[2]), timeToFirstToken: values[3],
          endToEnd: values[4]))
    }
    guard !requests.isEmpty else { throw TraceError(file: file, "holds no request") }
    self.requests = requests
  }
}
