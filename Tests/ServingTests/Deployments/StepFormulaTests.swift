import Foundation
import Randomness
import ReferenceData
import Testing
import ValidationRecord

@testable import Serving

/// The cost of a step from data sheets, against a separate implementation in Python and against what is known of it.
@Suite struct StepFormulaTests {
  @Test func `forty deployments have the step times, memory and closed loop of the separate implementation`() throws {
    let table = try ReferenceData.table("serving/step-costs.csv")
    let columns = table.columns
    func texts(_ name: String) throws -> [String] { try table.fields(name) }
    func numbers(_ name: String) throws -> [Double] { try #require(columns[name]) }
    let (gpu, model) = (try texts("gpu"), try texts("m"))
    let (precision, engine, deviations) = (try texts("prec"), try texts("eng"), try texts("deviations"))
    var worst = 0.0
    for row in gpu.indices {
      func number(_ name: String) throws -> Double { try numbers(name)[row] }
      let prediction = DeploymentPrediction(
        try ModelShape.named(model[row], for: "row"), try GPUSheet.named(gpu[row], for: "row"),
        try #require(Precision(rawValue: precision[row])), try #require(ServingEngine(rawValue: engine[row])),
        tensor: Int(try number("t")), data: Int(try number("d")),
        deviations: .init(values: deviations[row].split(separator: " ").compactMap { Double($0) }),
        kvBytes: try number("kv_bytes"))
      let (input, output) = (try number("I"), try number("O"))
      let loop = prediction.loop(requests: try number("N"), input: input, output: output)
      let prompt = try number("P")
      let found = [
        "base_ms": prediction.formula.base, "dense_ms": prediction.formula.dense,
        "experts_ms": prediction.formula.expert, "sequence_ms": prediction.formula.sequence,
        "first_ms": prediction.first, "phi": prediction.waited, "prompt_ms": prediction.formula.prompt(input),
        "step_ms": prediction.formula.milliseconds(
          answers: try number("n"), context: try number("ctx"), promptTokens: prompt, pairs: prompt * prompt / 2),
        "cap": prediction.mostRequests(input: input, output: output), "tpot_ms": loop.timePerOutputToken.value,
        "ttft_ms": loop.timeToFirstToken.value, "tokens_s_gpu": loop.throughput.value,
      ]
      for (name, value) in found {
        let expected = try number(name)
        // Links that are not known give no figure there.
        guard expected.isFinite else { continue }
        let error = abs(value - expected) / max(abs(expected), 1e-12)
        #expect(error < 1e-9, "row \(row + 1), \(gpu[row]) \(model[row]): \(name) is \(value), not \(expected)")
        worst = max(worst, error)
      }
    }
    #expect(gpu.count == 40 && worst < 1e-9)
  }

  @Test func `deviations, support and interval of a named pair are those of the separate implementation`() throws {
    let table = try ReferenceData.table("serving/step-costs.csv")
    let columns = table.columns
    let (gpu, model, cell) = (try table.fields("gpu"), try table.fields("m"), try table.fields("cell"))
    let (precision, engine, evidence) = (
      try table.fields("prec"), try table.fields("eng"), try table.fields("evidence")
    )
    var compared = 0
    for row in gpu.indices where evidence[row] == "measured" && !cell[row].contains("split") {
      let prediction = DeploymentPrediction(
        try ModelShape.named(model[row], for: "row"), try GPUSheet.named(gpu[row], for: "row"),
        try #require(Precision(rawValue: precision[row])), try #require(ServingEngine(rawValue: engine[row])),
        tensor: Int(try #require(columns["t"])[row]), data: Int(try #require(columns["d"])[row]),
        kvBytes: try #require(columns["kv_bytes"])[row])
      let loop = prediction.loop(
        requests: try #require(columns["N"])[row], input: try #require(columns["I"])[row],
        output: try #require(columns["O"])[row])
      #expect([.measured, .otherConfiguration].contains(prediction.support), "row \(row + 1): \(prediction.support)")
      let expected = try #require(columns["tpot_ms"])[row]
      #expect(abs(loop.timePerOutputToken.value / expected - 1) < 1e-9, "row \(row + 1)")
      guard prediction.support == .measured else { continue }
      #expect(abs(loop.timePerOutputToken.low / (try #require(columns["tpot_ms_low"])[row]) - 1) < 1e-9)
      #expect(abs(loop.timeToFirstToken.high / (try #require(columns["ttft_ms_high"])[row]) - 1) < 1e-9)
      compared += 1
    }
    #expect(compared >= 6)
  }

  @Test func `every pair of the catalogue in every precision has positive figures that rise with the batch`() {
    for gpu in GPUSheet.all {
      for model in ModelShape.all {
        for precision in Precision.allCases where gpu.computes(in: precision) {
          let prediction = DeploymentPrediction(model, gpu, precision, .vllm, tensor: 1, data: 1)
          let formula = prediction.formula
          let times = [1.0, 8, 64, 256].map { formula.milliseconds(answers: $0, context: 2000) }
          #expect(times.allSatisfy { $0 > 0 && $0.isFinite }, "\(gpu.id) \(model.id) \(precision): \(times)")
          #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 }, "\(gpu.id) \(model.id) \(precision): \(times)")
          #expect(formula.prompt(4096) > formula.prompt(1024), "\(gpu.id) \(model.id) \(precision)")
        }
      }
    }
  }

  @Test func `the step of one answer takes at least the reading of its weights`() throws {
    for (gpu, model, gigabytes) in [("h100", "llama3.1-8b", 15.0), ("h200", "llama3.3-70b", 139.9)] {
      let sheet = try GPUSheet.named(gpu, for: "--gpu")
      let prediction = DeploymentPrediction(
        try ModelShape.named(model, for: "--model"), sheet, .bf16, .vllm, tensor: 1, data: 1)
      #expect(prediction.formula.milliseconds(answers: 1, context: 100) > gigabytes / sheet.bandwidth)
    }
  }

  @Test func `tokens of a mixture touch all experts in the end, and the experts of one token at first`() throws {
    let formula = DeploymentPrediction(
      try ModelShape.named("deepseek-v3", for: ""), try GPUSheet.named("h200", for: ""), .fp8, .sglang, tensor: 8,
      data: 1
    ).formula
    #expect(abs(formula.touched(0)) < 1e-12)
    #expect(abs(formula.touched(1) / (8.0 / 256) - 1) < 0.03)
    #expect(formula.touched(100_000) > 0.99 && formula.touched(100_000) <= 1)
  }
}
