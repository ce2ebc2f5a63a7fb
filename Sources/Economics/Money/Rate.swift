import Glibc
import Randomness

/// A rate that compounds over a period, which is part of the type: a discount, growth, fall or
/// interest.
///
/// ```swift
/// let interest = 0.12.perYear
/// let monthly = interest.monthly  // 0.00949 a month, not 0.01
/// ```
/// Where a rate a year is expected, one a month does not compile; ``yearly`` turns it into one.
public struct Rate<Period: BillingPeriod>: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The fraction by which an amount grows in one period: 0.12 for 12 %.
  public var fraction: Double

  /// A rate as a fraction: 0.1 for 10 %.
  public init(_ fraction: Double) { self.fraction = fraction }

  public static func < (a: Rate, b: Rate) -> Bool { a.fraction < b.fraction }

  /// The growth factor after so many years: (1 + r)^t.
  public func factor(after years: Double) -> Double { exp(force * years) }

  /// The rate with continuous compounding, a year: the δ with e^δ = 1 + r.
  public var force: Double { log1p(fraction) * 12 / Period.months }

  /// The equivalent rate a month.
  public var monthly: Rate<PerMonth> { Rate<PerMonth>(expm1(force / 12)) }

  /// The equivalent rate a year.
  public var yearly: Rate<PerYear> { Rate<PerYear>(expm1(force)) }

  /// `0.12/year`
  public var description: String { "\(fraction)/\(Period.symbol)" }
}

extension Rate where Period == PerYear {
  /// A twelfth of it a month, as banks quote loans: 12 % a year nominal is 1 % a month and 12.68 % a year.
  public var nominalMonthly: Rate<PerMonth> { Rate<PerMonth>(fraction / 12) }
}

extension Double {
  /// This fraction a year: `0.4.perYear` is 40 % a year.
  public var perYear: Rate<PerYear> { Rate(self) }
  /// This fraction a month.
  public var perMonth: Rate<PerMonth> { Rate(self) }

  /// The whole months that so many take, the last one begun; what is later than any horizon stays so.
  var wholeMonths: Int { Int(Swift.min(Swift.max(rounded(.up), 0), 1e9)) }
}

/// A fraction of a whole.
enum Share {
  /// Reports one that is not from 0 to 1.
  static func require(_ share: Double, _ what: String, _ location: String) {
    if !(0...1).contains(share) {
      ValidationErrors.report(InvalidValue("\(what): \(share)", "a share lies between 0 and 1", location: location))
    }
  }
}
