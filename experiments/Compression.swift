import Payoff

/// A 13 B model, smaller: in fewer bits, pruned, or distilled into a model of 0.6 B; on the same GPUs, for the same load.
@main
struct Compression: Experiment {
  static let question = "What does a smaller model save on the same load, and what does it cost in accuracy?"

  @Choice("how the model is made smaller")
  var method: Method = .fp16

  @Uncertain(
    .between(60, 200), "requests a second in the busiest hour", unit: "requests/s",
    source: .fact("F2", "10 M a day is 116 a second; the busiest hour is above, and the use may be smaller"))
  var rate: Double

  @Uncertain(
    .between(0.8, 1.7), "how much slower the model's steps are than reckoned",
    source: .study("the roofline took 10 to 72 % less than engines of 2023 and 2024 on A100s"))
  var slowness: Double

  @Uncertain(10, "rent of an A800", source: .fact("F1", "about 10 USD"))
  var rent: Price<USDollar, GPUHour>

  /// Where in its range the accuracy comes out: what is known of each method is a range.
  @Uncertain(
    .uniform(0, 1), "where the accuracy lies between the worst and the best that is reported",
    source: .assumption("each as likely"))
  var luck: Double

  @Uncertain(
    .uniform(0.5, 2), "what a wrong answer costs, where the original's was right", unit: "CNY/answer",
    source: .assumption("a person steps in"))
  var costOfError: Double

  @Uncertain(7.2, "yuan for a dollar", unit: "CNY/USD", source: .assumption("the article gives no rate"))
  var yuanPerDollar: Double

  var scenario: Scenario {
    let (method, rate, slowness, luck) = (method, rate, slowness, luck)
    let (rent, costOfError, yuanPerDollar) = (rent.amount, costOfError, yuanPerDollar)
    Trial { _ in
      let (before, after) = (Method.fp16, method)
      let gpus = after.gpus(for: rate, slowness)
      let original = before.gpus(for: rate, slowness)
      let costPerRequest = Double(gpus) * rent * yuanPerDollar / 3600 / rate
      let accuracy = after.accuracy(luck)
      let saved = Double(original - gpus) * rent * yuanPerDollar / 3600 / rate
      let errors = accuracy.map { (1 - $0) * costOfError }
      return [
        .init("gpus", Double(gpus), unit: "GPUs"),
        .init("hardware_saved", 1 - Double(gpus) / Double(original)),
        .init("cost_of_request", costPerRequest, unit: "CNY/request"),
        .init("seconds_alone", after.service.mean * slowness, unit: "s"),
        .init("times_faster_alone", before.service.mean / after.service.mean),
        .init("share_of_size", after.bytes / before.bytes),
        .init("accuracy_left", accuracy),
        .init("net_saving_of_request", errors.map { saved - $0 }, unit: "CNY/request"),
        // With this share of the original's accuracy left, the saving pays for the errors and no more.
        .init("accuracy_needed", 1 - saved / costOfError),
      ]
    }
  }
}

/// How a model of 13 B parameters is made smaller.
enum Method: String, CaseIterable {
  case fp16, int8, int4
  /// Three tenths of the weights are left, F6's upper end.
  case pruned
  /// A model of 0.6 B in its place, for one task: F14.
  case distilled

  var deployment: Deployment {
    switch self {
    case .fp16: Deployment(.llama13B, on: .a800)
    case .int8: Deployment(.llama13B, on: .a800, precision: .int8)
    case .int4: Deployment(.llama13B, on: .a800, precision: .int4)
    case .pruned: Deployment(LanguageModel.llama13B.pruned(keeping: 0.3), on: .a800)
    case .distilled: Deployment(LanguageModel.llama13B.distilled(into: .qwen0_6B), on: .a800)
    }
  }

  /// Bytes of the weights.
  var bytes: Double {
    (deployment.model?.parameters ?? 0) * (deployment.precision?.weightBytes ?? 2)
  }

  /// A request alone on a replica.
  var service: ServiceTime { ServiceTime(deployment.cost, lengths: .azureConversation) }

  /// The least GPUs that answer so many requests a second: first tokens within 2 s, then 20 tokens a second, for 95 %.
  func gpus(for rate: Double, _ slowness: Double) -> Int {
    let deployment = deployment
    let curve = CapacityCurve.batching(
      deployment, lengths: .azureConversation, within: ServiceLevel(.timeToFirstToken, p95: .seconds(2)),
      ServiceLevel(.timePerOutputToken, p95: .milliseconds(50)))
    return curve.slower(by: slowness).replicas(for: rate) * deployment.gpus
  }

  /// The share of the original's accuracy that is left; `nil` where nobody says.
  func accuracy(_ luck: Double) -> Double? {
    deployment.accuracy.share.map { $0.lowerBound + luck * ($0.upperBound - $0.lowerBound) }
  }
}
