import Payoff

/// A platform sorts texts with a large general model, and could train a small one for that alone.
@main
struct SpecialisedModel: Experiment {
  static let question = "From how many texts a day on does a small model of one's own beat a large general one?"

  @Uncertain(.between(3e5, 3e7), stated: 3e6, "texts", unit: "requests/day", source: .assumption("a platform's posts"))
  var texts: Double

  @Uncertain(
    .between(0.2, 1), stated: 0.5, "GPU-seconds of the large model for a text", unit: "GPU-s",
    source: .assumption("175 B parameters on eight GPUs, batched"))
  var secondsLarge: Double

  @Uncertain(.uniform(10, 25), stated: 20, "times as fast the small model is", source: .fact("F14"))
  var faster: Double

  @Uncertain(
    .uniform(1, 1.8), stated: 1, "times as fast again with weights of 8 bits",
    source: .fact("F15", "−75 % against FP32, which is half of FP16"))
  var quantised: Double

  @Uncertain(
    .between(1.9, 4), stated: 3, "rent of an H100", source: .study("RunPod to GCP, by costnimbus.com", date: "2026-03"))
  var rent: Price<USDollar, GPUHour>

  @Uncertain(.uniform(0.30, 0.50), stated: 0, "fall of the rent", source: .fact("F17"))
  var fall: Rate<PerYear>

  @Uncertain(100_000, "records to train on", unit: "records", source: .fact("F4"))
  var records: Double

  @Uncertain(.uniform(2, 3), stated: 2, "annotating a record", source: .fact("F4", "over 2"))
  var annotation: Price<Renminbi, PerRecord>

  @Uncertain(
    .uniform(0.2, 1), stated: 0, "share annotated anew each year", source: .assumption("what is posted changes"))
  var drift: Rate<PerYear>

  @Uncertain(.uniform(1, 3), stated: 2, "engineers", unit: "people", source: .assumption("who train it and keep it"))
  var engineers: Double

  @Uncertain(1e6, "an engineer", source: .fact("F5", "senior engineers over 1 M"))
  var pay: Price<Renminbi, PerYear>

  @Uncertain(
    .triangular(0, 0.002, 0.03), stated: 0, "texts more that are sorted wrongly, as a share",
    source: .fact("F15", "at least 95 % of the accuracy; F14 has no loss"))
  var errors: Double

  @Uncertain(
    .between(0.005, 0.1), "what a wrong one costs", source: .assumption("one in some hundred is looked at by somebody"))
  var costOfError: Price<Renminbi, PerError>

  @Uncertain(7.2, "yuan for a dollar", unit: "CNY/USD", source: .assumption("the article gives no rate"))
  var yuanPerDollar: Double

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 3)
    Books(in: .cny, discounting: 0.10, ExchangeRate(USD(1), is: CNY(yuanPerDollar)))
    let rents = PriceIndex("rents", .falling(fall))
    rents
    let secondsSmall = secondsLarge / faster / quantised
    Load("texts") { Requests(perDay: texts) }
    Avoided(
      Metered("large model", rent, along: rents) { Quantity($0.requests("texts") * secondsLarge / 3600) })
    Metered("small model", rent, along: rents) { Quantity($0.requests("texts") * secondsSmall / 3600) }
    DataCorpus("training data", Quantity<PerRecord>(records), annotating: annotation, renewed: drift)
    TrainingRun("training", gpus: 8, hours: 72, rent, along: rents, every: 6)
    Staff("engineers", Int(engineers.rounded()), pay)
    Metered("sorted wrongly", costOfError) { Quantity($0.requests("texts") * errors) }

    // What is fixed over three years, over what a text saves, at their worth today.
    let atStart = rent.amount * yuanPerDollar / 3600 * (secondsLarge - secondsSmall)
    Measure("saved_on_a_text", unit: "CNY/request") { _ in atStart - errors * costOfError.amount }
    Measure("break_even", unit: "requests/day") { forecast in
      let rents = forecast.price("rents")
      let saved = rents.map { $0 * atStart - errors * costOfError.amount }
      let fixed = ["training data", "training", "engineers"].map(forecast.cost)
      func worth(_ months: [Double]) -> Double {
        CashSeries(monthly: months, timeZero: .spreadsheet).netPresentValue(at: 0.10)
      }
      let perText = worth(saved)
      return perText > 0 ? fixed.reduce(0) { $0 + worth($1) } / perText * 12 / 365.25 : nil
    }
    Check("times as fast", byHand: 20, "less than the 292 times that the weights are fewer.", of: "F14") {
      $0.benefit("large model")[0] / $0.cost("small model")[0] / quantised
    }
    Check(
      "memory of weights of 8 bits over those of 16", byHand: 0.25, "−75 % holds against 32 bits.", of: "F15"
    ) { _ in 8 / 16 }
  }

  static func answer(_ findings: Findings) -> String? {
    """
    A small model saves \(findings["saved_on_a_text"]), and pays from \(findings["break_even"]) on; with the texts that \
    come it pays in \(findings.percent(findings["npv"].shareAboveZero)) of the futures.
    """
  }
}
