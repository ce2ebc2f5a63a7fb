import Demand
import Testing

@Suite struct CalendarTests {
  @Test func `months have the days of the Gregorian calendar`() {
    #expect((1...12).map { CalendarMonth.month(2026, $0).days } == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    #expect(CalendarMonth.month(2028, 2).days == 29)
    #expect(CalendarMonth.month(2100, 2).days == 28)
    #expect(CalendarMonth.month(2000, 2).days == 29)
  }

  @Test func `counting months crosses years in both directions`() {
    #expect(CalendarMonth.month(2026, 11).advanced(by: 3) == .month(2027, 2))
    #expect(CalendarMonth.month(2026, 1).advanced(by: -1) == .month(2025, 12))
    #expect("\(CalendarMonth.month(2026, 3))" == "2026-03")
    #expect(CalendarMonth.month(2025, 12) < .month(2026, 1))
  }

  @Test func `years and months beyond the calendar are reported`() {
    for (year, month) in [(Int.max, 1), (Int.min, 1), (0, 1), (10_000, 1), (2026, 0), (2026, 13)] {
      #expect(refused { _ = CalendarMonth.month(year, month) }.contains("a year lies from 1 to 9999"))
    }
    for years in [Int.max, Int.min, 0, 101] {
      #expect(refused { _ = Horizon(from: .month(2026, 1), years: years) }.contains("from 1 month to 100 years"))
    }
  }

  @Test func `five years from 2026 have 1826 days`() {
    #expect(Horizon(from: .month(2026, 1), years: 5).days == 1826)
  }
}
