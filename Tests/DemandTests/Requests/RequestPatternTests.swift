import Foundation
import Randomness
import ReferenceData
import Testing

@testable import Demand

/// Loads by name and from files, at whatever rate.
@Suite struct RequestPatternTests {
  private func count(_ pattern: RequestPattern, rate: Double, until end: Double, replication: Int) -> [InferenceRequest]
  {
    var source = pattern.requests(
      perSecond: rate, from: Streams(seed: 5, replication: replication), named: "load", until: end)
    var requests: [InferenceRequest] = []
    while let request = source.nextRequest() { requests.append(request) }
    return requests
  }

  /// Means over 20 replications; Student's t of 19 degrees of freedom for 99.9 % is 3.883.
  @Test(arguments: RequestPattern.catalogue.map(\.name))
  func `a load that has a name comes at the rate that is asked for, in order, and ends`(name: String) throws {
    let pattern = try RequestPattern(named: name)
    let counts = (0..<20).map { replication -> Double in
      let requests = count(pattern, rate: 40, until: 200, replication: replication)
      #expect(requests.allSatisfy { $0.arrival <= 200 && $0.inputTokens > 0 && $0.outputTokens > 0 })
      #expect(zip(requests, requests.dropFirst()).allSatisfy { $0.arrival <= $1.arrival })
      return Double(requests.count)
    }
    let mean = counts.reduce(0, +) / 20
    let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 19
    #expect(abs(mean - 8000) < 3.883 * (variance / 20).squareRoot(), "\(mean) requests, 8000 expected")
    #expect(!pattern.source.isEmpty && pattern.measuredRate > 0)
  }

  @Test(.needs(.azureConversation))
  func `azure-conversation has the lengths of its trace, the longest in a hundred too`() throws {
    let load = try FittedLoad(to: RequestTrace(contentsOf: RecordedTrace.azureConversation.path))
    guard case .drawn(_, _, let lengths) = RequestPattern.azureConversation.form else {
      Issue.record("azure-conversation is drawn")
      return
    }
    #expect(lengths == load.lengths)
    #expect(abs(lengths.input.mean / 1154.7 - 1) < 0.01 && abs(lengths.output.mean / 211.1 - 1) < 0.01)
  }

  /// Two requests three years apart: no whole day has one, and there is no rate between them.
  @Test func `a trace with a gap of years is refused by name`() throws {
    for (first, second) in [(1_600_000_000, 1_700_000_000), (0, 1_700_000_000)] {
      let trace = try RequestTrace(
        csv: "arrival_s,input_tokens,output_tokens\n\(first),10,5\n\(second),20,6\n\(second + 1),3,3\n", file: "t.csv")
      let refusal = try #require(throws: DataFileError.self) { try RequestPattern(resampling: trace) }
      #expect("\(refusal)".contains("years after the request before it"), "\(refusal)")
    }
  }

  /// One request a year, in one of the first three hours, for three hundred years.
  @Test func `a trace of centuries has a day's shape`() throws {
    let rows = (0..<300).map { "\($0 * 365 * 86_400 + $0 % 3 * 3600 + min($0, 1) * 1800),10,5\n" }.joined()
    let trace = try RequestTrace(csv: "arrival_s,input_tokens,output_tokens\n" + rows, file: "t.csv")
    let shape = try #require(try RequestPattern(resampling: trace).dayShape)
    #expect(
      shape.multipliers.prefix(3).allSatisfy { abs($0 - 8) < 0.1 } && shape.multipliers[3...].allSatisfy { $0 == 0 })
  }

  @Test func `a name that is not known is refused with the nearest`() throws {
    let refusal = try #require(throws: InvalidValue.self) { try RequestPattern(named: "azure-conversations") }
    #expect("\(refusal)".contains("did you mean azure-conversation?"))
  }

  /// Five requests a second with lengths of their own; resampled at ten they are the same requests, twice as fast.
  @Test func `a trace that is resampled keeps its requests and takes the rate that is asked for`() throws {
    let rows = (0..<3000).map { "\(Double($0) / 5),\(100 + $0 % 7),\(10 + $0 % 3)\n" }.joined()
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(("arrival_s,input_tokens,output_tokens\n" + rows).utf8).write(to: file)
    let pattern = try RequestPattern(resampling: RequestTrace(contentsOf: file.path))
    #expect(abs(pattern.measuredRate - 5) < 0.01)
    let requests = count(pattern, rate: 10, until: 1000, replication: 0)
    #expect(abs(Double(requests.count) / 10_000 - 1) < 0.01)
    #expect(requests.allSatisfy { (100...106).contains($0.inputTokens) && (10...12).contains($0.outputTokens) })
  }

  @Test func `a fitted load that is written is read again, with its rate and its lengths`() throws {
    let rows = (0..<600).map { number in
      "\(Double(number) / 5 + Double(number * 7919 % 97) / 1000),\(100 + number * 31 % 200),\(10 + number * 17 % 90)\n"
    }.joined()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let trace = folder.appendingPathComponent("trace.csv")
    try Data(("arrival_s,input_tokens,output_tokens\n" + rows).utf8).write(to: trace)
    let load = try FittedLoad(to: RequestTrace(contentsOf: trace.path))
    let file = folder.appendingPathComponent("load.json")
    let json = try load.json()
    #expect(!json.contains(folder.path), "no path in it")
    try Data(json.utf8).write(to: file)
    let pattern = try RequestPattern(contentsOf: file.path)
    #expect(abs(pattern.measuredRate / load.meanRate - 1) < 1e-4)
    let requests = count(pattern, rate: 20, until: 2000, replication: 0)
    func mean(_ tokens: (InferenceRequest) -> Int) -> Double {
      requests.reduce(0) { $0 + Double(tokens($1)) } / Double(requests.count)
    }
    // 40 000 requests: means are within 1 % of those of the distributions.
    #expect(abs(mean(\.inputTokens) / load.lengths.input.mean - 1) < 0.01)
    #expect(abs(mean(\.outputTokens) / load.lengths.output.mean - 1) < 0.01)
    #expect(abs(Double(requests.count) / 40_000 - 1) < 0.03)
  }
}
