import Glibc
import Randomness

/// Requests a day, their distribution over day and week, and the variation from day to day.
public struct Requests: Sendable, Hashable {
  let perDay: Double
  let week: WeekShape
  let dayToDay: Double
  let counts: RequestCounts
  /// The days as they were measured, of which one is drawn for each day; `nil` where the days have one shape.
  let days: MeasuredDays?

  /// Requests with the same shape every day.
  ///
  /// - `perDay`: requests on a mean day at the start, or at saturation where the adoption starts from 0.
  /// - `shape`: the spread over the hours of a day, the same every day.
  /// - `dayToDay`: the coefficient of variation of the days' means around the trend.
  /// - `counts`: whether the number of a day is drawn around its mean.
  public init(
    perDay: Double, shape: DayShape = .flat, dayToDay: Double = 0, counts: RequestCounts = .poisson,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(perDay: perDay, week: .everyDay(shape), dayToDay: dayToDay, counts: counts, file: file, line: line)
  }

  /// Requests with a shape of the week.
  ///
  /// - `perDay`: requests on a mean day of a week at the start, or at saturation where the adoption starts from 0.
  /// - `week`: the spread over the hours of a week.
  /// - `dayToDay`: the coefficient of variation of the days' means around the trend and their day of the week.
  /// - `counts`: whether the number of a day is drawn around its mean.
  public init(
    perDay: Double, week: WeekShape, dayToDay: Double = 0, counts: RequestCounts = .poisson,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.counts = counts
    self.perDay = perDay
    self.week = week
    self.dayToDay = dayToDay
    days = nil
    if !(perDay >= 0 && perDay.isFinite) {
      ValidationErrors.report(
        InvalidValue("perDay: \(perDay)", "a number of requests is at least 0", location: "\(file):\(line)"))
    }
    if !(dayToDay >= 0 && dayToDay.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "dayToDay: \(dayToDay)", "a coefficient of variation is at least 0", location: "\(file):\(line)"))
    }
  }
}

/// How many requests a day brings, given its mean.
public enum RequestCounts: Sendable, Hashable, CaseIterable {
  /// Poisson: requests come independently of each other.
  case poisson
  /// Exactly the mean, where the chance of single requests does not matter: of 100 000 a day it is 0.3 %.
  case expected
}

extension Requests {
  /// Requests of days as they were measured: each day of a forecast is one of them, drawn at random.
  ///
  /// - `perDay`: requests on a mean day at the start, or at saturation where the adoption starts from 0.
  /// - `days`: the hours of each measured day.
  /// - `counts`: whether the number of a day is drawn around that of the measured day.
  public init(
    perDay: Double, days: MeasuredDays, counts: RequestCounts = .poisson, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    let shaped = Requests(perDay: perDay, shape: days.mean, file: file, line: line)
    (self.perDay, week, dayToDay, self.counts, self.days) = (perDay, shaped.week, 0, counts, days)
  }
}

/// A temporary rise of a load: a launch, a campaign, a story in the news.
///
/// ```swift
/// Load("chat") {
///   Requests(perDay: 10e6)
///   Surge(onDay: 120, factor: 3, rising: 1, halfLife: 5)
/// }
/// ```
/// The load rises linearly for `rising` days to `factor` times its normal level on that day; then the excess over the normal
/// level halves with each half-life.
public struct Surge: Sendable, Hashable {
  let peak: Double
  let factor: Double
  let rising: Double
  let halfLife: Double

  /// - `day`: the day of the peak, in days from the start.
  /// - `factor`: the load at the peak as a multiple of its normal level; below 1 for an outage or a boycott.
  public init(
    onDay day: Double, factor: Double, rising: Double = 0, halfLife: Double, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    let accepted =
      day.isFinite && factor >= 0 && factor < .infinity && rising >= 0 && rising < .infinity && halfLife > 0
      && halfLife < .infinity
    if !accepted {
      ValidationErrors.report(
        InvalidValue(
          "Surge(onDay: \(day.shortest), factor: \(factor.shortest), rising: \(rising.shortest), "
            + "halfLife: \(halfLife.shortest))",
          "the factor and the days that it rises are numbers from 0 on, the half-life is a number of days above 0",
          location: "\(file):\(line)"))
    }
    peak = accepted ? day : 0
    self.factor = accepted ? factor : 1
    self.rising = accepted ? rising : 0
    self.halfLife = accepted ? halfLife : 1
  }

  /// The load as a multiple of its normal level, at a time in days from the start.
  public func factor(onDay day: Double) -> Double {
    let above = factor - 1
    if day >= peak { return 1 + above * exp2((peak - day) / halfLife) }
    return day > peak - rising ? 1 + above * (1 - (peak - day) / rising) : 1
  }

  /// The mean of the factor from one time to a later one.
  func meanFactor(fromDay start: Double, to end: Double) -> Double {
    1 + (factor - 1) * (risen(by: end) - risen(by: start)) / (end - start)
  }

  /// The integral of the surge, as a share of its height, up to a day.
  private func risen(by day: Double) -> Double {
    if day < peak {
      let climbed = max(0, day - (peak - rising))
      return rising > 0 ? climbed * climbed / (2 * rising) : 0
    }
    return rising / 2 + halfLife / log(2) * -expm1((peak - day) / halfLife * log(2))
  }
}
