import Demand
import Glibc

/// A stretch of a history as a multiple of its price at the start.
struct PriceRecord: Sendable, Hashable {
  /// Years from the start, which may be negative, and the price there over that at the start; in rising order.
  private let points: [Point]

  private struct Point: Hashable {
    let years: Double
    let factor: Double
  }

  init(_ history: PriceHistory, from start: CalendarMonth) {
    self.init(history, from: start, at: history.price(in: start))
  }

  /// - `today`: the price at the start.
  init(_ history: PriceHistory, from start: CalendarMonth, at today: Double) {
    points = history.points.map { Point(years: $0.month.years(from: start), factor: $0.price.value / today) }
  }

  func factor(after years: Double) -> Double {
    guard let first = points.first, let last = points.last else { return 1 }
    if years <= first.years { return first.factor }
    guard let next = points.firstIndex(where: { $0.years > years }) else { return last.factor }
    let (before, after) = (points[next - 1], points[next])
    return before.factor * pow(after.factor / before.factor, (years - before.years) / (after.years - before.years))
  }
}
