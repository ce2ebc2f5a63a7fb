import Glibc
import Randomness

/// A kind of GPU: how much it remembers, how fast it reads and computes, what it draws, costs and how long it lasts.
///
/// ```swift
/// GPU.h100.bandwidth  // 3.35e12 bytes a second
/// ```
public struct GPU: Sendable, Hashable {
  /// What several of them exchange their parts of a step over.
  public enum Link: String, Sendable, Hashable {
    /// A link of their own, fast enough for every step.
    case nvlink = "NVLink"
    /// The bus of the computer.
    case pcie = "PCIe"
  }

  /// What it is sold as.
  public let name: String
  /// Bytes.
  public let memory: Double
  /// Bytes a second that it reads from its memory.
  public let bandwidth: Double
  /// Products and sums a second, dense, in 16 bits, in 8 floating bits and in 8-bit whole numbers; `nil` where it cannot.
  public let bf16: Double
  /// Products and sums a second in 8 floating bits; `nil` where it cannot.
  public let fp8: Double?
  /// Products and sums a second in 8-bit whole numbers; `nil` where it cannot.
  public let int8: Double?
  /// What several of them exchange their parts over.
  public let link: Link
  /// Watts for which it is built.
  public let power: Double
  /// Watts by how many sequences are at work.
  public let powerCurve: PowerCurve
  /// GPU-hours from one interruption to the next, of whatever cause: 419 in 54 days of Meta's 16 384 H100s (Llama 3, 2024),
  /// where nothing is known of the GPU itself.
  public let hoursBetweenFailures: Double
  /// Years over which it is written off: 5 at Amazon (2025) to 6 at Microsoft and Google, by their filings.
  public let life: ClosedRange<Double>
  /// What somebody asked for it, and when.
  public let prices: [PriceFact]
  /// Where its figures come from.
  public let source: String

  ///
  /// - `memory`: gibibytes. `bandwidth`: terabytes a second. `bf16`, `fp8`, `int8`: dense teraflops. `power`: watts.
  public init(
    _ name: String, memory: Double, bandwidth: Double, bf16: Double, fp8: Double? = nil, int8: Double? = nil,
    link: Link = .pcie, power: Double, powerCurve: PowerCurve? = nil, hoursBetweenFailures: Double = 50_677,
    life: ClosedRange<Double> = 5...6, prices: [PriceFact] = [], source: String,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.name = name
    self.memory = memory * 1_073_741_824
    self.bandwidth = bandwidth * 1e12
    self.bf16 = bf16 * 1e12
    self.fp8 = fp8.map { $0 * 1e12 }
    self.int8 = int8.map { $0 * 1e12 }
    self.link = link
    self.power = power
    // Where no curve is known: the H100's, as shares of the power for which it is built.
    self.powerCurve = powerCurve ?? PowerCurve(least: 0.43 * power, most: 0.86 * power, middle: 4.2)
    self.hoursBetweenFailures = hoursBetweenFailures
    self.life = life
    self.prices = prices
    self.source = source
    for (label, value) in [
      ("memory", memory), ("bandwidth", bandwidth), ("bf16", bf16), ("power", power),
      ("hoursBetweenFailures", hoursBetweenFailures),
    ] where !(value > 0 && value.isFinite) {
      ValidationErrors.report(
        InvalidValue("GPU(\"\(name)\", \(label): \(value.shortest))", "it is above 0", location: "\(file):\(line)"))
    }
  }

  /// Products and sums a second for weights of that precision: in 16 bits where it has nothing faster for them.
  public func operations(_ precision: Precision) -> Double {
    switch precision {
    case .bf16, .int4: bf16
    case .fp8: fp8 ?? bf16
    case .int8: int8 ?? bf16
    }
  }
}

extension GPU {
  /// GPUs by the name that an experiment or a file calls them.
  public static let catalogue: [String: GPU] = [
    "a100": .a100, "a800": .a800, "h100": .h100, "h20": .h20, "h200": .h200, "l40s": .l40s, "rtx4090": .rtx4090,
    "rtxPro6000": .rtxPro6000,
  ]

  private static let aiconfigurator = "datasheet, as in NVIDIA's aiconfigurator"
  private static let a100Power = PowerCurve(least: 175, most: 385, middle: 2.5)

  /// A100 SXM with 80 GB.
  public static let a100 = GPU(
    "A100", memory: 80, bandwidth: 2.039, bf16: 312, int8: 624, link: .nvlink, power: 400, powerCurve: a100Power,
    prices: [
      PriceFact(.rent, 2.21, date: "2024", source: "vllm-project/semantic-router fleet-sim profiles"),
      PriceFact(.rent, 4.10, date: "2024-Q2", source: "AWS p4d on demand (40 GB), by xither.com"),
      PriceFact(.purchase, 10_000, to: 15_000, date: "2024", source: "xither.com"),
    ], source: aiconfigurator)

  /// A800 SXM with 80 GB: an A100 whose links carry 400 instead of 600 GB/s.
  public static let a800 = GPU(
    "A800", memory: 80, bandwidth: 2.039, bf16: 312, int8: 624, link: .nvlink, power: 400, powerCurve: a100Power,
    prices: [PriceFact(.rent, 10, date: "the case", source: "F1: about 10 USD")],
    source: "as the A100, with NVLink at 400 GB/s")

  /// H100 SXM with 80 GB.
  public static let h100 = GPU(
    "H100", memory: 80, bandwidth: 3.35, bf16: 989, fp8: 1979, int8: 1979, link: .nvlink, power: 700,
    powerCurve: PowerCurve(least: 300, most: 600, middle: 4.2),
    prices: [
      PriceFact(.rent, 8, date: "2023", source: "peak, by chaincatcher.com"),
      PriceFact(.rent, 1.70, date: "2025-10", source: "one-year contract, SemiAnalysis index by compux.net"),
      PriceFact(.rent, 2.35, date: "2026-03", source: "one-year contract, SemiAnalysis index by compux.net"),
      PriceFact(.rent, 1.99, to: 6.98, date: "2026-03", source: "RunPod community to Azure NC v5, by costnimbus.com"),
      PriceFact(.purchase, 25_000, to: 40_000, date: "2023 to 2026", source: "neighborhoodsf.com"),
    ], source: aiconfigurator)

  /// H200 SXM with 141 GB.
  public static let h200 = GPU(
    "H200", memory: 141, bandwidth: 4.8, bf16: 989, fp8: 1979, int8: 1979, link: .nvlink, power: 700,
    powerCurve: PowerCurve(least: 300, most: 600, middle: 4.2),
    prices: [PriceFact(.rent, 5.408, date: "2024-12", source: "AWS capacity block p5e")], source: aiconfigurator)

  /// H20 with 96 GB: reads faster than an H100 and computes with a seventh of its speed.
  public static let h20 = GPU(
    "H20", memory: 95.6, bandwidth: 4.0, bf16: 148, fp8: 296, int8: 296, link: .nvlink, power: 400,
    source: "third-party specification, willitrunai.com (96 GB)")

  /// L40S with 48 GB.
  public static let l40s = GPU(
    "L40S", memory: 44.9883, bandwidth: 0.864, bf16: 362.05, fp8: 733, int8: 733, power: 350, source: aiconfigurator)

  /// GeForce RTX 4090 with 24 GB.
  public static let rtx4090 = GPU(
    "RTX 4090", memory: 24, bandwidth: 1.008, bf16: 165.2, fp8: 330.3, int8: 660.6, power: 450,
    prices: [PriceFact(.purchase, 1599, date: "2022-10", source: "NVIDIA, at launch")],
    source: "NVIDIA Ada whitepaper: tensor cores with 32-bit sums")

  /// RTX PRO 6000 Blackwell with 96 GB.
  public static let rtxPro6000 = GPU(
    "RTX PRO 6000", memory: 95.6, bandwidth: 1.792, bf16: 500, fp8: 1000, int8: 1000, power: 600,
    source:
      "NVIDIA data sheet: 1792 GB/s, 600 W, 4000 TOPS in 4 bits with sparsity, of which an eighth in 16 bits, dense")
}

/// The power of a GPU that serves, in watts, by how many sequences are at work.
///
/// A logistic curve in the logarithm of the sequences: `least + (most − least)/(1 + exp(−slope·(log₂ n − middle)))`.
/// From the profiles of vllm-project/semantic-router's fleet simulator (2026), which take them from ML.ENERGY.
public struct PowerCurve: Sendable, Hashable {
  /// Watts with a request at hand, and with a full batch.
  public let least: Double
  /// Watts with a full batch.
  public let most: Double
  /// How steeply the power rises with a doubling of the sequences.
  public let slope: Double
  /// log₂ of the sequences at which the power is half-way.
  public let middle: Double
  /// Watts with a model in memory and nothing to do: less than `least`, by how much nobody has published for these curves,
  /// so `least` unless you know it. A model in memory takes 26 to 66 W more than none, whatever its size (arXiv 2605.23918).
  public let idle: Double

  /// A curve from its least to its most watts.
  public init(least: Double, most: Double, slope: Double = 1, middle: Double, idle: Double? = nil) {
    self.least = least
    self.most = most
    self.slope = slope
    self.middle = middle
    self.idle = idle ?? least
  }

  /// Watts while so many sequences are at work.
  public func watts(sequences: Double) -> Double {
    guard sequences > 0 else { return idle }
    return least + (most - least) / (1 + exp(-slope * (log2(sequences) - middle)))
  }
}

/// What somebody asked for a GPU at some time: a fact to start from, not a price of today.
public struct PriceFact: Sendable, Hashable {
  /// What the price is for.
  public enum Kind: String, Sendable, Hashable {
    /// US dollars for an hour of one GPU.
    case rent = "USD/GPU-hour"
    /// US dollars for one GPU.
    case purchase = "USD/GPU"
  }

  /// What it is for.
  public let kind: Kind
  /// The lowest that was asked.
  public let low: Double
  /// The highest that was asked.
  public let high: Double
  /// As precise as is known: `2026-03`, `2024`.
  public let date: String
  /// Who asked it.
  public let source: String

  /// A price, or a range of them, at a date.
  public init(_ kind: Kind, _ low: Double, to high: Double? = nil, date: String, source: String) {
    self.kind = kind
    self.low = low
    self.high = high ?? low
    self.date = date
    self.source = source
  }
}
