import Payoff

/// A 13 B model quantised, pruned, or distilled into a model of 0.6 B, on the same GPUs and for the same load.
@main
struct Compression: Experiment {
  static let question = "How much does a compressed model save on the same load, and how much accuracy does it lose?"

  @Choice("how the model is compressed")
  var method: Method = .fp16

  @Uncertain(
    .between(60, 200), "requests a second in the busiest hour", unit: "requests/s",
    source: .fact("F2", "10 M a day is 116 a second; the busiest hour has more, and actual use may be lower"))
  var rate: Double

  @Uncertain(
    .triangular(1.1, 1.5, 2.2), "load of the busiest hour over that of the mean hour", in: 1...24,
    source: .study("the 14 days of ServeGen's largest service: 1.10 to 2.22, 1.52 on average"))
  var busiest: Double

  @Uncertain(slownessOf: Method.fp16.deployment, "factor by which the model's steps are slower than calculated")
  var slowness: Double

  @Uncertain(.a100OnDemand, "rent of an A800, as of an A100 with 80 GB")
  var rent: Price<USDollar, GPUHour>

  /// The position of the accuracy in its range: for each method only a range is known.
  @Uncertain(
    .uniform(0, 1), "position of the accuracy between the worst (0) and the best (1) reported",
    source: .assumption("all values are equally likely"))
  var luck: Double

  @Uncertain(
    .uniform(0.5, 2), "cost of an answer that is wrong where the original was right", unit: "CNY/answer",
    source: .assumption("a person steps in"))
  var costOfError: Double

  @Uncertain(
    .uniform(6.7, 7.4), stated: 7.2, "exchange rate, yuan per dollar", unit: "CNY/USD",
    source: .assumption("the range of 2023 to 2026; the article gives no exchange rate"))
  var yuanPerDollar: Double

  var scenario: Scenario {
    let (method, rate, busiest, slowness, luck) = (method, rate, busiest, slowness, luck)
    let (rent, costOfError, yuanPerDollar) = (rent.amount, costOfError, yuanPerDollar)
    Trial { _ in
      let (before, after) = (Method.fp16, method)
      let gpus = after.gpus(for: rate, slowness)
      let original = before.gpus(for: rate, slowness)
      // The fleet of the busiest hour is paid around the clock, and answers the requests of the mean hour.
      let costOfGPU = rent * yuanPerDollar / 3600 / (rate / busiest)
      let costPerRequest = Double(gpus) * costOfGPU
      let accuracy = after.accuracy(luck)
      let saved = Double(original - gpus) * costOfGPU
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
        // At this share of the original's accuracy, the saving just pays for the errors.
        .init("accuracy_needed", 1 - saved / costOfError),
      ]
    }
  }
}

/// How a model of 13 B parameters is compressed.
enum Method: String, CaseIterable {
  case fp16, int8, int4
  /// Three tenths of the weights are kept, F6's upper end.
  case pruned
  /// A model of 0.6 B replaces it for one task: F14.
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

  /// The service time of a request alone on a replica.
  var service: ServiceTime { ServiceTime(deployment.cost, lengths: .azureConversation) }

  /// The smallest number of GPUs that answer this rate: first tokens within 2 s, then 20 tokens a second, for 95 %.
  func gpus(for rate: Double, _ slowness: Double) -> Int {
    let deployment = deployment
    let curve = CapacityCurve.batching(
      deployment, lengths: .azureConversation, within: ServiceLevel(.timeToFirstToken, p95: .seconds(2)),
      ServiceLevel(.timePerOutputToken, p95: .milliseconds(50)))
    return curve.slower(by: slowness).replicas(for: rate) * deployment.gpus
  }

  /// The share of the original's accuracy that is kept; `nil` if it is unknown.
  func accuracy(_ luck: Double) -> Double? {
    deployment.accuracy.share.map { $0.lowerBound + luck * ($0.upperBound - $0.lowerBound) }
  }
}

extension Compression {
  static let chinese: Translation = [
    question: "在相同负载下，压缩后的模型能节省多少，准确率损失多少？",
    "how the model is compressed": "模型压缩方式",
    "requests a second in the busiest hour": "高峰小时每秒请求数",
    "10 M a day is 116 a second; the busiest hour has more, and actual use may be lower":
      "每天 1000 万次即每秒 116 次；高峰更高，实际使用量可能更低",
    "load of the busiest hour over that of the mean hour": "最忙小时负载与平均小时之比",
    "the 14 days of ServeGen's largest service: 1.10 to 2.22, 1.52 on average":
      "ServeGen 最大服务的 14 天：1.10–2.22，平均 1.52",
    "factor by which the model's steps are slower than calculated": "模型每步耗时相对理论值的倍数",
    "rent of an A800, as of an A100 with 80 GB": "A800 租金（按 A100 80 GB 计）",
    "RunPod 1.39 and 1.79, Akash 1.71, Lambda 2.79, Vast.ai 1.14 to 1.70":
      "RunPod 1.39 与 1.79，Akash 1.71，Lambda 2.79，Vast.ai 1.14–1.70",
    "position of the accuracy between the worst (0) and the best (1) reported": "准确率在公开结果最差（0）与最好（1）之间的位置",
    "all values are equally likely": "各值等可能",
    "cost of an answer that is wrong where the original was right": "原模型正确而压缩模型出错时的单次成本",
    "a person steps in": "需人工介入",
    "exchange rate, yuan per dollar": "人民币兑美元汇率",
    "the range of 2023 to 2026; the article gives no exchange rate": "2023–2026 年的区间；文中未给出汇率",
    "pruned": "剪枝",
    "distilled": "蒸馏",
    "int8": "8 位量化",
    "int4": "4 位量化",
    "fp16": "16 位（不压缩）",
    "CNY/answer": "元/次回答",
    "hardware_saved": "硬件节省比例",
    "cost_of_request": "单次请求成本",
    "seconds_alone": "单独处理一次请求的耗时",
    "times_faster_alone": "单独处理时的加速倍数",
    "share_of_size": "压缩后体积占比",
    "accuracy_left": "准确率保留比例",
    "net_saving_of_request": "单次请求净节省",
    "accuracy_needed": "盈亏平衡所需的准确率",
  ]
}
