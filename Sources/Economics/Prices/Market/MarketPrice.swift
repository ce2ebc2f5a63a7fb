import Glibc
public import Randomness

/// What the market asks for a good: the 10, 50 and 90 % quantiles over sellers, with date and source.
///
/// ```swift
/// @Uncertain(.h100OnDemand, "rent of an H100")
/// var rent: Price<USDollar, GPUHour>
/// ```
/// The spread between sellers is choice and chance at once: whoever has a quotation sets the price.
public struct MarketPrice: Sendable, Hashable {
  /// The good and how it is bought: `H100, on demand`.
  public let name: String
  /// The unit of the price: `USD/GPU-hour`.
  public let unit: String
  /// The price that one seller in ten is below.
  public let low: Double
  /// The price that half of the sellers are below.
  public let median: Double
  /// The price that nine sellers in ten are below.
  public let high: Double
  /// As of when.
  public let date: String
  /// The pages that the figures come from; "our reading" marks a judgement.
  public let source: String

  init(
    _ name: String, _ low: Double, _ median: Double, _ high: Double, unit: String = "USD/GPU-hour", date: String,
    source: String
  ) {
    self.name = name
    self.unit = unit
    self.low = low
    self.median = median
    self.high = high
    self.date = date
    self.source = source
  }

  /// Lognormal, with the median and the distance from low to high; parameters have three decimals.
  public var distribution: Distribution {
    func rounded(_ value: Double) -> Double { (1000 * value).rounded() / 1000 }
    let quantile = 1.281_551_565_544_600_4  // of the standard normal distribution at 0.9
    return .lognormal(logMean: rounded(log(median)), logDeviation: rounded(log(high / low) / (2 * quantile)))
  }
}

extension MarketPrice {
  /// All of them: rents by GPU and by how they are bought.
  public static let gpuRents: [MarketPrice] = [
    h100OnDemand, h100Hyperscaler, h100Reserved1Year, h100Reserved3Years, h100Spot, a100OnDemand, a100Reserved1Year,
    h200OnDemand, h200Reserved1Year, b200OnDemand, b200Reserved1Year, l40sOnDemand, l40sReserved1Year,
  ]

  /// An H100 on demand at specialised and developer clouds.
  public static let h100OnDemand = MarketPrice(
    "H100, on demand", 2.6, 3.6, 5.0, date: "2026-10-24",
    source: "16 sellers, 2.58 to 6.16, median 3.64 (renshuBTC/compute-screener); Lambda 3.99")
  /// An H100 on demand at a hyperscaler.
  public static let h100Hyperscaler = MarketPrice(
    "H100, on demand at a hyperscaler", 6.0, 7.5, 12.0, date: "2026-11",
    source: "AWS 6.88, Azure 12.29 (datareceipts); Google 10.98 (silybench-data)")
  /// An H100 by contract for a year.
  public static let h100Reserved1Year = MarketPrice(
    "H100, reserved for one year", 2.1, 2.7, 3.5, date: "2026-06",
    source:
      "1.70 in 2025-10, 2.35 in 2026-03, 2.65 in 2026-06 (SemiAnalysis, as cited by compux.net); spread: our reading")
  /// An H100 by contract for three years.
  public static let h100Reserved3Years = MarketPrice(
    "H100, reserved for three years", 1.6, 2.1, 2.8, date: "2026-11",
    source: "our reading: 0.58 of on demand; published discounts are 30 to 60 %, no figure of 2026 was found")
  /// An H100 on the spot market.
  public static let h100Spot = MarketPrice(
    "H100, spot", 1.9, 2.5, 3.6, date: "2026-10-19", source: "Vast.ai, median 2.40 (silybench-data)")
  /// An A100 with 80 GB on demand.
  public static let a100OnDemand = MarketPrice(
    "A100 80 GB, on demand", 1.25, 1.75, 2.6, date: "2026-11-09",
    source: "RunPod 1.39 and 1.79, Akash 1.71, Lambda 2.79, Vast.ai 1.14 to 1.70")
  /// An A100 with 80 GB by contract for a year.
  public static let a100Reserved1Year = MarketPrice(
    "A100 80 GB, reserved for one year", 0.9, 1.25, 1.8, date: "2026-11", source: "our reading: 0.72 of on demand")
  /// An H200 on demand.
  public static let h200OnDemand = MarketPrice(
    "H200, on demand", 3.9, 4.9, 6.1, date: "2026-10-24",
    source: "11 sellers, 3.45 to 6.31, median 4.95 (renshuBTC/compute-screener)")
  /// An H200 by contract for a year.
  public static let h200Reserved1Year = MarketPrice(
    "H200, reserved for one year", 2.7, 3.5, 4.6, date: "2026-11", source: "our reading: 0.72 of on demand")
  /// A B200 on demand.
  public static let b200OnDemand = MarketPrice(
    "B200, on demand", 4.9, 6.2, 7.8, date: "2026-09-20",
    source: "Akash 5.00, RunPod 5.98 and 6.79, Lambda 6.69, Spheron 6.03")
  /// A B200 by contract for a year.
  public static let b200Reserved1Year = MarketPrice(
    "B200, reserved for one year", 3.3, 4.5, 6.0, date: "2026-11", source: "our reading: 0.72 of on demand")
  /// An L40S on demand.
  public static let l40sOnDemand = MarketPrice(
    "L40S, on demand", 0.75, 1.0, 1.8, date: "2026-10",
    source: "median of 10 sellers 0.92, 0.28 to 1.80 (rentgpu.org); AWS 1.86 (modal.com, 2025-08)")
  /// An L40S by contract for a year.
  public static let l40sReserved1Year = MarketPrice(
    "L40S, reserved for one year", 0.5, 0.7, 1.2, date: "2025-08", source: "0.63 of on demand at AWS (modal.com)")
}

/// The API price of a model: input, cached input and output, with date and source.
///
/// Batch and flexible processing cost half where a vendor offers them.
public struct ModelPrice: Sendable, Hashable {
  /// The class of models.
  public enum Tier: String, Sendable, Hashable, CaseIterable {
    /// For simple tasks at a low price.
    case small
    /// Between the two.
    case mid
    /// The most capable of a vendor.
    case large
  }

  /// The class of the model.
  public let tier: Tier
  /// The model, as its vendor calls it.
  public let model: String
  /// USD per million tokens of input.
  public let input: Double
  /// USD per million tokens of input that is in the cache; `nil` where no price is known.
  public let cachedInput: Double?
  /// USD per million tokens of output; tokens of reasoning are paid as output.
  public let output: Double
  /// As of when.
  public let date: String
  /// The page that the figures come from.
  public let source: String

  /// What batch processing costs, as a share of the price.
  public static let batchShare = 0.5

  /// Prices of autumn 2026.
  ///
  /// Changes were announced: Gemini 3.8 Flash doubles on 1 January 2027, Gemini 4 Argon on 1 December 2026.
  public static let autumn2026: [ModelPrice] = [
    ModelPrice(.small, "GPT-6 Luna", 0.10, 0.01, 0.50, "2026-09-22", "developers.openai.com, models/gpt-6-luna"),
    ModelPrice(
      .small, "Claude Haiku 5.5", 0.10, 0.01, 0.50, "2026-10-07", "kurofune/claudit v1.9.2, TheKrush/PromptFuel"),
    ModelPrice(.small, "DeepSeek V4.1 Flash", 0.14, nil, 0.28, "2026-10-20", "BlockRunAI/blockrun-mcp v0.54.5"),
    ModelPrice(.small, "GPT-5.6 Luna", 0.20, 0.02, 1.20, "2026-07-30", "developers.openai.com, models/gpt-5.6-luna"),
    ModelPrice(.mid, "Gemini 3.8 Flash", 0.75, 0.075, 3.75, "2026-10-07", "ai.google.dev, by api-evangelist"),
    ModelPrice(.mid, "GPT-6.1 Terra", 1.00, 0.05, 5.00, "2026-10-26", "TheKrush/PromptFuel v1.0.24"),
    ModelPrice(.mid, "Mistral Large 4", 1.36, nil, 4.18, "2026-10-20", "BlockRunAI/Franklin v3.49.15"),
    ModelPrice(.mid, "Qwen3.8-Max", 2.00, nil, 6.00, "2026-09-11", "VladoIvankovic/Codeep v3.3.0"),
    ModelPrice(.large, "GPT-6.1 Sol", 2.00, 0.10, 10.00, "2026-09-30", "uttamdeb/agent-telemetry v1.6.6"),
    ModelPrice(.large, "Claude Opus 5.5", 4.00, 0.20, 20.00, "2026-09-22", "TheKrush/PromptFuel v1.0.21"),
    ModelPrice(.large, "Gemini 4 Argon", 2.00, nil, 10.00, "2026-10-20", "BlockRunAI/blockrun-mcp v0.54.6"),
  ]

  private init(
    _ tier: Tier, _ model: String, _ input: Double, _ cached: Double?, _ output: Double, _ date: String,
    _ source: String
  ) {
    self.tier = tier
    self.model = model
    self.input = input
    cachedInput = cached
    self.output = output
    self.date = date
    self.source = source
  }
}

extension MarketPrice {
  /// The input price of a model that answers customers, in any of the three classes.
  ///
  /// Output costs 4.5 times as much (``outputOverInput``), cached input a tenth, batch half.
  public static let apiInput: Distribution = .mixture([
    (0.35, .lognormal(logMean: log(0.12), logDeviation: 0.30)), (0.45, .lognormal(logMean: 0, logDeviation: 0.40)),
    (0.20, .lognormal(logMean: log(2.5), logDeviation: 0.35)),
  ])
  /// The price of output over that of input.
  public static let outputOverInput: Distribution = .lognormal(logMean: 1.504, logDeviation: 0.35)
}
