import Payoff

/// An hour of recorded requests, replayed on GPUs that serve one request at a time: a custom event model.
///
///     payoff run RecordedHour --set trace=azure-llm-2023-conv.csv.gz
@main
struct RecordedHour: Experiment {
  static let question = "How many GPUs does an hour of recorded requests need, and does the queueing formula agree?"

  @Setting(
    "a trace to replay: CSV or CSV.gz with arrival_s, input_tokens, output_tokens; without one, requests are drawn")
  var trace = ""

  @Uncertain(
    .uniform(0.8, 1.5), "load of the hour as a multiple of the recorded rate",
    source: .assumption("ServeGen's days lie between 0.54 and 1.43 of their mean"))
  var busyness: Double

  @Uncertain(
    5.53, "rate of requests drawn where there is no trace", unit: "requests/s",
    source: .measured("Azure conversation trace, 16 November 2023"))
  var rate: Double

  @Uncertain(
    1.094, "coefficient of variation of the gaps between requests",
    source: .measured("Azure conversation trace, 16 November 2023"))
  var variation: Double

  var scenario: Scenario {
    get throws {
      let recorded = try recordedTrace()
      let busyness = busyness
      let profile = RateProfile.constant(rate * busyness)
      let variation = variation
      Trial { streams in
        let requests =
          recorded.map { Request.replayed($0, timesRate: busyness) }
          ?? Request.drawn(from: streams, profile: profile, variation: variation)
        let hour = requests.last?.arrival ?? 1
        let service = Tally(requests.map(\.service))
        guard let mean = service.mean, let deviation = service.standardDeviation else { return [] }
        let formula = CapacityCurve.oneAtATime(
          ServiceTime(deviation > 0 ? .gamma(mean: mean, variation: deviation / mean) : .constant(mean)),
          within: ServiceLevel(.wait, p95: .seconds(2)))
        let needed = Pool.least(from: Int(service.sum / hour), holding: 2, for: requests)
        return [
          .init("gpus_needed", Double(needed.gpus), unit: "GPUs"),
          .init("gpus_by_formula", Double(formula.replicas(for: Double(requests.count) / hour)), unit: "GPUs"),
          .init("wait_p95", needed.waits.quantile(0.95), unit: "s"),
          .init("wait_mean", needed.wait.mean, unit: "s"),
          .init("service_mean", mean, unit: "s"),
          .init("utilisation", service.sum / (Double(needed.gpus) * hour)),
          .init("requests", Double(requests.count), unit: "requests"),
        ]
      }
    }
  }
}

extension RecordedHour {
  private func recordedTrace() throws -> RequestTrace? {
    if trace.isEmpty { return nil }
    let recorded = try RequestTrace.cached(contentsOf: trace)
    guard recorded.span > 0 else {
      throw DataFileError(file: trace, "holds no two requests that arrive one after the other, so it has no rate")
    }
    return recorded
  }
}

/// When a request arrives and for how long it occupies a GPU, in seconds.
private struct Request {
  let arrival: Double
  let service: Double

  static func replayed(_ trace: RequestTrace, timesRate rate: Double) -> [Request] {
    var arrivals = TraceArrivals(trace, timesRate: rate)
    var requests: [Request] = []
    while let next = arrivals.nextRequest() {
      let service = cost.secondsAlone(
        inputTokens: Double(next.inputTokens), outputTokens: Double(next.outputTokens))
      requests.append(Request(arrival: next.arrival, service: service))
    }
    return requests
  }

  static func drawn(from streams: Streams, profile: RateProfile, variation: Double) -> [Request] {
    var arrivals = RenewalArrivals.gamma(profile, variation: variation, from: streams.stream("arrivals"))
    let (input, output) = (streams.stream("input tokens"), streams.stream("output tokens"))
    var requests: [Request] = []
    while let arrival = arrivals.next(), arrival < 3600 {
      let service = cost.secondsAlone(
        inputTokens: inputTokens.draw(from: input), outputTokens: outputTokens.draw(from: output))
      requests.append(Request(arrival: arrival, service: service))
    }
    return requests
  }

  /// A model of 13 B parameters on one A100.
  private static let cost = Deployment(.opt13B, on: .a100).cost

  /// Lognormal fits to the same trace.
  private static let inputTokens = Distribution.lognormal(logMean: 6.633, logDeviation: 0.985)
  private static let outputTokens = Distribution.lognormal(logMean: 5.019, logDeviation: 0.859)
}

/// GPUs that serve one request at a time, first come, first served.
private struct Pool: EventModel, ~Copyable {
  enum Event {
    case arrival(Int)
    case departure
  }

  let gpus: Int
  private let requests: [Request]
  private var busy = 0
  private var waiting = FIFOQueue<Int>()
  private(set) var wait = Tally()
  private(set) var waits = QuantileSketch(exactCount: 50_000)

  private init(gpus: Int, requests: [Request]) {
    self.gpus = gpus
    self.requests = requests
  }

  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    switch event {
    case .arrival(let index):
      if index + 1 < requests.count { calendar.schedule(.arrival(index + 1), at: requests[index + 1].arrival) }
      waiting.append(index)
    case .departure:
      busy -= 1
    }
    guard busy < gpus, let index = waiting.popFirst() else { return }
    busy += 1
    wait.add(calendar.now - requests[index].arrival)
    waits.add(calendar.now - requests[index].arrival)
    calendar.schedule(.departure, after: requests[index].service)
  }

  /// The smallest pool in which 95 % of the requests wait at most this many seconds, with its waiting times.
  static func least(
    from start: Int, holding seconds: Double, for requests: [Request]
  ) -> (gpus: Int, wait: Tally, waits: QuantileSketch) {
    var gpus = max(start, 1)
    while true {
      var simulation = Simulation(Pool(gpus: gpus, requests: requests))
      simulation.calendar.schedule(.arrival(0), at: requests[0].arrival)
      simulation.run()
      if let p95 = simulation.model.waits.quantile(0.95), p95 <= seconds {
        return (gpus, simulation.model.wait, simulation.model.waits)
      }
      gpus += 1
    }
  }
}

extension RecordedHour {
  static let chinese: Translation = [
    question: "一小时的实际请求需要多少块 GPU，排队公式能否给出同样的结果？",
    "a trace to replay: CSV or CSV.gz with arrival_s, input_tokens, output_tokens; without one, requests are drawn":
      "要回放的请求记录（CSV 或 CSV.gz，含 arrival_s、input_tokens、output_tokens）；未指定时随机生成",
    "load of the hour as a multiple of the recorded rate": "该小时负载相对记录的倍数",
    "ServeGen's days lie between 0.54 and 1.43 of their mean": "ServeGen 各日负载为均值的 0.54–1.43 倍",
    "rate of requests drawn where there is no trace": "无记录时随机生成的请求速率",
    "Azure conversation trace, 16 November 2023": "Azure 会话记录，2023 年 11 月 16 日",
    "coefficient of variation of the gaps between requests": "请求间隔的变异系数",
    "gpus_needed": "所需 GPU 数（模拟）",
    "gpus_by_formula": "所需 GPU 数（排队公式）",
    "wait_p95": "95% 分位等待时间",
    "wait_mean": "平均等待时间",
    "service_mean": "平均服务时间",
  ]
}
