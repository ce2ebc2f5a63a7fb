import Economics
import Foundation
import Randomness
import Testing

@Suite struct RetentionTests {
  private let margin = CNY(10) / .customerMonth

  @Test func `a lifetime paid at the start is worth 3.667 margins and at the end 2.667, at 80 % and 10 %`() {
    let retention = Retention.churning(0.2.perMonth)
    let discount = 0.1.perMonth.yearly
    let start = retention.lifetimeValue(of: margin, discounting: discount, paid: .atStart)
    let end = retention.lifetimeValue(of: margin, discounting: discount, paid: .atEnd)
    #expect(near(start.amount, 10 * 1.1 / 0.3) && near(end.amount, 10 * 0.8 / 0.3))
    #expect(near((start - end).amount, 10))
    // The sum to a far month is the closed form.
    for timing in PaymentTiming.allCases {
      let closed = retention.lifetimeValue(of: margin, discounting: discount, paid: timing)
      let summed = retention.lifetimeValue(of: margin, discounting: discount, paid: timing, months: 400)
      #expect(near(summed.amount, closed.amount))
    }
    #expect(retention.lifetimeValue(of: margin, discounting: discount, paid: .atStart, months: 0) == .zero)
    #expect(retention.lifetimeValue(of: margin, discounting: discount, paid: .atStart, months: 1) == CNY(10))
  }

  @Test func `a rate a year leaves as many as its twelfth root does in twelve months`() {
    #expect(near(Retention.churning(0.3.perYear).survival(afterMonths: 12), 0.7))
    #expect(near(Retention.churning(0.3.perMonth).survival(afterMonths: 2), 0.49))
  }

  @Test func `customers who differ survive by the ratio of beta functions`() {
    // α = β = 1: S(t) = 1/(t + 1).
    let even = Retention.varied(alpha: 1, beta: 1)
    for month in 0...30 { #expect(near(even.survival(afterMonths: month), 1 / Double(month + 1))) }
    // Fader and Hardie 2007, "high end" data, fitted by α = 0.668 and β = 3.806: 4 years observed, 9 projected.
    let fitted = Retention.varied(alpha: 0.668, beta: 3.806)
    for month in 0...13 {
      let (alpha, beta, t) = (0.668, 3.806, Double(month))
      let logBeta = lgamma(beta + t) - lgamma(alpha + beta + t) - lgamma(beta) + lgamma(alpha + beta)
      #expect(near(fitted.survival(afterMonths: month), exp(logBeta)))
      if month > 0 { #expect(near(fitted.rate(inMonth: month), (beta + t - 1) / (alpha + beta + t - 1))) }
    }
  }

  @Test func `the lifetime of customers who differ has the worth of its closed forms`() {
    // α = β = 1: Σ vᵗ/(t + 1) = −ln(1 − v)/v.
    let even = Retention.varied(alpha: 1, beta: 1)
    for discount in [0.005, 0.02, 0.3] {
      let factor = 1 / (1 + discount)
      let value = even.lifetimeValue(of: margin, discounting: discount.perMonth.yearly, paid: .atStart)
      #expect(near(value.amount, -10 * log(1 - factor) / factor, within: 1e-8))
    }
    // Undiscounted: (α + β − 1)/(α − 1) for α above 1.
    let loyal = Retention.varied(alpha: 3, beta: 20)
    let value = loyal.lifetimeValue(of: margin, discounting: 0.perYear, paid: .atStart)
    #expect(near(value.amount, 10 * 22 / 2))
    let summed = loyal.lifetimeValue(of: margin, discounting: 0.perYear, paid: .atStart, months: 200_000)
    #expect(near(summed.amount, 110, within: 1e-4))
  }

  @Test func `the churn of the first month underestimates what customers who differ are worth`() {
    let varied = Retention.varied(alpha: 0.7, beta: 1.2)
    let constant = Retention.churning((0.7 / 1.9).perMonth)
    #expect(near(varied.rate(inMonth: 1), constant.rate(inMonth: 1)))
    let values = [varied, constant].map { $0.lifetimeValue(of: margin, discounting: 0.1.perYear, paid: .atStart) }
    #expect(values[0] > 2 * values[1])
  }

  @Test func `an uplift of 18 % is relative, in points, or of those who leave, and the three differ`() {
    let retention = Retention.churning(0.6.perMonth)
    #expect(near(retention.uplifted(by: .relative(0.18)).rate(inMonth: 1), 0.472))
    #expect(near(retention.uplifted(by: .points(0.18)).rate(inMonth: 1), 0.58))
    #expect(near(retention.uplifted(by: .ofChurn(0.18)).rate(inMonth: 9), 0.508))
  }

  @Test func `an uplift that keeps more customers than there are is refused with the month in which it does`() {
    let retention = Retention.churning(0.1.perMonth)
    let complaint = refusal { _ = retention.uplifted(by: .relative(0.18)) } ?? "nothing"
    #expect(complaint.contains("in month 1 it makes 1.062 of 0.9") && complaint.contains(".ofChurn"))
    #expect(refusal { _ = retention.uplifted(by: .points(0.18)) } != nil)
    #expect(refusal { _ = retention.uplifted(by: .points(-0.95)) } != nil)
    #expect(refusal { _ = retention.uplifted(by: .ofChurn(0.18)) } == nil)
    // Rates rise with age, so that a relative uplift may hold for a year and not for five.
    let varied = Retention.varied(alpha: 0.7, beta: 1.2)
    #expect(refusal { _ = varied.uplifted(by: .relative(0.05), throughMonth: 6) } == nil)
    #expect((refusal { _ = varied.uplifted(by: .relative(0.05)) } ?? "").contains("in month 14 it makes"))
    let cohorts = CustomerCohorts(joining: [1, 1], retention: retention)
    #expect(refusal { _ = cohorts.active(uplift: .relative(0.18), exposed: .immediate()) } != nil)
    #expect(refusal { _ = Retention.churning(1.2.perMonth) } != nil)
    #expect(refusal { _ = Retention.varied(alpha: 0, beta: 1) } != nil)
  }

  @Test func `a sum without a limit is refused`() {
    let complaint =
      refusal {
        _ = Retention.varied(alpha: 0.7, beta: 1).lifetimeValue(of: margin, discounting: 0.perYear, paid: .atStart)
      } ?? "nothing"
    #expect(complaint.contains("has no limit") && complaint.contains("say how many months count"))
    #expect(
      refusal {
        _ = Retention.churning(0.perMonth).lifetimeValue(of: margin, discounting: 0.perYear, paid: .atStart)
      } != nil)
  }

  @Test func `cohorts are the sums of their survivals`() {
    let retention = Retention.varied(alpha: 0.7, beta: 1.2)
    let joining = (0..<36).map { 100 + Double($0) }
    let active = CustomerCohorts(existing: 5000, ageOfExisting: 10, joining: joining, retention: retention).active
    for month in 0..<36 {
      let old = 5000 * retention.survival(afterMonths: 10 + month) / retention.survival(afterMonths: 10)
      let new = (0...month).reduce(0) { $0 + joining[$1] * retention.survival(afterMonths: month - $1) }
      #expect(near(active[month], old + new, within: 1e-8))
    }
  }

  @Test func `a steady state has the customers that join in a mean lifetime`() {
    let cohorts = CustomerCohorts(joining: Array(repeating: 50, count: 400), retention: .churning(0.05.perMonth))
    #expect(near(cohorts.active.last, 50 / 0.05, within: 1e-5))
  }

  @Test func `retention brings the customers who stayed, from the month on in which they meet the use`() {
    let cohorts = CustomerCohorts(
      existing: 1000, joining: Array(repeating: 0, count: 12), retention: .churning(0.1.perMonth))
    let benefit = Benefit.retention(
      "players", of: cohorts, uplift: .relative(0.05), margin: margin, exposed: .immediate(from: 3))
    func amount(_ month: Int) -> Double { benefit.amount(in: MonthOfOperation(index: month, loads: [:])) }
    // Who meet it in month 3 are still there at the beginning of month 4.
    #expect(amount(0) == 0 && amount(3) == 0)
    #expect(near(amount(4), 10 * 1000 * 0.9 * 0.9 * 0.9 * (0.945 - 0.9)))
    #expect(near(amount(6), 10 * 729 * (pow(0.945, 3) - pow(0.9, 3))))
    #expect((refusal { _ = amount(12) } ?? "").contains("its cohorts end after 12 months"))
    let half = cohorts.active(uplift: .relative(0.05), exposed: .linear(from: 0, over: 1e9))
    #expect(zip(half, cohorts.active).allSatisfy { abs($0 - $1) < 1e-3 })
  }

  @Test func `a month without a rate is refused, and nothing stops`() {
    let retention = Retention.varied(alpha: 0.7, beta: 1.2)
    #expect(refusal { _ = retention.rate(inMonth: 0) }?.contains("first month is month 1") ?? false)
    let uplifted = retention.uplifted(by: .relative(0.01), throughMonth: 12)
    #expect(refusal { _ = uplifted.survival(afterMonths: 12) } == nil)
    #expect(refusal { _ = uplifted.survival(afterMonths: 13) }?.contains("throughMonth: 13") ?? false)
  }
}
