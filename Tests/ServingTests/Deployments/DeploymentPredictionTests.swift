import Demand
import Foundation
import Randomness
import Testing

@testable import Serving

/// Deployments of any model on any GPU of the catalogue.
@Suite struct DeploymentPredictionTests {
  private func refusal(
    _ model: String, _ gpu: String, precision: Precision? = nil, tensor: Int? = nil, data: Int = 1, experts: Int? = nil
  ) -> String {
    do {
      _ = try DeploymentPrediction(
        model, on: gpu, precision: precision, tensorParallel: tensor, dataParallel: data, expertParallel: experts)
      return ""
    } catch { return "\(error)" }
  }

  @Test func `names are read without capitals and signs, and an unknown one is refused with the nearest`() throws {
    for name in ["llama-3.3-70b", "Llama 3.3 70B", "llama3.3-70b"] {
      #expect(try DeploymentPrediction(name, on: "H200").model.id == "llama3.3-70b")
    }
    #expect(try DeploymentPrediction("DeepSeek-R1", on: "GB200 NVL72").model.id == "deepseek-v3")
    #expect(try DeploymentPrediction("qwen3-8b", on: "RTX 4090").gpu.id == "rtx_4090")
    #expect(refusal("llama-3.3-7b", "h200").contains("did you mean llama3.3-70b?"))
    #expect(refusal("qwen3-8b", "h201").contains("did you mean h20"))
    #expect(refusal("qwen3-8b", "cerebras").contains("there are a100_40, a100_80"))
  }

  @Test func `what cannot be is refused with what can`() {
    #expect(refusal("llama-3.3-70b", "a100", precision: .fp8).contains("A100 SXM 80 GB has no arithmetic in fp8"))
    #expect(refusal("llama-3.3-70b", "a100", precision: .fp8).contains("use one of bf16, int8, int4"))
    #expect(refusal("qwen3-8b", "h100", precision: .fp4).contains("no arithmetic in fp4"))
    // Published in 4 bits, and unpacked where the GPU does not compute in them.
    #expect(refusal("gpt-oss-120b", "h100", precision: .fp4) == "")
    #expect(refusal("llama-3.3-70b", "h100", precision: .bf16, tensor: 1).contains("it needs --tensor-parallel 2"))
    #expect(refusal("kimi-k2", "rtx4090", precision: .bf16).contains("64 of them do not hold it"))
    #expect(refusal("llama-3.3-70b", "h100", experts: 8).contains("is a dense model"))
    #expect(refusal("deepseek-v3", "h200", tensor: 8, experts: 3).contains("use 8"))
    #expect(refusal("deepseek-v3", "h200", tensor: 8, experts: 8) == "")
    #expect(refusal("llama-3.3-70b", "h200", tensor: 3).contains("use 2"))
    #expect(refusal("llama-3.3-70b", "trainium2", precision: .bf16, tensor: 4).contains("is not known"))
  }

  @Test func `without a number of GPUs a model is on the fewest that hold it`() throws {
    #expect(try DeploymentPrediction("llama-3.3-70b", on: "h200", precision: .fp8).gpus == 1)
    #expect(try DeploymentPrediction("llama-3.3-70b", on: "h100", precision: .bf16).gpus == 2)
    #expect(try DeploymentPrediction("deepseek-v3", on: "h200").gpus == 8)
    #expect(try DeploymentPrediction("deepseek-v3", on: "h200").precision == .fp8)
    #expect(try DeploymentPrediction("gpt-oss-120b", on: "h100").gpus == 1)
  }

  @Test func `evidence says whether a deployment was measured, and its error grows the less was`() throws {
    func support(_ model: String, _ gpu: String, _ precision: Precision, _ engine: ServingEngine, _ tensor: Int) throws
      -> Support
    {
      try DeploymentPrediction(model, on: gpu, precision: precision, engine: engine, tensorParallel: tensor).support
    }
    #expect(try support("llama-3.1-70b", "h100", .fp8, .vllm, 4) == .measured)
    #expect(try support("llama-3.3-70b", "h100", .fp8, .vllm, 4) == .measured)
    #expect(try support("llama-3.1-70b", "h100", .bf16, .sglang, 4) == .fitted)
    #expect(try support("mixtral-8x7b", "h100", .bf16, .vllm, 4) == .predicted)
    #expect(try support("llama-3.1-70b", "mi300x", .bf16, .vllm, 4) == .beyond)
    // Prompts of that benchmark would take twice the peak of the GPU.
    #expect(try support("llama-3.1-8b", "h200", .fp8, .vllm, 1) == .fitted)
    #expect(try support("llama-3.1-8b", "h200", .fp8, .sglang, 1) == .measured)
    let errors = try [
      ("llama-3.1-70b", "h100"), ("mixtral-8x7b", "h100"), ("llama-3.1-70b", "mi300x"),
    ].map { try DeploymentPrediction($0.0, on: $0.1, precision: .fp8, tensorParallel: 4).error }
    #expect(errors == errors.sorted() && Set(errors).count == 3)

    let served = Deployment("llama-3.3-70b", on: "H100", precision: .fp8, tensorParallel: 4)
    #expect(served.evidence.kind == .measured && served.evidence.description.hasPrefix("measured, within 19 %"))
    // 90 % of factors lie within the error.
    let slowness = try #require(served.slowness)
    #expect(abs(slowness.quantile(0.95) / (1 + (try #require(served.evidence.error))) - 1) < 0.001)
    #expect(abs(slowness.quantile(0.5) - 1) < 1e-12)
  }

  /// By hand: 90 % of 171.799 GB less 141.105 of weights and 7 of graphs are 6.514 GB, of 327,680 bytes a token.
  @Test func `the memory of a deployment is the same for the table, the closed loop and the simulation`() throws {
    let prediction = try DeploymentPrediction(
      "llama-3.3-70b", on: "h100", precision: .bf16, tensorParallel: 2)
    #expect(abs(prediction.freeMemory - 6.514) < 0.001)
    #expect(prediction.contextTokens == 19_879 && prediction.deployment().kvTokens == 19_879)
    for input in [1024.0, 9000, 9900, 16_000] {
      let found = prediction.mostRequests(input: input, output: 256)
      #expect(abs(found - max(19_879.3 / (input + 128), 1)) < 1e-4 * found, "\(input): \(found)")
    }
  }

  @Test func `longer prompts never let more requests into the memory, nor raise the throughput`() throws {
    for gpu in GPUSheet.all where gpu.linkBandwidth != nil {
      for model in ["llama3.3-70b", "gpt-oss-120b", "deepseek-v3.2", "gemma3-27b", "qwen3-32b"] {
        let shape = try ModelShape.named(model, for: "")
        for engine in ServingEngine.allCases {
          for tensor in [1, 2, 8] {
            let prediction = DeploymentPrediction(shape, gpu, .bf16, engine, tensor: tensor, data: 1)
            guard prediction.fits else { continue }
            var earlier = (requests: Double.infinity, tokens: Double.infinity)
            for input in stride(from: 512.0, to: 32_000, by: 500) {
              let loop = prediction.loop(requests: 8, input: input, output: 256)
              let requests = prediction.mostRequests(input: input, output: 256)
              #expect(requests <= earlier.requests, "\(gpu.id) \(model) \(engine) \(tensor), \(input) tokens")
              #expect(
                loop.throughput.value <= earlier.tokens * (1 + 1e-9),
                "\(gpu.id) \(model) \(engine) \(tensor), \(input) tokens")
              earlier = (requests, loop.throughput.value)
            }
            // Two thousand tokens are those that the simulation is given memory for.
            let output = 48.0 * (engine == .trtllm ? 1 : 2)
            let found = prediction.mostRequests(input: 2000, output: output)
            #expect(abs(found - max(Double(prediction.contextTokens) / 2048, 1)) <= 1.0 / 2048)
          }
        }
      }
    }
  }

  @Test func `a layer that is spread over nodes waits for the network, which nothing measured supports`() throws {
    func prediction(_ tensor: Int, _ data: Int = 1) throws -> DeploymentPrediction {
      DeploymentPrediction(
        try ModelShape.named("llama3.3-70b", for: ""), try GPUSheet.named("h100", for: ""), .bf16, .vllm,
        tensor: tensor, data: data, deviations: StepCostCoefficients.Deviations())
    }
    // By hand, two all-reduces in each of 80 layers: NCCL's tree has 6.8 us, 14 hops of 0.6 us within nodes of eight, and two
    // crossings of 5 us for each doubling of the nodes; within a node the fitted 5.9 us grow with the width, (8192/5120)^0.298.
    let node = try prediction(8).formula.base
    for (tensor, microseconds) in [(16, 25.2), (32, 35.2), (64, 45.2)] {
      let expected = 160 * (microseconds - 5.937410406244578 * pow(1.6, 0.2981914282696465)) / 1000
      let base = try prediction(tensor).formula.base
      #expect(abs(base - node - expected) < 1e-9, "\(tensor) GPUs: \(base - node) ms more, not \(expected)")
    }
    let times = try [8, 16, 32, 64].map {
      try DeploymentPrediction("llama-3.3-70b", on: "h100", precision: .fp8, tensorParallel: $0)
        .loop(requests: 1, input: 1024, output: 256).timePerOutputToken.value
    }
    #expect(times == times.sorted())
    // Copies of the attention on other nodes leave its layers within theirs.
    let (alone, copied) = (try prediction(8).formula, try prediction(8, 2).formula)
    #expect(abs(2 * copied.promptLink - alone.promptLink) < 1e-12 && copied.base == alone.base)

    func support(_ model: String, _ gpu: String, _ engine: ServingEngine, _ tensor: Int, _ data: Int = 1) throws
      -> Support
    {
      try DeploymentPrediction(
        model, on: gpu, precision: .fp8, engine: engine, tensorParallel: tensor, dataParallel: data
      ).support
    }
    #expect(try support("llama-3.3-70b", "h100", .vllm, 8) == .measured)
    #expect(try support("llama-3.3-70b", "h100", .vllm, 16) == .overNetwork)
    #expect(try support("llama-3.3-70b", "h100", .vllm, 8, 2) == .overNetwork)
    #expect(try support("deepseek-v3", "h100", .trtllm, 16) == .fitted)
    #expect(try support("llama-3.3-70b", "mi300x", .vllm, 16) == .beyond)
    let error = try DeploymentPrediction("llama-3.3-70b", on: "h100", precision: .fp8, tensorParallel: 16).error
    #expect(abs(error - 0.6727) < 0.001)
  }

  @Test(arguments: ["gpt-oss-120b", "deepseek-v3.2", "qwen3-32b", "gemma3-27b"])
  func `a request alone takes the sum of its steps, also where a window is full`(model: String) throws {
    let served = Deployment(
      model, on: "b200", batching: .continuous(sequences: 8, tokensPerStep: 4096)
    ).server(overheads: .none, clock: .nanoseconds)
    let formula = try #require(served.cost.formula)
    for (input, output) in [(100, 100), (1000, 80), (2000, 120)] {
      let prompt = Double(input)
      let expected =
        formula.milliseconds(answers: 0, context: 0, promptTokens: prompt, pairs: prompt * prompt / 2)
        + (1..<output).reduce(0.0) { $0 + formula.milliseconds(answers: 1, context: Double(input + $1)) }
      let result = results(
        of: [RequestTrace.Request(arrival: 0, inputTokens: input, outputTokens: output)], on: served
      ).1
      #expect(abs(result[0].endToEnd * 1000 - expected) < 1e-5 * expected, "\(input) \(output)")
      #expect(
        abs(served.cost.secondsAlone(inputTokens: prompt, outputTokens: Double(output)) * 1000 - expected)
          < 1e-9 * expected)
    }
  }

  @Test func `steps that are slower by a factor take that much longer, all of them`() throws {
    let cost = Deployment("deepseek-v3", on: "h200").cost
    let (formula, slower) = (try #require(cost.formula), try #require(cost.times(1.7).formula))
    for (answers, context, tokens) in [(1.0, 100.0, 0.0), (64, 4000, 0), (32, 1000, 2048), (0, 0, 512)] {
      func time(_ formula: StepFormula) -> Double {
        formula.milliseconds(answers: answers, context: context, promptTokens: tokens, pairs: tokens * tokens / 2)
      }
      #expect(abs(time(slower) / time(formula) / 1.7 - 1) < 1e-12)
    }
  }

  @Test func `the table that a file has agrees with the formula over the range of use`() throws {
    for (model, gpu) in [("llama-3.3-70b", "h200"), ("deepseek-v3", "h200"), ("gpt-oss-120b", "b200")] {
      let formula = try DeploymentPrediction(model, on: gpu).formula
      let table = formula.table
      var worst = 0.0
      for answers in [1, 3, 10, 50, 100, 240] {
        for length in [150, 700, 3000, 20_000] {
          let exact = formula.milliseconds(answers: Double(answers), context: Double(length))
          let found = table.milliseconds(promptTokens: 0, prompts: 0, context: answers * length, answers: answers)
          worst = max(worst, abs(found / exact - 1))
        }
      }
      #expect(worst < 0.05, "\(model): \(worst)")
    }
  }

  @Test func `a file names a model and a GPU of the catalogue`() throws {
    func read(_ json: String) throws -> Deployment { try Deployment(JSONSource(json, file: "d.json")) }
    let named = try read(#"{"model": "llama-3.3-70b", "gpu": "h200", "precision": "fp8", "tensor_parallel": 2}"#)
    #expect(named == Deployment("llama-3.3-70b", on: "h200", precision: .fp8, tensorParallel: 2))
    let problem = #expect(throws: DataFileError.self) { try read(#"{"model": "llama-3.3-70b", "gpu": "h201"}"#) }
    #expect("\(try #require(problem))".contains("did you mean h20"))
    let batched = try read(#"{"model": "qwen3-32b", "gpu": "b200", "engine": "sglang", "sequences": 64}"#)
    #expect(batched.batching.sequences == 64 && batched.cost.formula != nil)
  }

  @Test func `each figure of the catalogue has a source, and prices have dates`() {
    for gpu in GPUSheet.all {
      #expect(!gpu.source.isEmpty && !gpu.export.isEmpty && !gpu.launch.isEmpty, "\(gpu.id)")
      #expect(gpu.memory > 0 && gpu.bandwidth > 0 && gpu.bf16 > 0)
      for price in gpu.prices { #expect(price.low <= price.high && price.low > 0 && !price.date.isEmpty) }
      for peak in [gpu.fp8, gpu.fp4].compactMap(\.self) { #expect(peak >= gpu.bf16, "\(gpu.id)") }
    }
    for model in ModelShape.all {
      let counted = (model.denseWeights + model.headWeights + model.embeddingWeights + model.expertWeights) / 1e9
      #expect(abs(counted / model.total - 1) < 0.025, "\(model.id): \(counted) of \(model.total)")
      #expect(!model.source.isEmpty && model.active <= model.total)
    }
    #expect(GPUSheet.all.count >= 26 && ModelShape.all.count >= 43)
    #expect(Set(GPUSheet.all.map(\.id)).count == GPUSheet.all.count)
  }
}
