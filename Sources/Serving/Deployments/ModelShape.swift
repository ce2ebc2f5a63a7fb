import Demand
package import Randomness

/// The shape of a language model: what the model of step costs reads.
///
/// The rows of `Data/models.csv`. Counts of weights, and of values and operations for a token, are derived from the layers.
package struct ModelShape: Sendable {
  /// Its name in commands: `llama3.3-70b`.
  package let id: String
  /// The published name.
  package let name: String
  /// Other names that are read as this one.
  let aliases: [String]
  /// The kind of its attention.
  package let attention: String
  package let layers: Double
  package let hidden: Double
  package let heads: Double
  /// `nil` where keys and values are compressed.
  package let kvHeads: Double?
  /// Experts of a layer; 0 in a dense model.
  package let experts: Double
  /// Experts that work on a token.
  package let activeExperts: Double
  /// Layers of a mixture that are dense.
  let denseLayers: Double
  /// The most tokens of a context.
  package let context: Int
  /// The precision in which it is published.
  package let nativePrecision: String
  /// Weights, in billions, as published.
  package let total: Double
  package let active: Double
  /// Weights outside experts, head and embedding.
  let denseWeights: Double
  let headWeights: Double
  let embeddingWeights: Double
  let expertWeights: Double
  /// Values of the KV cache for a token.
  let kvValues: Double
  /// Over how many GPUs the cache can be split.
  let kvSplit: Double
  /// Values for a token of layers that attend to a window.
  let windowValues: Double
  /// Tokens of the window.
  let window: Double
  /// Bytes of a recurrent state.
  let stateBytes: Double
  /// Tokens that sparse attention looks at, and the bytes of its index for a token and layer.
  let sparse: (tokens: Double, index: Double)?
  /// Operations of attention for a pair of tokens.
  let prefillPair: Double
  let decodePair: Double
  package let source: String

  package var isMixture: Bool { experts > 0 }

  /// The model as deployments have it.
  package var model: LanguageModel {
    LanguageModel(
      name, parameters: total * 1e9, activeParameters: min(active, total) * 1e9, layers: layers,
      kvBytes: 2 * max(kvValues + windowValues, 1), contextLength: context, source: source)
  }

  /// All of the catalogue.
  package static let all: [ModelShape] = {
    CatalogueData.rows(PackageResources.models_csv, "models.csv") { row in
      let sparse = row.list("sparse_attention", separator: "/")
      return ModelShape(
        id: row.text("id"), name: row.text("name"), aliases: row.list("aliases", separator: "/"),
        attention: row.text("attention"), layers: row.number("layers"), hidden: row.number("hidden"),
        heads: row.number("heads"), kvHeads: row.numberIfAny("kv_heads"), experts: row.number("experts"),
        activeExperts: row.number("experts_active"), denseLayers: row.number("dense_layers"),
        context: Int(row.number("context")), nativePrecision: row.text("native_precision"),
        total: row.number("total_b"), active: row.number("active_b"), denseWeights: row.number("dense_weights"),
        headWeights: row.number("head_weights"), embeddingWeights: row.number("embedding_weights"),
        expertWeights: row.number("expert_weights"), kvValues: row.number("kv_values_per_token"),
        kvSplit: row.number("kv_split_heads"), windowValues: row.number("window_values_per_token"),
        window: row.number("window"), stateBytes: row.number("state_bytes_per_step"),
        sparse: sparse.count == 3
          ? (tokens: CatalogueData.number(sparse[2]), index: CatalogueData.number(sparse[1])) : nil,
        prefillPair: row.number("attn_flop_per_pair_prefill"), decodePair: row.number("attn_flop_per_context_decode"),
        source: row.text("source"))
    }
  }()

  /// The model of a name, capitals and signs aside.
  /// - Throws: `InvalidValue` with the nearest name.
  package static func named(_ name: String, for subject: String) throws(InvalidValue) -> ModelShape {
    try CatalogueData.find(name, among: all, subject: subject, kind: "model") { [$0.id, $0.name] + $0.aliases }
  }
}
