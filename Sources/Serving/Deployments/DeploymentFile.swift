import Demand
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
  /// - Throws: `DataFileError` for a file that cannot be read, an unknown or missing name, and an invalid value.
  public init(contentsOf path: String) throws {
    try self.init(JSONSource(contentsOf: path))
  }

  init(_ json: JSONSource) throws {
    let fields = DeploymentFields(json)
    let deployment: Deployment
    do {
      deployment = try ValidationErrors.collecting { try fields.isOfCatalogue ? Self.known(fields) : Self.own(fields) }
    } catch let invalid as InvalidValues {
      let problems = invalid.values.map { $0.subject + ": " + $0.problem + ($0.remedy.map { "; \($0)" } ?? "") }
      throw DataFileError(file: json.file, problems.joined(separator: "; "))
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

extension Deployment {
  /// The deployment as a file that ``init(contentsOf:)`` reads again.
  ///
  /// It holds the costs, the memory and the parameters of continuous batching; fixed overheads and other batching rules are
  /// not part of it.
  public var json: String {
    var lines = [
      ("name", Self.quoted(name)), ("source", Self.quoted(evidence.source)), ("base_ms", cost.base.shortest),
      ("per_prompt_token_ms", cost.perPromptToken.shortest), ("per_prompt_pair_ms", cost.perPromptPair.shortest),
      ("per_context_token_ms", cost.perContextToken.shortest), ("per_sequence_ms", cost.perSequence.shortest),
      ("kv_tokens", "\(kvTokens)"), ("block_tokens", "\(blockTokens)"), ("context_length", "\(contextLength)"),
      ("gpus", "\(gpus)"), ("sequences", "\(batching.sequences)"), ("tokens_per_step", "\(batching.tokensPerStep)"),
    ]
    if let gpu, let key = GPU.catalogue.first(where: { $0.value == gpu })?.key {
      lines.append(("gpu", Self.quoted(key)))
    }
    if let error = evidence.error { lines.append(("error", error.shortest)) }
    return "{\n" + lines.map { "  \"\($0)\": \($1)" }.joined(separator: ",\n") + "\n}\n"
  }

  /// A text as JSON writes it.
  private static func quoted(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    // A text can always be encoded.
    return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}

/// The fields of a deployment's file, read by name and type.
private struct DeploymentFields {
  private let json: JSONSource

  init(_ json: JSONSource) { self.json = json }

  var file: String { json.file }

  /// Whether it names a model of the catalogue.
  var isOfCatalogue: Bool { json["model"] != nil }

  /// Rejects unknown names.
  func allow(_ names: [String]) throws {
    for member in json.members where !names.contains(member.name) {
      throw DataFileError(
        file: file, line: member.value.line,
        "there is no \"\(member.name)\" in a deployment"
          + (NearestName.remedy(for: member.name, among: names, quoted: true).map { "; \($0)" } ?? ""))
    }
  }

  func required<Value>(_ value: Value?, _ name: String) throws -> Value {
    if let value { return value }
    _ = try json.required(name)
    throw DataFileError(file: file, "\"\(name)\" is missing")
  }

  /// A number that is not negative.
  func duration(_ name: String) throws -> Double? {
    guard let field = json[name] else { return nil }
    let number = try field.number()
    guard number >= 0 else { throw field.problem("is at least 0, not \(number.shortest)") }
    return number
  }

  func whole(_ name: String) throws -> Int? { try json[name]?.whole() }

  func text(_ name: String) throws -> String? { try json[name]?.text() }

  /// A named choice.
  func choice<Value>(_ name: String, _ known: [String: Value]) throws -> Value? {
    guard let field = json[name] else { return nil }
    let text = try field.text()
    if let value = known[text] { return value }
    throw DataFileError(
      file: file, line: field.line,
      "\"\(name)\": there is no \"\(text)\""
        + (NearestName.remedy(for: text, among: known.keys.sorted(), quoted: true).map { "; \($0)" } ?? ""))
  }
}
