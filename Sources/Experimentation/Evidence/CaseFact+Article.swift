extension CaseFact {
  /// Every figure of the article "AIGC costs are high, so why do companies with a concrete use still invest?", which names
  /// neither a date nor an exchange rate. Money is CNY unless it says USD.
  package static let all: [CaseFact] = [
    CaseFact(
      id: "F1", system: "a training run", says: "256 A800-80GB at about 10 USD a GPU-hour for 720 h cost 1.84 M USD",
      implies: "184 320 GPU-hours, 1 843 200 USD", agreement: .agrees),
    CaseFact(
      id: "F2", system: "customer service of a shop",
      says: "on the order of 10 M requests a day, several hundred GPUs around the clock, over 500 000 a day",
      implies: "at F1's price and 7.2 CNY/USD 500 000 a day buys 289 GPUs; 0.05 a request; 0.40 requests/s on a GPU",
      agreement: .open("a GPU that serves next to one request at a time: batching should need far fewer")),
    CaseFact(
      id: "F3", system: "a medical corpus",
      says: "several hundred a record; a corpus on the order of 10 M items costs tens of millions",
      implies: "10 M records at some hundred each are over a thousand million",
      agreement: .contradicts("the total is a hundredth of price times records; it agrees with F4's price of an item")),
    CaseFact(
      id: "F4", system: "annotation", says: "100 000 items cost over 200 000", implies: "over 2 an item",
      agreement: .agrees),
    CaseFact(
      id: "F5", system: "a research team",
      says: "30 people, over 50 M a year; senior engineers over 1 M; 40 % work on optimising models",
      implies: "1.67 M a head; 20 M a year for optimising", agreement: .agrees),
    CaseFact(
      id: "F6", system: "a bank, on edge devices",
      says: "a model at 10 to 30 % of its size; 3 s become 0.5 s; hardware cost −70 %",
      implies: "six times faster, 3.3 times cheaper",
      agreement: .open("nothing is said of what it costs in accuracy, nor of the work to get there")),
    CaseFact(
      id: "F7", system: "driving, cloud and car",
      says: "data to the cloud −90 %; energy of a car 5 kWh to 0.8 kWh a day", implies: "energy −84 %",
      agreement: .agrees),
    CaseFact(
      id: "F8", system: "copywriting of a shop",
      says: "5 times faster; 100 000 listings a day become 500 000; GMV +12 %",
      implies: "an elasticity of GMV to listings of ln 1.12 / ln 5 = 0.070", agreement: .agrees),
    CaseFact(
      id: "F9", system: "content of a game",
      says: "development cycle −60 %; 4 updates a year become 12; retention +18 %",
      implies: "−60 % of the cycle makes 2.5 times as many updates, 10 a year",
      agreement: .contradicts(
        "the article has 3 times as many, and does not say whether +18 % is relative or in points")),
    CaseFact(
      id: "F10", system: "contract review",
      says: "2 h become 5 min a contract; error rate 12 % to 2 %; saves over 10 M a year",
      implies: "1.92 h saved a contract: 10 M a year are 17 391 contracts at 300 an hour", agreement: .agrees),
    CaseFact(
      id: "F11", system: "a retailer, from interface to own model",
      says: "0.10 a call by interface, 0.02 self-hosted",
      implies: "0.08 saved a call: it pays from fixed cost over 0.08 calls on", agreement: .agrees),
    CaseFact(
      id: "F12", system: "an alliance of hospitals",
      says: "10 hospitals share a corpus: the cost of one falls from the order of 10 M to the order of 1 M",
      implies: "exactly a tenth each", agreement: .open("no cost of agreeing with each other is counted")),
    CaseFact(
      id: "F13", system: "model as a service", says: "compute paid on demand, no heavy assets",
      implies: "an alternative to F2's fleet", agreement: .noFigure),
    CaseFact(
      id: "F14", system: "a specialised model",
      says: "0.6 B parameters match 175 B in text classification, 20 times faster",
      implies: "292 times fewer parameters for 20 times the speed", agreement: .agrees),
    CaseFact(
      id: "F15", system: "INT8 quantisation", says: "size −75 %, accuracy at least 95 % of the original",
      implies: "−75 % is against FP32; against FP16, which serving starts from today, −50 %",
      agreement: .open("against FP16 the size falls by half")),
    CaseFact(
      id: "F16", system: "scaling by measured utilisation",
      says: "scale in when over 30 % are idle; cost of inference at night −40 %",
      implies: "a rule to simulate", agreement: .open("nothing is said of the latency")),
    CaseFact(
      id: "F17", system: "unit cost of generative AI", says: "falls by 30 to 50 % a year",
      implies: "after five years 16.8 % to 3.1 % of today's; it halves every 1.9 to 1.0 years", agreement: .agrees),
    CaseFact(
      id: "F18", system: "which use first",
      says: "high labour cost, repetitive, rich in data: highest return first", implies: "a portfolio under a budget",
      agreement: .noFigure),
    CaseFact(
      id: "F19", system: "the question itself",
      says: "from cost centre to revenue engine: when is the inflection point, and do early movers gain?",
      implies: "an output with a distribution, not an input; waiting has a value too", agreement: .noFigure),
  ]
}
