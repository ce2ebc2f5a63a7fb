/// When cumulative cash comes to stay at 0 or above, in years from time zero.
///
/// Between two amounts cash is taken to come evenly, so that a crossing lies between them.
public struct Payback: Sendable, Hashable {
  /// The last crossing, from which on cumulative cash stays at least at 0; 0 where it never is below, `nil` where it
  /// ends below.
  ///
  /// The one that counts: on a curve that dips again after a first surplus, that surplus is not yet payback.
  public let years: Double?
  /// The first crossing from below, whatever comes after it; 0 where cash is never below, `nil` where it never crosses.
  public let firstCrossing: Double?

  /// In months.
  public var months: Double? { years.map { $0 * 12 } }

  /// Of amounts at rising times.
  init(times: [Double], amounts: [Double]) {
    let cumulative = Crossing.accumulate(amounts)
    func crossing(at index: Int) -> Double {
      guard index > 0, amounts[index] != 0 else { return times[index] }
      return times[index] - (times[index] - times[index - 1]) * cumulative[index] / amounts[index]
    }
    years = Crossing.last(cumulative).map { $0 == 0 ? 0 : crossing(at: $0) }
    if let below = cumulative.firstIndex(where: { $0 < 0 }) {
      firstCrossing = cumulative[below...].firstIndex { $0 >= 0 }.map(crossing)
    } else {
      firstCrossing = cumulative.isEmpty ? nil : 0
    }
  }
}

extension CashSeries {
  /// When the amounts have paid back what they began with.
  ///
  /// - `rate`: a fraction a year at which they are discounted first; 0 for simple payback.
  public func payback(discountedAt rate: Double = 0, file: StaticString = #fileID, line: UInt = #line) -> Payback {
    guard Self.accepts(rate, "\(file):\(line)") else { return Payback(times: [], amounts: []) }
    return Payback(times: times, amounts: discounted(at: rate))
  }
}
