import Foundation
import SwiftCSV
import Synchronization

/// Recorded requests: when each arrived and how many tokens it brought and got.
///
/// Read from CSV, or from CSV compressed with gzip, with the columns `arrival_s`, `input_tokens` and `output_tokens`;
/// more columns may be there and are left alone.
public struct RequestTrace: Sendable {
  /// One recorded request.
  public struct Request: Sendable, Hashable {
    /// Seconds from the start of the trace.
    public let arrival: Double
    public let inputTokens: Int
    public let outputTokens: Int

    public init(arrival: Double, inputTokens: Int, outputTokens: Int) {
      self.arrival = arrival
      self.inputTokens = inputTokens
      self.outputTokens = outputTokens
    }
  }

  /// The requests in the order of their arrival; at least one.
  public let requests: [Request]

  /// Reads a trace.
  /// - Throws: ``TraceError`` for a file that cannot be read, is empty, cut off or unsorted, or has no number where one
  ///   belongs.
  public init(contentsOf path: String) throws {
    let text = try Gunzip.text(of: path)
    try self.init(csv: text, file: path)
  }

  /// The trace in that file, read once however often it is asked for: in every replication, on every thread.
  public static func cached(contentsOf path: String) throws -> RequestTrace {
    try cache.withLock { traces in
      if let trace = traces[path] { return trace }
      let trace = try RequestTrace(contentsOf: path)
      traces[path] = trace
      return trace
    }
  }

  private static let cache = Mutex<[String: RequestTrace]>([:])

  init(csv text: String, file: String) throws {
    guard text.contains(where: { !$0.isWhitespace }) else { throw TraceError(file: file, "is empty") }
    let table: CSV<Enumerated>
    do {
      table = try CSV<Enumerated>(string: text, delimiter: .comma, loadColumns: false)
    } catch {
      throw TraceError(file: file, "is not CSV: \(error)")
    }
    let header = table.header.map { $0.trimmingCharacters(in: .whitespaces) }
    func index(of column: String) throws -> Int {
      guard let index = header.firstIndex(of: column) else {
        throw TraceError(
          file: file, line: 1,
          "there is no column \(column); the columns are \(header.joined(separator: ", ")) "
            + "and must include arrival_s, input_tokens and output_tokens")
      }
      return index
    }
    let arrivalColumn = try index(of: "arrival_s")
    let inputColumn = try index(of: "input_tokens")
    let outputColumn = try index(of: "output_tokens")

    var requests: [Request] = []
    requests.reserveCapacity(table.rows.count)
    for (row, fields) in table.rows.enumerated() {
      let line = row + 2
      guard fields.count <= header.count else {
        throw TraceError(
          file: file, line: line, "has \(fields.count) fields where the header has \(header.count)")
      }
      // The reader fills a short row with empty fields.
      func field(_ column: Int, _ expected: String) throws -> String {
        let field = column < fields.count ? fields[column].trimmingCharacters(in: .whitespaces) : ""
        guard field.isEmpty else { return field }
        throw TraceError(
          file: file, line: line, column: header[column],
          "expected \(expected) and found nothing"
            + (row == table.rows.count - 1 ? ": the file seems to be cut off" : ""))
      }
      func tokens(_ column: Int) throws -> Int {
        let expected = "a whole number of tokens, at least 0,"
        let field = try field(column, expected)
        guard let tokens = Int(field), tokens >= 0 else {
          throw TraceError(
            file: file, line: line, column: header[column],
            "expected \(expected) and found \"\(field)\"")
        }
        return tokens
      }
      let expected = "a number of seconds, at least 0,"
      let time = try field(arrivalColumn, expected)
      guard let arrival = Double(time), arrival >= 0, arrival.isFinite else {
        throw TraceError(
          file: file, line: line, column: "arrival_s",
          "expected \(expected) and found \"\(time)\"")
      }
      if let last = requests.last, arrival < last.arrival {
        throw TraceError(
          file: file, line: line, column: "arrival_s",
          "\(arrival) s comes after \(last.arrival) s: a trace is sorted by arrival")
      }
      requests.append(
        Request(arrival: arrival, inputTokens: try tokens(inputColumn), outputTokens: try tokens(outputColumn)))
    }
    guard !requests.isEmpty else { throw TraceError(file: file, "holds no request") }
    self.requests = requests
  }

  /// Seconds from the first arrival to the last.
  public var span: Double { (requests.last?.arrival ?? 0) - (requests.first?.arrival ?? 0) }

  /// Mean requests a second, the first arrival being the start of the clock.
  public var meanRate: Double { span > 0 ? Double(requests.count - 1) / span : 0 }
}
