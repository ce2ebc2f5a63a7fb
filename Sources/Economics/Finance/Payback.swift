/// Payback: when cumulative cash turns positive for good, in years from time zero.
///
/// Cash is interpolated linearly between amounts.
public struct Payback: Sendable, Hashable {
  /// The last crossing, from which on cumulative cash stays at least at 0; 0 where it never is below, `nil` where it
  /// ends below.
  ///
  /// On a curve that dips again after a first surplus, the first crossing is not payback.
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
  /// The payback of the amounts.
  ///
  /// - `rate`: a fraction a year at which they are discounted first; 0 for simple payback.
  public func payback(discountedAt rate: Double = 0, file: StaticString = #fileID, line: UInt = #line) -> Payback {
    guard Self.accepts(rate, "\(file):\(line)") else { return Payback(times: [], amounts: []) }
    return Payback(times: times, amounts: discounted(at: rate))
  }
}

/// Where a series turns non-negative for good.
enum Crossing {
  /// The first index from which all values are at least 0; `nil` where the last is below, or there is none.
  static func last(_ values: [Double]) -> Int? {
    guard let last = values.last, last >= 0 else { return nil }
    return (values.lastIndex { $0 < 0 } ?? -1) + 1
  }

  /// The first index from which cumulative cash stays at 0 or above. Where nothing was put in at the start that is not before
  /// something is put in or comes, and `nil` where nothing ever is.
  static func back(_ cumulative: [Double], after investment: Double) -> Int? {
    guard let last = last(cumulative) else { return nil }
    if investment != 0 { return last }
    return cumulative.firstIndex { $0 != 0 }.map { max(last, $0) }
  }

  /// The sums up to each amount; one that is 0 but for what the sum is rounded, ``MoneyTolerance``, is 0.
  static func accumulate(_ amounts: [Double]) -> [Double] {
    var sum = 0.0
    var size = 0.0
    return amounts.map { amount in
      sum += amount
      size += abs(amount)
      return abs(sum) <= MoneyTolerance.relative * size ? 0 : sum
    }
  }
}
