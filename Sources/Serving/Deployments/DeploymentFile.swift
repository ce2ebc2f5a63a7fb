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
  ///   "per_prompt_pair_ms": 0, "per_decode_token_ms": 0, "prompt_attention": "before", "gpus": 1, "gpu": "h100", "block_tokens": 16, "error": 0.013,
  ///   "batching": "continuous", "sequences": 256, "tokens_per_step": 2048, "chunked_prefill": true,
  ///   "resumption": "recompute", "prefix_caching": false, "clock": "nanoseconds",
  ///   "before_queue_ms": 0, "per_output_token_ms": 0, "at_end_ms": 0
  /// }
  /// ```
  /// where `error` is the relative error of the figures. In place of the costs there may be two tables, one of steps with
  /// prompts alone and one of steps with answers alone, with a row `[tokens, sequences, milliseconds]` for each of their
  /// points; the tokens are those of the prompts, or those of the context of all answers. `shared_ms` is in both:
  /// ```json
  ///   "prompt_steps": [[128, 1, 9.1], [2048, 1, 81.0]],
  ///   "decode_steps": [[1000, 1, 7.3], [1000, 64, 9.6], [100000, 1, 11.2], [100000, 64, 14.9]], "shared_ms": 6.9
  /// ```
  /// A deployment of the catalogue has `"model": "llama8B", "gpu": "a800"`, and may have `gpus`, `precision`, and the fields of
  /// the batching, the clock and the server. With a model and a GPU of `payoff deployments --gpu --model`, such as `"model":
  /// "llama-3.3-70b", "gpu": "h200", "precision": "fp8"`, the costs are those of the model of steps; it may have `engine`,
  /// `tensor_parallel` and `data_parallel` in place of `gpus`.
  ///
  /// A server that makes pictures or videos has `"picture_ms"` and may have `batch`, `shared_share`, `gpus`, `gpu`, `source` and
  /// `error`; or it has a `"picture_model"` of ``DiffusionModel/catalogue`` and a `gpu`, and may have `steps`, `width`,
  /// `height`, `frames`, `batch`, `shared_share` and `gpus`.
  /// - Throws: `DataFileError` for a file that cannot be read, an unknown or missing name, and an invalid value.
  public init(contentsOf path: String) throws {
    try self.init(JSONSource(contentsOf: path))
  }

  init(_ json: JSONSource) throws {
    let fields = DeploymentFields(json)
    let deployment: Deployment
    do {
      deployment = try ValidationErrors.collecting {
        if fields.has("picture_ms") || fields.has("picture_model") { return try Self.pictures(fields) }
        let deployment = try fields.isOfCatalogue ? Self.known(fields) : Self.own(fields)
        return try Self.speculation(fields).map(deployment.speculating) ?? deployment
      }
    } catch let invalid as InvalidValues {
      let problems = invalid.values.map { $0.subject + ": " + $0.problem + ($0.remedy.map { "; \($0)" } ?? "") }
      throw DataFileError(file: json.file, problems.joined(separator: "; "))
    }
    self = deployment
  }

  /// A server that makes pictures or videos.
  private static func pictures(_ fields: DeploymentFields) throws -> Deployment {
    let batch = try fields.whole("batch") ?? 1
    let sharing = try fields.duration("shared_share") ?? 0.2
    let gpus = try fields.whole("gpus") ?? 1
    guard let model = try fields.choice("picture_model", DiffusionModel.catalogue) else {
      try fields.allow(["name", "picture_ms", "batch", "shared_share", "gpus", "gpu", "source", "error"])
      let file = fields.file.split(separator: "/").last.map(String.init) ?? fields.file
      return Deployment(
        pictures: try fields.required(fields.text("name"), "name"),
        seconds: try fields.required(fields.amount("picture_ms"), "picture_ms") / 1000, batch: batch, sharing: sharing,
        gpus: gpus, gpu: try fields.choice("gpu", allGPUs),
        source: .stated(try fields.text("source") ?? file, error: try fields.duration("error")))
    }
    try fields.allow([
      "picture_model", "gpu", "steps", "width", "height", "frames", "batch", "shared_share", "gpus",
    ])
    let usual = model.usual
    let picture = Picture(
      steps: try fields.whole("steps") ?? usual.steps, width: try fields.whole("width") ?? usual.width,
      height: try fields.whole("height") ?? usual.height, frames: try fields.whole("frames") ?? usual.frames)
    do {
      return try making(
        picture, by: model, on: try fields.required(fields.text("gpu"), "gpu"), gpus: gpus, batch: batch,
        sharing: sharing)
    } catch let invalid as InvalidValue {
      throw DataFileError(
        file: fields.file, "\(invalid.subject): \(invalid.problem)" + (invalid.remedy.map { "; \($0)" } ?? ""))
    }
  }

  private static func known(_ fields: DeploymentFields) throws -> Deployment {
    if try isPredicted(fields) { return try predicted(fields) }
    try fields.allow(["model", "gpu", "gpus", "precision"] + serverNames + draftNames)
    let precision = try precision(fields)
    return Deployment(
      try fields.required(fields.choice("model", LanguageModel.catalogue), "model"),
      on: try fields.required(fields.choice("gpu", GPU.catalogue), "gpu"), gpus: try fields.whole("gpus") ?? 1,
      precision: precision ?? .bf16, batching: try batching(fields)
    ).server(overheads: try overheads(fields), clock: try fields.coded("clock") ?? .nanoseconds)
  }

  private static func precision(_ fields: DeploymentFields) throws -> Precision? {
    try fields.choice("precision", Dictionary(uniqueKeysWithValues: Precision.allCases.map { ($0.rawValue, $0) }))
  }

  private static let predictedNames = ["engine", "tensor_parallel", "data_parallel"]

  /// Whether its costs are those of the model of steps, and not those of the names of constants.
  private static func isPredicted(_ fields: DeploymentFields) throws -> Bool {
    if predictedNames.contains(where: fields.has) { return true }
    guard let model = try fields.text("model"), let gpu = try fields.text("gpu") else { return false }
    let constants = LanguageModel.catalogue.keys.map { $0.lowercased() }
    let isModel = !constants.contains(model.lowercased()) && (try? ModelShape.named(model, for: "model")) != nil
    let isGPU = GPU.catalogue[gpu] == nil && (try? GPUSheet.named(gpu, for: "gpu")) != nil
    return isModel || isGPU
  }

  private static func predicted(_ fields: DeploymentFields) throws -> Deployment {
    try fields.allow(["model", "gpu", "precision"] + predictedNames + serverNames + draftNames)
    let prediction: DeploymentPrediction
    do {
      prediction = try DeploymentPrediction(
        try fields.required(fields.text("model"), "model"), on: try fields.required(fields.text("gpu"), "gpu"),
        precision: try precision(fields), engine: try fields.coded("engine") ?? .vllm,
        tensorParallel: try fields.whole("tensor_parallel"), dataParallel: try fields.whole("data_parallel") ?? 1)
    } catch let invalid as InvalidValue {
      throw DataFileError(
        file: fields.file, "\(invalid.subject): \(invalid.problem)" + (invalid.remedy.map { "; \($0)" } ?? ""))
    }
    let isBatched = serverNames.prefix(8).contains(where: fields.has)
    let deployment = prediction.deployment(batching: isBatched ? try batching(fields) : nil)
    let overheads = try overheads(fields)
    return deployment.server(
      overheads: overheads == .none ? deployment.overheads : overheads, clock: try fields.coded("clock") ?? .nanoseconds
    )
  }

  /// Where the costs are stated, the GPU is its power, its price and its failures: any of the catalogue.
  private static let allGPUs: [String: GPU] = {
    let sheets = GPUSheet.all.flatMap { sheet in
      sheet.gpu.map { gpu in ([sheet.id] + sheet.aliases).map { ($0, gpu) } } ?? []
    }
    return GPU.catalogue.merging(sheets) { own, _ in own }
  }()

  private static func own(_ fields: DeploymentFields) throws -> Deployment {
    try fields.allow(
      ["name", "source", "kv_tokens", "block_tokens", "context_length", "gpus", "gpu", "error"] + coefficientNames
        + tableNames + serverNames + splitNames + draftNames)
    func whole(_ name: String) throws -> Int { try fields.required(fields.whole(name), name) }
    let file = fields.file.split(separator: "/").last.map(String.init) ?? fields.file
    let evidence = Evidence.stated(try fields.text("source") ?? file, error: try fields.duration("error"))
    return Deployment(
      try fields.required(fields.text("name"), "name"), try cost(fields), overheads: try overheads(fields),
      batching: try batching(fields), kvTokens: try whole("kv_tokens"),
      blockTokens: try fields.whole("block_tokens") ?? 16, contextLength: try whole("context_length"),
      gpus: try fields.whole("gpus") ?? 1, gpu: try fields.choice("gpu", allGPUs),
      clock: try fields.coded("clock") ?? .nanoseconds, split: try split(fields), source: evidence)
  }

  private static let splitNames = [
    "prefill_replicas", "decode_replicas", "kv_bytes_per_token", "transfer_gb_per_s", "transfer_base_ms",
    "transfer_shared",
  ]

  /// Pools that prefill and decode apart.
  private static func split(_ fields: DeploymentFields) throws -> PrefillDecodeSplit? {
    guard splitNames.contains(where: fields.has) else { return nil }
    func whole(_ name: String) throws -> Int { try fields.required(fields.whole(name), name) }
    func number(_ name: String) throws -> Double { try fields.required(fields.amount(name), name) }
    return PrefillDecodeSplit(
      prefill: try whole("prefill_replicas"), decode: try whole("decode_replicas"),
      link: KVLink(
        bytesPerSecond: try number("transfer_gb_per_s") * 1e9,
        latency: (try fields.duration("transfer_base_ms") ?? 0) / 1000,
        isShared: try fields.truth("transfer_shared") ?? false),
      bytesPerToken: try number("kv_bytes_per_token"))
  }

  private static let draftNames = [
    "draft_tokens", "draft_acceptance", "draft_base_ms", "draft_per_prompt_token_ms", "draft_per_context_token_ms",
    "draft_per_sequence_ms",
  ]

  /// Speculative decoding.
  private static func speculation(_ fields: DeploymentFields) throws -> SpeculativeDecoding? {
    guard draftNames.contains(where: fields.has) else { return nil }
    func coefficient(_ name: String) throws -> Double { try fields.duration(name) ?? 0 }
    let tokens = try fields.required(fields.whole("draft_tokens"), "draft_tokens")
    let draft = StepCost(
      base: try fields.required(fields.duration("draft_base_ms"), "draft_base_ms"),
      perPromptToken: try coefficient("draft_per_prompt_token_ms"),
      perContextToken: try coefficient("draft_per_context_token_ms"),
      perSequence: try coefficient("draft_per_sequence_ms"))
    if let chances = try fields.numbers("draft_acceptance") {
      guard chances.count == tokens else {
        throw DataFileError(
          file: fields.file,
          "\"draft_acceptance\" has \(chances.count) positions, and \"draft_tokens\" is \(tokens)")
      }
      return SpeculativeDecoding(acceptance: chances, by: draft)
    }
    return SpeculativeDecoding(
      drafting: tokens, acceptance: try fields.required(fields.duration("draft_acceptance"), "draft_acceptance"),
      by: draft)
  }

  /// The fields of speculative decoding.
  private var draftLines: [(String, String)] {
    guard let speculation else { return [] }
    let draft = speculation.draft
    return [
      ("draft_tokens", "\(speculation.acceptance.count)"),
      ("draft_acceptance", "[" + speculation.acceptance.map(\.shortest).joined(separator: ", ") + "]"),
      ("draft_base_ms", draft.base.shortest), ("draft_per_prompt_token_ms", draft.perPromptToken.shortest),
      ("draft_per_context_token_ms", draft.perContextToken.shortest),
      ("draft_per_sequence_ms", draft.perSequence.shortest),
    ]
  }

  /// The fields of the pools that prefill and decode apart.
  private var splitLines: [(String, String)] {
    guard let split else { return [] }
    return [
      ("prefill_replicas", "\(split.prefill)"), ("decode_replicas", "\(split.decode)"),
      ("kv_bytes_per_token", split.bytesPerToken.shortest),
      ("transfer_gb_per_s", (split.link.bytesPerSecond / 1e9).shortest),
      ("transfer_base_ms", (split.link.latency * 1000).shortest), ("transfer_shared", "\(split.link.isShared)"),
    ]
  }

  private static let coefficientNames = [
    "base_ms", "per_prompt_token_ms", "per_prompt_pair_ms", "per_context_token_ms", "per_sequence_ms",
    "per_decode_token_ms", "prompt_attention",
  ]
  private static let tableNames = ["prompt_steps", "decode_steps", "shared_ms"]
  private static let serverNames = [
    "batching", "sequences", "tokens_per_step", "chunked_prefill", "resumption", "prefix_caching", "scheduler",
    "preemption", "clock",
    "before_queue_ms",
    "per_output_token_ms", "at_end_ms",
  ]

  private static func cost(_ fields: DeploymentFields) throws -> StepCost {
    if tableNames.contains(where: fields.has) {
      try fields.forbid(coefficientNames, "the tables are in place of the coefficients")
      return StepCost(
        StepTable(
          prompts: try fields.grid("prompt_steps"), decoding: try fields.grid("decode_steps"),
          shared: try fields.duration("shared_ms") ?? 0))
    }
    func number(_ name: String) throws -> Double { try fields.required(fields.duration(name), name) }
    return StepCost(
      base: try number("base_ms"), perPromptToken: try number("per_prompt_token_ms"),
      perPromptPair: try fields.duration("per_prompt_pair_ms") ?? 0,
      perContextToken: try number("per_context_token_ms"), perSequence: try number("per_sequence_ms"),
      perDecodeToken: try fields.duration("per_decode_token_ms") ?? 0,
      promptAttention: try fields.coded("prompt_attention") ?? .before)
  }

  private static func overheads(_ fields: DeploymentFields) throws -> FixedOverheads {
    func seconds(_ name: String) throws -> Double { (try fields.duration(name) ?? 0) / 1000 }
    return FixedOverheads(
      beforeQueue: try seconds("before_queue_ms"), perToken: try seconds("per_output_token_ms"),
      atEnd: try seconds("at_end_ms"))
  }

  /// The names of the batching rules in a file.
  private enum BatchingName: String, CaseIterable {
    case continuous
    case fixed
    case oneAtATime = "one_at_a_time"
    case promptsOnly = "prompts_only"
  }

  private static func batching(_ fields: DeploymentFields) throws -> BatchingRule {
    let name: BatchingName = try fields.coded("batching") ?? .continuous
    let why = "batching is \(name.rawValue)"
    if name != .continuous {
      try fields.forbid(["chunked_prefill", "resumption", "prefix_caching", "scheduler", "preemption"], why)
    }
    // Before what the rule lacks, so that the contradiction is named and not the lack.
    if [.fixed, .promptsOnly].contains(name) { try fields.forbid(splitNames + draftNames, why) }
    switch name {
    case .continuous:
      return .continuous(
        sequences: try fields.whole("sequences") ?? 256, tokensPerStep: try fields.whole("tokens_per_step") ?? 2048,
        chunksPrompts: try fields.truth("chunked_prefill") ?? true,
        resumption: try fields.coded("resumption") ?? .recompute,
        prefixCaching: try fields.truth("prefix_caching") ?? false,
        scheduler: try fields.coded("scheduler") ?? .fcfs, preemption: try fields.coded("preemption") ?? .last)
    case .fixed:
      try fields.forbid(["tokens_per_step"], why)
      return .fixed(sequences: try fields.required(fields.whole("sequences"), "sequences"))
    case .oneAtATime:
      try fields.forbid(["sequences", "tokens_per_step"], why)
      return .oneAtATime
    case .promptsOnly:
      return .promptsOnly(
        sequences: try fields.whole("sequences") ?? 256, tokensPerStep: try fields.whole("tokens_per_step") ?? 8192)
    }
  }

  /// The fields of the batching rule.
  private var batchingLines: [(String, String)] {
    let sizes = [("sequences", "\(batching.sequences)"), ("tokens_per_step", "\(batching.tokensPerStep)")]
    if batching.promptsOnly { return [("batching", Self.quoted(BatchingName.promptsOnly.rawValue))] + sizes }
    if batching.joining == .betweenBatches {
      return [("batching", Self.quoted(BatchingName.fixed.rawValue)), sizes[0]]
    }
    if batching == .oneAtATime { return [("batching", Self.quoted(BatchingName.oneAtATime.rawValue))] }
    return sizes + (batching.chunksPrompts ? [] : [("chunked_prefill", "false")])
      + (batching.resumption == .recompute ? [] : [("resumption", Self.quoted(batching.resumption.code))])
      + (batching.prefixCaching ? [("prefix_caching", "true")] : [])
      + (batching.scheduler == .fcfs ? [] : [("scheduler", Self.quoted(batching.scheduler.code))])
      + (batching.preemption == .last ? [] : [("preemption", Self.quoted(batching.preemption.code))])
  }

  /// The fields of the cost of a step.
  private var costLines: [(String, String)] {
    func rows(_ grid: StepTable.Grid) -> String {
      "["
        + grid.points.map { "[\($0.tokens.shortest), \($0.sequences.shortest), \($0.milliseconds.shortest)]" }
        .joined(separator: ", ") + "]"
    }
    if let table = cost.table {
      return [
        ("prompt_steps", rows(table.prompts)), ("decode_steps", rows(table.decoding)),
        ("shared_ms", table.shared.shortest),
      ]
    }
    return [
      ("base_ms", cost.base.shortest), ("per_prompt_token_ms", cost.perPromptToken.shortest),
      ("per_prompt_pair_ms", cost.perPromptPair.shortest), ("per_context_token_ms", cost.perContextToken.shortest),
      ("per_sequence_ms", cost.perSequence.shortest),
    ] + (cost.perDecodeToken == 0 ? [] : [("per_decode_token_ms", cost.perDecodeToken.shortest)])
      + (cost.promptAttention == .before ? [] : [("prompt_attention", Self.quoted(cost.promptAttention.code))])
  }

  private var serverLines: [(String, String)] {
    let times = [
      ("before_queue_ms", overheads.beforeQueue), ("per_output_token_ms", overheads.perToken),
      ("at_end_ms", overheads.atEnd),
    ]
    return (clock == .nanoseconds ? [] : [("clock", Self.quoted(clock.code))])
      + times.filter { $0.1 > 0 }.map { ($0.0, ($0.1 * 1000).shortest) }
  }
}

extension RawRepresentable where RawValue == String {
  /// The name in a file: `start_over` for `startOver`.
  fileprivate var code: String {
    rawValue.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
  }
}

extension Deployment {
  /// The deployment as a file that ``init(contentsOf:)`` reads again.
  public var json: String {
    var lines =
      [("name", Self.quoted(name)), ("source", Self.quoted(evidence.source))] + costLines
      + [
        ("kv_tokens", "\(kvTokens)"), ("block_tokens", "\(blockTokens)"), ("context_length", "\(contextLength)"),
        ("gpus", "\(gpus)"),
      ] + batchingLines + serverLines + splitLines + draftLines
    if let gpu, let key = GPU.catalogue.first(where: { $0.value.name == gpu.name })?.key {
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

  /// A quarter of an hour in milliseconds: no step takes longer.
  private static let largest = 1e6

  /// A number that is not negative.
  func duration(_ name: String) throws -> Double? {
    guard let field = json[name] else { return nil }
    let number = try field.number()
    guard number >= 0 else { throw field.problem("must be at least 0, not \(number.shortest)") }
    guard number <= Self.largest else { throw field.problem("must be at most 1e6, not \(number.shortest)") }
    return number
  }

  /// A number above 0.
  func amount(_ name: String) throws -> Double? {
    guard let field = json[name] else { return nil }
    let number = try field.number()
    guard number > 0, number <= 1e12 else {
      throw field.problem("must be above 0 and at most 1e12, not \(number.shortest)")
    }
    return number
  }

  func whole(_ name: String) throws -> Int? { try json[name]?.whole() }

  func text(_ name: String) throws -> String? { try json[name]?.text() }

  func truth(_ name: String) throws -> Bool? {
    guard let field = json[name] else { return nil }
    guard case .truth(let truth) = field.value else { throw field.wrong("true or false") }
    return truth
  }

  func has(_ name: String) -> Bool { json[name] != nil }

  /// The numbers of a list; `nil` where there is none, or a single number.
  func numbers(_ name: String) throws -> [Double]? {
    guard let field = json[name], case .list = field.value else { return nil }
    return try field.list().map { try $0.number() }
  }

  /// Rejects fields that mean nothing beside others.
  func forbid(_ names: [String], _ reason: String) throws {
    for name in names {
      if let field = json[name] { throw field.problem("has no meaning here: \(reason)") }
    }
  }

  /// A value of an enumeration by its name in a file.
  func coded<Value: RawRepresentable & CaseIterable>(_ name: String) throws -> Value? where Value.RawValue == String {
    try choice(name, Dictionary(uniqueKeysWithValues: Value.allCases.map { ($0.code, $0) }))
  }

  /// A grid of durations from rows of tokens, sequences and milliseconds.
  func grid(_ name: String) throws -> StepTable.Grid {
    let field = try json.required(name)
    var durations: [[Double]: Double] = [:]
    for row in try field.list() {
      let numbers = try row.list().map { try $0.number() }
      guard numbers.count == 3 else { throw row.problem("must be [tokens, sequences, milliseconds]") }
      guard numbers[0] >= 0, numbers[1] >= 0 else {
        throw row.problem(
          "must have at least 0 tokens and sequences, not \(numbers[0].shortest) and \(numbers[1].shortest)")
      }
      guard numbers[2] > 0 else { throw row.problem("must take more than 0 ms, not \(numbers[2].shortest)") }
      guard durations.updateValue(numbers[2], forKey: [numbers[0], numbers[1]]) == nil else {
        throw row.problem("is the second row for \(numbers[0].shortest) tokens and \(numbers[1].shortest) sequences")
      }
    }
    guard !durations.isEmpty else { throw field.problem("must have a row") }
    let tokens = Set(durations.keys.map { $0[0] }).sorted()
    let sequences = Set(durations.keys.map { $0[1] }).sorted()
    let grid = try tokens.map { count in
      try sequences.map { number in
        guard let duration = durations[[count, number]] else {
          throw field.problem(
            "has no row for \(count.shortest) tokens and \(number.shortest) sequences: it is a full grid")
        }
        return duration
      }
    }
    return StepTable.Grid(tokens: tokens, sequences: sequences, milliseconds: grid)
  }

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
