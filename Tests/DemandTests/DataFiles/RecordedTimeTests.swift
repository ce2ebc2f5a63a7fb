import Randomness
import Testing

@testable import Demand

@Suite struct `Times as a file records them` {
  private func trace(_ times: [String], column: String = "arrival_s") throws -> RequestTrace {
    try RequestTrace(
      csv: "\(column),input_tokens,output_tokens\n" + times.map { "\($0),100,10\n" }.joined(), file: "trace.csv")
  }

  private func time(_ text: String, in unit: TimeUnit = .seconds) throws -> UInt64 {
    let table = try DataTable(csv: "t,n\n\(text),\n", file: "a.csv")
    return try table.requiredColumn("t").time(0, in: unit).nanoseconds
  }

  /// Seconds from whole nanoseconds.
  private func decimals(_ nanoseconds: Int) -> String {
    "\(nanoseconds / 1_000_000_000).\(String(1_000_000_000 + nanoseconds % 1_000_000_000).dropFirst())"
  }

  @Test(arguments: [
    "0", "31536000.03", "1700000000.03", "1700000000.07", "1700000000.123456789", "8999999999.999999999",
  ])
  func `arrivals relative to the first do not depend on the time of the first`(base: String) throws {
    let stream = Streams(seed: 21, replication: 0).stream("offsets \(base)")
    let random = (0..<200).map { _ in stream.index(below: 1_000_000_000_000) }.sorted()
    let start = Int(try time(base))
    for offsets in [[0, 70_000_000, 70_000_001, 100_000_000, 1_000_000_000], [0] + random] {
      let expected = offsets.map { Double($0) / 1e9 }
      let trace = try trace(offsets.map { decimals(start + $0) })
      #expect(trace.offsets == expected)
      var arrivals = TraceArrivals(trace, fromFirst: true)
      #expect(expected.indices.compactMap { _ in arrivals.next() } == expected)
      #expect(trace.span == expected.last)
    }
  }

  @Test func `microseconds are exact too`() throws {
    let trace = try trace(["1700000000030000", "1700000000100000", "1700000000100000.75"], column: "arrival_us")
    #expect(trace.offsets == [0, 0.07, 0.070_000_75])
    #expect(try time("1700000000030000.0005", in: .microseconds) == 1_700_000_000_030_000_001)
  }

  @Test(
    arguments: [
      ("0", 0), ("-0.0", 0), ("0.07", 70_000_000), ("+1.5", 1_500_000_000), (".5", 500_000_000), ("5.", 5_000_000_000),
      ("00012.000", 12_000_000_000), ("1e-9", 1), ("4.9e-10", 0), ("5e-10", 1), ("5e-11", 0),
      ("1E10", 10_000_000_000_000_000_000),
      ("1.23456e3", 1_234_560_000_000), ("0.0000000014999999999", 1), ("0.0000000015", 2),
      ("0e99999999999999999999", 0),
      ("1e-99999999999999999999", 0), ("0.9999999996", 1_000_000_000),
      ("1700000000.0299999999999", 1_700_000_000_030_000_000),
    ] as [(String, UInt64)])
  func `decimals are read to the nearest nanosecond, whatever their notation`(text: String, nanoseconds: UInt64) throws
  {
    // A notation that is not read as a number elsewhere is not read as a time.
    guard Double(text) != nil else { return }
    #expect(try time(text) == nanoseconds)
  }

  @Test func `a time before the one above is refused where both are the same number of seconds`() {
    #expect(
      problem { try trace(["1700000000.030000001", "1700000000.03"]) }
        == "trace.csv:3: column arrival_s: 1700000000.03 s comes after 1700000000.030000001 s: a trace is sorted by arrival"
    )
  }

  @Test(arguments: [
    ("arrival_s", "1700000000123", "divide milliseconds by 1000"),
    ("arrival_s", "1.7e15", "divide microseconds by 1e6"),
    ("arrival_s", "1700000000123456789", "divide nanoseconds by 1e9"),
    ("arrival_us", "1700000000123456789", "divide nanoseconds by 1000"),
  ])
  func `times since 1970 in smaller units are told how to be divided`(column: String, time: String, remedy: String) {
    let message = problem { try trace([time], column: column) }
    #expect(message.hasPrefix("trace.csv:2: column \(column): expected a number of "), "\(message)")
    #expect(message.hasSuffix(" and found \"\(time)\"; \(remedy)"), "\(message)")
  }

  @Test(arguments: ["-1", "nan", "inf", "2e10", "1e400", "soon"])
  func `what is no time has no such remedy`(text: String) {
    #expect(problem { try trace([text]) }.hasSuffix("from 0 to 1e10, and found \"\(text)\""))
  }
}
