import Payoff

/// Hospitals need a corpus of ten million records, which is bought, annotated in part, renewed, and shared or not.
@main
struct MedicalCorpus: Experiment {
  static let question = "What does a medical corpus of ten million records cost, alone and shared by ten hospitals?"

  static let cases = [
    Case(
      "bull", "a cheap corpus that is easily shared",
      ["priceOfCorpus": 20e6, "annotated": 0.006, "coordination": 30000]),
    Case(
      "bear", "a dear corpus that is hard to share", ["priceOfCorpus": 50e6, "annotated": 0.04, "coordination": 180000]),
  ]

  @Uncertain(10e6, "records", unit: "records", source: .fact("F3", "on the order of 10 M"))
  var records: Double

  @Uncertain(.uniform(200, 500), stated: 300, "price of a record", source: .fact("F3", "several hundred"))
  var priceOfRecord: Price<Renminbi, PerRecord>

  @Uncertain(.between(15e6, 60e6), stated: 30e6, "price of all of them", source: .fact("F3", "tens of millions"))
  var priceOfCorpus: CNY

  @Uncertain(.uniform(2, 3), stated: 2, "cost of annotating a record", source: .fact("F4", "over 2"))
  var annotation: Price<Renminbi, PerRecord>

  @Uncertain(
    .triangular(0.005, 0.01, 0.05), stated: 0.01, "share of the records that is annotated", in: 0...1,
    source: .assumption("F4's 100 000 items are one in a hundred records"))
  var annotated: Double

  @Uncertain(10, "hospitals that share it", unit: "hospitals", in: 1...1e6, source: .fact("F12"))
  var hospitals: Double

  @Uncertain(
    .between(20_000, 200_000), leftOut: 0, "cost of agreeing with each other hospital, for one hospital",
    source: .assumption("contracts, formats and ethics reviews: a few people for weeks"))
  var coordination: CNY

  @Uncertain(
    .uniform(0.05, 0.20), leftOut: 0, "share of the corpus renewed each year", in: 0...1,
    source: .assumption("guidelines and drugs change")
  )
  var renewal: Rate<PerYear>

  @Choice("which figure of the article is used: its price of a record and its total differ by a factor of a hundred")
  var reading: Reading = .total

  @Choice("who pays")
  var sharing: Sharing = .alliance

  enum Reading: String, CaseIterable {
    case total
    case priceOfRecord = "price-of-record"
  }

  enum Sharing: String, CaseIterable { case alone, alliance }

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 5)
    Books(in: .cny, discounting: 0.08)
    let items = Quantity<PerRecord>(records)
    let price = reading == .total ? priceOfCorpus / records / PerRecord.unit : priceOfRecord
    let partners = sharing == .alone ? Alliance.alone : Alliance(Int(hospitals.rounded()), coordination: coordination)
    DataCorpus(
      "corpus", items, buying: price, annotating: annotation, annotated: annotated, sharedBy: partners,
      renewed: renewal)

    let alone = price.times(items) + annotated * annotation.times(items)
    Measure("first_cost", unit: "CNY") { $0.cost("corpus")[0] }
    Measure("first_cost_alone", unit: "CNY") { _ in alone.amount }
    Measure("share", unit: "1") { $0.cost("corpus")[0] / alone.amount }
    Measure("hospitals_sharing", unit: "hospitals") { _ in sharing == .alone ? 1 : hospitals.rounded() }
    Measure("best_alliance", unit: "hospitals") { _ in
      Alliance.bestSize(total: alone, coordination: coordination).map(Double.init)
    }

    Check(
      "the corpus at the price of a record", unit: "CNY", byHand: 30e6,
      "tens of millions are claimed; ten million records at several hundred each cost a hundred times as much.",
      claimed: 10e6...100e6, of: "F3"
    ) { _ in priceOfRecord.times(items).amount }
    Check(
      "the corpus at the price of an annotation", unit: "CNY", byHand: 30e6,
      "ten million items at F4's price of an annotation cost tens of millions, which is the order of the total.",
      claimed: 10e6...100e6, of: "F3"
    ) { _ in annotation.times(items).amount }
    Check(
      "annotating 100 000 items", unit: "CNY", byHand: 200_000, "over 200 000, at over 2 each.",
      claimed: 200_000 ... .infinity, of: "F4", isByConstruction: true
    ) { _ in annotation.times(100_000).amount }
    if sharing == .alliance {
      Check(
        "the share of one of ten hospitals", byHand: 0.1,
        "from the order of 10 M to the order of 1 M; a tenth if agreeing costs nothing, and agreeing with each of the nine "
          + "others costs something.", claimed: 0.03...0.3, of: "F12", isByConstruction: true
      ) { $0.cost("corpus")[0] / alone.amount }
    }
  }

  static func answer(_ findings: Findings) -> String? {
    let alone =
      "By the article's \(findings.option("reading")), the corpus costs one hospital \(findings["first_cost_alone"])"
    guard findings.option("sharing") == "alliance" else { return alone + "." }
    let hospitals = findings["hospitals_sharing"].median ?? 1
    return """
      \(alone), and \(findings["first_cost"]) if \(Int(hospitals)) hospitals share it: \
      \(findings["share"].percent) of the cost, where sharing without any cost of agreeing would leave \
      \(findings.percent(1 / hospitals)).
      """
  }
}

extension MedicalCorpus {
  static let chinese: Translation = [
    question: "一千万条医疗语料的成本是多少，独建与十家医院共建各需多少？",
    "records": "记录数",
    "on the order of 10 M": "约 1000 万条",
    "price of a record": "每条记录价格",
    "several hundred": "数百元",
    "price of all of them": "全部记录的价格",
    "tens of millions": "数千万元",
    "cost of annotating a record": "每条标注成本",
    "over 2": "2 元以上",
    "share of the records that is annotated": "标注的记录占比",
    "F4's 100 000 items are one in a hundred records": "F4 的 10 万条约占百分之一",
    "hospitals that share it": "共建医院数", "hospitals_sharing": "共建的医院数",
    "cost of agreeing with each other hospital, for one hospital": "每家医院与其他各家的协调成本",
    "contracts, formats and ethics reviews: a few people for weeks": "合同、格式与伦理审查：数人数周",
    "share of the corpus renewed each year": "每年更新的语料占比",
    "guidelines and drugs change": "诊疗指南与药品会变化",
    "which figure of the article is used: its price of a record and its total differ by a factor of a hundred":
      "采用文中哪个数字：单价与总价相差一百倍",
    "who pays": "由谁出资",
    "total": "总价",
    "price-of-record": "单价",
    "alone": "独建",
    "alliance": "共建",
    "corpus": "语料库",
    "hospitals": "家医院",
    "first_cost": "初始成本（每家）",
    "first_cost_alone": "独建初始成本",
    "share": "占独建成本的比例",
    "best_alliance": "最优共建规模",
    "the corpus at the price of a record": "按单价计算的语料库成本",
    "tens of millions are claimed; ten million records at several hundred each cost a hundred times as much.":
      "文中称数千万元；一千万条按每条数百元计，为其一百倍。",
    "the corpus at the price of an annotation": "按标注单价计算的语料库成本",
    "ten million items at F4's price of an annotation cost tens of millions, which is the order of the total.":
      "一千万条按 F4 的标注单价计为数千万元，与总价同一数量级。",
    "annotating 100 000 items": "标注 10 万条",
    "over 200 000, at over 2 each.": "每条 2 元以上，合计 20 万元以上。",
    "the share of one of ten hospitals": "十家医院中每家的分摊比例",
    "from the order of 10 M to the order of 1 M; a tenth if agreeing costs nothing, and agreeing with each of the nine others costs something.":
      "协调成本为零时恰为一成；与其余九家协调均有成本。",
  ]

  static func chineseAnswer(_ findings: Findings) -> String? {
    let alone = "按文中的\(findings.option("reading"))计，单家医院独建语料库需 \(findings["first_cost_alone"])"
    guard findings.option("sharing") == chinese["alliance"] else { return alone + "。" }
    let hospitals = findings["hospitals_sharing"].median ?? 1
    return """
      \(alone)；\(Int(hospitals)) 家医院共建时每家承担 \(findings["first_cost"])，为独建成本的 \
      \(findings["share"].percent)（不计协调成本时为 \(findings.percent(1 / hospitals))）。
      """
  }
}
