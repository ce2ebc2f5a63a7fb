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
