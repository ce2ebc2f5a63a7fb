import Payoff

/// Hospitals want a corpus of ten million records: bought, in part annotated, renewed, and shared or not.
@main
struct MedicalCorpus: Experiment {
  static let question = "What does a medical corpus of ten million records cost, alone and shared by ten hospitals?"

  @Uncertain(10e6, "records", unit: "records", source: .fact("F3", "on the order of 10 M"))
  var records: Double

  @Uncertain(.uniform(200, 500), stated: 300, "price of a record", source: .fact("F3", "several hundred"))
  var priceOfRecord: Price<Renminbi, PerRecord>

  @Uncertain(.between(15e6, 60e6), stated: 30e6, "price of all of them", source: .fact("F3", "tens of millions"))
  var priceOfCorpus: CNY

  @Uncertain(.uniform(2, 3), stated: 2, "annotating a record", source: .fact("F4", "over 2"))
  var annotation: Price<Renminbi, PerRecord>

  @Uncertain(
    .triangular(0.005, 0.01, 0.05), stated: 0.01, "share of the records that is annotated",
    source: .assumption("F4's 100 000 items are one in a hundred"))
  var annotated: Double

  @Uncertain(10, "hospitals that share it", unit: "hospitals", source: .fact("F12"))
  var hospitals: Double

  @Uncertain(
    .between(20_000, 200_000), stated: 0, "what agreeing with each other hospital costs one of them",
    source: .assumption("contracts, formats and ethics reviews: weeks of a few people"))
  var coordination: CNY

  @Uncertain(
    .uniform(0.05, 0.20), stated: 0, "share of it that is made anew", source: .assumption("guidelines and drugs change")
  )
  var renewal: Rate<PerYear>

  @Choice("how the article is read, whose price of a record and whose total are a hundred times apart")
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
    let partners = sharing == .alone ? Alliance.alone : Alliance(Int(hospitals), coordination: coordination)
    DataCorpus(
      "corpus", items, buying: price, annotating: annotation, annotated: annotated, sharedBy: partners,
      renewed: renewal)

    let alone = price.times(items) + annotated * annotation.times(items)
    Measure("first_cost", unit: "CNY") { $0.cost("corpus")[0] }
    Measure("first_cost_alone", unit: "CNY") { _ in alone.amount }
    Measure("share", unit: "1") { $0.cost("corpus")[0] / alone.amount }
    Measure("best_alliance", unit: "hospitals") { _ in
      Alliance.bestSize(total: alone, coordination: coordination).map(Double.init)
    }

    Check(
      "the corpus at the price of a record", unit: "CNY", byHand: 30e6,
      "tens of millions are claimed; ten million records at several hundred each are a hundred times as much.",
      claimed: 10e6...100e6, of: "F3"
    ) { _ in priceOfRecord.times(items).amount }
    Check(
      "the corpus at the price of an annotation", unit: "CNY", byHand: 30e6,
      "tens of millions are what ten million items cost at F4's price of one: the total is of this order.",
      claimed: 10e6...100e6, of: "F3"
    ) { _ in annotation.times(items).amount }
    Check(
      "annotating 100 000 items", unit: "CNY", byHand: 200_000, "over 200 000, at over 2 each.",
      claimed: 200_000 ... .infinity, of: "F4"
    ) { _ in annotation.times(100_000).amount }
    if sharing == .alliance {
      Check(
        "the share of one of ten hospitals", byHand: 0.1,
        "exactly a tenth where agreeing costs nothing; each of the nine others costs something.", of: "F12"
      ) { $0.cost("corpus")[0] / alone.amount }
    }
  }

  static func answer(_ findings: Findings) -> String? {
    let alone = "By the article's \(findings.option("reading")) the corpus costs \(findings["first_cost_alone"])"
    guard findings.option("sharing") == "alliance" else { return alone + " for a hospital that is alone." }
    return """
      \(alone) for a hospital that is alone, and \(findings["first_cost"]) for one of ten that share it: \
      \(findings["share"].percent), not the tenth that counts no cost of agreeing.
      """
  }
}
