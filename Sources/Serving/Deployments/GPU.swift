import Glibc
import Randomness

/// A kind of GPU: memory, bandwidth, compute, power, prices and reliability.
///
/// ```swift
/// GPU.h100.bandwidth  // 3.35e12 bytes a second
/// ```
public struct GPU: Sendable, Hashable {
  /// The interconnect of several GPUs.
  public enum Link: String, Sendable, Hashable {
    /// A dedicated link.
    case nvlink = "NVLink"
    /// The PCI Express bus.
    case pcie = "PCIe"
  }

  /// The product name.
  public let name: String
  /// Bytes.
  public let memory: Double
  /// Memory bandwidth in bytes a second.
  public let bandwidth: Double
  /// Dense floating-point operations a second in 16 bits.
  public let bf16: Double
  /// Dense operations a second in 8-bit floating point; `nil` where it has none.
  public let fp8: Double?
  /// Dense operations a second in 8-bit integers; `nil` where it has none.
  public let int8: Double?
  /// The interconnect.
  public let link: Link
  /// The rated power in watts.
  public let power: Double
  /// The power by the number of running sequences.
  public let powerCurve: PowerCurve
  /// GPU-hours between interruptions of any cause; by default those of Meta's H100s: 419 interruptions of 16 384 GPUs in 54
  /// days (Llama 3, 2024).
  public let hoursBetweenFailures: Double
  /// Years of depreciation: 5 at Amazon (2025) to 6 at Microsoft and Google, by their filings.
  public let life: ClosedRange<Double>
  /// Prices that were asked, with their dates.
  public let prices: [PriceFact]
  /// Where its figures come from.
  public let source: String

  /// A GPU from its data sheet.
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

  /// The GPU with other prices.
  func priced(_ prices: [PriceFact]) -> GPU {
    func tera(_ operations: Double) -> Double { operations / 1e12 }
    return GPU(
      name, memory: memory / 1_073_741_824, bandwidth: tera(bandwidth), bf16: tera(bf16), fp8: fp8.map(tera),
      int8: int8.map(tera), link: link, power: power, powerCurve: powerCurve,
      hoursBetweenFailures: hoursBetweenFailures,
      life: life, prices: prices, source: source)
  }

  /// Operations a second for weights of a precision; those in 16 bits where it has nothing faster.
  public func operations(_ precision: Precision) -> Double {
    switch precision {
    case .bf16, .int4, .fp4: bf16
    case .fp8: fp8 ?? bf16
    case .int8: int8 ?? bf16
    }
  }
}

extension GPU {
  /// GPUs by their names in deployment files.
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

  /// H20 with 96 GB: more bandwidth than an H100, and a seventh of its compute.
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

/// The power of a GPU in watts by the number of running sequences.
///
/// A logistic curve in the logarithm of the sequences: `least + (most − least)/(1 + exp(−slope·(log₂ n − middle)))`.
/// From the profiles of vllm-project/semantic-router's fleet simulator (2026), which take them from ML.ENERGY.
public struct PowerCurve: Sendable, Hashable {
  /// Watts with a single request.
  public let least: Double
  /// Watts with a full batch.
  public let most: Double
  /// The slope in the logarithm of the sequences.
  public let slope: Double
  /// log₂ of the number of sequences at which the power is half-way.
  public let middle: Double
  /// Watts with a model in memory and no requests. It is less than `least`, but no figures are published for these curves, so
  /// the default is `least`. A model in memory takes 26 to 66 W more than none, whatever its size (arXiv 2605.23918).
  public let idle: Double

  /// A curve between the least and the most watts.
  public init(least: Double, most: Double, slope: Double = 1, middle: Double, idle: Double? = nil) {
    self.least = least
    self.most = most
    self.slope = slope
    self.middle = middle
    self.idle = idle ?? least
  }

  /// Watts with so many running sequences.
  public func watts(sequences: Double) -> Double {
    guard sequences > 0 else { return idle }
    return least + (most - least) / (1 + exp(-slope * (log2(sequences) - middle)))
  }
}

/// A price that was asked for a GPU at some date: a historical fact, not a current price.
public struct PriceFact: Sendable, Hashable {
  /// What the price is for.
  public enum Kind: String, Sendable, Hashable {
    /// US dollars for an hour of one GPU.
    case rent = "USD/GPU-hour"
    /// US dollars for one GPU.
    case purchase = "USD/GPU"
  }

  /// What the price is for.
  public let kind: Kind
  /// The lowest price.
  public let low: Double
  /// The highest price.
  public let high: Double
  /// As precise as is known: `2026-03`, `2024`.
  public let date: String
  /// The source.
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
