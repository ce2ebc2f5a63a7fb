import FoundationEssentials
import Randomness

extension Deployment {
  /// Reads a deployment from a JSON file.
  ///
  /// Your own deployment needs four costs in milliseconds and the size of its memory; the other fields are optional:
  /// ```json
  /// {
  ///   "name": "our model", "source": "our own runs, June",
  ///   "base_ms": 12.4, "per_prompt_token_ms": 0.0443, "per_context_token_ms": 8e-5, "per_sequence_ms": 0.0307,
  ///   "kv_tokens": 500000, "context_length": 131072,
  ///   "per_prompt_pair_ms": 0, "gpus": 1, "gpu": "h100", "block_tokens": 16, "sequences": 256, "tokens_per_step": 2048,
  ///   "error": 0.013
  /// }
  /// ```
  /// where `error` is the relative error of the figures.
  /// A deployment of the catalogue has `"model": "llama8B", "gpu": "a800"`, and may have `gpus`, `precision`, `sequences` and
  /// `tokens_per_step`.
  /// - Throws: ``DeploymentFileError`` for a file that cannot be read, an unknown or missing name, and an invalid value.
  public init(contentsOf path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw DeploymentFileError(path, "there is no such file, or it cannot be read")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw DeploymentFileError(path, "is not text in UTF-8")
    }
    try self.init(json: text, file: path)
  }

  init(json text: String, file: String) throws {
    let fields = try DeploymentFields(FlatJSON(text, file: file), file: file)
    let deployment: Deployment
    do {
      deployment = try ValidationErrors.collecting { try fields.isOfCatalogue ? Self.known(fields) : Self.own(fields) }
    } catch let refused as InvalidValues {
      let problems = refused.values.map { $0.subject + ": " + $0.problem + ($0.remedy.map { "; \($0)" } ?? "") }
      throw DeploymentFileError(file, problems.joined(separator: "; "))
    }
    self = deployment
  }

  private static func known(_ fields: DeploymentFields) throws -> Deployment {
    try fields.allow(["model", "gpu", "gpus", "precision", "sequences", "tokens_per_step"])
    let precision = try fields.choice(
      "precision", Dictionary(uniqueKeysWithValues: Precision.allCases.map { ($0.rawValue, $0) }))
    return Deployment(
      try fields.required(fields.choice("model", LanguageModel.catalogue), "model"),
      on: try fields.required(fields.choice("gpu", GPU.catalogue), "gpu"), gpus: try fields.whole("gpus") ?? 1,
      precision: precision ?? .bf16, batching: try batching(fields))
  }

  private static func own(_ fields: DeploymentFields) throws -> Deployment {
    try fields.allow([
      "name", "source", "base_ms", "per_prompt_token_ms", "per_prompt_pair_ms", "per_context_token_ms",
      "per_sequence_ms", "kv_tokens", "block_tokens", "context_length", "gpus", "gpu", "sequences", "tokens_per_step",
      "error",
    ])
    func number(_ name: String) throws -> Double { try fields.required(fields.duration(name), name) }
    func whole(_ name: String) throws -> Int { try fields.required(fields.whole(name), name) }
    return Deployment(
      try fields.required(fields.text("name"), "name"),
      StepCost(
        base: try number("base_ms"), perPromptToken: try number("per_prompt_token_ms"),
        perPromptPair: try fields.duration("per_prompt_pair_ms") ?? 0,
        perContextToken: try number("per_context_token_ms"), perSequence: try number("per_sequence_ms")),
      batching: try batching(fields), kvTokens: try whole("kv_tokens"),
      blockTokens: try fields.whole("block_tokens") ?? 16, contextLength: try whole("context_length"),
      gpus: try fields.whole("gpus") ?? 1, gpu: try fields.choice("gpu", GPU.catalogue),
      source: .stated(
        try fields.text("source") ?? fields.file.split(separator: "/").last.map(String.init) ?? fields.file,
        error: try fields.duration("error")))
  }

  private static func batching(_ fields: DeploymentFields) throws -> BatchingRule {
    .continuous(
      sequences: try fields.whole("sequences") ?? 256, tokensPerStep: try fields.whole("tokens_per_step") ?? 2048)
  }
}
