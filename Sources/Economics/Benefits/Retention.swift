import Glibc
import Randomness

/// The retention of a cohort of customers, month by month.
///
/// ```swift
/// let retention = Retention.varied(alpha: 0.7, beta: 1.2)
/// retention.rate(inMonth: 1)  // 0.63 stay through their first month, 0.76 of them through their second
/// ```
/// A constant rate underestimates the lifetime value, because the customers who leave easily leave
/// first, so the rate of a cohort rises with its age.
public struct Retention: Sendable, Hashable {
  private enum Law: Hashable {
    case constant(rate: Double)
    case shiftedBetaGeometric(alpha: Double, beta: Double)
  }

  private let law: Law
  private var uplift: RetentionUplift?
  /// The last month in which the uplifted rate is known to be at most 1; `nil` where it is at most 1 in all months.
  let lastMonth: Int?

  private init(_ law: Law, uplift: RetentionUplift? = nil, lastMonth: Int? = nil) {
    self.law = law
    self.uplift = uplift
    self.lastMonth = lastMonth
  }

  /// A constant churn rate.
  ///
  /// - `churn`: from 0 to 1; of a rate a year c, (1 − c)^(1/12) stay in a month.
  public static func churning<P: BillingPeriod>(
    _ churn: Rate<P>, file: StaticString = #fileID, line: UInt = #line
  ) -> Retention {
    Share.require(churn.fraction, "churning(\(churn))", "\(file):\(line)")
    return Retention(.constant(rate: pow(1 - churn.fraction, 1 / P.months)))
  }

  /// A churn rate that differs between customers: beta distributed over the cohort.
  ///
  /// The shifted beta-geometric model: in month t of a cohort, (β + t − 1) / (α + β + t − 1) of its customers stay.
  /// Fader and Hardie 2007, "How to project customer retention", Journal of Interactive Marketing 21.
  /// - `alpha`, `beta`: of the monthly churn rate, whose mean is α / (α + β); above 0.
  public static func varied(
    alpha: Double, beta: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Retention {
    guard alpha > 0, alpha.isFinite, beta > 0, beta.isFinite else {
      ValidationErrors.report(
        InvalidValue("varied(alpha: \(alpha), beta: \(beta))", "both are above 0", location: "\(file):\(line)"))
      return Retention(.constant(rate: 0))
    }
    return Retention(.shiftedBetaGeometric(alpha: alpha, beta: beta))
  }

  /// The same customers with an uplift of their retention.
  ///
  /// An uplift that would retain more customers than there are is rejected with the first month in which it would. An
  /// uplift of a rate that rises with age does so sooner or later: name the last month that is needed, or write
  /// ``RetentionUplift/ofChurn(_:)``.
  ///
  /// - `month`: the age up to which rates are needed.
  public func uplifted(
    by uplift: RetentionUplift, throughMonth month: Int = 60, file: StaticString = #fileID, line: UInt = #line
  ) -> Retention {
    let isSafe: Bool
    if case .constant = law { isSafe = true } else { isSafe = uplift.isOfChurn }
    let result = Retention(law, uplift: uplift, lastMonth: isSafe ? nil : month)
    if let wrong = (1...max(month, 1)).first(where: { !(0...1).contains(result.rate(inMonth: $0)) }) {
      let before = rate(inMonth: wrong)
      ValidationErrors.report(
        InvalidValue(
          "an uplift of retention, \(uplift)",
          "in month \(wrong) it makes \(result.rate(inMonth: wrong).rounded(toPlaces: 4).shortest) of "
            + "\(before.rounded(toPlaces: 4).shortest); a share from 0 to 1 was expected",
          remedy: "a smaller uplift, or one of the customers who leave: .ofChurn", location: "\(file):\(line)"))
      return self
    }
    return result
  }

  /// The retention rate of a cohort in its month of that number, from 1.
  public func rate(inMonth month: Int, file: StaticString = #fileID, line: UInt = #line) -> Double {
    guard month >= 1 else {
      ValidationErrors.report(
        InvalidValue("rate(inMonth: \(month))", "a customer's first month is month 1", location: "\(file):\(line)"))
      return .nan
    }
    return rate(month)
  }

  private func rate(_ month: Int) -> Double {
    let plain =
      switch law {
      case .constant(let rate): rate
      case .shiftedBetaGeometric(let alpha, let beta):
        (beta + Double(month - 1)) / (alpha + beta + Double(month - 1))
      }
    return uplift?.applied(to: plain) ?? plain
  }

  /// The share of a cohort that remains after so many months.
  public func survival(afterMonths months: Int, file: StaticString = #fileID, line: UInt = #line) -> Double {
    if let last = lastMonth, months > last {
      ValidationErrors.report(
        InvalidValue(
          "survival(afterMonths: \(months))", "the uplift was checked through month \(last)",
          remedy: "write uplifted(by:throughMonth: \(months))", location: "\(file):\(line)"))
      return .nan
    }
    if case .constant(let rate) = law, uplift == nil { return pow(rate, Double(months)) }
    return months > 0 ? (1...months).reduce(1) { $0 * rate($1) } : 1
  }

  /// The rate that is the same in all months; `nil` where it changes.
  var constantRate: Double? {
    guard case .constant = law else { return nil }
    return rate(inMonth: 1)
  }

  /// The mean lifetime of a customer in months, including the first; `nil` where it has no finite mean.
  var meanLifetime: Double? {
    if let rate = constantRate { return rate < 1 ? 1 / (1 - rate) : nil }
    guard uplift == nil, case .shiftedBetaGeometric(let alpha, let beta) = law, alpha > 1 else { return nil }
    return (alpha + beta - 1) / (alpha - 1)
  }
}

extension Double {
  /// With that many decimal places, for messages.
  fileprivate func rounded(toPlaces places: Int) -> Double {
    let scale = pow(10, Double(places))
    return (self * scale).rounded() / scale
  }
}

/// An uplift of retention: "+18 %" can be relative, in percentage points, or a share of those who leave.
public enum RetentionUplift: Sendable, Hashable, CustomStringConvertible {
  /// Relative to the rate: 0.18 turns 0.40 into 0.472.
  case relative(Double)
  /// In points of the rate: 0.18 turns 0.40 into 0.58.
  case points(Double)
  /// A share of those who would leave: 0.18 turns 0.40 into 0.508, and the rate never exceeds 1.
  case ofChurn(Double)

  func applied(to rate: Double) -> Double {
    switch self {
    case .relative(let uplift): rate * (1 + uplift)
    case .points(let uplift): rate + uplift
    case .ofChurn(let uplift): 1 - (1 - rate) * (1 - uplift)
    }
  }

  var isOfChurn: Bool {
    if case .ofChurn(let uplift) = self { uplift <= 1 } else { false }
  }

  public var description: String {
    switch self {
    case .relative(let uplift): "relative \(uplift)"
    case .points(let uplift): "\(uplift) in points"
    case .ofChurn(let uplift): "\(uplift) of those who leave"
    }
  }
}

extension Retention {
  /// The lifetime value of a new customer: the discounted margins of the months in which they stay.
  ///
  /// With a constant rate r and a discount d a month it is m (1 + d) / (1 + d − r) for payments at the start, and
  /// m r / (1 + d − r) for payments at the end.
  ///
  /// - `margin`: of a customer in a month.
  /// - `discount`: at least 0 unless the months are given.
  /// - `timing`: when a month is paid for.
  /// - `months`: how many count; without it all months count, and a sum that has no limit is rejected.
  public func lifetimeValue<C: Currency>(
    of margin: Price<C, PerCustomerMonth>, discounting discount: Rate<PerYear>, paid timing: PaymentTiming,
    months: Int? = nil, file: StaticString = #fileID, line: UInt = #line
  ) -> Money<C> {
    let location = "\(file):\(line)"
    guard CashSeries.accepts(discount.fraction, location) else { return Money(.nan) }
    let factor = 1 / (1 + discount.monthly.fraction)
    if let months { return margin.times(sum(months, factor, timing)) }
    guard let endless = endlessSum(factor) else {
      ValidationErrors.report(
        InvalidValue(
          "the value of a customer's lifetime at a discount of \(discount)", "the sum over all months has no limit",
          remedy: "say how many months count, or discount more", location: location))
      return Money(.nan)
    }
    // Payments at the end are those at the start without the first.
    return margin.times(timing == .atStart ? endless : endless - 1)
  }

  /// The sum of survival × factor^month over months 0 … n − 1, or 1 … n.
  private func sum(_ months: Int, _ factor: Double, _ timing: PaymentTiming) -> Double {
    var (sum, term) = (0.0, 1.0)
    for month in 1...max(months, 1) {
      if timing == .atStart { sum += term }
      term *= rate(inMonth: month) * factor
      if timing == .atEnd { sum += term }
    }
    return months > 0 ? sum : 0
  }

  /// The sum over all months from 0; `nil` where it has no limit, or the rates are not known for all.
  private func endlessSum(_ factor: Double) -> Double? {
    guard lastMonth == nil else { return nil }
    if let rate = constantRate { return rate * factor < 1 ? 1 / (1 - rate * factor) : nil }
    guard factor < 1 else { return factor == 1 ? meanLifetime : nil }
    var (sum, term, month) = (0.0, 1.0, 0)
    // What is left is less than a geometric series at the discount alone.
    while term > 1e-16 * (1 - factor) * sum {
      sum += term
      month += 1
      term *= rate(inMonth: month) * factor
    }
    return sum
  }
}

/// When a customer pays for a month: the two conventions of lifetime value differ by the first payment.
public enum PaymentTiming: String, Sendable, CaseIterable {
  /// At its start, the first on joining.
  case atStart = "at start"
  /// At its end, by those who are still there.
  case atEnd = "at end"
}
