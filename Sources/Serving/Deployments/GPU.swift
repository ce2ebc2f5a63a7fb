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
