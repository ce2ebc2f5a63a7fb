import Demand
import Experimentation
import Randomness
import Results
import Serving
import SystemPackage

extension ReplayCommand {
  /// Rejects what an API does not have.
  func checkAPI() throws(InvalidValue) {
    try api.check()
    guard api.isGiven else { return }
    let given: [(String, Bool)] = [
      ("--deployment", deployment.deployment != nil),
      ("--gpu, --model and the options of such a pair", deployment.catalogue.isGiven),
      ("--sequences", deployment.sequences != nil), ("--tokens-per-step", deployment.tokensPerStep != nil),
      ("--price", deployment.price != nil), ("--replicas", replicas != 1), ("--max-queue", !maxQueue.isEmpty),
      ("--pue", pue != 1), ("--priority", priority),
      ("--routing", try routing.value != .leastLoaded),
    ]
    if !within.isEmpty {
      throw InvalidValue(
        "--within with the limits of an API", "what keeps to its latencies is counted for fleets of one's own",
        remedy: "remove --within; requests.csv has the latencies of each request")
    }
    if let (option, _) = given.first(where: { $0.1 }) {
      throw InvalidValue(
        "\(option) with the limits of an API", "an API has no replicas and no GPUs of one's own",
        remedy: "remove \(option), or the options that begin with --api")
    }
  }

  /// Sends the trace to an API with limits.
  func runAPI() throws {
    let api = try api.value
    let path = try output.place(or: "runs/replay-\(FilePath(trace).stem ?? "trace")-api")
    let trace = try RequestTrace(withConversations: self.trace)
    try trace.requireTokens()
    if trace.conversations != nil {
      throw DataFileError(
        file: trace.name, line: 1, column: "think_s",
        "turns that follow answers are not simulated with the limits of an API; give every turn an arrival")
    }
    var outcomes: [APIOutcome?] = Array(repeating: nil, count: trace.requests.count)
    let result = api.serve(
      TraceArrivals(trace, timesRate: rateScale, fromFirst: true), Streams(seed: seed, replication: 0)
    ) { outcome in
      switch outcome {
      case .answered(let number, _, _, _, _), .lost(let number, _), .tooLong(let number): outcomes[number] = outcome
      }
    }
    let report = APIReport(result, outcomes, trace, api, rateScale: rateScale)
    let directory = try OutputDirectory(path, replaces: output.force)
    try write(outcomes, of: trace, to: directory)
    try finish(
      directory, report.figures, title: " by API",
      question: "How would an API with these limits have served the trace?",
      answer: report.sentence, report.text(files:),
      settings: [
        "requests_per_minute": api.limits.requestsPerMinute?.shortest ?? "any",
        "tokens_per_minute": api.limits.tokensPerMinute?.shortest ?? "any", "burst": "\(api.limits.burst.shortest) s",
        "above_limits": report.rule, "time_to_first_token": "\(api.timeToFirstToken)", "per_token": "\(api.perToken)",
        "rate_scale": rateScale.shortest,
      ])
  }

  private func write(
    _ outcomes: [APIOutcome?], of trace: RequestTrace, to directory: OutputDirectory
  ) throws(OutputError) {
    let missing = "empty for a request that was lost or is too long"
    let table = try directory.table(
      .requests,
      [
        Column("request_id", .integer, "position in the trace, from 0"), Column("arrival_s", .number, unit: "s"),
        Column("queue_s", .number, unit: "s", "until the limits admitted it; " + missing),
        Column("ttft_s", .number, unit: "s", "until its first token; " + missing),
        Column("tpot_s", .number, unit: "s", "mean time between tokens; empty for a single token too"),
        Column("e2e_s", .number, unit: "s", "until its last token; " + missing),
        Column("calls", .integer, "of the API, refused ones included"),
      ])
    for (row, outcome) in outcomes.enumerated() {
      let request = trace.requests[row]
      let arrival = trace.offsets[row] / rateScale
      switch outcome {
      case .answered(_, let wait, let first, let end, let calls):
        let rest = request.outputTokens - 1
        try table.write([row, arrival, wait, first, rest > 0 ? (end - first) / Double(rest) : nil, end, calls])
      case .lost(_, let calls): try table.write([row, arrival, nil, nil, nil, nil, calls])
      case .tooLong, nil: try table.write([row, arrival, nil, nil, nil, nil, 0])
      }
    }
  }
}

/// The terminal report and the summary of a replay by API.
private struct APIReport {
  private let result: APIResult
  private let trace: RequestTrace
  private let api: LimitedAPI
  private let latencies: [LatencySummary]
  /// The most requests and tokens that arrived within a minute.
  private let busiest: (requests: Int, tokens: Int)

  init(_ result: APIResult, _ outcomes: [APIOutcome?], _ trace: RequestTrace, _ api: LimitedAPI, rateScale: Double) {
    self.result = result
    self.trace = trace
    self.api = api
    busiest = Self.busiestMinute(of: trace, rateScale)
    var (waits, firsts, tokens, ends): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    for (row, outcome) in outcomes.enumerated() {
      guard case .answered(_, let wait, let first, let end, _) = outcome else { continue }
      waits.append(wait)
      firsts.append(first)
      ends.append(end)
      let rest = trace.requests[row].outputTokens - 1
      if rest > 0 { tokens.append((end - first) / Double(rest)) }
    }
    latencies = [
      LatencySummary("queue", waits), LatencySummary("ttft", firsts), LatencySummary("tpot", tokens),
      LatencySummary("e2e", ends),
    ]
  }

  /// The most within a minute that begins with a request.
  private static func busiestMinute(of trace: RequestTrace, _ rateScale: Double) -> (requests: Int, tokens: Int) {
    var (first, sum, most) = (0, 0, (requests: 0, tokens: 0))
    for (row, request) in trace.requests.enumerated() {
      sum += request.inputTokens + request.outputTokens
      while (trace.offsets[row] - trace.offsets[first]) / rateScale >= 60 {
        sum -= trace.requests[first].inputTokens + trace.requests[first].outputTokens
        first += 1
      }
      most = (max(most.requests, row - first + 1), max(most.tokens, sum))
    }
    return most
  }

  var figures: [FigureRow] {
    latencies.flatMap(\.rows) + [
      FigureRow("requests", Double(result.arrived), unit: "requests"),
      FigureRow("answered", Double(result.answered), unit: "requests"),
      FigureRow("lost", Double(result.lost), unit: "requests"),
      FigureRow("rejected", Double(result.tooLong), unit: "requests"),
      FigureRow("calls", Double(result.calls), unit: "calls"),
      FigureRow("refused_calls", Double(result.refusedCalls), unit: "calls"),
      FigureRow("busiest_minute_requests", Double(busiest.requests), unit: "requests/minute"),
      FigureRow("busiest_minute_tokens", Double(busiest.tokens), unit: "tokens/minute"),
      FigureRow("input_tokens", Double(result.inputTokens), unit: "tokens"),
      FigureRow("output_tokens", Double(result.outputTokens), unit: "tokens"),
    ]
  }

  /// What the client does above the limits.
  var rule: String {
    switch api.aboveLimits {
    case .queue(let patience): patience < .infinity ? "queue for at most \(LatencyText.short(patience))" : "queue"
    case .retry(let policy): policy.retries == 0 ? "no retry" : "\(policy.retries) retries"
    }
  }

  var sentence: String {
    var text =
      result.answered == result.arrived
      ? "All are answered" : "\(result.answered) of \(result.arrived) requests are answered"
    if result.lost > 0 {
      text += ", and \(result.lost) are lost at the limits (\(percent(result.lost)))"
    }
    text += "."
    if result.tooLong > 0 {
      text +=
        " \(result.tooLong) have more tokens than the limit ever admits at once, "
        + "\(NumberText.short(api.limits.mostTokens)), and are rejected."
    }
    guard result.answered > 0 else { return text }
    let wait = latencies[0]
    let ofThose = result.answered == result.arrived ? "" : " of those that are answered"
    if (wait.percentile(100) ?? 0) < 5e-10 {
      text += result.answered == result.arrived ? " They are admitted at once." : " Those are admitted at once."
    } else if (wait.percentile(99) ?? 0) < 5e-10 {
      text += " 99 %\(ofThose) are admitted at once."
    } else {
      text +=
        " 95 %\(ofThose) are admitted within \(LatencyText.short(wait.percentile(95))) and 99 % within "
        + "\(LatencyText.short(wait.percentile(99)))."
    }
    return text
  }

  private func percent(_ count: Int) -> String { NumberText.percent(Double(count) / Double(max(result.arrived, 1))) }

  func text(files: String) -> String {
    let terminal = Terminal.standardOutput
    return [
      "\(result.arrived) request\(result.arrived == 1 ? "" : "s") of \(trace.name) to an API that admits \(limits) a minute, \(rule)",
      Paragraph.wrap(sentence).map { terminal.bold($0) }.joined(separator: "\n"), table,
      Paragraph.wrap(details).joined(separator: "\n"), files,
    ].joined(separator: "\n\n")
  }

  private var limits: String {
    [
      api.limits.requestsPerMinute.map { "\(NumberText.short($0)) requests" },
      api.limits.tokensPerMinute.map { "\(NumberText.short($0)) tokens" },
    ].compactMap { $0 }.joined(separator: " and ")
  }

  private var details: String {
    var text =
      "The busiest minute has \(NumberText.short(count: busiest.requests)) requests and "
      + "\(NumberText.short(count: busiest.tokens)) tokens."
    if result.refusedCalls > 0 {
      text += " \(result.refusedCalls) of \(result.calls) calls were refused (HTTP status 429)."
    }
    if api.timeToFirstToken == .constant(0), api.perToken == .constant(0) {
      text += " Times are those of the limits alone; --api-ttft and --api-tpot add those of the API."
    }
    return text
  }

  private func isCounted(_ latency: String) -> Bool {
    latency == "limits" || api.timeToFirstToken != .constant(0) || api.perToken != .constant(0)
  }

  private var table: String {
    TextualTable(
      headings: ["latency", "mean"] + LatencySummary.percentiles.map { "P\($0)" },
      alignment: [.left] + Array(repeating: .right, count: 5),
      rows: zip(["limits", "time to first token", "time per output token", "end to end"], latencies).map {
        name, latency in
        // Latencies of the API that nobody gave are none.
        isCounted(name)
          ? [name, LatencyText.short(latency.mean)]
            + LatencySummary.percentiles.map { LatencyText.short(latency.percentile($0)) }
          : [name] + Array(repeating: "-", count: 1 + LatencySummary.percentiles.count)
      }
    ).text
  }
}
