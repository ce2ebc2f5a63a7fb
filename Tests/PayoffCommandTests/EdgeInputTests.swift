import Foundation
import Testing

/// Files and arguments that once ended a command by a signal, hung it, or made it print what is no number.
@Suite struct `Input at the edge` {
  private static func deployment(_ changes: [String: String] = [:]) -> String {
    var fields = [
      "name": "\"ours\"", "base_ms": "12", "per_prompt_token_ms": "0.04", "per_context_token_ms": "8e-5",
      "per_sequence_ms": "0.07", "kv_tokens": "400000", "context_length": "131072", "gpus": "1",
    ]
    fields.merge(changes) { $1 }
    return "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ",\n") + "}\n"
  }

  private static func load(_ changes: [String: String] = [:]) -> String {
    let lengths = #"{"quantiles": [{"probability": 0, "tokens": 50}, {"probability": 1, "tokens": 400}]}"#
    var fields = [
      "requests": "400", "trace": "\"t.csv\"", "mean_rate_per_s": "2.7", "span_s": "148",
      "rates": #"[{"from_s": 0, "rate_per_s": 2.7}]"#, "gaps": "\"exponential\"", "input_tokens": lengths,
      "output_tokens": lengths, "rank_correlation": "0",
    ]
    fields.merge(changes) { $1 }
    return "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ",\n") + "}\n"
  }

  private static let trace =
    "arrival_s,input_tokens,output_tokens\n" + (0..<40).map { "\($0),100,20\n" }.joined()

  private static let measured = "arrival_s,input_tokens,output_tokens,ttft_s,e2e_s\n"

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let files: [String: String]
    let arguments: [String]
    let status: Int32
    let message: String

    var testDescription: String { name }
  }

  private static let replay = ["replay", "--trace", "t.csv", "-d", "d.json", "-o", "out"]
  private static let size = ["size", "--load", "l.json", "-d", "d.json", "--ttft-p95", "2s", "-o", "out"]
  private static let fit = ["fit", "--trace", "t.csv", "-o", "out"]

  private static let cases: [Case] =
    [
      ("prompt pair", ["per_prompt_pair_ms": "1e300"], "at most 1e6"), ("base", ["base_ms": "1.7e308"], "at most 1e6"),
      ("gpus", ["gpus": "1000000000"], "at most 100 000"),
      ("memory", ["kv_tokens": "9223372036854775807"], "whole number"),
      ("context", ["context_length": "1e18"], "whole number"), ("block", ["block_tokens": "0"], "a block holds"),
      ("nothing", ["kv_tokens": "null"], "not null"),
    ].map { name, changes, message in
      Case(
        name: "deployment: \(name)", files: ["d.json": deployment(changes), "t.csv": trace], arguments: replay,
        status: 65,
        message: message)
    }
    + [
      ("span", ["span_s": "5e-324"], "must be from 0.001"),
      ("rate", ["mean_rate_per_s": "1e-308"], "must be from 1e-08"),
      (
        "tokens",
        ["input_tokens": #"{"quantiles": [{"probability": 0, "tokens": 5}, {"probability": 1, "tokens": 1e300}]}"#],
        "must be from 0"
      ),
      ("gaps", ["gaps": "\"gamma(shape: 1e-300)\""], "must be exponential"), ("members", ["rates": "[]"], "rate"),
    ].map { name, changes, message in
      Case(
        name: "load: \(name)", files: ["d.json": deployment(), "l.json": load(changes)], arguments: size, status: 65,
        message: message)
    }
    + [
      ("tokens", "1,9223372036854775807,5", "column input_tokens: expected a whole number of tokens"),
      ("arrival", "1e300,5,5", "column arrival_s: expected a number of seconds"),
      ("nan", "nan,5,5", "column arrival_s"),
      ("quote", "1,\"5,5", "never closed"), ("zero byte", "1,5,\u{0}", "zero byte"),
      ("long", "1,5,5,5", "has 4 fields"),
    ].map { name, row, message in
      Case(
        name: "trace: \(name)",
        files: ["t.csv": "arrival_s,input_tokens,output_tokens\n\(row)\n", "d.json": deployment()],
        arguments: replay, status: 65, message: message)
    }
    + [
      Case(
        name: "fit: a time that was not recorded",
        files: [
          "t.csv": "arrival_s,input_tokens,output_tokens\n0,9,9\n"
            + (0..<40).map { "\(1_700_000_000 + $0),9,9\n" }.joined()
        ], arguments: fit, status: 65, message: "years after the request before it"),
      Case(
        name: "fit: latencies of 0",
        files: ["m.csv": measured + (0..<40).map { "\($0),100,20,0,0\n" }.joined()],
        arguments: ["fit", "--measured", "m.csv", "-d", "llama-8b-a100", "-o", "out"], status: 65,
        message: "latencies of the run"),
      Case(
        name: "rate scale", files: ["t.csv": trace, "d.json": deployment()],
        arguments: replay + ["--rate-scale", "3.4e26"], status: 64, message: "expected a number from 0.01"),
      Case(
        name: "rate", files: ["l.json": load(), "d.json": deployment()], arguments: size + ["--rate", "1e-308"],
        status: 64,
        message: "expected a number from 1e-06"),
      Case(
        name: "negative latency", files: ["l.json": load(), "d.json": deployment()],
        arguments: ["size", "--load", "l.json", "-d", "d.json", "--ttft-p99", "-1s", "-o", "out"], status: 64,
        message: "expected a time above 0 with its unit"),
      Case(
        name: "no latency", files: ["l.json": load(), "d.json": deployment()],
        arguments: ["size", "--load", "l.json", "-d", "d.json", "--ttft-p99", "0", "-o", "out"], status: 64,
        message: "for example 500ms"),
      Case(
        name: "years without a request",
        files: [
          "t.csv": "arrival_s,input_tokens,output_tokens\n0,10,5\n1700000000,20,6\n1700000001,3,3\n",
          "d.json": deployment(),
        ],
        arguments: ["size", "--load", "t.csv", "-d", "d.json", "--ttft-p99", "1s", "-o", "out"], status: 65,
        message: "53.9 years after the request before it"),
    ]

  @Test(arguments: cases) func `is told with its place, and nothing is written`(edge: Case) async throws {
    let workplace = try Workplace()
    for (name, text) in edge.files { try workplace.write(text, to: name) }
    let outcome = try await CommandLineTool.run(edge.arguments, in: workplace)
    let error = outcome.error.replacing(/\s+/, with: " ")
    #expect(outcome.status == edge.status && error.contains(edge.message), "\(outcome.status): \(outcome.error)")
    #expect(!workplace.names().contains("out"))
  }

  @Test func `a byte order mark in a deployment and a trace does no harm`() async throws {
    let workplace = try Workplace()
    try workplace.write("\u{FEFF}" + Self.deployment(), to: "d.json")
    try workplace.write("\u{FEFF}" + Self.trace, to: "t.csv")
    let outcome = try await CommandLineTool.run(Self.replay, in: workplace)
    #expect(outcome.status == 0, "\(outcome.error)")
  }

  /// A cost that is divided by an input, in a forecast with a tax.
  private static let divided = """
    import Payoff

    @main
    struct Divided: Experiment {
      static let question = "What does a cost divided by nothing say?"

      @Uncertain(.uniform(10, 25), "speed-up", source: .assumption("a test"))
      var faster: Double
      @Uncertain(.uniform(1, 2), "another", source: .assumption("a test"))
      var other: Double

      var scenario: Scenario {
        Horizon(from: .month(2026, 1), years: 1)
        Books(in: .usd, discounting: 0.1, taxing: .chinese(rate: 0.25))
        let price = PriceIndex("price", .wandering(0.1))
        price
        Metered("machine", USD(60) / .gpu, along: price) { _ in Quantity(other / faster) }
        Benefit("sales") { _ in USD(100) }
      }
    }

    """

  @Test(arguments: ["0", "1e-320"])
  func `a result that is none is told with the input behind it, and with no line of the library`(value: String)
    async throws
  {
    let workplace = try Workplace()
    try workplace.write(Self.divided, to: "Divided.swift")
    for command in ["run", "sensitivity"] {
      let outcome = try await CommandLineTool.run(
        [command, "Divided.swift", "--set", "faster=\(value)", "-o", "out"], in: workplace)
      #expect(outcome.status == 65 && !workplace.names().contains("out"))
      #expect(outcome.error.contains("faster="), "\(outcome.error)")
      #expect(outcome.error.contains("infinite") || outcome.error.contains("not a number"), "\(outcome.error)")
      #expect(!outcome.error.contains(".swift:") && !outcome.error.contains("nan"), "\(outcome.error)")
    }
  }
}
