import ArgumentParser
import CompiledExperiments
import Randomness
import Serving
import SystemPackage

/// Which model runs on which GPUs, and what they cost.
struct DeploymentOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "A deployment: a name such as llama-8b-a100, or a JSON file.",
      discussion: """
        payoff deployments lists names with the source and the error of their figures. A file has four step costs in \
        milliseconds, or tables of them, and the size of the memory; it can have everything else of a server: batching, \
        overheads, clock (docs/guides/adding-to-payoff.md). payoff fit --measured writes one.
        """, valueName: "NAME or FILE"))
  var deployment: String?

  @OptionGroup var catalogue: CatalogueOptions

  @Option(
    parsing: .unconditional, help: "The most running requests of a replica. (default: that of the deployment, 256)",
    transform: { try WholeNumber.read($0, in: 1...1_048_576) })
  var sequences: Int?

  @Option(
    parsing: .unconditional, help: "The most tokens of a step. (default: that of the deployment, 2048)",
    transform: { try WholeNumber.read($0, in: 1...1_073_741_824) })
  var tokensPerStep: Int?

  @Option(
    parsing: .unconditional,
    help: "US dollars per GPU-hour. (default: the known prices of the latest year)",
    transform: { try PositiveNumber.read($0, in: 1e-6...1e6) })
  var price: Double?

  /// The deployment that is named.
  ///
  /// - `fallback`: what stands for none; `nil` where one is needed.
  /// - `allowsSplit`: whether it may prefill and decode on replicas apart.
  /// - Throws: `InvalidValue` for a name that is not known, ``DataFileError`` for a file that cannot be used.
  func value(or fallback: String? = nil, allowsSplit: Bool = false) throws -> Deployment {
    let deployment = try named(deployment ?? fallback)
    if deployment.split != nil, !allowsSplit {
      throw InvalidValue(
        "--deployment \(self.deployment ?? "")",
        "only payoff replay and payoff size simulate replicas that prefill and decode apart",
        remedy: "leave out prefill_replicas, decode_replicas and the fields of the transfer")
    }
    guard sequences != nil || tokensPerStep != nil else { return deployment }
    let rule = try batching(
      sequences: deployment.batching.sequences, tokensPerStep: deployment.batching.tokensPerStep)
    return deployment.batching(deployment.batching.resized(to: rule))
  }

  /// The deployment of a name, a file, or a model and a GPU of the catalogue.
  private func named(_ name: String?) throws -> Deployment {
    if catalogue.isGiven {
      guard deployment == nil else {
        throw InvalidValue(
          "--deployment and --gpu, --model and the options of such a pair", "both set the model and its GPUs",
          remedy: "remove one of the two")
      }
      return try catalogue.prediction().deployment()
    }
    guard let name else {
      throw InvalidValue(
        "--deployment", "it is missing: the model and its GPUs",
        remedy:
          "for example --deployment llama-8b-a100, or --gpu H200 --model llama-3.3-70b; payoff deployments lists names")
    }
    let isFile = name.hasSuffix(".json") || FileSystem.isFolder(FilePath(name)) != nil
    return isFile ? try Deployment(contentsOf: name) : try DeploymentCatalogue.deployment(named: name)
  }

  /// Its name in paths; `nil` where none is given.
  var label: String? {
    deployment.flatMap { FilePath($0).stem } ?? (catalogue.isGiven ? try? catalogue.prediction().label : nil)
  }

  /// The batching rule that is asked for, with what stands for none.
  func batching(sequences usual: Int, tokensPerStep most: Int) throws(InvalidValue) -> BatchingRule {
    let sequences = sequences ?? usual
    let tokens = tokensPerStep ?? most
    guard tokens >= sequences else {
      throw InvalidValue(
        "--sequences \(sequences) with \(tokens) tokens a step", "a step needs at least one token for each sequence",
        remedy: "use --tokens-per-step \(sequences) or more")
    }
    return .continuous(sequences: sequences, tokensPerStep: tokens)
  }
}

extension Deployment {
  /// What it is and how far it can be relied upon, in words.
  var inWords: String { "\(name), \(evidence)" }
}

/// Which replica a request goes to.
struct RoutingOptions: ParsableArguments {
  /// In the order in which the help names them.
  private static let known: [(name: String, routing: Routing)] = [
    ("least-loaded", .leastLoaded), ("round-robin", .roundRobin), ("two-choices", .twoChoices),
    ("prefix-aware", .prefixAware()), ("shared-queue", .sharedQueue),
  ]

  @Option(
    help: ArgumentHelp(
      "Which replica a request goes to: \(known.map(\.name).joined(separator: ", ")).",
      valueName: "ROUTING"))
  var routing: String = known[0].name

  /// The routing of that name.
  var value: Routing {
    get throws(InvalidValue) {
      if let found = Self.known.first(where: { $0.name == routing }) { return found.routing }
      throw InvalidValue(
        "--routing \(routing)", "there is no routing of that name",
        remedy: NearestName.remedy(for: routing, among: Self.known.map(\.name)))
    }
  }
}

/// The service levels: latencies that a share of the requests stays below.
struct LatencyLimitOptions: ParsableArguments {
  private static func help(_ latency: String) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: "\(latency): a time with its unit, such as 500ms or 2s.")
  }

  @Option(parsing: .unconditional, help: Self.help("Time to first token of 99 % of the requests")) var ttftP99: String?
  @Option(parsing: .unconditional, help: Self.help("Time to first token of 95 % of the requests")) var ttftP95: String?
  @Option(parsing: .unconditional, help: Self.help("Mean time per output token of 99 % of the requests")) var tpotP99:
    String?
  @Option(parsing: .unconditional, help: Self.help("Mean time per output token of 95 % of the requests")) var tpotP95:
    String?
  @Option(parsing: .unconditional, help: Self.help("End-to-end latency of 99 % of the requests")) var e2eP99: String?
  @Option(parsing: .unconditional, help: Self.help("End-to-end latency of 95 % of the requests")) var e2eP95: String?
  @Option(parsing: .unconditional, help: Self.help("Queueing time of 99 % of the requests")) var waitP99: String?
  @Option(parsing: .unconditional, help: Self.help("Queueing time of 95 % of the requests")) var waitP95: String?

  /// The service levels that are asked for, at least one.
  var levels: [ServiceLevel] {
    get throws(InvalidValue) {
      var levels: [ServiceLevel] = []
      for (option, text, latency, share) in [
        ("--ttft-p99", ttftP99, ServiceLevel.Latency.timeToFirstToken, 0.99),
        ("--ttft-p95", ttftP95, .timeToFirstToken, 0.95), ("--tpot-p99", tpotP99, .timePerOutputToken, 0.99),
        ("--tpot-p95", tpotP95, .timePerOutputToken, 0.95), ("--e2e-p99", e2eP99, .endToEnd, 0.99),
        ("--e2e-p95", e2eP95, .endToEnd, 0.95), ("--wait-p99", waitP99, .wait, 0.99),
        ("--wait-p95", waitP95, .wait, 0.95),
      ] {
        guard let text else { continue }
        levels.append(ServiceLevel(latency, share: share, within: try LatencyText.read(text, for: option)))
      }
      if levels.isEmpty {
        throw InvalidValue(
          "payoff size", "it needs a service level",
          remedy: "for example --ttft-p99 500ms, or --tpot-p95, --e2e-p95, --wait-p95")
      }
      return levels
    }
  }
}
