import Demand
import Randomness
import Testing

@Suite struct MeasuredDaysTests {
  @Test func `a day of the trace is less smooth than the mean of its days`() {
    let days = MeasuredDays.serveGenLarge
    #expect(days.days.count == 14 && days.days.allSatisfy { $0.count == 24 })
    let means = days.days.map { $0.reduce(0, +) / 24 }
    #expect(abs(means.reduce(0, +) / 14 - 1) < 1e-9)
    #expect(abs((means.min() ?? 0) - 0.54) < 0.01 && abs((means.max() ?? 0) - 1.43) < 0.01)
    let peaks = zip(days.days, means).map { ($0.max() ?? 0) / $1 }
    #expect(abs(peaks.reduce(0, +) / 14 - 1.52) < 0.01)
    #expect(abs(days.mean.peak - 1.14) < 0.01)
    for (one, other) in zip(days.mean.multipliers, DayShape.serveGenLarge.multipliers) {
      #expect(abs(one - other) < 0.01)
    }
  }

  @Test func `a multiple is exceeded in the other hours`() {
    let days = MeasuredDays.serveGenLarge
    for share in [0.5, 0.9, 0.99, 1] {
      let above = days.days.joined().count { $0 > days.multiple(for: share) }
      #expect(Double(above) <= (1 - share) * 336 && Double(above) > (1 - share) * 336 - 1.0001)
    }
  }

  @Test func `days without 24 hours are rejected`() {
    for rates in [[], [[1, 2, 3]], [Array(repeating: 0, count: 24)]] as [[[Double]]] {
      #expect(throws: InvalidValues.self) { try ValidationErrors.collecting { _ = MeasuredDays(hourly: rates) } }
    }
  }
}
