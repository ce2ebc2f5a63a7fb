import Payoff

/// A platform sorts texts with a large general model and could train a small model for this task alone.
@main
struct SpecialisedModel: Experiment {
  static let question = "From how many texts a day on is an own small model cheaper than a large general one?"

  static let cases = [
    Case("bull", "many texts, a fast model, few errors", ["texts": 2e7, "faster": 24, "errors": 0.0005]),
    Case("bear", "few texts, a rent that falls, more errors", ["texts": 8e5, "rent": 2.8, "errors": 0.01]),
  ]

  @Uncertain(.between(3e5, 3e7), stated: 3e6, "texts", unit: "requests/day", source: .assumption("a platform's posts"))
  var texts: Double

  @Uncertain(
    .between(0.2, 1), stated: 0.5, "GPU-seconds that the large model needs for a text", unit: "GPU-s",
    source: .assumption("175 B parameters on eight GPUs, batched"))
  var secondsLarge: Double

  @Uncertain(.uniform(10, 25), stated: 20, "speed-up of the small model", source: .fact("F14"))
  var faster: Double

  @Uncertain(
    .uniform(1, 1.8), stated: 1, "further speed-up with weights of 8 bits",
    source: .fact("F15", "−75 % compared with FP32; compared with FP16 it is half"))
  var quantised: Double

  @Uncertain(.h100OnDemand, "rent of an H100")
  var rent: Price<USDollar, GPUHour>

  @Uncertain(100_000, "records to train on", unit: "records", source: .fact("F4"))
  var records: Double

  @Uncertain(.uniform(2, 3), stated: 2, "cost of annotating a record", source: .fact("F4", "over 2"))
  var annotation: Price<Renminbi, PerRecord>

  @Uncertain(
    .uniform(0.2, 1), leftOut: 0, "share of the records annotated again each year", in: 0...1,
    source: .assumption("posts change over time"))
  var drift: Rate<PerYear>

  @Uncertain(
    .uniform(1, 3), stated: 2, "engineers", unit: "people", source: .assumption("they train and maintain the model"))
  var engineers: Double

  @Uncertain(1e6, "yearly cost of an engineer", source: .fact("F5", "senior engineers over 1 M"))
  var pay: Price<Renminbi, PerYear>

  @Uncertain(
    .triangular(0, 0.002, 0.03), stated: 0, "share of texts that are additionally sorted wrongly", in: 0...1,
    source: .fact("F15", "at least 95 % of the accuracy; F14 reports no loss"))
  var errors: Double

  @Uncertain(
    .between(0.005, 0.1), "cost of a text sorted wrongly",
    source: .assumption("one in several hundred is checked by a person"))
  var costOfError: Price<Renminbi, PerError>

  @Uncertain(
    .uniform(1, 6), leftOut: 0.001, "months until all texts go to the small model", unit: "months",
    source: .assumption("kind by kind, once each is sorted as well as before"))
  var rollout: Double

  @Uncertain(
    .uniform(6.7, 7.4), stated: 7.2, "exchange rate, yuan per dollar", unit: "CNY/USD",
    source: .assumption("the range of 2023 to 2026; the article gives no exchange rate"))
  var yuanPerDollar: Double

  @Uncertain(
    .uniform(0.001, 0.01), leftOut: 0, "share of the texts that a person checks as a control", in: 0...1,
    source: .assumption("a sample, to see when the model has to be trained again"))
  var checked: Double

  @Uncertain(
    .between(0.05, 0.3), leftOut: 0, "cost of a text that a person checks",
    source: .assumption("ten seconds of a clerk"))
  var costOfCheck: Price<Renminbi, PerError>

  @Uncertain(
    .constant(ChineseRates.incomeTax.value), "income tax on profit", in: 0...1,
    source: .recorded(ChineseRates.incomeTax))
  var taxRate: Double

  @Uncertain(
    ChineseRates.consumerPrices.value, stated: 0, "yearly rise of consumer prices",
    source: .recorded(ChineseRates.consumerPrices))
  var inflation: Rate<PerYear>

  @Uncertain(
    ChineseRates.wages.value, leftOut: 0, "yearly rise of wages", source: .recorded(ChineseRates.wages))
  var wageRise: Rate<PerYear>

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 3)
    Books(
      in: .cny, discounting: 0.10, inflation: inflation, taxing: .chinese(rate: taxRate),
      ExchangeRate(USD(1), is: CNY(yuanPerDollar)))
    // A text is a fixed piece of work: its cost falls with rents and with better serving software.
    let work = PriceIndex.gpuWork
    work
    let secondsSmall = secondsLarge / faster / quantised
    Load("texts") { Requests(perDay: texts, counts: .expected) }
    // The others still go to the large model.
    let rolledOut = Ramp.linear(over: rollout)
    let sorted = { (month: MonthOfOperation) in
      month.requests("texts") * rolledOut.share(after: Double(month.index) + 1)
    }
    Avoided(Metered("large model", rent, along: work) { Quantity(sorted($0) * secondsLarge / 3600) })
    Metered("small model", rent, along: work) { Quantity(sorted($0) * secondsSmall / 3600) }
    DataCorpus("training data", Quantity<PerRecord>(records), annotating: annotation, renewed: drift)
    TrainingRun("training", gpus: 8, hours: 72, rent, along: work, every: 6)
    Staff("engineers", Int(engineers.rounded()), pay, growing: wageRise)
    // The large model was trusted as it was; a model of one's own has to be watched.
    Metered("control", costOfCheck, along: PriceIndex("wages", .falling((0 - wageRise.fraction).perYear))) {
      Quantity(sorted($0) * checked)
    }
    Metered("sorted wrongly", costOfError) { Quantity(sorted($0) * errors) }

    let atStart = rent.amount * yuanPerDollar / 3600 * (secondsLarge - secondsSmall)
    Measure("saved_on_a_text", unit: "CNY/request") { _ in
      atStart - errors * costOfError.amount - checked * costOfCheck.amount
    }
    BreakEven("break_even", of: $texts, within: 1_000...1e10)
    Check(
      "speed-up", byHand: 20, "less than the 292 times fewer weights.", of: "F14", isByConstruction: true
    ) {
      $0.benefit("large model")[0] / $0.cost("small model")[0] / quantised
    }
    Check(
      "memory of 8-bit weights relative to 16-bit weights", byHand: 0.25, "−75 % is compared with 32 bits.", of: "F15"
    ) { _ in 8 / 16 }
  }

  static func answer(_ findings: Findings) -> String? {
    """
    A small model saves \(findings["saved_on_a_text"]). Its net present value is above 0 \(findings["break_even"].onwards). \
    At the volumes of this run, it is above 0 in \(findings.percent(findings["npv"].shareAboveZero)) of simulated futures.
    """
  }
}

extension SpecialisedModel {
  static let chinese: Translation = [
    question: "每天文本量达到多少时，自有小模型比通用大模型更省钱？",
    "income tax on profit": "企业所得税税率", "yearly rise of consumer prices": "居民消费价格年涨幅",
    "yearly rise of wages": "工资年涨幅",
    "share of the texts that a person checks as a control": "人工抽检的文本占比",
    "a sample, to see when the model has to be trained again": "抽样判断何时需要重新训练",
    "cost of a text that a person checks": "人工检查一条文本的成本", "ten seconds of a clerk": "职员十秒钟", "control": "抽检",
    "months until all texts go to the small model": "全部文本改由小模型处理所需月数",
    "kind by kind, once each is sorted as well as before": "逐类切换，待每类分拣不逊于从前",
    "texts": "文本量",
    "a platform's posts": "平台帖子",
    "GPU-seconds that the large model needs for a text": "大模型处理一条文本所需 GPU 秒",
    "175 B parameters on eight GPUs, batched": "1750 亿参数，8 块 GPU，批处理",
    "speed-up of the small model": "小模型的加速倍数",
    "further speed-up with weights of 8 bits": "8 位权重的额外加速倍数",
    "−75 % compared with FP32; compared with FP16 it is half": "相对 FP32 为 −75%；相对 FP16 为一半",
    "rent of an H100": "H100 租金",
    "16 sellers, 2.58 to 6.16, median 3.64 (renshuBTC/compute-screener); Lambda 3.99":
      "16 家供应商 2.58–6.16，中位数 3.64（renshuBTC/compute-screener）；Lambda 3.99",
    "records to train on": "训练数据条数",
    "cost of annotating a record": "每条标注成本",
    "over 2": "2 元以上",
    "share of the records annotated again each year": "每年重新标注的占比",
    "posts change over time": "帖子内容会变化",
    "engineers": "工程师",
    "they train and maintain the model": "负责训练与维护模型",
    "yearly cost of an engineer": "工程师年成本",
    "senior engineers over 1 M": "高级工程师年薪 100 万元以上",
    "share of texts that are additionally sorted wrongly": "新增误分类占比",
    "at least 95 % of the accuracy; F14 reports no loss": "至少保留 95% 的准确率；F14 称无损失",
    "cost of a text sorted wrongly": "一次误分类的成本",
    "one in several hundred is checked by a person": "每数百条中有一条需人工处理",
    "exchange rate, yuan per dollar": "人民币兑美元汇率",
    "the range of 2023 to 2026; the article gives no exchange rate": "2023–2026 年的区间；文中未给出汇率",
    "GPU work": "单位 GPU 工作量的成本",
    "large model": "大模型",
    "small model": "小模型",
    "training data": "训练数据",
    "training": "训练",
    "sorted wrongly": "误分类",
    "saved_on_a_text": "每条文本节省额",
    "break_even": "净现值为 0 的文本量",
    "speed-up": "加速倍数",
    "less than the 292 times fewer weights.": "低于权重数量之比 292 倍。",
    "memory of 8-bit weights relative to 16-bit weights": "8 位权重与 16 位权重的内存之比",
    "−75 % is compared with 32 bits.": "−75% 是相对 32 位而言。",
  ]

  static func chineseAnswer(_ findings: Findings) -> String? {
    """
    小模型每条文本节省 \(findings["saved_on_a_text"])，净现值为正的文本量：\(findings["break_even"].onwards)；\
    \(findings.percent(findings["npv"].shareAboveZero)) 的模拟情形净现值高于 0。
    """
  }
}
