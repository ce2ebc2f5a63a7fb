import Glibc
import Randomness

/// How many of the customers who joined in a month are still there, month by month.
///
/// ```swift
/// let retention = Retention.varied(alpha: 0.7, beta: 1.2)
/// retention.rate(inMonth: 1)  // 0.63 stay through their first month, 0.76 of them through their second
/// ```
/// A rate that is the same for all customers underestimates the value of a lifetime: those who leave easily leave
/// first, so the rate of a cohort rises with its age.
public struct Retention: Sendable, Hashable {
  private enum Law: Hashable {
    case constant(rate: Double)
    case shiftedBetaGeometric(alpha: Double, beta: Double)
  }

  private let law: Law
  private var uplift: RetentionUplift?
  /// The last month in which the uplifted rate is known to be at most 1; `nil` where it is in all.
  let lastMonth: Int?

  private init(_ law: Law, uplift: RetentionUplift? = nil, lastMonth: Int? = nil) {
    self.law = law
    self.uplift = uplift
    self.lastMonth = lastMonth
  }

  /// The same share leaves in every month.
  ///
  /// - `churn`: from 0 to 1; a rate a year is turned into one a month, (1 − c)^(1/12) of whom stay.
  public static func churning<P: BillingPeriod>(
    _ churn: Rate<P>, file: StaticString = #fileID, line: UInt = #line
  ) -> Retention {
    Share.require(churn.fraction, "churning(\(churn))", "\(file):\(line)")
    return Retention(.constant(rate: pow(1 - churn.fraction, 1 / P.months)))
  }

  /// Customers differ: each leaves with a chance of one's own, beta distributed over the cohort.
  ///
  /// The shifted beta-geometric law: of those there at the start of their month t, (β + t − 1) / (α + β + t − 1) stay.
  /// Fader and Hardie 2007, "How to project customer retention", Journal of Interactive Marketing 21.
  /// - `alpha`, `beta`: of the monthly chance to leave, whose mean is α / (α + β); above 0.
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

  /// The same customers with a use that makes more of them stay.
  ///
  /// An uplift that would keep more customers than there are is refused, with the first month in which it would. One of
  /// a rate that rises with age sooner or later does: say the month to which it is looked at, or write
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

  /// The share of those there at the beginning of their month of that number, from 1, who are there at its end.
  public func rate(inMonth month: Int) -> Double {
    precondition(month >= 1, "a customer's first month is month 1")
    let plain =
      switch law {
      case .constant(let rate): rate
      case .shiftedBetaGeometric(let alpha, let beta):
        (beta + Double(month - 1)) / (alpha + beta + Double(month - 1))
      }
    return uplift?.applied(to: plain) ?? plain
  }

  /// The share of a cohort that is there after so many months.
  public func survival(afterMonths months: Int) -> Double {
    if let last = lastMonth, months > last {
      preconditionFailure("this uplift was looked at through month \(last), not \(months)")
    }
    if case .constant(let rate) = law, uplift == nil { return pow(rate, Double(months)) }
    return months > 0 ? (1...months).reduce(1) { $0 * rate(inMonth: $1) } : 1
  }

  /// The rate that holds for all months, where there is one.
  var constantRate: Double? {
    guard case .constant = law else { return nil }
    return rate(inMonth: 1)
  }

  /// The months that a customer stays on average, the first counted; `nil` where they have no finite mean.
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
