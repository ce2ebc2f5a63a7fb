import EventSimulation
import Foundation
import ReferenceData
import Testing

@testable import Demand

@Suite struct TraceTests {
  private func problem(_ csv: String) -> String {
    do {
      _ = try RequestTrace(csv: csv, file: "trace.csv")
      return ""
    } catch {
      return "\(error)"
    }
  }

  private let header = "arrival_s,input_tokens,output_tokens\n"

  @Test func `a trace is read with its columns in any order and more beside them`() throws {
    let trace = try RequestTrace(
      csv: "output_tokens,note,arrival_s,input_tokens\n7,\"a, b\",0.5,100\n8,,1.5,200\n", file: "trace.csv")
    #expect(
      trace.requests == [
        .init(arrival: 0.5, inputTokens: 100, outputTokens: 7, session: 0),
        .init(arrival: 1.5, inputTokens: 200, outputTokens: 8, session: 1),
      ])
    #expect(trace.span == 1 && trace.meanRate == 1)
  }

  @Test func `what is wrong in a trace is named with file, line and column`() {
    #expect(
      problem(header + "0,1,2\n1,many,2\n")
        == "trace.csv:3: column input_tokens: expected a whole number of tokens, from 0 to a billion, and found \"many\""
    )
    #expect(
      problem(header + "0,1,2\nsoon,1,2\n").hasPrefix("trace.csv:3: column arrival_s: expected a number of seconds"))
    #expect(problem(header + "0,1,2\n1,1,-2\n").hasPrefix("trace.csv:3: column output_tokens"))
    #expect(
      problem(header + "5,1,2\n4,1,2\n")
        == "trace.csv:3: column arrival_s: 4.0 s comes after 5.0 s: a trace is sorted by arrival")
    #expect(problem(header + "nan,1,2\n").hasPrefix("trace.csv:2: column arrival_s"))
    #expect(
      problem(header + "0,1,2\n1,1").contains(
        "trace.csv:3: column output_tokens: expected a whole number of tokens, from 0 to a billion, and found nothing: the file seems to be cut off"
      ))
    #expect(problem(header) == "trace.csv: holds no request")
    #expect(problem("").hasPrefix("trace.csv"))
    #expect(problem("time,input_tokens,output_tokens\n0,1,2\n").contains("trace.csv:1: there is no column arrival_s"))
    for name in ["prompt_tokens", "ContextTokens", "num_prefill_tokens"] {
      let text = problem("arrival_s,\(name),output_tokens\n0,1,2\n")
      #expect(text.contains("rename \(name) to input_tokens") && !text.contains("did you mean"), "\(text)")
    }
    #expect(problem("arrival_s,inputtokens,output_tokens\n0,1,2\n").contains("did you mean inputtokens?"))
  }

  @Test func `clients, conversations and reusable prefixes are read where they are there`() throws {
    let trace = try RequestTrace(
      csv: "arrival_s,input_tokens,output_tokens,reusable_prefix_tokens,client,session,turn\n1,9,8,7,6,5,4\n",
      file: "trace.csv")
    #expect(
      trace.requests == [
        .init(arrival: 1, inputTokens: 9, outputTokens: 8, reusablePrefixTokens: 7, client: 6, session: 5, turn: 4)
      ])
    #expect(
      problem("arrival_s,input_tokens,output_tokens,reusable_prefix_tokens\n1,9,8,10\n")
        == "trace.csv:2: column reusable_prefix_tokens: 10 of 9 input tokens cannot be reused")
    #expect(
      problem("arrival_s,input_token,output_tokens\n1,9,8\n").hasSuffix("; did you mean input_token?"))
  }

  @Test func `a trace may be made of requests, which must be sorted`() throws {
    let first = InferenceRequest(arrival: 1, inputTokens: 1, outputTokens: 1)
    var second = first
    second.arrival = 0.5
    #expect(try RequestTrace([second, first], name: "made").span == 0.5)
    #expect(
      DemandTests.problem { try RequestTrace([first, second], name: "made") }
        == "made:3: column arrival_s: 0.5 s comes after 1.0 s: a trace is sorted by arrival")
    second.arrival = .nan
    #expect(DemandTests.problem { try RequestTrace([second], name: "made") }.hasPrefix("made:2: column arrival_s"))
    #expect(DemandTests.problem { try RequestTrace([], name: "made") } == "made: holds no request")
  }

  @Test func `a trace's rates in windows bring its arrivals, window by window`() throws {
    // Ten a second for ten seconds, then one a second.
    let trace = try RequestTrace(
      (0...100).map { InferenceRequest(arrival: 5 + Double($0) / 10, inputTokens: 1, outputTokens: 1) }
        + (1...13).map { InferenceRequest(arrival: 15 + Double($0), inputTokens: 1, outputTokens: 1) }, name: "made")
    let profile = try trace.rateProfile(windowsOf: 5)
    #expect(abs(profile.expected(from: 0, to: 10) - 100) < 1e-9 && abs(profile.expected(from: 10, to: 23) - 13) < 1e-9)
    // 5, 5, 5, 5 and a last window of 3 s, and then again from the start.
    #expect(abs(profile.rate(at: 21) - 1) < 1e-12 && abs(profile.rate(at: 24) - 10) < 1e-12)
    #expect(
      DemandTests.problem { try trace.rateProfile(windowsOf: 12) }
        == "made: windows of 12 s were asked for; at most half of its 23 s, and at least a hundred millionth, was expected"
    )
    #expect(DemandTests.problem { try trace.rateProfile(windowsOf: 0) } != "")
  }

  @Test func `a file that is missing, a folder, and a file that is cut off are told apart`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trace-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func problem(_ path: String) -> String {
      do {
        _ = try RequestTrace(contentsOf: path)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(problem(folder.path + "/none.csv").hasSuffix("none.csv: there is no such file"))
    #expect(problem(folder.path).hasSuffix("it is a folder"))

    // Ten thousand rows, compressed, and the first half of the bytes.
    let plain = folder.appendingPathComponent("trace.csv")
    let rows = (0..<10_000).map { "\($0),\($0 % 97),\($0 % 31)\n" }.joined()
    try (header + rows).write(to: plain, atomically: true, encoding: .utf8)
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
    gzip.arguments = [plain.path]
    try gzip.run()
    gzip.waitUntilExit()
    let compressed = folder.appendingPathComponent("trace.csv.gz")
    #expect(try RequestTrace(contentsOf: compressed.path).requests.count == 10_000)
    let whole = try Data(contentsOf: compressed)
    let half = folder.appendingPathComponent("half.csv.gz")
    try whole.prefix(whole.count / 2).write(to: half)
    #expect(problem(half.path).hasSuffix("the compressed file is cut off"))

    // A line that never ends is given up where no row could be so long.
    let endless = folder.appendingPathComponent("endless.csv")
    try (header + "0,1,1\n" + String(repeating: "0", count: 5 << 20)).write(
      to: endless, atomically: true, encoding: .utf8)
    #expect(problem(endless.path).contains(":3: the line is longer than 4 MiB"))
  }

  @Test(.needs(.azureConversation))
  func `the Azure conversation trace has its published statistics`() throws {
    let trace = try RequestTrace(contentsOf: RecordedTrace.azureConversation.path)
    let count = Double(trace.requests.count)
    #expect(count == 19_366)
    #expect(abs(trace.requests.reduce(0) { $0 + Double($1.inputTokens) } / count - 1154.697) < 0.001)
    #expect(abs(trace.requests.reduce(0) { $0 + Double($1.outputTokens) } / count - 211.126) < 0.001)
    #expect(abs(trace.meanRate - 5.53) < 0.01)

    // At twice the rate it takes half the time, with the same requests.
    var replay = TraceArrivals(trace, timesRate: 2)
    var last: InferenceRequest?
    while let next = replay.nextRequest() { last = next }
    #expect(last?.arrival == trace.requests[19_365].arrival / 2)
  }
}
