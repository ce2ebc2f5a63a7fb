import Foundation
import Testing

/// What cannot be meant, to the commands that serve requests: each says what, where, and what to write instead.
@Suite struct RefusedServingTests {
  private static let unknown = ServedExamples.deployment.replacing("base_ms", with: "bse_ms")
  private static let missing = ServedExamples.deployment.replacing("\"kv_tokens\": 100000, ", with: "")
  private static let negative = ServedExamples.deployment.replacing("token_ms\": 0.1", with: "token_ms\": -0.1")
  private static let zero = ServedExamples.deployment.replacing("\"base_ms\": 10", with: "\"base_ms\": 0")

  private static func drafting(_ fields: String) -> String {
    ServedExamples.deployment.replacing("\"base_ms\"", with: fields + ", \"base_ms\"")
  }

  private func refuse(_ arguments: [String], _ status: Int32, _ message: String, in workplace: Workplace) async throws {
    let names = workplace.names()
    let outcome = try await CommandLineTool.run(arguments + ["-o", "out"], in: workplace)
    #expect(outcome.status == status, "\(outcome.error)")
    #expect(outcome.error.contains(message), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
    #expect(workplace.names() == names, "nothing is written")
  }

  private func workplace() throws -> Workplace {
    let workplace = try Workplace()
    try workplace.write(ServedExamples.deployment, to: "ours.json")
    try workplace.write(ServedExamples.trace, to: "trace.csv")
    return workplace
  }

  @Test(arguments: [
    (unknown, "bad.json:2: there is no \"bse_ms\" in a deployment; did you mean \"base_ms\"?"),
    (missing, "\"kv_tokens\" is missing"),
    (negative, "bad.json:2: \"per_prompt_token_ms\" must be at least 0, not -0.1"),
    (zero, "a step takes some time"),
    (
      drafting("\"draft_tokens\": 4, \"draft_acceptance\": 1.2, \"draft_base_ms\": 1"),
      "a chance lies between 0 and 1"
    ),
    (
      drafting("\"draft_tokens\": 4, \"draft_acceptance\": [0.8, 0.7], \"draft_base_ms\": 1"),
      "\"draft_acceptance\" has 2 positions, and \"draft_tokens\" is 4"
    ),
    (drafting("\"draft_tokens\": 4, \"draft_base_ms\": 1"), "\"draft_acceptance\" is missing"),
    (
      drafting("\"draft_tokens\": 65, \"draft_acceptance\": 0.5, \"draft_base_ms\": 1"),
      "a step drafts from 1 to 64 tokens"
    ),
    (
      drafting("\"draft_tokens\": 2, \"draft_acceptance\": 0.5, \"draft_base_ms\": 1, \"preemption\": \"priority\""),
      "speculative decoding is simulated with preemption of the last request"
    ), ("{", "bad.json"), ("[]", "bad.json"),
  ])
  func `a deployment with something wrong names file and line`(_ text: String, _ message: String) async throws {
    let workplace = try workplace()
    try workplace.write(text, to: "bad.json")
    try await refuse(["replay", "--trace", "trace.csv", "-d", "bad.json"], 65, message, in: workplace)
  }

  @Test(arguments: [
    ("0,100,3\n1,100,0\n", "bad.csv:3: column output_tokens: expected at least 1 token and found 0"),
    ("0,0,3\n", "bad.csv:2: column input_tokens: expected at least 1 token and found 0"),
    ("0,1990,30\n1,1990,30\n", "bad.csv:2: a request of 1990 tokens in and 30 out is too long for ours"),
    ("0,many,30\n", "bad.csv:2: column input_tokens: expected a whole number"),
  ])
  func `a trace that cannot be served names file, line and column`(_ rows: String, _ message: String) async throws {
    let workplace = try workplace()
    try workplace.write(ServedExamples.header + rows, to: "bad.csv")
    try await refuse(["replay", "--trace", "bad.csv", "-d", "ours.json"], 65, message, in: workplace)
  }

  @Test(
    arguments: [
      (["-d", "llama-8b-a10"], 64, "did you mean llama-8b-a100?"),
      (["-d", "llama-70b-a100"], 64, "it needs 2 of them"),
      (["-d", "nowhere.json"], 65, "nowhere.json: there is no such file"),
      ([], 64, "--deployment: it is missing"),
      (["--gpu", "h200"], 64, "--model: it is missing"),
      (["--gpu", "h201", "--model", "qwen3-8b"], 64, "did you mean h20"),
      (["-d", "ours.json", "--gpu", "h200"], 64, "both set the model and its GPUs"),
      (["--gpu", "a100", "--model", "qwen3-8b", "--precision", "fp8"], 64, "has no arithmetic in fp8"),
      (["-d", "ours.json", "--routing", "round-robbin"], 64, "did you mean round-robin?"),
      (["-d", "ours.json", "--replicas", "0"], 64, "expected a whole number from 1"),
      (["-d", "ours.json", "--pue", "0.5"], 64, "expected a number from 1 to 100"),
      (["-d", "ours.json", "--sequences", "4096"], 64, "a step needs at least one token for each sequence"),
    ] as [([String], Int32, String)])
  func `a replay that cannot be meant says what would be right`(
    _ arguments: [String], _ status: Int32, _ message: String
  ) async throws {
    try await refuse(["replay", "--trace", "trace.csv"] + arguments, status, message, in: workplace())
  }

  @Test(
    arguments: [
      (["--ttft-p99", "500"], 64, "write 500ms or 500s"),
      (["--ttft-p99", "0s"], 64, "expected a time above 0"),
      ([], 64, "it needs a service level"),
      (["--load", "azure", "--ttft-p99", "1s"], 64, "did you mean azure-conversation?"),
      (["--day-shape", "servegen-m-lrge", "--ttft-p99", "1s"], 64, "did you mean servegen-m-large?"),
      (["--rate", "3", "--per-day", "10", "--ttft-p99", "1s"], 64, "remove one of the two"),
      (["--ttft-p99", "100ms"], 65, "alone on a replica the prompt takes"),
      (["--tpot-p95", "5ms"], 65, "alone on a replica a step takes"),
      (["--e2e-p95", "500ms"], 65, "alone on a replica the prompt takes"),
      (["--rate", "100", "--max-replicas", "3", "--ttft-p99", "1s"], 65, "it takes at least 14"),
      (
        ["--rate", "1e6", "--ttft-p99", "1s"], 65, "more than 20000 are not simulated; size a part of the load, such as"
      ),
      (
        ["--rate", "10", "--max-replicas", "2", "--ttft-p99", "500ms"], 65,
        "although their queue would not grow without end"
      ),
    ] as [([String], Int32, String)])
  func `a size that cannot be found says what stands in its way`(
    _ arguments: [String], _ status: Int32, _ message: String
  ) async throws {
    let load = arguments.contains("--load") ? [] : ["--load", "azure-conversation"]
    try await refuse(
      ["size", "-d", "llama-8b-a100", "--requests", "400", "-r", "4"] + load + arguments, status, message,
      in: workplace())
  }

  @Test(
    arguments: [
      ([], 64, "it needs --trace, --measured, --adoption or --distribution with a file"),
      (["--trace", "trace.csv", "--adoption", "trace.csv"], 64, "not --trace and --adoption"),
      (["--measured", "trace.csv"], 65, "trace.csv:1: there is no column ttft_s"),
      (["--adoption", "trace.csv"], 65, "trace.csv:1: there is no column of times"),
      (["--trace", "nowhere.csv"], 65, "nowhere.csv: there is no such file"),
    ] as [([String], Int32, String)])
  func `a fit that cannot be made says why`(_ arguments: [String], _ status: Int32, _ message: String) async throws {
    try await refuse(["fit"] + arguments, status, message, in: workplace())
  }

  @Test(arguments: [
    ("{}", "load.json:1: \"requests\" is missing: a load is what payoff fit --trace writes"),
    ("{\n\"requests\": 5,\n\"trace\": 3\n}", "load.json:3: \"trace\" must be a text, not 3"),
    ("not JSON", "load.json:1: an object, which begins with {, is expected"),
  ])
  func `a fitted load with something wrong is named`(_ text: String, _ message: String) async throws {
    let workplace = try workplace()
    try workplace.write(text, to: "load.json")
    try await refuse(
      ["size", "-d", "ours.json", "--load", "load.json", "--e2e-p95", "1s"], 65, message, in: workplace)
  }

  @Test func `results that are there are not overwritten, and a place that cannot be written is named`() async throws {
    let workplace = try workplace()
    let replay = ["replay", "--trace", "trace.csv", "-d", "ours.json"]
    try workplace.write("mine", to: "there/notes.txt")
    for (out, status) in [("there", Int32(74)), ("/proc/out", 74)] {
      let outcome = try await CommandLineTool.run(replay + ["-o", out], in: workplace)
      #expect(outcome.status == status, "\(out): \(outcome.status) \(outcome.error)")
    }
    #expect(try workplace.text(of: "there/notes.txt") == "mine")
  }
}
