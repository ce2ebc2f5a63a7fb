public import Demand
import Economics
import Randomness

/// Measure `paid_back_in_time`: 1 where cumulative discounted cash is at least 0 at the end of a month, and 0 elsewhere.
///
/// ```swift
/// PaidBackInTime(within: 24, of: horizon)
/// ```
public struct PaidBackInTime: ScenarioPart {
  private let months: Int

  /// - `months`: at least 1; a month beyond the horizon is rejected, since nothing is known of it.
  public init(within months: Int, of horizon: Horizon, file: StaticString = #fileID, line: UInt = #line) {
    self.months = min(max(months, 1), horizon.months)
    if !(1...horizon.months).contains(months) {
      ValidationErrors.report(
        InvalidValue(
          "within \(months) months", "the forecast has \(horizon.months) months",
          remedy: "a forecast of at least \(months) months, or at most \(horizon.months) months to pay off",
          location: "\(file):\(line)"))
    }
  }

  public func add(to scenario: inout Scenario, at location: String) {
    Measure(
      "paid_back_in_time",
      meaning: "1 where what was put in is back, discounted, after \(months) months, and 0 elsewhere"
    ) { forecast in
      forecast.cash.cumulativeDiscounted(at: forecast.books.discountRate)[months - 1] >= 0 ? 1 : 0
    }.add(to: &scenario, at: location)
  }
}
