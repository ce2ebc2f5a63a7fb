import Payoff

/// A reasoning model of 32 B parameters answers a day's requests on a varying number of H100s.
///
/// The load is that of ServeGen's reasoning model. To keep replications short, the rate and the batch size are divided by
/// 16 (a batch of 4 instead of about 64), so the number of replicas is about the same. The night is the quietest eight
/// consecutive hours of the day, and the morning the three hours after them, in which the load rises to its peak. With
/// `--set load=general` each replication has the hours of one of fourteen days of a general model, which are less even from day
/// to day and have no such night.
@main
struct NightScaling: Experiment {
  static let question =
    "Does scaling in at 30 % idle save 40 % at night, and how much latency does it add in the morning?"

  @Choice("how a replica serves")
  var serving: Serving = .continuous

  @Choice("how requests arrive: from bursty clients, or evenly and all of the same lengths")
  var requests: Pace = .clients

  @Choice("whose day: that of a reasoning model, or one of fourteen days of a general one")
  var load: MeasuredLoad = .reasoning

  @Uncertain(
    .uniform(120, 600), stated: 300, "time from the launch of a replica until it serves requests", unit: "s",
    source: .study(
      "100 s on an available machine, 400 s where one has to be allocated (ray, pull request 63859)", date: "2026-06"))
  var boot: Double

  @Uncertain(
    .uniform(0.85, 1.15), stated: 1, "load of the day as a multiple of the mean day",
    source: .assumption("ServeGen's days lie between 0.54 and 1.43 of their mean, most of them closer to it"))
  var busyness: Double

  @Uncertain(
    .uniform(0.9, 1.1), stated: 1, "forecast load of the day divided by the actual load",
    source: .assumption("a forecast of the next hours is within a tenth"))
  var foresight: Double

  @Uncertain(
    1, "requests a second on the mean day", unit: "requests/s",
    source: .assumption("a sixteenth of the 16 that ServeGen measured, so that a replication is short"))
  var rate: Double

  @Uncertain(
    0.30, "idle share above which the rule scales in, and which every plan keeps idle", in: 0...1, source: .fact("F16"))
  var idle: Double

  @Uncertain(
    0.15, "idle share below which the rule scales out", in: 0...1, source: .assumption("half of that; F16 does not say")
  )
  var floor: Double

  var scenario: Scenario {
    let carries = serving.carries
    let (boot, idle, floor) = (boot, idle, floor)
    Trial { streams in
      let hours = load.hours(streams)
      let plan = hours.profile(meanRate: rate)
      let most = Day.replicas(for: rate * hours.peak, carries, idle)
      let foreseen = plan.scaled(by: busyness * foresight)
      let day = Day(hours: hours, serving: serving, pace: requests, rate: rate * busyness, boot: boot)
      let whole = day.run(nil, most: most, streams)
      let rule = day.run(
        .idleness(of: serving.use, above: idle, below: floor), most: most, start: rate / carries / (1 - idle), streams)
      let share = carries * (1 - idle)
      let schedule = day.run(
        .plan(plan, perReplica: share, ahead: boot), most: most, start: rate / share, streams)
      let forecast = day.run(
        .plan(foreseen, perReplica: share, ahead: boot), most: most, start: rate / share, streams)
      func saved(_ hours: (Day.Outcome) -> Double, _ outcome: Day.Outcome) -> Double {
        1 - hours(outcome) / hours(whole)
      }
      return [
        .init("rule_saved_at_night", saved(\.night, rule)).compared(
          with: 0.40, "saved at night by the rule",
          "40 % of the cost of inference at night, compared with a constant fleet sized for the busiest hour; the article "
            + "does not say what it adds to latency.", of: "F16"),
        .init("rule_saved", saved(\.hours, rule)),
        .init("idle_at_night", 1 - hours.night / hours.peak),
        .init("schedule_saved_at_night", saved(\.night, schedule)), .init("schedule_saved", saved(\.hours, schedule)),
        .init("forecast_saved_at_night", saved(\.night, forecast)), .init("forecast_saved", saved(\.hours, forecast)),
        .init("morning_ttft_p95", whole.firstToken, unit: "s"),
        .init("morning_ttft_p95_rule", rule.firstToken, unit: "s"),
        .init("morning_ttft_p95_schedule", schedule.firstToken, unit: "s"),
        .init("morning_ttft_p95_forecast", forecast.firstToken, unit: "s"),
        .init("morning_e2e_p95", whole.wholeAnswer, unit: "s"),
        .init("morning_e2e_p95_rule", rule.wholeAnswer, unit: "s"),
        .init("morning_e2e_p95_schedule", schedule.wholeAnswer, unit: "s"),
        .init("morning_e2e_p95_forecast", forecast.wholeAnswer, unit: "s"),
        .init("gpus_around_the_clock", Double(most), unit: "GPUs"), .init("gpu_carries", carries, unit: "requests/s"),
      ]
    }
  }

  static func answer(_ findings: Findings) -> String? {
    """
    With requests served \(findings.option("serving") == "alone" ? "one at a time" : "in batches"), scaling in at 30 % idle \
    saves \(findings["rule_saved_at_night"].percent) of the cost of \(findings["gpus_around_the_clock"]) around the clock at \
    night and \(findings["rule_saved"].percent) over the day. In the morning, the 95th percentile of the time to first token \
    is \(findings["morning_ttft_p95_rule"]) instead of \(findings["morning_ttft_p95"]). A schedule saves \
    \(findings["schedule_saved_at_night"].percent) at night with \(findings["morning_ttft_p95_schedule"]), a forecast \
    \(findings["forecast_saved_at_night"].percent) with \(findings["morning_ttft_p95_forecast"]).
    """
  }
}

/// How a replica serves, and how its utilisation is measured.
enum Serving: String, CaseIterable {
  case continuous, alone

  var deployment: Deployment {
    Deployment(
      .qwen32B, on: .h100, precision: .fp8, batching: self == .alone ? .oneAtATime : .continuous(sequences: 4))
  }

  /// With continuous batching, one request already keeps a replica busy, so the filled share of the batch counts.
  var use: ReplicaUse { self == .alone ? .busyTime : .sequences }

  /// Requests a second that an overloaded replica answers, measured once over two days.
  var carries: Double { Self.measured[self] ?? 1 }

  private static let measured = Dictionary(uniqueKeysWithValues: allCases.map { ($0, measure($0)) })

  private static func measure(_ serving: Serving) -> Double {
    let streams = Streams(seed: 1, replication: 0)
    let crowd = ClientMixture.serveGenReasoning(rate: 1).requests(from: streams, named: "crowd")
    let result = ServingFleet(ReplicaPool(serving.deployment)).serve(crowd, streams, until: 2 * 86_400)
    return Double(result.answered) / (result.end - result.start)
  }
}

enum Pace: String, CaseIterable {
  case clients, even
}

enum MeasuredLoad: String, CaseIterable {
  case reasoning, general

  /// The hours of the one measured day, or of one that is drawn of the fourteen.
  fileprivate func hours(_ streams: Streams) -> DayHours {
    switch self {
    case .reasoning: return DayHours(DayShape.serveGenReasoning.multipliers)
    case .general:
      let days = MeasuredDays.serveGenLarge.days
      return DayHours(days[streams.stream("day").index(below: days.count)])
    }
  }
}

/// The load by hour as multiples of the day's mean, beginning two hours before the night.
private struct DayHours {
  private let multiples: [Double]

  static let hoursOfNight = 8

  /// - `rates`: 24 of them; the night is where eight consecutive ones are lowest.
  init(_ rates: [Double]) {
    func sum(from hour: Int) -> Double { (0..<Self.hoursOfNight).reduce(0) { $0 + rates[(hour + $1) % 24] } }
    let night = (0..<24).min { sum(from: $0) < sum(from: $1) } ?? 0
    let mean = rates.reduce(0, +) / 24
    multiples = (0..<24).map { rates[($0 + night + 22) % 24] / mean }
  }

  var peak: Double { multiples.max() ?? 1 }

  /// The mean of the night.
  var night: Double { multiples[2..<2 + Self.hoursOfNight].reduce(0, +) / Double(Self.hoursOfNight) }

  func profile(meanRate: Double) -> RateProfile {
    .rates(multiples.enumerated().map { (from: 3600 * Double($0), rate: meanRate * $1) }, every: 86_400)
  }
}

/// A day of requests on one fleet, after a warm-up of two hours.
private struct Day {
  let hours: DayHours
  let serving: Serving
  let pace: Pace
  let rate: Double
  let boot: Double

  struct Outcome {
    /// GPU-hours of the day, and of its night.
    var hours = 0.0
    var night = 0.0
    /// The 95th percentile over the morning's requests, in seconds.
    let firstToken: Double?
    let wholeAnswer: Double?
  }

  private static let settling = 7200.0
  private static let night = settling..<settling + 3600 * Double(DayHours.hoursOfNight)
  private static let morning = night.upperBound..<night.upperBound + 3 * 3600
  private static let end = settling + 86_400

  static func replicas(for rate: Double, _ carries: Double, _ idle: Double) -> Int {
    max(Int((rate / carries / (1 - idle) - 1e-9).rounded(.up)), 1)
  }

  /// - `rule`: `nil` for a fleet around the clock.
  /// - `start`: replicas at the start; the maximum by default.
  func run(_ rule: ScalingRule?, most: Int, start: Double? = nil, _ streams: Streams) -> Outcome {
    let pool = ReplicaPool(
      serving.deployment, replicas: start.map { min(max(Int($0.rounded(.up)), 1), most) } ?? most,
      rule.map { PoolOperation(boot: .constant(boot), scaling: Autoscaling($0, between: 1...most)) })
    var (first, whole) = (QuantileSketch(), QuantileSketch())
    var held = HeldReplicas(pool.replicas, in: Self.night)
    let observe = { (outcome: RequestOutcome) in
      guard case .answered(let answer) = outcome, Self.morning.contains(answer.arrival) else { return }
      first.add(answer.timeToFirstToken)
      whole.add(answer.endToEnd)
    }
    let profile = hours.profile(meanRate: 1)
    let fleet = ServingFleet(pool)
    let result =
      switch pace {
      case .clients:
        fleet.serve(
          ClientMixture.serveGenReasoning(rate: rate).requests(following: profile, from: streams, named: "clients"),
          streams, until: Self.end, warmUp: Self.settling, observer: observe, fleetObserver: { held.note($0) })
      case .even:
        fleet.serve(
          EvenRequests(profile.scaled(by: rate)), streams, until: Self.end, warmUp: Self.settling, observer: observe,
          fleetObserver: { held.note($0) })
      }
    return Outcome(
      hours: result.paidGPUHours, night: held.hours, firstToken: first.quantile(0.95),
      wholeAnswer: whole.quantile(0.95))
  }
}

/// The replica-hours paid for within an interval.
private struct HeldReplicas {
  private let stretch: Range<Double>
  private var count: Int
  private var last: Double
  private var seconds = 0.0

  init(_ count: Int, in stretch: Range<Double>) {
    self.count = count
    self.stretch = stretch
    last = stretch.lowerBound
  }

  mutating func note(_ event: FleetEvent) {
    let change =
      switch event.kind {
      case .launched: 1
      case .left: -1
      default: 0
      }
    pass(event.time)
    count += change
  }

  private mutating func pass(_ time: Double) {
    let now = min(max(time, last), stretch.upperBound)
    seconds += Double(count) * (now - last)
    last = now
  }

  /// The hours, valid once the interval is over.
  var hours: Double { (seconds + Double(count) * (stretch.upperBound - last)) / 3600 }
}

/// Evenly spaced requests within each hour, all of mean length.
private struct EvenRequests: RequestSource {
  private let profile: RateProfile
  private let tokens = ClientMixture.serveGenReasoning().meanTokens
  private var time = 0.0

  init(_ profile: RateProfile) { self.profile = profile }

  mutating func nextRequest() -> InferenceRequest? {
    time += 1 / profile.rate(at: time)
    return InferenceRequest(
      arrival: time, inputTokens: Int(tokens.input.rounded()), outputTokens: Int(tokens.output.rounded()))
  }
}

extension NightScaling {
  static let chinese: Translation = [
    question: "空闲 30% 即缩容，夜间能否节省 40%，早高峰的延迟会增加多少？",
    "how a replica serves": "副本的服务方式",
    "continuous": "连续批处理",
    "alone": "逐个处理",
    "clients": "突发客户",
    "even": "均匀到达",
    "how requests arrive: from bursty clients, or evenly and all of the same lengths": "请求到达方式：突发客户，或均匀且长度相同",
    "whose day: that of a reasoning model, or one of fourteen days of a general one": "采用哪种负载：推理模型的一天，或通用模型十四天中的一天",
    "reasoning": "推理模型", "general": "通用模型",
    "idle_at_night": "夜间相对高峰的空闲比例",
    "time from the launch of a replica until it serves requests": "副本启动至可服务的时间",
    "100 s on an available machine, 400 s where one has to be allocated (ray, pull request 63859)":
      "已有机器 100 秒，需分配机器 400 秒（ray，pull request 63859）",
    "load of the day as a multiple of the mean day": "当日负载相对平均日的倍数",
    "ServeGen's days lie between 0.54 and 1.43 of their mean, most of them closer to it":
      "ServeGen 各日负载为均值的 0.54–1.43 倍，多数更接近均值",
    "forecast load of the day divided by the actual load": "预测负载与实际负载之比",
    "a forecast of the next hours is within a tenth": "未来数小时的预测误差在一成以内",
    "requests a second on the mean day": "平均日每秒请求数",
    "a sixteenth of the 16 that ServeGen measured, so that a replication is short":
      "取 ServeGen 实测 16 次/秒的十六分之一，以缩短每次模拟",
    "idle share above which the rule scales in, and which every plan keeps idle": "触发缩容的空闲比例，也是各方案预留的空闲比例",
    "idle share below which the rule scales out": "触发扩容的空闲比例",
    "half of that; F16 does not say": "取其一半；F16 未说明",
    "rule_saved_at_night": "规则：夜间节省",
    "rule_saved": "规则：全天节省",
    "schedule_saved_at_night": "计划：夜间节省",
    "schedule_saved": "计划：全天节省",
    "forecast_saved_at_night": "预测：夜间节省",
    "forecast_saved": "预测：全天节省",
    "morning_ttft_p95": "早高峰首词元时间 P95（固定）",
    "morning_ttft_p95_rule": "早高峰首词元时间 P95（规则）",
    "morning_ttft_p95_schedule": "早高峰首词元时间 P95（计划）",
    "morning_ttft_p95_forecast": "早高峰首词元时间 P95（预测）",
    "morning_e2e_p95": "早高峰全程时间 P95（固定）",
    "morning_e2e_p95_rule": "早高峰全程时间 P95（规则）",
    "morning_e2e_p95_schedule": "早高峰全程时间 P95（计划）",
    "morning_e2e_p95_forecast": "早高峰全程时间 P95（预测）",
    "gpus_around_the_clock": "全天固定所需 GPU 数",
    "gpu_carries": "单块 GPU 处理能力",
    "saved at night by the rule": "规则缩容的夜间节省比例",
    "40 % of the cost of inference at night, compared with a constant fleet sized for the busiest hour; the article does not say what it adds to latency.":
      "与按高峰小时配置的固定 GPU 集群相比，夜间推理成本节省 40%；文中未说明对延迟的影响。",
  ]

  static func chineseAnswer(_ findings: Findings) -> String? {
    """
    空闲 30% 即缩容时，与固定 \(findings["gpus_around_the_clock"]) GPU 相比，夜间节省 \(findings["rule_saved_at_night"].percent)，全天节省 \
    \(findings["rule_saved"].percent)；早高峰首个词元时间的 95% 分位由 \(findings["morning_ttft_p95"]) 变为 \
    \(findings["morning_ttft_p95_rule"])。按计划调整夜间节省 \(findings["schedule_saved_at_night"].percent)（早高峰 \
    \(findings["morning_ttft_p95_schedule"])），按预测调整节省 \(findings["forecast_saved_at_night"].percent)（早高峰 \
    \(findings["morning_ttft_p95_forecast"])）。
    """
  }
}
