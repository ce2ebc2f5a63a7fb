import Demand
package import Randomness

/// The data sheet of an accelerator: what the model of step costs reads, and what a buyer wants to know.
///
/// The rows of `Data/gpus.csv`, with the prices of `Data/gpu-prices.csv`.
package struct GPUSheet: Sendable {
  /// Its name in commands: `h200`.
  package let id: String
  /// The product name.
  package let name: String
  /// Other names that are read as this one.
  let aliases: [String]
  package let vendor: String
  package let generation: String
  /// Usable memory in GiB.
  package let memory: Double
  /// Terabytes a second.
  package let bandwidth: Double
  /// Dense petaflops in 16 bits.
  let bf16: Double
  /// Dense petaflops; `nil` where it has none or they are not known.
  let fp8: Double?
  let int8: Double?
  let fp4: Double?
  /// The interconnect.
  package let link: String
  /// Gigabytes a second and direction; `nil` where it is not known.
  let linkBandwidth: Double?
  /// The accelerators that the link connects.
  package let fabric: Int
  /// The rated power in watts; `nil` where it is not known.
  package let power: Double?
  /// The month of its launch.
  package let launch: String
  /// Whether it may be exported to China, as of the source.
  package let export: String
  /// Whether measurements on it are among those that the model is fitted to.
  let isFitted: Bool
  package let source: String
  /// Prices that were asked, with their dates.
  package let prices: [PriceFact]

  var isBlackwell: Bool { generation.hasPrefix("blackwell") }
  var isOverPCIe: Bool { link.hasPrefix("PCIe") }

  /// The GPU as deployments have it, with the prices of the catalogue; `nil` where its power is not known.
  package var gpu: GPU? {
    if let known = Self.known[id] { return prices.contains { $0.kind == .rent } ? known.priced(prices) : known }
    guard let power else { return nil }
    return GPU(
      name, memory: memory, bandwidth: bandwidth, bf16: bf16 * 1000, fp8: fp8.map { $0 * 1000 },
      int8: int8.map { $0 * 1000 }, link: isOverPCIe ? .pcie : .nvlink, power: power, prices: prices, source: source)
  }

  /// Those with constants of their own.
  private static let known: [String: GPU] = [
    "a100_80": .a100, "a800": .a800, "h100": .h100, "h20": .h20, "h200": .h200, "l40s": .l40s, "rtx_4090": .rtx4090,
    "rtx_pro_6000": .rtxPro6000,
  ]

  /// Whether its arithmetic works in that precision.
  package func computes(in precision: Precision) -> Bool {
    switch precision {
    case .bf16, .int4: true
    case .fp8: fp8 != nil
    case .int8: int8 != nil
    case .fp4: fp4 != nil
    }
  }

  /// All of the catalogue.
  package static let all: [GPUSheet] = {
    CatalogueData.rows(PackageResources.gpus_csv, "gpus.csv") { row in
      let id = row.text("id")
      return GPUSheet(
        id: id, name: row.text("name"), aliases: row.list("aliases", separator: "/"), vendor: row.text("vendor"),
        generation: row.text("generation"), memory: row.number("memory_gib"),
        bandwidth: row.number("bandwidth_gb_s") / 1000, bf16: row.number("bf16") / 1000,
        fp8: row.numberIfAny("fp8").map { $0 / 1000 }, int8: row.numberIfAny("int8").map { $0 / 1000 },
        fp4: row.numberIfAny("fp4").map { $0 / 1000 }, link: row.text("link"),
        linkBandwidth: row.numberIfAny("link_gb_s"), fabric: Int(row.number("fabric_size")),
        power: row.numberIfAny("tdp_w"), launch: row.text("launch"), export: row.text("china_export"),
        isFitted: row.number("fitted") == 1, source: row.text("source"), prices: recordedPrices[id] ?? [])
    }
  }()

  private static let recordedPrices: [String: [PriceFact]] = {
    let rows = CatalogueData.rows(PackageResources.gpu_prices_csv, "gpu-prices.csv") { row in
      (
        row.text("gpu"),
        PriceFact(
          row.text("kind") == "rent" ? .rent : .purchase, row.number("low"), to: row.number("high"),
          date: row.text("date"), source: row.text("source"))
      )
    }
    return Dictionary(grouping: rows) { $0.0 }.mapValues { $0.map(\.1) }
  }()

  /// The accelerator of a name, capitals and signs aside.
  /// - Throws: `InvalidValue` with the nearest name.
  package static func named(_ name: String, for subject: String) throws(InvalidValue) -> GPUSheet {
    try CatalogueData.find(name, among: all, subject: subject, kind: "GPU") { [$0.id, $0.name] + $0.aliases }
  }
}
