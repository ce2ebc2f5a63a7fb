import Glibc
import Randomness

/// A product that comes to market earlier: its additional profit in each month.
///
/// ```swift
/// let game = EarlierLaunch(
///   profit: CNY(3e6) / .month, plannedIn: 18, earlierBy: 6, fadingBy: 24, until: .marketCloses(inMonth: 60))
/// Benefit.earlierLaunch("game", game)
/// ```
/// Where the market closes on a fixed date, an earlier launch adds months of sales. Where the product's life is fixed,
/// the same months only come earlier, and the gain is their time value.
public struct EarlierLaunch<C: Currency>: Sendable, Hashable {
  /// How long a product earns a profit.
  public enum End: Sendable, Hashable {
    /// Until a month of the calendar, whenever it was launched.
    case marketCloses(inMonth: Double)
    /// For so many months from its launch.
    case life(months: Double)
  }

  private let profit: Double
  private let planned: Double
  private let earlier: Double
  private let halfLife: Double?
  private let end: End

  ///
  /// - `profit`: in the first month on the market.
  /// - `month`: the month of the launch without the use, from the start.
  /// - `months`: by how many months it comes earlier; at least 0, and not before the start.
  /// - `halfLife`: the months after which the monthly profit has halved; without it the profit stays the same.
  public init<P: BillingPeriod>(
    profit: Price<C, P>, plannedIn month: Double, earlierBy months: Double, fadingBy halfLife: Double? = nil,
    until end: End, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.profit = profit.monthly.amount
    planned = month
    earlier = months
    self.halfLife = halfLife
    self.end = end
    if !(months >= 0 && months <= month && month.isFinite && halfLife.map { $0 >= 0 } ?? true) {
      ValidationErrors.report(
        InvalidValue(
          "EarlierLaunch(plannedIn: \(month), earlierBy: \(months))",
          "a launch is earlier by at least 0 months and not before the start, and a half-life is at least 0",
          location: "\(file):\(line)"))
    }
  }

  /// The additional profit of a month, by its index from 0.
  public func gain(inMonth month: Int) -> Money<C> {
    Money(profit(launchedIn: planned - earlier, month) - profit(launchedIn: planned, month))
  }

  /// The integral over the part of the month in which the product is on the market.
  private func profit(launchedIn launch: Double, _ month: Int) -> Double {
    let closing =
      switch end {
      case .marketCloses(let month): month
      case .life(let months): launch + months
      }
    let from = max(Double(month), launch) - launch
    let to = min(Double(month) + 1, closing) - launch
    guard to > from else { return 0 }
    guard let halfLife else { return profit * (to - from) }
    // What fades at once is worth nothing.
    guard halfLife > 0 else { return 0 }
    let fading = log(2) / halfLife
    return profit * exp(-fading * from) * -expm1(-fading * (to - from)) / fading
  }
}

extension Benefit {
  /// The additional profit of a product that comes to market earlier.
  public static func earlierLaunch<C: Currency>(_ name: String, _ launch: EarlierLaunch<C>) -> Benefit {
    Benefit(name) { launch.gain(inMonth: $0.index) }
  }
}
