import Demand
import Foundation
import Randomness
import Testing

@testable import Serving

@Suite struct Deployments {
  private func refusal(_ body: () -> Void) -> String {
    do {
      try ValidationErrors.collecting(body)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func `every model of the catalogue runs on every GPU that holds it, and says where its figures come from`()
    throws
  {
    var count = 0
    for gpu in GPU.catalogue.values {
      for model in LanguageModel.catalogue.values {
        for precision in Precision.allCases {
          for gpus in [1, 2, 4, 8] where Deployment.room(model, on: gpu, gpus: gpus, precision: precision) > 2048 {
            let deployment = try ValidationErrors.collecting {
              Deployment(model, on: gpu, gpus: gpus, precision: precision)
            }
            let evidence = deployment.evidence
            #expect(evidence.kind == .measured || (evidence.kind == .derived && evidence.error != nil))
            #expect(
              deployment.kvTokens > 2048 && deployment.gpus == gpus && deployment.contextLength == model.contextLength)
            #expect(deployment.cost.base > 2 && deployment.cost.base < 500)
            count += 1
          }
        }
      }
    }
    #expect(count > 700)
  }

  @Test func `a measured cost is taken where there is one`() {
    let measured = Deployment(.llama70B, on: .h100, gpus: 4, precision: .fp8)
    #expect(measured.evidence.kind == .measured && measured.cost.base == 11.02)
    // The residual of its points is that of one launch; the error is that of measured deployments.
    #expect(measured.evidence.source.contains("met to 2.2 %"))
    let error = Deployment("llama-3.3-70b", on: "H100", precision: .fp8, tensorParallel: 4).evidence.error
    #expect(measured.evidence.error == error)
    let derived = Deployment(.llama8B, on: .a800, precision: .int8)
    #expect(derived.evidence.kind == .derived && derived.evidence.description.contains("within 70 %"))
    // One A800 is an A100, of which OPT-13B was measured; two of them are not.
    #expect(Deployment(.opt13B, on: .a800).cost == Deployment(.opt13B, on: .a100).cost)
    #expect(Deployment(.opt13B, on: .a800).kvTokens == 66_144)
    #expect(Deployment(.opt66B, on: .a100, gpus: 8).evidence.kind == .measured)
    #expect(Deployment(.opt66B, on: .a800, gpus: 8).evidence.kind == .derived)
  }

  /// An RTX 4090 is found a fifth faster than its data sheet: it clocks higher.
  @Test func `no measured prompt takes less than three quarters of its arithmetic at the peak of the GPUs`() {
    for measured in MeasuredCost.all {
      let peak = measured.gpu.operations(measured.precision) * Double(measured.gpus)
      let least = 2000 * measured.model.activeParameters / peak
      #expect(
        measured.cost.perPromptToken > 0.75 * least, "\(measured.model.name) on \(measured.gpus) × \(measured.gpu.name)"
      )
    }
  }

  @Test func `another deployment's slowness is the same quantile of its own error`() throws {
    let known = Deployment(.qwen32B, on: .h100, precision: .fp8)
    let derived = Deployment(.qwen32B, on: .a800, precision: .int8)
    let (own, other) = (try #require(derived.slowness), try #require(known.slowness))
    for probability in [0.05, 0.3, 0.5, 0.95] {
      let factor = derived.slowness(asFarOutAs: other.quantile(probability), of: known)
      #expect(abs(factor / own.quantile(probability) - 1) < 1e-6)
    }
    #expect(derived.slowness(asFarOutAs: 1, of: known) == 1)
    // Where an error is unknown, there is no interval to be as far out in.
    #expect(Deployment(.opt13B, on: .a100).slowness(asFarOutAs: 1.3, of: known) == 1.3)
  }

  @Test func `the memory beside the weights is that of inference-sim`() {
    // Llama 3.1 8B on one H100: 26 312 blocks of 16.
    #expect(Deployment.room(.llama8B, on: .h100, gpus: 1, precision: .bf16) / 16 == 26_313)
  }

  @Test func `a model that does not fit is refused with how many GPUs it needs`() {
    let large = refusal { _ = Deployment(.llama70B, on: .a800) }
    #expect(large.contains("141.2 GB of 85.9 GB") && large.contains("it needs 2 of them"))
    #expect(large.hasPrefix("DeploymentTests.swift:"))
    let hopeless = refusal { _ = Deployment(.opt175B, on: .rtx4090, gpus: 8) }
    #expect(hopeless.contains("8 of them do not hold it"))
    #expect(refusal { _ = Deployment(.llama8B, on: .h100, gpus: 3) }.contains("1, 2, 4 or 8 GPUs"))
  }

  @Test func `figures that cannot be are refused`() {
    let cost = StepCost(base: 10, perPromptToken: 0.05, perContextToken: 1e-4, perSequence: 0.05)
    func deployment(kv: Int = 1000, block: Int = 16, context: Int = 1000, gpus: Int = 1) -> String {
      refusal { _ = Deployment("ours", cost, kvTokens: kv, blockTokens: block, contextLength: context, gpus: gpus) }
    }
    #expect(deployment() == "")
    #expect(deployment(kv: 8).contains("kvTokens: 8"))
    #expect(deployment(block: 12).contains("blockTokens: 12"))
    #expect(deployment(context: 1).contains("contextLength: 1"))
    #expect(deployment(gpus: 0).contains("gpus: 0"))
    for (base, prompt, context, sequence) in [
      (-1.0, 0.05, 1e-4, 0.05), (10, -0.05, 1e-4, 0.05), (10, 0.05, .nan, 0.05), (10, 0.05, 1e-4, .infinity),
    ] {
      let text = refusal {
        _ = StepCost(base: base, perPromptToken: prompt, perContextToken: context, perSequence: sequence)
      }
      #expect(text.contains("at least 0"))
    }
    #expect(
      refusal { _ = StepCost(base: 0, perPromptToken: 1, perContextToken: 1, perSequence: 0) }.contains(
        "takes some time"))
    #expect(refusal { _ = BatchingRule.continuous(sequences: 0) }.contains("from 1"))
    #expect(refusal { _ = BatchingRule.continuous(sequences: 256, tokensPerStep: 128) }.contains("256 tokens or more"))
    #expect(refusal { _ = LanguageModel.llama8B.pruned(keeping: 0) }.contains("above 0"))
    #expect(
      refusal { _ = GPU("fast", memory: 80, bandwidth: 0, bf16: 1, power: 1, source: "") }.contains("bandwidth: 0"))
    #expect(
      refusal { _ = FixedOverheads(beforeQueue: -1, perToken: 0, atEnd: 0) }.contains("beforeQueue: -1"))
  }

  @Test func `the power of a GPU rises with the sequences at work, from least to most`() {
    let curve = GPU.h100.powerCurve
    #expect(abs(curve.watts(sequences: 1) - 304.4) < 0.1 && abs(curve.watts(sequences: 128) - 582.8) < 0.1)
    #expect(curve.watts(sequences: 0) == 300)
    let deployment = Deployment(.llama70B, on: .h100, gpus: 4, precision: .fp8)
    #expect(deployment.watts(sequences: 32) == 4 * curve.watts(sequences: 32))
  }

  // MARK: - Files

  private func problem(_ json: String) -> String {
    do {
      _ = try Deployment(JSONSource(json, file: "d.json"))
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func `four figures and the memory make a deployment`() throws {
    let json = """
      {
        "name": "our \\u00fcber model", "source": "June",
        "base_ms": 12.4, "per_prompt_token_ms": 0.0443,
        "per_context_token_ms": 8e-5, "per_sequence_ms": 0.0307,
        "kv_tokens": 500000, "context_length": 131072, "sequences": 128, "gpu": "h20"
      }

      """
    let deployment = try Deployment(JSONSource(json, file: "d.json"))
    #expect(deployment.name == "our über model" && deployment.evidence == .stated("June"))
    #expect(
      deployment.cost
        == StepCost(base: 12.4, perPromptToken: 0.0443, perContextToken: 8e-5, perSequence: 0.0307))
    #expect(deployment.kvTokens == 500_000 && deployment.batching.sequences == 128 && deployment.gpu == .h20)
    #expect(deployment.blockTokens == 16 && deployment.gpus == 1 && deployment.clock == .nanoseconds)

    let file = FileManager.default.temporaryDirectory.appendingPathComponent("deployment-\(UUID().uuidString).json")
    try json.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(try Deployment(contentsOf: file.path) == deployment)
    #expect(throws: DataFileError.self) { try Deployment(contentsOf: file.path + ".none") }
  }

  @Test func `a file says all that a deployment can be`() throws {
    let random = RandomStream(seed: 8, replication: 0, name: "files")
    func pick<T>(_ options: [T]) -> T { options[random.index(below: options.count)] }
    func milliseconds() -> Double { pick([0, Double(1 + random.index(below: 100_000)) / 1024]) }
    for _ in 0..<300 {
      let grid = StepTable.Grid(
        tokens: [1, 1000.5], sequences: [1, 64, 128],
        milliseconds: (0..<2).map { _ in (0..<3).map { _ in 1 + 10 * random.uniform() } })
      let cost =
        pick([true, false])
        ? StepCost(StepTable(prompts: grid, decoding: grid, shared: pick([0, 0.5])))
        : StepCost(
          base: 1 + milliseconds(), perPromptToken: milliseconds(), perPromptPair: milliseconds(),
          perContextToken: milliseconds(), perSequence: milliseconds(),
          perDecodeToken: milliseconds(), promptAttention: pick(StepCost.PromptAttention.allCases))
      let sequences = 1 + random.index(below: 64)
      let link = KVLink(bytesPerSecond: 25e9, latency: 0.0005, isShared: pick([true, false]))
      let batching: BatchingRule = pick([
        .continuous(
          sequences: sequences, tokensPerStep: 5000, chunksPrompts: pick([true, false]),
          resumption: pick(BatchingRule.Resumption.allCases), prefixCaching: pick([true, false]),
          scheduler: pick(BatchingRule.Scheduler.allCases), preemption: pick(BatchingRule.Preemption.allCases)),
        .oneAtATime, .fixed(sequences: sequences), .promptsOnly(sequences: sequences, tokensPerStep: 100),
      ])
      let deployment = Deployment(
        pick(["ours", "\"é\" \\ /"]), cost,
        overheads: FixedOverheads(
          beforeQueue: milliseconds() / 1000, perToken: milliseconds() / 1000, atEnd: milliseconds() / 1000),
        batching: batching,
        kvTokens: 100_000, blockTokens: pick([1, 16, 32]), contextLength: 5000, gpus: 1 + random.index(below: 8),
        gpu: pick([nil, .h100]), clock: pick(StepClock.allCases),
        split: batching.joining == .betweenBatches || batching.promptsOnly
          ? nil : pick([nil, PrefillDecodeSplit(prefill: 2, decode: 3, link: link, bytesPerToken: 131_072)]),
        source: .stated("June", error: pick([nil, 0.013])))
      #expect(try Deployment(JSONSource(deployment.json, file: "d.json")) == deployment, "\(deployment.json)")
    }
  }

  @Test func `fields that have no meaning beside others are named`() {
    let good = """
      {"name": "ours", "base_ms": 12.4, "per_prompt_token_ms": 0.0443, "per_context_token_ms": 8e-5,
      "per_sequence_ms": 0.0307, "kv_tokens": 500000, "context_length": 1000,
      "batching": "continuous"}
      """
    func with(_ field: String, batching: String = "continuous") -> String {
      problem(good.replacing("\"continuous\"", with: "\"\(batching)\",\n\(field)"))
    }
    #expect(problem(good) == "")
    #expect(with("\"chunked_prefill\": false") == "")
    #expect(with("\"chunked_prefill\": 0") == "d.json:4: \"chunked_prefill\" must be true or false, not 0")
    #expect(with("\"chunked_prefill\": false, \"tokens_per_step\": 900").contains("has 900 tokens"))
    #expect(with("\"sequences\": 3", batching: "one_at_a_time").contains("d.json:4: \"sequences\" has no meaning here"))
    #expect(with("\"sequences\": 3", batching: "fix").contains("did you mean \"fixed\""))
    #expect(with("\"block_tokens\": 16", batching: "fixed") == "d.json:4: \"sequences\" is missing")
    #expect(
      with("\"draft_tokens\": 2", batching: "fixed")
        == "d.json:4: \"draft_tokens\" has no meaning here: batching is fixed")
    #expect(
      with("\"prefill_replicas\": 2", batching: "prompts_only")
        == "d.json:4: \"prefill_replicas\" has no meaning here: batching is prompts_only")
    #expect(with("\"resumption\": \"startOver\"").contains("did you mean \"start_over\""))
    #expect(with("\"prompt_steps\": [[1, 1, 2]]").contains("\"base_ms\" has no meaning here"))
    let table = """
      {"name": "ours", "kv_tokens": 500000, "context_length": 1000,
      "prompt_steps": [[1, 1, 2]],
      "decode_steps": [[1, 1, 2], [1, 4, 3], [9, 1, 4]]}
      """
    #expect(
      problem(table)
        == "d.json:3: \"decode_steps\" has no row for 9 tokens and 4 sequences: it is a full grid")
    #expect(problem(table.replacing("[9, 1, 4]", with: "[1, 1, 4]")).contains("is the second row for 1 tokens"))
    #expect(problem(table.replacing("[9, 1, 4]", with: "[9, 1]")).contains("must be [tokens, sequences, milliseconds]"))
    #expect(
      problem(table.replacing("[9, 1, 4]", with: "[0, 0, 0]"))
        == "d.json:3: \"decode_steps[2]\" must take more than 0 ms, not 0")
    #expect(
      problem(table.replacing("[9, 1, 4]", with: "[-9, 1, 4]"))
        == "d.json:3: \"decode_steps[2]\" must have at least 0 tokens and sequences, not -9 and 1")
    #expect(problem(table.replacing("[[1, 1, 2]]", with: "[]")) == "d.json:2: \"prompt_steps\" must have a row")
    #expect(problem(table.replacing("[9, 1, 4]", with: "[9, 1, 4], [9, 4, 5]")) == "")
  }

  @Test(arguments: ["b200", "gb300", "mi300x", "h100"]) func `stated costs go with any GPU of the catalogue`(
    _ gpu: String
  ) throws {
    let json = """
      {"name": "own", "base_ms": 5, "per_prompt_token_ms": 0.05, "per_context_token_ms": 0, "per_sequence_ms": 0,
       "kv_tokens": 4096, "context_length": 2048, "gpu": "\(gpu)"}
      """
    let found = try #require(try Deployment(JSONSource(json, file: "d.json")).gpu)
    let sheet = try GPUSheet.named(gpu, for: "gpu")
    #expect(found.power == sheet.power && found.memory == sheet.gpu?.memory)
  }

  @Test func `names of the catalogue make a deployment`() throws {
    let json = #"{"model": "llama8B", "gpu": "a800", "precision": "int8"}"#
    #expect(try Deployment(JSONSource(json, file: "d.json")) == Deployment(.llama8B, on: .a800, precision: .int8))
    #expect(
      problem("{\n\"model\": \"llama8b\",\n\"gpu\": \"a900\"}")
        == "d.json:2: \"model\": there is no \"llama8b\"; did you mean \"llama8B\"?")
    #expect(
      problem("{\n\"model\": \"llama8B\",\n\"gpu\": \"x1\"}")
        == "d.json:3: \"gpu\": there is no \"x1\"; there are \"a100\", \"a800\", \"h100\", \"h20\", \"h200\", \"l40s\", \"rtx4090\", \"rtxPro6000\""
    )
    #expect(problem(#"{"model": "llama70B", "gpu": "a800"}"#).contains("it needs 2 of them"))
  }

  @Test func `what is wrong in a file is named with its line`() {
    let good = """
      {"name": "ours", "base_ms": 12.4,
      "per_prompt_token_ms": 0.0443, "per_context_token_ms": 8e-5, "per_sequence_ms": 0.0307,
      "kv_tokens": 500000, "context_length": 131072}
      """
    #expect(problem(good) == "")
    #expect(
      problem(good.replacing("per_prompt_token_ms", with: "per_promt_token_ms"))
        == "d.json:2: there is no \"per_promt_token_ms\" in a deployment; did you mean \"per_prompt_token_ms\"?")
    #expect(problem(good.replacing("\"kv_tokens\": 500000, ", with: "")) == "d.json:3: \"kv_tokens\" is missing")
    #expect(problem(good.replacing("12.4", with: "\"12.4\"")) == "d.json:1: \"base_ms\" must be a number, not \"12.4\"")
    #expect(problem(good.replacing("500000", with: "0.5")) == "d.json:3: \"kv_tokens\" must be a whole number, not 0.5")
    #expect(problem(good.replacing("12.4", with: "-12.4")) == "d.json:1: \"base_ms\" must be at least 0, not -12.4")
    #expect(problem(good.replacing("0.0307", with: "0,0307")).hasPrefix("d.json:2:"))
    #expect(problem(good.replacing("0.0307", with: "00.0307")).hasPrefix("d.json:2: \"per_sequence_ms\" has no value"))
    #expect(problem(good.replacing("131072}", with: "131072")).contains("the file ends here"))
    #expect(problem(good + "x").contains("behind the end"))
    #expect(problem(good.replacing("\"name\"", with: "\"base_ms\": 1, \"name\"")).contains("stands on line 1 already"))
    #expect(problem(good.replacing("\"ours\"", with: "[\"ours\"]")).contains("\"name\" must be a text, not a list"))
    #expect(problem("").contains("an object, which begins with {"))
    #expect(problem("{}") == "d.json:1: \"name\" is missing")
  }
}
