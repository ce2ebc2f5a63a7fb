public import EventSimulation
import Glibc
public import Randomness

/// A named stream of requests over the years: users × requests per user × tokens per request.
///
/// ```swift
/// Load("chat") {
///   Requests(perDay: 10e6, shape: dayShape, dayToDay: 0.25)
///   Adoption(.bass(innovation: 0.03, imitation: 0.38), startingAt: 0.35)
///   Usage(requestsPerUser: .growing(0.2), tokensPerRequest: .growing(0.5))
///   Rebound(elasticity: -0.4, price: .falling(priceFall))
///   Surge(onDay: 120, factor: 3, halfLife: 5)
///   TokenLengths.azureConversation
///   Users(4e6)
/// }
/// ```
/// Only the requests are required. They are those of the start, or of the full market where the adoption starts from 0;
/// everything else multiplies them.
public struct Load: Sendable, Hashable {
  /// The name by which fleets, costs and benefits find it.
  public let name: String
  /// The month of the horizon in which it begins, counted from 0. Before it there are no requests, and its own years count
  /// from there.
  public let firstMonth: Int
  let content: LoadContent

  /// A load made of the parts in `content`.
  ///
  /// - `month`: the months of the horizon before it begins: with 6 its adoption, its usage and the days of its surges count
  ///   from the beginning of the seventh month.
  public init(
    _ name: String, from month: Int = 0, file: StaticString = #fileID, line: UInt = #line,
    @LoadBuilder _ content: () -> LoadContent
  ) {
    self.name = name
    firstMonth = max(month, 0)
    self.content = content()
    if month < 0 {
      ValidationErrors.report(
        InvalidValue(
          "Load(\"\(name)\", from: \(month))", "a load begins in a month from 0 on",
          remedy: "what was reached before is startingAt: of its Adoption", location: "\(file):\(line)"))
    }
    if let problem = self.content.problem {
      ValidationErrors.report(
        InvalidValue(
          "Load(\"\(name)\")", problem.text, remedy: problem.remedy, location: "\(file):\(line)"))
    }
  }

  /// The hours' rates within a week, as multiples of the week's mean; those of the mean day where days are drawn.
  public var week: WeekShape { content.requests.week }

  /// The users on the day that begins `years` after the start, as a multiple of those that the requests were given for.
  public func users(after years: Double) -> Double { content.users(after: years) }

  /// The requests of a day that the load was given for.
  package var requestsPerDayGiven: Double { content.requests.perDay }

  /// The expected requests on the day that begins `years` after the start, if it is a mean day of its week.
  public func requestsPerDay(after years: Double) -> Double {
    content.requests.perDay * content.trend(after: years, users: users(after: years)) * content.surges(after: years)
  }

  /// How many requests a day brings, given its mean.
  public var requestCounts: RequestCounts { content.requests.counts }

  /// The lengths of its requests at the start; `nil` where they are not given.
  public var lengths: TokenLengths? { content.lengths }

  /// The users to whom its requests belong; `nil` where they are not given.
  public var usersGiven: Double? { content.users }

  /// The mean tokens of a request, as a multiple of those at the start.
  public func tokensPerRequest(after years: Double) -> Double {
    content.usage.tokensPerRequest.multiple(after: years)
  }

  /// The tokens of a user, as a multiple of those at the start: requests per user × tokens per request.
  public func tokensPerUser(after years: Double) -> Double {
    content.usage.requestsPerUser.multiple(after: years) * content.rebound.factor(after: years)
      * tokensPerRequest(after: years)
  }

  /// The factor by which a day deviates from its expectation: gamma with mean 1; `nil` where days do not vary.
  public var dailyVariation: Distribution? {
    content.requests.dayToDay > 0 ? .gamma(mean: 1, variation: content.requests.dayToDay) : nil
  }

  /// The days as they were measured, of which one is drawn for each day; `nil` where the days have one shape.
  public var measuredDays: MeasuredDays? { content.requests.days }

  /// The expected requests a second of some days of the load, hour by hour.
  ///
  /// ```swift
  /// let profile = load.rateProfile(ofDays: 360..<374, from: .month(2026, 1))
  /// var arrivals = RenewalArrivals(profile, gaps: .weibull(shape: 0.9), from: streams.stream("chat/arrivals"))
  /// ```
  /// Time is in seconds since the first of the days; the profile ends with the last.
  ///
  /// - `days`: counted from the start of the load.
  /// - `start`: the month in which the load starts; it determines the days of the week.
  public func rateProfile(
    ofDays days: Range<Int>, from start: CalendarMonth, file: StaticString = #fileID, line: UInt = #line
  ) -> RateProfile {
    guard days.lowerBound >= 0, !days.isEmpty else {
      ValidationErrors.report(
        InvalidValue(
          "rateProfile(ofDays: \(days))", "at least one day from day 0 on was expected", location: "\(file):\(line)"))
      return .constant(0)
    }
    var rates: [(from: Double, rate: Double)] = []
    for day in days {
      let years = Double(day) / LoadContent.daysPerYear
      let mean = content.requests.perDay * content.trend(after: years, users: users(after: years)) / 86_400
      let hours = week.hours(of: start.firstWeekday.advanced(by: day))
      for (hour, multiple) in hours.enumerated() {
        let from = Double(day) + Double(hour) / 24
        let surges = content.surges.reduce(1) { $0 * $1.meanFactor(fromDay: from, to: from + 1 / 24) }
        rates.append((3600 * Double(24 * (day - days.lowerBound) + hour), mean * multiple * surges))
      }
    }
    rates.append((86_400 * Double(days.count), 0))
    return .rates(rates)
  }
}

/// Collects the lines of a ``Load``; `if`, `switch` and `for` work as usual.
@resultBuilder
public enum LoadBuilder {
  /// The parts collected so far.
  public typealias Parts = [any LoadPart]

  /// One line.
  public static func buildExpression(_ part: some LoadPart) -> Parts { [part] }
  /// Lines one after the other.
  public static func buildBlock(_ parts: Parts...) -> Parts { parts.flatMap { $0 } }
  /// `if` without `else`.
  public static func buildOptional(_ parts: Parts?) -> Parts { parts ?? [] }
  /// `if`.
  public static func buildEither(first parts: Parts) -> Parts { parts }
  /// `else`.
  public static func buildEither(second parts: Parts) -> Parts { parts }
  /// `for … in …`.
  public static func buildArray(_ parts: [Parts]) -> Parts { parts.flatMap { $0 } }
  /// The whole.
  public static func buildFinalResult(_ parts: Parts) -> LoadContent {
    var load = LoadContent()
    for part in parts { part.add(to: &load) }
    return load
  }
}

/// The parts of a load.
public struct LoadContent: Sendable, Hashable {
  private(set) var requests = Requests(perDay: 0)
  private(set) var adoption = Adoption.none
  private(set) var usage = Usage.constant
  private(set) var rebound = Rebound.none
  private(set) var surges: [Surge] = []
  /// The users to whom the requests belong; `nil` where they are not given.
  private(set) var users: Double?
  /// The lengths of the requests; `nil` where they are not given.
  private(set) var lengths: TokenLengths?
  /// The kinds of lines, in order.
  private var lines: [String] = []

  /// What is wrong with it; `nil` where nothing is.
  var problem: (text: String, remedy: String?)? {
    for (index, line) in lines.enumerated() where lines[..<index].contains(line) {
      return ("there are two \(line) lines; a load has one", nil)
    }
    return lines.contains("Requests") ? nil : ("there are no Requests", "add Requests(perDay: …)")
  }

  static let daysPerYear = 365.25

  /// Users as a multiple of those that the requests were given for.
  func users(after years: Double) -> Double { adoption.factor(after: years) }

  /// Requests as a multiple of those given, without surges.
  ///
  /// - `users`: the multiple of users at that time.
  func trend(after years: Double, users: Double) -> Double {
    users * usage.requestsPerUser.multiple(after: years) * rebound.factor(after: years)
  }

  /// By what all surges multiply the requests of the day that begins then.
  func surges(after years: Double) -> Double {
    let days = years * Self.daysPerYear
    return surges.reduce(1) { $0 * $1.meanFactor(fromDay: days, to: days + 1) }
  }

  /// Whether all that moves requests from day to day is that of another load.
  func follows(_ other: LoadContent) -> Bool {
    adoption == other.adoption && usage == other.usage && rebound == other.rebound && surges == other.surges
  }

  mutating func add(_ part: Requests) {
    requests = part
    lines.append("Requests")
  }

  mutating func add(_ part: Adoption) {
    adoption = part
    lines.append("Adoption")
  }

  mutating func add(_ part: Usage) {
    usage = part
    lines.append("Usage")
  }

  mutating func add(_ part: Rebound) {
    rebound = part
    lines.append("Rebound")
  }

  mutating func add(_ part: Surge) { surges.append(part) }

  mutating func add(_ part: Users) {
    users = part.count
    lines.append("Users")
  }

  mutating func add(_ part: TokenLengths) {
    lengths = part
    lines.append("TokenLengths")
  }
}

/// A line of a load.
public protocol LoadPart {
  /// Adds itself to the load.
  func add(to load: inout LoadContent)
}

extension Requests: LoadPart {
  public func add(to load: inout LoadContent) { load.add(self) }
}

extension Adoption: LoadPart {
  public func add(to load: inout LoadContent) { load.add(self) }
}

extension Usage: LoadPart {
  public func add(to load: inout LoadContent) { load.add(self) }
}

extension Rebound: LoadPart {
  public func add(to load: inout LoadContent) { load.add(self) }
}

extension Surge: LoadPart {
  public func add(to load: inout LoadContent) { load.add(self) }
}

extension Users: LoadPart {
  public func add(to load: inout LoadContent) { load.add(self) }
}

extension TokenLengths: LoadPart {
  public func add(to load: inout LoadContent) { load.add(self) }
}
