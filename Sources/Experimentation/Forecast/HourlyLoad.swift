import Demand
import Economics
import Randomness

/// A load of a forecast, hour by hour: how many requests come today, and which share of them in each hour.
struct HourlyLoad {
  /// What a load did in a month.
  struct Month {
    let requests: Double
    /// `nil` where the load does not say how long its requests are.
    let tokensIn: Double?
    let tokensOut: Double?
    /// The mean over the days; `nil` where the load does not say whose requests they are.
    let users: Double?
  }

  let load: Load
  private let stream: RandomStream
  /// The requests of each day of the week, as a multiple of those of a mean day.
  private let volumes: [Double]
  /// The share of its day's requests that each hour of the week brings.
  private let hourlyShares: [Double]
  private let variation: Distribution?
  /// The mean tokens of a request at the start.
  private let meanTokens: (input: Double, output: Double)?
  private var today = 0.0
  /// How many times as long a request of today is as one at the start.
  private var tokens = 1.0
  /// Requests since the month began.
  private var month = 0.0
  /// The same, each day's times what a request has grown by in tokens.
  private var grown = 0.0
  /// Days since the month began, and the sum of their users.
  private var days = 0
  private var users = 0.0
  /// The months that have ended.
  private(set) var months: [Month] = []

  init(_ load: Load, streams: Streams) {
    self.load = load
    stream = streams.stream("\(load.name)/requests")
    volumes = Weekday.allCases.map(load.week.volume)
    hourlyShares = zip(Weekday.allCases, volumes).flatMap { day, volume in
      load.week.hours(of: day).map { volume > 0 ? $0 / volume / 24 : 0 }
    }
    variation = load.dailyVariation
    meanTokens = load.lengths.map { ($0.input.mean, $0.output.mean) }
  }

  /// Draws the requests of a day, so many years after the start.
  mutating func drawDay(after years: Double, weekday: Int) {
    let mean = load.requestsPerDay(after: years) * volumes[weekday] * (variation?.draw(from: stream) ?? 1)
    tokens = load.tokensPerRequest(after: years)
    today =
      load.requestCounts == .expected
      ? mean : mean > 0 ? Self.requests(expecting: mean).draw(from: stream).rounded() : 0
    month += today
    if meanTokens != nil { grown += today * load.tokensPerRequest(after: years) }
    if let given = load.usersGiven {
      users += given * load.users(after: years)
      days += 1
    }
  }

  /// Requests arrive one by one; beyond a thousand million a day their number is normal for all that can be told.
  private static func requests(expecting mean: Double) -> Distribution {
    mean < 1e9 ? .poisson(mean: mean) : .normal(mean: mean, deviation: mean.squareRoot())
  }

  /// Requests a second in an hour of the week, each counted as many times as it is longer than at the start.
  func work(inHour hour: Int) -> Double { today * hourlyShares[hour] / 3600 * tokens }

  /// Ends the month and returns what it brought.
  ///
  /// Tokens are those expected of so many requests: of many, their mean hardly differs from the mean.
  mutating func closeMonth() -> Month {
    let ended = Month(
      requests: month, tokensIn: meanTokens.map { grown * $0.input }, tokensOut: meanTokens.map { grown * $0.output },
      users: load.usersGiven != nil && days > 0 ? users / Double(days) : nil)
    months.append(ended)
    (month, grown, users, days) = (0, 0, 0, 0)
    return ended
  }

  /// The most work expected in an hour between two times, in requests a second of the length at the start.
  func peakWork(from years: Double, to later: Double) -> Double {
    let perDay = [years, later].map { load.requestsPerDay(after: $0) * load.tokensPerRequest(after: $0) }
    return max(perDay[0], perDay[1]) / 86_400 * load.week.peak
  }
}

/// A load of a forecast in two parts, hour by hour.
struct HourlySplit {
  let split: TrafficSplit
  /// The position of what is split, among the loads and then the parts of all splits.
  let whole: Int
  /// The position of the supply that its limit follows, where there is one.
  let supply: Int?
  /// This month's share, where the rule is one.
  private var share = 0.0
  /// This month's limit in requests a second, where the rule is one.
  private var limit: Double?
  /// Requests that the part took in the hours of this month.
  private var taken = 0.0
  /// By month, whether the part is the cheaper of the two; `nil` where that does not matter.
  private let isCheaper: [Bool]?

  init(_ split: TrafficSplit, whole: Int, supply: Int?, streams: Streams, months: Int) {
    isCheaper = split.advantage?.months(by: streams, count: months)
    self.split = split
    self.whole = whole
    self.supply = supply
  }

  /// Whether it has to be looked at hour by hour.
  var isHourly: Bool {
    switch split.rule {
    case .share, .moving: false
    case .upTo, .forEach: true
    }
  }

  /// - `available`: how much there is of the supply that it follows.
  mutating func planMonth(_ month: Int, available: Double) {
    switch split.rule {
    case .share(let share): self.share = share
    case .moving(let ramp): share = min(max(ramp.share(inMonth: month), 0), 1)
    case .upTo(let rate): limit = rate
    case .forEach(_, let rate): limit = isCheaper?[month] ?? true ? rate * available : 0
    }
  }

  /// What the part takes of a rate, in requests a second.
  func part(of rate: Double) -> Double { limit.map { min(rate, $0) } ?? share * rate }

  /// Serves so many hours of the same rate, and returns what the part took of it.
  mutating func serve(_ rate: Double, hours: Double) -> Double {
    let part = part(of: rate)
    taken += 3600 * hours * part
    return part
  }

  /// Ends a month and returns the share of its requests that the part took.
  ///
  /// - `requests`: of the whole.
  /// - `seconds`: of the month.
  mutating func closeMonth(requests: Double, seconds: Double) -> (share: Double, busy: Double?) {
    defer { taken = 0 }
    guard let limit else { return (share, nil) }
    return (requests > 0 ? min(taken / requests, 1) : 0, limit > 0 ? min(taken / (limit * seconds), 1) : 0)
  }
}
