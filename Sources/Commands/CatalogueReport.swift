import Experimentation
import Results
import Serving

/// The accelerators and models of the catalogue.
enum CatalogueReport {
  private static func price(_ gpu: GPUSheet, _ kind: PriceFact.Kind) -> PriceFact? {
    gpu.prices.filter { $0.kind == kind }.max { $0.date < $1.date }
  }

  private static func text(_ price: PriceFact?) -> String {
    guard let price else { return "unknown" }
    let low = NumberText.short(price.low)
    return (price.low == price.high ? low : "\(low) to \(NumberText.short(price.high))") + " (\(price.date))"
  }

  static var text: String {
    let gpus = TextualTable(
      headings: ["GPU", "GiB", "TB/s", "W", "precisions", "launched", "USD an hour", "export to China"],
      alignment: [.left, .right, .right, .right, .left, .left, .left, .left],
      rows: GPUSheet.all.map { gpu in
        [
          gpu.id, NumberText.short(gpu.memory), NumberText.short(gpu.bandwidth),
          gpu.power.map { NumberText.short($0) } ?? "unknown",
          Precision.allCases.filter(gpu.computes).map(\.rawValue).joined(separator: " "), gpu.launch,
          text(price(gpu, .rent)), gpu.export.components(before: [";", "(", ","]),
        ]
      }
    ).text
    let models = TextualTable(
      headings: [
        "model", "billions", "for a token", "layers", "KV heads", "experts", "context", "attention", "published in",
      ],
      alignment: [.left, .right, .right, .right, .right, .right, .right, .left, .left],
      rows: ModelShape.all.map { model in
        [
          model.id, NumberText.short(model.total), NumberText.short(model.active), "\(Int(model.layers))",
          model.kvHeads.map { "\(Int($0))" } ?? "-",
          model.isMixture ? "\(Int(model.activeExperts)) of \(Int(model.experts))" : "-",
          NumberText.short(Double(model.context)), model.attention, model.nativePrecision,
        ]
      }
    ).text
    let note = Paragraph.wrap(
      "Prices were asked at their dates. --json has the sources of all figures. Precisions are those of the arithmetic; weights "
        + "in int4 are unpacked to 16 bits.")
    return ([gpus, models] + [note.joined(separator: "\n")]).joined(separator: "\n\n")
  }

  static var json: JSONValue {
    [
      "gpus": .array(
        GPUSheet.all.map { gpu in
          [
            "id": .string(gpu.id), "name": .string(gpu.name), "vendor": .string(gpu.vendor),
            "memory_gib": .number(gpu.memory), "bandwidth_tb_per_s": .number(gpu.bandwidth),
            "power_w": gpu.power.map { .number($0) } ?? .null, "link": .string(gpu.link),
            "fabric": .number(Double(gpu.fabric)),
            "precisions": .array(Precision.allCases.filter(gpu.computes).map { .string($0.rawValue) }),
            "launch": .string(gpu.launch), "export_to_china": .string(gpu.export), "source": .string(gpu.source),
            "prices": .array(
              gpu.prices.map {
                [
                  "unit": .string($0.kind.rawValue), "low": .number($0.low), "high": .number($0.high),
                  "date": .string($0.date), "source": .string($0.source),
                ]
              }),
          ]
        }),
      "models": .array(
        ModelShape.all.map { model in
          [
            "id": .string(model.id), "name": .string(model.name), "billion_parameters": .number(model.total),
            "active_billion_parameters": .number(model.active), "layers": .number(model.layers),
            "heads": .number(model.heads), "kv_heads": model.kvHeads.map { .number($0) } ?? .null,
            "experts": .number(model.experts), "active_experts": .number(model.activeExperts),
            "context": .number(Double(model.context)), "attention": .string(model.attention),
            "published_in": .string(model.nativePrecision), "source": .string(model.source),
          ]
        }),
    ]
  }
}

extension String {
  /// What stands before the first of some signs.
  fileprivate func components(before signs: Set<Character>) -> String {
    String(prefix { !signs.contains($0) }).trimmingSuffix(while: " ")
  }

  private func trimmingSuffix(while sign: Character) -> String {
    var text = self
    while text.last == sign { text.removeLast() }
    return text
  }
}
