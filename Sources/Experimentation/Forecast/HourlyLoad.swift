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
  private let course: LoadCourse
  /// The day of the forecast on which the load begins.
  private let firstDay: Int
  private let stream: RandomStream
  /// The requests of each day of the week, as a multiple of those of a mean day.
  private let volumes: [Double]
  /// The share of its day's requests that each hour of the week brings.
  private let hourlyShares: [Double]
  private let variation: Distribution?
  private let counts: RequestCounts
  private let usersGiven: Double?
  /// The requests expected of a mean day at the start.
  let requestsAtStart: Double
  /// The measured days: the requests of each as a multiple of a mean day's, and the share of them that each hour brings. Empty
  /// where the days have one shape.
  private let measured: [(volume: Double, shares: [Double])]
  /// The measured day of today.
  private var measuredDay = 0
  /// The mean tokens of a request at the start.
  private let meanTokens: (input: Double, output: Double)?
  private var today = 0.0
  /// How many times as long a request of today is as one at the start.
  private(set) var growth = 1.0
  /// The hour that fleets of an attainment are planned for, as asked for last.
  private var plannedHour: (attainment: Double, multiple: Double)?
  /// Requests since the month began.
  private var month = 0.0
  /// The same, each day's times what a request has grown by in tokens.
  private var grown = 0.0
  /// Days since the month began, and the sum of their users.
  private var days = 0
  private var users = 0.0
  /// The months that have ended.
  private(set) var months: [Month] = []

  /// - `course`: that of the load, through the horizon.
  /// - `horizon`: whose calendar says on which day the load begins.
  init(_ load: Load, _ course: LoadCourse, in horizon: Horizon, streams: Streams) {
    self.load = load
    firstDay = (0..<load.firstMonth).reduce(0) { $0 + horizon.start.advanced(by: $1).days }
    self.course = course
    stream = streams.stream("\(load.name)/requests")
    volumes = Weekday.allCases.map(load.week.volume)
    hourlyShares = zip(Weekday.allCases, volumes).flatMap { day, volume in
      load.week.hours(of: day).map { volume > 0 ? $0 / volume / 24 : 0 }
    }
    variation = load.dailyVariation
    counts = load.requestCounts
    usersGiven = load.usersGiven
    requestsAtStart = course.requestsPerDay(of: load, onDay: 0)
    measured = MeasuredShares.of(load.measuredDays)
    meanTokens = load.lengths.map { ($0.input.mean, $0.output.mean) }
  }

  /// Draws the requests of a day, and enters the requests a second of its first hours, as many as there are places for them.
  mutating func drawDay(_ day: Int, weekday: Int, into rates: inout [Double], at places: Range<Int>) {
    var mean = meanRequests(onDay: day)
    if measured.isEmpty {
      mean *= volumes[weekday] * (variation?.draw(from: stream) ?? 1)
    } else {
      measuredDay = min(Int(stream.uniform() * Double(measured.count)), measured.count - 1)
      mean *= measured[measuredDay].volume
    }
    growth = tokensPerRequest(onDay: day)
    today =
      counts == .expected ? mean : mean > 0 ? Self.requests(expecting: mean, from: stream) : 0
    month += today
    if meanTokens != nil { grown += today * growth }
    if let usersGiven {
      users += day < firstDay ? 0 : usersGiven * course.users(onDay: day - firstDay)
      days += 1
    }
    if measured.isEmpty {
      enter(hourlyShares, from: 24 * weekday, into: &rates, at: places)
    } else {
      enter(measured[measuredDay].shares, from: 0, into: &rates, at: places)
    }
  }

  /// The expected requests of a day of the forecast.
  private func meanRequests(onDay day: Int) -> Double {
    day < firstDay ? 0 : course.requestsPerDay(of: load, onDay: day - firstDay)
  }

  /// The mean tokens of a request on a day of the forecast, as a multiple of those at the start.
  private func tokensPerRequest(onDay day: Int) -> Double {
    day < firstDay ? 1 : course.tokensPerRequest(onDay: day - firstDay)
  }

  private func enter(_ shares: [Double], from first: Int, into rates: inout [Double], at places: Range<Int>) {
    let requests = today
    shares.withUnsafeBufferPointer { shares in
      rates.withUnsafeMutableBufferPointer { rates in
        for hour in 0..<places.count {
          rates[places.lowerBound + hour] = requests * shares[first + hour] / 3600
        }
      }
    }
  }

  /// Requests arrive one by one; beyond a thousand million a day their number is normal for all that can be told.
  private static func requests(expecting mean: Double, from stream: RandomStream) -> Double {
    mean < 1e9
      ? stream.poisson(mean: mean)
      : Distribution.normal(mean: mean, deviation: mean.squareRoot()).draw(from: stream).rounded()
  }

  /// Ends the month and returns what it brought.
  ///
  /// Tokens are those expected of so many requests: of many, their mean hardly differs from the mean.
  mutating func closeMonth() -> Month {
    let ended = Month(
      requests: month, tokensIn: meanTokens.map { grown * $0.input }, tokensOut: meanTokens.map { grown * $0.output },
      users: usersGiven != nil && days > 0 ? users / Double(days) : nil)
    months.append(ended)
    (month, grown, users, days) = (0, 0, 0, 0)
    return ended
  }

  /// The requests a second that a share of the hours of a day stays below, and never less than those expected of the busiest
  /// hour; and how many times as long they are as at the start.
  mutating func planned(for attainment: Double, onDay day: Int) -> (rate: Double, growth: Double) {
    if plannedHour?.attainment != attainment { plannedHour = (attainment, PlannedHour.multiple(load, attainment)) }
    let multiple = plannedHour?.multiple ?? 1
    return (meanRequests(onDay: day) / 86_400 * multiple, tokensPerRequest(onDay: day))
  }
}

/// The volumes of measured days, and the shares of their hours.
private enum MeasuredShares {
  private static let known = ComputationCache<MeasuredDays, [(volume: Double, shares: [Double])]>(capacity: 64)

  static func of(_ days: MeasuredDays?) -> [(volume: Double, shares: [Double])] {
    guard let days else { return [] }
    return known.value(for: days) {
      days.days.map { hours in
        let sum = hours.reduce(0, +)
        return (sum / 24, hours.map { sum > 0 ? $0 / sum : 0 })
      }
    }
  }
}

/// The hour that a fleet is planned for.
enum PlannedHour {
  private struct Key: Hashable {
    let week: WeekShape
    let variation: Distribution?
    let attainment: Double
  }

  private static let multiples = ComputationCache<Key, Double>(capacity: 256)

  /// The rate of an hour that a share of the hours stays below, as a multiple of the mean: over the hours of the week and the
  /// variation from day to day. At least the busiest hour of a mean day.
  static func multiple(_ load: Load, _ attainment: Double) -> Double {
    if let days = load.measuredDays { return max(days.multiple(for: attainment), load.week.peak) }
    let key = Key(week: load.week, variation: load.dailyVariation, attainment: attainment)
    guard let variation = key.variation else { return key.week.peak }
    return multiples.value(for: key) {
      let hours = Dictionary(grouping: key.week.multipliers.filter { $0 > 0 }) { $0 }
        .map { (multiple: $0.key, count: Double($0.value.count)) }
      let idle = key.week.multipliers.count { $0 <= 0 }
      func share(below rate: Double) -> Double {
        hours.reduce(Double(idle)) { $0 + $1.count * variation.cumulative(at: rate / $1.multiple) } / 168
      }
      var (low, high) = (0.0, key.week.peak)
      while share(below: high) < attainment { high *= 2 }
      while high - low > 1e-6 * high {
        let middle = (low + high) / 2
        if share(below: middle) < attainment { low = middle } else { high = middle }
      }
      return max(high, key.week.peak)
    }
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
  /// What the part took in the hours of this month: requests of the length at the start, and requests.
  private var taken = 0.0
  private var requests = 0.0
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

  /// The rates of the part and of the rest, where the whole has a rate of requests that are so many times as long as at the
  /// start; and what the part takes in requests of the length at the start, as its limit is.
  func parts(of rate: Double, growth: Double) -> (part: Double, rest: Double, taken: Double) {
    let taken = limit.map { min(rate * growth, $0) } ?? share * (rate * growth)
    return (taken / growth, rate - taken / growth, taken)
  }

  /// Counts what the part took in so many hours, in requests a second of the length at the start; they are so many times as
  /// long.
  mutating func take(_ rate: Double, growth: Double, hours: Double) {
    taken += 3600 * hours * rate
    requests += 3600 * hours * rate / growth
  }

  /// Ends a month and returns the share of its requests that the part took.
  ///
  /// - `requests`: of the whole.
  /// - `seconds`: of the month.
  mutating func closeMonth(requests whole: Double, seconds: Double) -> (share: Double, busy: Double?) {
    defer { (taken, requests) = (0, 0) }
    guard let limit else { return (share, nil) }
    return (whole > 0 ? min(requests / whole, 1) : 0, limit > 0 ? min(taken / (limit * seconds), 1) : 0)
  }
}
