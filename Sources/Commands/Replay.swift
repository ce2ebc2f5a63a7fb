import ArgumentParser
import Demand
import Experimentation
import Randomness
import Results
import Serving
import SystemPackage

/// `payoff replay --trace FILE --deployment NAME`: simulates the requests of a trace on a fleet, one by one.
struct ReplayCommand: Command {
  static let facts = CommandFacts(
    "replay", title: Text("a trace on a fleet", zh: "请求轨迹回放"),
    "Simulates a recorded trace on a fleet, request by request.",
    details: """
      Requests arrive as recorded, or faster, and are batched as in vLLM. requests.csv has a row per request; summary.csv has \
      latency percentiles, utilisation, memory, energy and cost. A trace may say what prompts share, for a deployment with \
      prefix_caching: prefix_group and prefix_tokens, or blocks, numbers of blocks such as 0 14-27. With session_id, turn and \
      think_s a turn without an arrival follows the answer before it.

      A trace may have a class for each request (slo_class: critical, standard, batch, sheddable, background). --priority serves \
      urgent ones first; --max-queue batch=4 turns batch work away where people wait; --within critical:ttft=500ms says which \
      share of a class keeps to its latencies.

      With --api-requests-per-minute or --api-tokens-per-minute the requests go to an API instead, which refuses what is above \
      its limits.
      """,
    examples: [
      "payoff replay --trace azure-llm-2023-conv.csv.gz --deployment llama-8b-a100 --replicas 2",
      "payoff replay --trace ours.csv --deployment ours.json --replicas 8 --rate-scale 3 --price 2.35",
      "payoff replay --trace classes.csv --deployment ours.json --priority --max-queue batch=4 --within ttft=500ms --within batch:e2e=1h",
      "payoff replay --trace ours.csv --api-requests-per-minute 500 --api-tokens-per-minute 500000",
    ])

  static let presentation = Presentation(
    charts: [.latencies], tables: [ShownTable(.summary, ["measure", "statistic", "value", "unit"])],
    answer: { $0.ownAnswer(in: $1) })

  @Option(
    help: ArgumentHelp(
      "Recorded requests: CSV or CSV.gz with arrival_s, input_tokens, output_tokens.", valueName: "FILE"))
  var trace: String

  @OptionGroup var deployment: DeploymentOptions

  @Option(
    parsing: .unconditional, help: "The number of replicas. (default: 1)",
    transform: { try WholeNumber.read($0, in: 1...100_000) })
  var replicas = 1

  @OptionGroup var routing: RoutingOptions

  @OptionGroup var api: APIOptions

  @Option(
    parsing: .unconditional,
    help: "Factor on the arrival rate: with 2 the requests arrive in half the time. (default: 1)",
    transform: { try PositiveNumber.read($0, in: 0.01...1e6) })
  var rateScale = 1.0

  @Option(
    parsing: .unconditionalSingleValue,
    help: """
      The most requests that wait at a replica, without those that join its next step; a request that finds so many is \
      spilled. CLASS=NUMBER for the requests of a class, again for each. (default: no limit)
      """,
    transform: { try QueueLimit.read($0) })
  var maxQueue: [QueueLimit] = []

  @Flag(
    help: """
      Serve urgent requests first, by slo_class and then by arrival, as vLLM's priority scheduling; where memory runs short the \
      least urgent gives way.
      """)
  var priority = false

  @Option(
    parsing: .unconditionalSingleValue,
    help: """
      A latency that a request is to keep to, ttft, tpot, e2e or queue, such as ttft=500ms; batch:e2e=1h for those of a \
      class, in place of the one for all. Again for each. (default: none)
      """,
    transform: { try LatencyTarget.read($0) })
  var within: [LatencyTarget] = []

  @Option(
    parsing: .unconditional,
    help: "Power usage effectiveness of the data centre: 1.1 to 1.6. (default: 1)",
    transform: { try PositiveNumber.read($0, in: 1...100) })
  var pue = 1.0

  @Option(
    parsing: .unconditional,
    help: "The random seed; the routing two-choices, and retries and latencies of an API use it. (default: 1)",
    transform: { try WholeNumber.read($0, in: 0...UInt64.max) })
  var seed: UInt64 = 1

  @OptionGroup var output: OutputOptions

  func check() throws {
    let routing = try routing.value
    if priority, routing == .sharedQueue {
      throw InvalidValue(
        "--priority with --routing shared-queue", "the one queue of a fleet is served in the order of arrival",
        remedy: "use a routing to the queues of the replicas, such as least-loaded")
    }
    try QueueLimit.check(maxQueue)
    try LatencyTarget.check(within)
    try checkAPI()
    guard pue >= 1 else {
      throw InvalidValue(
        "--pue \(pue.shortest)", "a data centre uses at least the energy of its machines",
        remedy: "use a number of at least 1, such as 1.3")
    }
  }

  func runAlone() throws {
    if api.isGiven { return try runAPI() }
    let deployment = try ordered(try deployment.value(allowsSplit: true))
    let routing = try routing.value
    let path = try output.place(or: "runs/replay-\(FilePath(trace).stem ?? "trace")-\(replicas)")
    let trace = try RequestTrace(withConversations: self.trace)
    try trace.requireTokens()
    try requireRoom(for: trace, on: deployment)
    try requireClasses(in: trace)
    if deployment.split != nil { try requireWholeFleet(deployment, trace) }

    let fleet = ServingFleet(
      ReplicaPool(deployment, replicas: replicas, powerUsageEffectiveness: pue), routing: routing,
      waitingAtMost: maxQueue.first { $0.serviceClass == nil }?.most,
      admission: Dictionary(
        maxQueue.compactMap { limit in limit.serviceClass.map { ($0, limit.most) } }, uniquingKeysWith: min))
    let replayed = ReplayedRequests(trace, timesRate: rateScale)
    let result = replayed.serve(on: fleet, Streams(seed: seed, replication: 0))
    let report = ReplayReport(
      result, replayed, trace, deployment, self,
      price: GPUPrice(self.deployment.price, of: deployment.gpu),
      sample: trace.span > 0 ? try? RequestSample(RequestPattern(resampling: trace), on: deployment) : nil)
    let directory = try OutputDirectory(path, replaces: output.force)
    note(result, trace, deployment, in: directory)
    if let caution = deployment.evidence.caution { directory.note(caution) }
    if deployment.batching.prefixCaching, let unused = trace.unusedSharing { directory.note(unused) }
    if let warning = report.warning { directory.warn(warning) }
    try write(replayed, isCaching: deployment.batching.prefixCaching, to: directory)
    try finish(
      directory, report.figures, title: "", question: "How would this fleet have served the trace?",
      answer: report.sentence, report.text(files:),
      settings: [
        "deployment": deployment.inWords, "replicas": "\(replicas)", "routing": "\(routing)",
        "rate_scale": rateScale.shortest, "scheduler": "\(deployment.batching.scheduler)",
        "max_queue": maxQueue.isEmpty ? "any" : maxQueue.map(\.description).joined(separator: ", "),
        "within": within.isEmpty ? "any" : within.map(\.description).joined(separator: ", "), "pue": pue.shortest,
      ])
  }

  /// Writes what every replay has beside its requests, and shows it.
  ///
  /// - `title`: behind the name of the trace.
  /// - `text`: of the terminal, with the line of the files.
  func finish(
    _ directory: OutputDirectory, _ figures: [FigureRow], title: String, question: String, answer: String,
    _ text: (String) -> String, settings: [String: String]
  ) throws {
    try FigureRow.write(figures, to: directory)
    var provenance = Provenance(Self.name, of: [trace])
    provenance.settings = settings
    provenance.seed = seed
    provenance.answer = answer
    provenance.streams = Streams.version
    let facts = ResultFacts(
      command: Self.name, experiment: "Replay of \(FilePath(trace).lastComponent?.string ?? "")\(title)",
      question: question, answer: answer)
    let written = try directory.finish(facts, provenance, Self.presentation)
    output.show(written, text(written.filesLine))
  }

  private func write(
    _ requests: ReplayedRequests, isCaching: Bool, to directory: OutputDirectory
  ) throws(OutputError) {
    let missing = "empty for a request that was rejected or spilled"
    // Without prefix caching and conversations the table says nothing that the trace does not say.
    let hasPrompts = isCaching || requests.isConversing
    var columns = [
      Column("request_id", .integer, "position in the trace, from 0"), Column("arrival_s", .number, unit: "s"),
      Column("queue_s", .number, unit: "s", "until its first step begins; " + missing),
      Column("ttft_s", .number, unit: "s", "until its first token; " + missing),
      Column("tpot_s", .number, unit: "s", "mean time between tokens; empty for a single token too"),
      Column("e2e_s", .number, unit: "s", "until its last token; " + missing),
      Column("preemptions", .integer, "times that its memory was taken for another request"),
      Column("replica", .integer, "from 0; " + missing),
    ]
    if hasPrompts {
      columns += [
        Column("input_tokens", .integer, unit: "tokens", "of its prompt, with all of its context"),
        Column("cached_tokens", .integer, unit: "tokens", "of those, in memory when its prefill began; " + missing),
      ]
    }
    if requests.hasClasses { columns.append(Column("slo_class", .string, "how urgent it is")) }
    if !within.isEmpty {
      columns.append(
        Column("within", .boolean, "whether it was answered within the latencies of its class, if it has any"))
    }
    let table = try directory.table(.requests, columns)
    func ends(_ arrived: ReplayedRequests.Arrived?) -> [(any CellValue)?] {
      (requests.hasClasses ? [arrived?.serviceClass.description] : [])
        + (within.isEmpty ? [] : [arrived.flatMap { $0.isWithin(within) }])
    }
    for (row, arrived) in requests.rows.enumerated() {
      guard let arrived else {
        // A turn whose conversation ended before it.
        try table.write([row], Array(repeating: nil, count: hasPrompts ? 9 : 7), ends(nil))
        continue
      }
      if arrived.isAnswered {
        try table.write(
          [row, Self.nanoseconds(arrived.arrival), Self.nanoseconds(arrived.queue)],
          [
            Self.nanoseconds(arrived.timeToFirstToken), arrived.timePerOutputToken.map { ($0 * 1e12).rounded() / 1e12 },
            Self.nanoseconds(arrived.endToEnd),
          ],
          [arrived.preemptions, arrived.replica] + (hasPrompts ? [arrived.inputTokens, arrived.cachedTokens] : []),
          ends(arrived))
      } else {
        try table.write(
          [row, Self.nanoseconds(arrived.arrival)],
          Array(repeating: nil, count: 6) + (hasPrompts ? [arrived.inputTokens, nil] : []), ends(arrived))
      }
    }
  }

  /// Seconds with the digits that they have: the clock counts nanoseconds, and a difference of seconds ends in others.
  private static func nanoseconds(_ seconds: Double) -> Double { (seconds * 1e9).rounded() / 1e9 }

  /// Rejects what a deployment that prefills and decodes apart does not have.
  private func requireWholeFleet(_ deployment: Deployment, _ trace: RequestTrace) throws {
    let name = deployment.name
    if replicas != 1 {
      throw InvalidValue(
        "--replicas \(replicas)", "\(name) states its replicas itself, as they prefill and decode apart",
        remedy: "change prefill_replicas and decode_replicas in its file")
    }
    if deployment.batching.scheduler == .priority || deployment.batching.preemption == .priority {
      throw InvalidValue(
        name, "it prefills and decodes apart, which is simulated in the order of arrival, not by priority",
        remedy: "leave out scheduler and preemption in its file")
    }
    if !maxQueue.isEmpty {
      throw InvalidValue(
        "--max-queue", "\(name) prefills and decodes apart, and its queues have no limit", remedy: "leave it out")
    }
    if trace.conversations != nil {
      throw DataFileError(
        file: trace.name, line: 1, column: "think_s",
        "\(name) prefills and decodes apart, which is not simulated with turns that follow answers; give every turn an arrival, "
          + "or leave out prefill_replicas and decode_replicas")
    }
  }

  /// The deployment with the order in which it is to serve.
  private func ordered(_ deployment: Deployment) throws(InvalidValue) -> Deployment {
    guard priority else { return deployment }
    guard let rule = deployment.batching.byPriority else {
      throw InvalidValue(
        "--priority",
        "\(deployment.name) does not batch continuously (\(deployment.batching)), and has one order: by arrival",
        remedy: "leave it out, or give the deployment sequences and tokens_per_step")
    }
    if deployment.split != nil {
      throw InvalidValue(
        "--priority", "\(deployment.name) prefills and decodes apart, which is simulated in the order of arrival",
        remedy: "leave it out")
    }
    if deployment.speculation != nil {
      throw InvalidValue(
        "--priority", "\(deployment.name) decodes speculatively, which is not simulated with priorities",
        remedy: "leave it out, or remove draft_tokens from its file")
    }
    return deployment.batching(rule)
  }

  /// Rejects a limit or a latency of a class that the trace does not have.
  private func requireClasses(in trace: RequestTrace) throws(InvalidValue) {
    let there = trace.classes
    let asked =
      maxQueue.compactMap { limit in limit.serviceClass.map { ("--max-queue \($0)=\(limit.most)", $0) } }
      + within.compactMap { target in target.serviceClass.map { ("--within \($0): \(target.text)", $0) } }
    guard let (option, missing) = asked.first(where: { !there.contains($0.1) }) else { return }
    throw InvalidValue(
      option,
      "no request of \(trace.name) is \(missing); they are "
        + there.sorted().map(\.description).joined(separator: ", "),
      remedy: "name the class of a request in the column slo_class")
  }

  /// Rejects a trace whose requests are all too long for the deployment.
  private func requireRoom(for trace: RequestTrace, on deployment: Deployment) throws {
    let limits = trace.requests.lazy.map {
      deployment.limit(inputTokens: $0.inputTokens, outputTokens: $0.outputTokens)
    }
    guard let first = limits.first, let limit = first, limits.allSatisfy({ $0 != nil }) else { return }
    let request = trace.requests[0]
    throw DataFileError(
      file: trace.name, line: 2,
      "a request of \(request.inputTokens) tokens in and \(request.outputTokens) out is too long for \(deployment.name), "
        + "and so is every other request: \(limit)"
        + Self.blocks(of: request.inputTokens, request.outputTokens, limit, deployment))
  }

  /// Names the first request that is too long, and how many are.
  private func note(
    _ result: ServingResult, _ trace: RequestTrace, _ deployment: Deployment, in directory: OutputDirectory
  ) {
    guard result.refused > 0 else { return }
    for (row, request) in trace.requests.enumerated() {
      let turns = trace.conversations?.lengths(after: request) ?? []
      for (line, input, output) in [(row + 2, request.inputTokens, request.outputTokens)] + turns {
        guard let limit = deployment.limit(inputTokens: input, outputTokens: output) else { continue }
        directory.note(
          "\(FilePath(trace.name).lastComponent?.string ?? trace.name):\(line): a request of \(input) tokens in and \(output) out is rejected: \(limit)"
            + Self.blocks(of: input, output, limit, deployment)
            + "; \(result.refused) of \(result.arrived) requests are rejected")
        return
      }
    }
  }

  /// The blocks that a request takes, where the memory has fewer.
  private static func blocks(of input: Int, _ output: Int, _ limit: LengthLimit, _ deployment: Deployment) -> String {
    guard case .memory = limit else { return "" }
    let size = deployment.blockTokens
    return
      ", \(deployment.kvTokens / size) blocks of \(size), and the request takes \((input + max(output, 1) + size - 1) / size)"
  }
}

extension ResultTable {
  static let requests = ResultTable("requests", title: Text("Every request", zh: "每个请求"), isLong: true)
}
