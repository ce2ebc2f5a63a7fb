import Foundation
import ReferenceData
import Testing
import ValidationRecord

@testable import Serving

@Suite struct `Costs that nobody measured` {
  /// The mean time from token to token in milliseconds when that many requests are always there: each brings its prompt
  /// once for all the tokens of its answer.
  private func timePerToken(_ cost: StepCost, requests: Double, input: Double = 1024, output: Double = 256) -> Double {
    cost.base
      + requests
      * (cost.perPromptToken * input / output + cost.perContextToken * (input + output / 2) + cost.perSequence)
  }

  private func errors(_ measured: MeasuredCost) -> [Double] {
    let derived = Roofline.cost(measured.model, on: measured.gpu, gpus: measured.gpus, precision: measured.precision)
    return [1.0, 8, 32, 64].map {
      timePerToken(derived, requests: $0) / timePerToken(measured.cost, requests: $0) - 1
    }
  }

  @Test func `the roofline is within what it says of the costs measured on vLLM of today, and no closer than it says`()
  {
    var rows = [["model", "GPUs", "bits", "from", "1", "8", "32", "64 requests, % off"]]
    var checked: [Double] = []
    for measured in MeasuredCost.all {
      let errors = errors(measured)
      let stated = Roofline.error(
        measured.model, on: measured.gpu, gpus: measured.gpus, precision: measured.precision)
      rows.append(
        [
          measured.model.name, "\(measured.gpus) × \(measured.gpu.name)", "\(measured.precision)",
          String(measured.evidence.source.prefix(12)),
        ] + errors.map(Tables.percent))
      let isToday = measured.evidence.source.hasPrefix("vLLM 0.19") || measured.evidence.source.hasPrefix("vLLM, ")
      if isToday {
        #expect(
          Validation.agreement(
            .roofline, "\(measured.model.name) in \(measured.precision) on \(measured.gpus) × \(measured.gpu.name)",
            with: "measured, vLLM of 2025", figures: errors.count, worst: errors.map(abs).max() ?? .nan,
            within: stated), "\(measured.model.name) on \(measured.gpus) \(measured.gpu.name)")
        if stated == 0.25 { checked += errors.map(abs) }
      } else {
        // Other engines and the vLLM of 2023, as the documentation tells.
        #expect(errors.allSatisfy { $0 > -0.53 && $0 < 1.03 })
        #expect(
          Validation.agreement(
            .roofline, "\(measured.model.name) in \(measured.precision) on \(measured.gpus) × \(measured.gpu.name)",
            with: "measured, other engines or vLLM of 2023", figures: errors.count,
            worst: errors.map(abs).max() ?? .nan, within: 1.03))
      }
    }
    Tables.show("The roofline against the measured costs", rows)
    checked.sort()
    // The figures of the documentation.
    #expect(checked.count == 48)
    #expect(abs(checked[checked.count / 2] - 0.05) < 0.005 && abs(checked[checked.count - 1] - 0.14) < 0.005)
  }

  @Test func `on GPUs and engines that it was not chosen on, the roofline is too fast by a tenth to seven tenths`()
    throws
  {
    // Decode steps that SageServe and Splitwise measured on A100s with the engines of 2023 and 2024.
    let table = try ReferenceData.table("serving/a100-decode-steps.csv")
    let models = ["Llama-3.1-8B": LanguageModel.llama8B, "llama2-70b": .llama70B]
    var errors: [Double] = []
    var rows = [["model", "GPUs", "condition", "measured ms", "roofline ms", "% off"]]
    for (name, figures) in zip(try table.fields("model"), table.numbers()) {
      let model = try #require(models[name])
      let (gpus, batch, context, time) = (Int(figures[1]), figures[3], figures[4], figures[5])
      let cost = Roofline.cost(model, on: .a100, gpus: gpus, precision: .bf16)
      let derived = cost.milliseconds(context: batch * (context + 64), sequences: batch)
      errors.append(derived / time - 1)
      rows.append([
        model.name, "\(gpus)", "\(batch.formatted()) of \(context.formatted())", Tables.number(time, 1),
        Tables.number(derived, 1), Tables.percent(derived / time - 1),
      ])
    }
    Tables.show("The roofline against decode steps on A100s", rows)
    #expect(errors.count == 26)
    #expect(errors.allSatisfy { $0 > -0.72 && $0 < -0.1 })
    #expect(
      Validation.agreement(
        .roofline, "decode steps of Llama 3.1 8B and Llama 2 70B on A100s", with: "SageServe, Splitwise",
        figures: errors.count, worst: errors.map(abs).max() ?? .nan, within: 0.72))
  }

  @Test func `fewer bits read less, leave more memory, and say what they cost in accuracy`() {
    let full = Deployment(.llama70B, on: .h100, gpus: 4)
    for precision in [Precision.fp8, .int8, .int4] {
      let small = Deployment(.llama70B, on: .h100, gpus: 4, precision: precision)
      #expect(small.cost.base < full.cost.base && small.kvTokens > full.kvTokens)
      #expect(small.cost.perContextToken <= 1.5 * full.cost.perContextToken)
      let share = small.accuracy.share
      #expect(share.map { $0.lowerBound >= 0.95 && $0.lowerBound < 1 } == true)
    }
    // F15: a quarter of the size in 32 bits, half of that in 16, and at least 95 % of the accuracy.
    #expect(Precision.int8.weightBytes / 4 == 0.25 && Precision.int8.weightBytes / Precision.bf16.weightBytes == 0.5)
    #expect(Precision.int8.accuracy.share?.lowerBound == 0.95 && Precision.int8.accuracy.source.contains("F15"))
    #expect(full.accuracy == .none)
  }

  @Test func `pruned and distilled models are smaller in what they read and remember, and unsure in accuracy`() {
    let pruned = LanguageModel.llama70B.pruned(keeping: 0.3)
    #expect(pruned.parameters == 0.3 * LanguageModel.llama70B.parameters && pruned.kvBytes == 0.3 * 327_680)
    #expect(pruned.accuracy.share == nil && pruned.accuracy.source.contains("F6"))
    let deployment = Deployment(pruned, on: .h100, precision: .fp8)
    #expect(deployment.cost.base < 0.31 * Deployment(.llama70B, on: .h100, gpus: 4).cost.base * 4)
    #expect(deployment.accuracy.share == nil)

    // F14: a model 292 times smaller that is as good at one task.
    let special = LanguageModel.opt175B.distilled(into: .qwen0_6B, accuracy: .specialised)
    #expect(special.parameters == LanguageModel.qwen0_6B.parameters && special.accuracy.share == 1...1)
    #expect(special.accuracy.source.contains("F14"))
    #expect(AccuracyEffect.none.and(Precision.int8.accuracy) == Precision.int8.accuracy)
    #expect(Precision.int8.accuracy.and(Precision.fp8.accuracy).share == 0.95 * 0.99...0.99)
  }
}
