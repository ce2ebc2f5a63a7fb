import Demand
import Experimentation
import Randomness
import Results
import Serving

/// The terminal report and the summary of a replay: latencies, utilisation, memory, energy and cost.
struct ReplayReport {
  private let result: ServingResult
  private let trace: RequestTrace
  private let deployment: Deployment
  private let options: ReplayCommand
  private let price: GPUPrice?
  private let sample: RequestSample?
  private let latencies: [LatencySummary]
  /// The latencies of each class, where there are several.
  private let classLatencies: [LatencySummary]
  private let attainment: [ReplayedRequests.Attainment]

  init(
    _ result: ServingResult, _ requests: ReplayedRequests, _ trace: RequestTrace, _ deployment: Deployment,
    _ options: ReplayCommand, price: GPUPrice?, sample: RequestSample?
  ) {
    self.result = result
    self.trace = trace
    self.deployment = deployment
    self.options = options
    self.price = price
    self.sample = sample
    attainment = requests.attainment(of: options.within)
    let classes = requests.classes
    classLatencies = (classes.count > 1 ? classes : []).flatMap { one in
      [
        LatencySummary("ttft_\(one)", requests.latencies(of: one) { $0.timeToFirstToken }),
        LatencySummary("e2e_\(one)", requests.latencies(of: one) { $0.endToEnd }),
      ]
    }
    latencies = [
      LatencySummary("queue", requests.latencies { $0.queue }),
      LatencySummary("ttft", requests.latencies { $0.timeToFirstToken }),
      LatencySummary("tpot", requests.latencies { $0.timePerOutputToken }),
      LatencySummary("e2e", requests.latencies { $0.endToEnd }),
    ]
  }

  private var rate: Double { trace.meanRate * options.rateScale }
  private var tokens: Double { Double(result.inputTokens + result.outputTokens) }
  /// The approximate capacity of the replicas with full batches.
  private var capacity: Double? {
    deployment.split == nil ? sample.map { $0.greatestRate * Double(options.replicas) } : nil
  }

  /// Every figure of `summary.csv`.
  var figures: [FigureRow] {
    var rows = latencies.flatMap(\.rows) + classLatencies.flatMap(\.rows)
    rows += [
      FigureRow("requests", Double(result.arrived), unit: "requests"),
      FigureRow("answered", Double(result.answered), unit: "requests"),
      FigureRow("rejected", Double(result.refused), unit: "requests"),
      FigureRow("spilled", Double(result.spilled), unit: "requests"),
      FigureRow("rate", rate, unit: "requests/s"), FigureRow("capacity", capacity, unit: "requests/s"),
      FigureRow("utilisation", result.utilisation), FigureRow("mean_batch", result.meanBatch, unit: "sequences"),
      FigureRow("peak_memory", result.peakMemory),
      FigureRow("preemptions", Double(result.preemptions)),
      FigureRow("input_tokens", Double(result.inputTokens), unit: "tokens"),
      FigureRow("output_tokens", Double(result.outputTokens), unit: "tokens"),
    ]
    if deployment.batching.prefixCaching { rows.append(FigureRow("cache_hit_rate", result.cacheHitRate)) }
    if let tokens = result.tokensPerDraftedStep {
      rows.append(FigureRow("tokens_per_answer_step", tokens, unit: "tokens"))
    }
    for one in attainment {
      let suffix = one.name.map { "_" + $0 } ?? ""
      rows.append(FigureRow("attainment" + suffix, one.share))
      rows.append(FigureRow("goodput" + suffix, goodput(one), unit: "requests/s"))
    }
    rows += [
      FigureRow("gpu_hours", result.paidGPUHours, unit: "GPU-hours"),
      FigureRow("energy", result.energy, unit: "kWh"),
    ]
    for (statistic, dollars) in [("low", price?.range.lowerBound), ("high", price?.range.upperBound)] {
      rows.append(FigureRow("cost_per_request", statistic, perRequest(dollars), unit: "USD/request"))
      rows.append(
        FigureRow("cost_per_million_tokens", statistic, perMillionTokens(dollars), unit: "USD/million tokens"))
    }
    return rows
  }

  /// Requests a second that kept to their latencies.
  private func goodput(_ attainment: ReplayedRequests.Attainment) -> Double? {
    result.end > result.start ? Double(attainment.within) / (result.end - result.start) : nil
  }

  private func perRequest(_ price: Double?) -> Double? {
    result.answered > 0 ? price.map { $0 * result.paidGPUHours / Double(result.answered) } : nil
  }

  private func perMillionTokens(_ price: Double?) -> Double? {
    tokens > 0 ? price.map { $0 * result.paidGPUHours / tokens * 1e6 } : nil
  }

  func text(files: String) -> String {
    let terminal = Terminal.standardOutput
    var paragraphs = [
      "\(result.arrived) request\(result.arrived == 1 ? "" : "s") of \(trace.name) on \(fleet)",
      Paragraph.wrap(sentence).map { terminal.bold($0) }.joined(separator: "\n"), table,
    ]
    if !attainment.isEmpty { paragraphs.append(attainmentTable) }
    paragraphs.append(Paragraph.wrap(details).joined(separator: "\n"))
    if let warning { paragraphs.append(Paragraph.wrap("! " + warning, indent: 2).joined(separator: "\n")) }
    paragraphs.append(files)
    return paragraphs.joined(separator: "\n\n")
  }

  /// The finding.
  var sentence: String {
    let (first, last) = (latencies[1], latencies[3])
    let all = result.answered == result.arrived ? "All are answered" : "\(result.answered) of them are answered"
    var text =
      "\(all): 95 % get their first token within \(LatencyText.short(first.percentile(95))) and 99 % within "
      + "\(LatencyText.short(first.percentile(99))), and 95 % get the whole answer within "
      + "\(LatencyText.short(last.percentile(95)))."
    if result.spilled > 0 { text += " \(result.spilled) found a full queue and were spilled." }
    if result.refused > 0 { text += " \(result.refused) are too long and were rejected." }
    if let all = attainment.last {
      text +=
        " \(NumberText.percent(all.share)) of \(all.name.map { "the \($0) requests" } ?? "the requests") keep to their "
        + (all.targets.isEmpty && all.requests < result.arrived ? "latencies, of those that have any." : "latencies.")
    }
    if let capacity, rate > 0 {
      let load = rate / capacity
      text +=
        load < 1
        ? " The load is about \(NumberText.ratio(load)) of the capacity of \(replicas) with full batches."
        : ""
    }
    return text
  }

  private var fleet: String {
    guard let split = deployment.split else { return "\(options.replicas) × \(deployment.name)" }
    return "\(split.prefill) + \(split.decode) × \(deployment.name), which prefill and decode"
  }

  private var replicas: String { "\(options.replicas) replica\(options.replicas == 1 ? "" : "s")" }

  private var table: String {
    TextualTable(
      headings: ["latency", "mean"] + LatencySummary.percentiles.map { "P\($0)" },
      alignment: [.left] + Array(repeating: .right, count: 5),
      rows: (latencies + classLatencies).map { latency in
        [Self.name(of: latency), LatencyText.short(latency.mean)]
          + LatencySummary.percentiles.map { LatencyText.short(latency.percentile($0)) }
      }
    ).text
  }

  private var attainmentTable: String {
    TextualTable(
      headings: ["class", "within", "requests", "kept to it", "share", "a second"],
      alignment: [.left, .left, .right, .right, .right, .right],
      rows: attainment.map { one in
        [
          one.name ?? "all", one.targets.map(\.text).joined(separator: ", "), "\(one.requests)", "\(one.within)",
          NumberText.percent(one.share), goodput(one).map { NumberText.short($0) } ?? "-",
        ]
      }
    ).text
  }

  private static func name(of latency: LatencySummary) -> String {
    if let name = names[latency.name] { return name }
    let parts = latency.name.split(separator: "_", maxSplits: 1).map(String.init)
    return parts.count == 2 ? "\(names[parts[0]] ?? parts[0]), \(parts[1])" : latency.name
  }

  private static let names = [
    "queue": "queue", "ttft": "time to first token", "tpot": "time per output token", "e2e": "end to end",
  ]

  private var details: String {
    var text =
      "The replicas were busy for \(NumberText.percent(result.utilisation ?? 0)) of the time, with "
      + "\(NumberText.short(result.meanBatch ?? 0)) sequences in a step. At most \(NumberText.percent(result.peakMemory)) "
      + "of the memory was used; there were \(result.preemptions) preemptions."
    if let rate = result.cacheHitRate { text += " \(NumberText.percent(rate)) of the prompt tokens were in memory." }
    if let tokens = result.tokensPerDraftedStep {
      text += " With its accepted drafts a step wrote \(NumberText.short(tokens)) tokens of an answer."
    }
    if let energy = result.energy { text += " Energy: \(NumberText.short(energy)) kWh." }
    if let price {
      text +=
        " At \(price.text(hours: 1)) per GPU-hour (\(price.source)) a request costs "
        + GPUPrice.text((perRequest(price.range.lowerBound) ?? 0)...(perRequest(price.range.upperBound) ?? 0))
        + " and a million tokens "
        + GPUPrice.text(
          (perMillionTokens(price.range.lowerBound) ?? 0)...(perMillionTokens(price.range.upperBound) ?? 0)) + "."
    } else {
      text += " The price of its GPUs is not known; give one with --price."
    }
    return text + " Step costs: \(deployment.evidence)."
  }

  /// The warning of an overload.
  var warning: String? {
    guard let capacity, let sample, rate > capacity else { return nil }
    // A trace that ends before an answer alone would has no queue that grows.
    guard trace.span / options.rateScale > sample.serviceAlone.mean else { return nil }
    let load =
      "The load of \(NumberText.short(rate)) requests/s is above the capacity of \(replicas), about "
      + "\(NumberText.short(capacity)) with full batches."
    if !options.maxQueue.isEmpty {
      return load + " What finds a full queue is turned away."
    }
    let least = Int((rate / sample.greatestRate).rounded(.up))
    return
      load + " The queue grows as long as requests arrive, so the latencies depend on "
      + "the length of the trace. At least \(least) replicas are needed."
  }
}

/// The latencies of all requests of a replay.
struct LatencySummary {
  let name: String
  private let count: Int
  let mean: Double?
  /// The percentiles that are reported, and the greatest as that of 100.
  private let values: [Int: Double]

  init(_ name: String, _ values: consuming [Double]) {
    self.name = name
    values.sort()
    let sorted = values
    count = sorted.count
    mean = sorted.isEmpty ? nil : sorted.reduce(0, +) / Double(sorted.count)
    self.values = Dictionary(
      uniqueKeysWithValues: (Self.percentiles + [100]).compactMap { percent in
        Self.percentile(percent, of: sorted).map { (percent, $0) }
      })
  }

  static let percentiles = [50, 90, 95, 99]

  /// Linear between order statistics: type 7.
  private static func percentile(_ percent: Int, of sorted: [Double]) -> Double? {
    guard let last = sorted.last else { return nil }
    let rank = Double(percent) / 100 * Double(sorted.count - 1)
    let low = Int(rank)
    return low + 1 < sorted.count ? sorted[low] + (rank - Double(low)) * (sorted[low + 1] - sorted[low]) : last
  }

  /// One of ``percentiles``, or of 100 the greatest; `nil` without values.
  func percentile(_ percent: Int) -> Double? {
    precondition(percent == 100 || Self.percentiles.contains(percent), "P\(percent) is not kept")
    return values[percent]
  }

  var rows: [FigureRow] {
    [FigureRow(name, "count", Double(count)), FigureRow(name, "mean", mean, unit: "s")]
      + Self.percentiles.map { FigureRow(name, "p\($0)", percentile($0), unit: "s") }
      + [FigureRow(name, "max", percentile(100), unit: "s")]
  }
}
