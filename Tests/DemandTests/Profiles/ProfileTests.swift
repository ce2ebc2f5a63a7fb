import Demand
import EventSimulation
import Foundation
import Randomness
import Testing

@Suite struct ProfileTests {
  private let day = DayShape(hourly: (0..<24).map { 1 + sin(Double($0) / 4) })

  @Test func `a week has the volumes and the hours of its days, with mean 1`() {
    let week = WeekShape(weekday: day, weekend: .flat, weekendVolume: 0.25)
    #expect(abs(week.multipliers.reduce(0, +) / 168 - 1) < 1e-12)
    #expect(abs(week.volume(of: .saturday) / week.volume(of: .friday) - 0.25) < 1e-12)
    #expect(abs(Weekday.allCases.reduce(0) { $0 + week.volume(of: $1) } - 7) < 1e-12)
    let monday = Array(week.hours(of: .monday))
    for hour in 0..<24 { #expect(abs(monday[hour] / monday[0] - day.multipliers[hour] / day.multipliers[0]) < 1e-12) }
    #expect(Set(week.hours(of: .sunday)).count == 1)
    #expect(week.peak == week.multipliers.max())
    let volumes = WeekShape(volumes: [1, 2, 3, 4, 5, 6, 7], of: day)
    #expect(abs(volumes.volume(of: .sunday) - 7.0 / 4) < 1e-12)
    #expect(WeekShape(hourly: volumes.multipliers.map { 9 * $0 }).volume(of: .tuesday) > 0.49)
    let profile = RateProfile.week(week, meanRate: 3)
    #expect(abs((profile.meanRate ?? 0) - 3) < 1e-12)
    #expect(abs(profile.rate(at: 86_400 * 5 + 100) - 3 * week.multipliers[120]) < 1e-12)
  }

  @Test func `months begin on their day of the week`() {
    #expect(CalendarMonth.month(2026, 1).firstWeekday == .thursday)
    #expect(CalendarMonth.month(2026, 2).firstWeekday == .sunday)
    #expect(CalendarMonth.month(2000, 1).firstWeekday == .saturday)
    #expect(CalendarMonth.month(1900, 3).firstWeekday == .thursday)
    // Every month begins as many days after the one before as that has.
    var month = CalendarMonth.month(1995, 1)
    for _ in 0..<500 {
      let next = month.advanced(by: 1)
      #expect(next.firstWeekday == month.firstWeekday.advanced(by: month.days))
      month = next
    }
    #expect(Weekday.monday.advanced(by: -1) == .sunday)
  }

  @Test func `a surge rises straight, peaks on its day and halves with its half-life`() {
    let surge = Surge(onDay: 10, factor: 3, rising: 2, halfLife: 4)
    #expect(surge.factor(onDay: 8) == 1 && surge.factor(onDay: 9) == 2 && surge.factor(onDay: 10) == 3)
    #expect(surge.factor(onDay: 14) == 2 && abs(surge.factor(onDay: 22) - 1.25) < 1e-12)
    // The mean of a day is the integral of the factor.
    let load = Load("chat") {
      Requests(perDay: 100)
      surge
    }
    for day in 0..<40 {
      let steps = 4000
      let mean =
        (0..<steps).reduce(0) { $0 + surge.factor(onDay: Double(day) + (Double($1) + 0.5) / Double(steps)) }
        / Double(steps)
      #expect(abs(load.requestsPerDay(after: Double(day) / 365.25) - 100 * mean) < 1e-4)
    }
    #expect(Surge(onDay: 1, factor: 0, halfLife: 1).factor(onDay: 1) == 0)
  }

  @Test func `paths change at a constant rate between their points, and stay after the last`() {
    let path = RelativePath.points([(0, 2), (1, 4), (3, 1)])
    #expect(path.multiple(after: 0) == 1)
    #expect(abs(path.multiple(after: 0.5) - 2.0.squareRoot()) < 1e-12)
    #expect(abs(path.multiple(after: 1) - 2) < 1e-12 && abs(path.multiple(after: 2) - 1) < 1e-12)
    #expect(abs(path.multiple(after: 9) - 0.5) < 1e-12)
    #expect(abs(RelativePath.falling(0.4).multiple(after: 2) - 0.36) < 1e-12)
    #expect("\(RelativePath.falling(0.4))" == "falling(0.4)" && "\(RelativePath.growing(0.1))" == "growing(0.1)")
  }

  @Test func `a load is users times use a user makes times tokens, and answers its price`() {
    let load = Load("chat") {
      Requests(perDay: 1000)
      Adoption(.exponential(growth: 0.5))
      Usage(requestsPerUser: .growing(0.2), tokensPerRequest: .growing(1))
      Rebound(elasticity: -0.6, price: .falling(0.5))
    }
    #expect(load.requestsPerDay(after: 0) == 1000)
    let rebound = pow(0.25, -0.6)
    #expect(abs(load.users(after: 2) - 2.25) < 1e-12)
    #expect(abs(load.requestsPerDay(after: 2) / (1000 * 2.25 * 1.44 * rebound) - 1) < 1e-12)
    #expect(abs(load.tokensPerRequest(after: 2) - 4) < 1e-12)
    #expect(abs(load.tokensPerUser(after: 2) / (1.44 * 4 * rebound) - 1) < 1e-12)
    // Half the price, 52 % more.
    #expect(abs(Rebound(elasticity: -0.6, price: .constant).factor(atPrice: 0.5) - 1.516) < 0.001)
  }

  @Test func `the rate profile of a load's days holds the requests of its days, on their days of the week`() {
    let load = Load("chat") {
      Requests(perDay: 86_400, week: WeekShape(weekday: day, weekend: .flat, weekendVolume: 0.1))
      Adoption(.exponential(growth: 0.5))
      Surge(onDay: 365, factor: 2, halfLife: 1)
    }
    let profile = load.rateProfile(ofDays: 360..<374, from: .month(2026, 1))
    for day in 0..<14 {
      let weekday = Weekday.thursday.advanced(by: 360 + day)
      let found = profile.expected(from: 86_400 * Double(day), to: 86_400 * Double(day + 1))
      let expected =
        86_400 * pow(1.5, Double(360 + day) / 365.25) * load.week.volume(of: weekday)
      if day < 5 { #expect(abs(found / expected - 1) < 1e-9) }
      if day >= 5 { #expect(found > expected) }
    }
    #expect(profile.rate(at: 14 * 86_400) == 0)
    #expect(refused { _ = load.rateProfile(ofDays: -1..<3, from: .month(2026, 1)) } != "")
  }

  @Test func `the lines of a load may depend on conditions, and each kind but surges is there once`() {
    func load(_ count: Int, adopted: Bool) -> Load {
      Load("chat") {
        if adopted { Adoption(.exponential(growth: 1)) }
        Requests(perDay: 10)
        for index in 0..<count { Surge(onDay: Double(100 * index + 50), factor: 2, halfLife: 1) }
      }
    }
    #expect(load(0, adopted: false).requestsPerDay(after: 1) == 10)
    #expect(load(0, adopted: true).requestsPerDay(after: 1) == 20)
    #expect(load(3, adopted: false).requestsPerDay(after: 50 / 365.25) > 15)
    #expect(
      refused { _ = Load("a") { Adoption.none } }.hasSuffix(
        "Load(\"a\"): there are no Requests; add Requests(perDay: …)"))
    #expect(
      refused {
        _ = Load("a") {
          Requests(perDay: 1)
          Requests(perDay: 2)
        }
      }.contains("there are two Requests lines"))
  }

  @Test func `what no profile can be is refused`() {
    #expect(refused { _ = DayShape(hourly: [1, 2, 3]) } != "")
    #expect(refused { _ = DayShape(hourly: Array(repeating: 0, count: 24)) } != "")
    #expect(refused { _ = WeekShape(hourly: [1, 2]) }.contains("168"))
    #expect(refused { _ = WeekShape(weekday: .flat, weekend: .flat, weekendVolume: -1) }.contains("seven volumes"))
    #expect(refused { _ = WeekShape(volumes: [1, 1], of: .flat) } != "")
    #expect(refused { _ = Surge(onDay: 1, factor: -1, halfLife: 1) } != "")
    #expect(refused { _ = Surge(onDay: 1, factor: 2, halfLife: 0) } != "")
    #expect(refused { _ = RelativePath.falling(1) } != "")
    #expect(refused { _ = RelativePath.falling(40) }.contains("for 40 % write 0.4"))
    #expect(refused { _ = RelativePath.growing(-1) } != "")
    #expect(refused { _ = RelativePath.points([(1, 1)]) }.contains("at year 0"))
    #expect(refused { _ = RelativePath.points([(0, 1), (0, 2)]) }.contains("must rise"))
    #expect(refused { _ = RelativePath.points([(0, 1), (1, 0)]) }.contains("above 0"))
    #expect(refused { _ = Rebound(elasticity: 0.6, price: .constant) }.contains("write elasticity: -0.6"))
    #expect(refused { _ = Requests(perDay: -1) } != "")
    #expect(refused { _ = Requests(perDay: 1, dayToDay: -0.1) } != "")
    #expect(refused { _ = Requests(perDay: 0) } == "")
    #expect(refused { _ = CalendarMonth.month(2026, 13) } != "")
    #expect(refused { _ = Horizon(from: .month(2026, 1), months: 0) } != "")
    #expect(refused { _ = TokenLengths(input: .normal(mean: 0, deviation: 1), output: 5) } != "")
  }
}
