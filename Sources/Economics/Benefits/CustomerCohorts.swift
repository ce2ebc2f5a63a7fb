import Randomness

/// Customers by the month in which they joined, and how many remain in each month.
///
/// ```swift
/// let players = CustomerCohorts(
///   existing: 1e6, joining: Array(repeating: 40_000, count: 36), retention: .churning(0.06.perMonth))
/// Benefit.retention(
///   "players who stay", of: players, uplift: .ofChurn(0.05), margin: CNY(3) / .customerMonth,
///   exposed: .linear(from: 6, over: 6))
/// ```
public struct CustomerCohorts: Sendable, Hashable {
  /// Customers before the first month.
  public let existing: Double
  /// The average age of the existing customers in months, which determines their retention rate.
  public let ageOfExisting: Int
  /// The customers who join in each month; the cohorts are known for as many months.
  public let joining: [Double]
  /// The retention of a cohort by its age.
  public let retention: Retention

  /// Existing customers, and those who join in each month.
  public init(
    existing: Double = 0, ageOfExisting: Int = 0, joining: [Double], retention: Retention,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.existing = existing
    self.ageOfExisting = max(ageOfExisting, 0)
    self.joining = joining
    self.retention = retention
    if !(existing >= 0 && existing.isFinite && ageOfExisting >= 0 && joining.allSatisfy { $0 >= 0 && $0.isFinite }) {
      ValidationErrors.report(
        InvalidValue(
          "CustomerCohorts", "customers who exist and who join, and the age of the former, are at least 0",
          location: "\(file):\(line)"))
    }
  }

  /// Active customers at the beginning of each month, including those who join in it.
  public var active: [Double] { active { _, plain in plain } }

  /// Active customers at the beginning of each month when a share of them is exposed to an uplift of retention.
  ///
  /// - `uplift`: rejected where it would retain more customers than there are.
  /// - `exposed`: the share of the customers who are exposed to the use in a month.
  public func active(
    uplift: RetentionUplift, exposed: Ramp, file: StaticString = #fileID, line: UInt = #line
  ) -> [Double] {
    let uplifted = retention.uplifted(
      by: uplift, throughMonth: ageOfExisting + joining.count, file: file, line: line)
    let shares = joining.indices.map { exposed.share(inMonth: $0) }
    return active { place, plain in
      plain + shares[place.month] * (uplifted.rate(inMonth: place.age) - plain)
    }
  }

  /// - `rate`: in a month of the calendar, of customers in their month of that age, given the rate without the use.
  private func active(rate: ((month: Int, age: Int), Double) -> Double) -> [Double] {
    // The existing customers first, then a cohort a month.
    var cohorts = [(size: existing, age: ageOfExisting)]
    return joining.indices.map { month in
      cohorts.append((joining[month], 0))
      let active = cohorts.reduce(0) { $0 + $1.size }
      for index in cohorts.indices {
        cohorts[index].age += 1
        let age = cohorts[index].age
        cohorts[index].size *= rate((month, age), retention.rate(inMonth: age))
      }
      return active
    }
  }
}

extension Benefit {
  /// Retention: the margin of the customers who stay because of the use, month by month.
  ///
  /// - `cohorts`: known for at least as many months as the horizon has.
  /// - `uplift`: relative, in points, or of those who leave; see ``RetentionUplift``.
  /// - `margin`: of a customer in a month.
  /// - `exposed`: the share of the customers who are exposed to the use in a month.
  public static func retention<C: Currency>(
    _ name: String, of cohorts: CustomerCohorts, uplift: RetentionUplift, margin: Price<C, PerCustomerMonth>,
    exposed: Ramp = .immediate(), file: StaticString = #fileID, line: UInt = #line
  ) -> Benefit {
    let plain = cohorts.active
    let uplifted = cohorts.active(uplift: uplift, exposed: exposed, file: file, line: line)
    let location = "\(file):\(line)"
    return Benefit(name) { month -> Money<C> in
      guard plain.indices.contains(month.index) else {
        ValidationErrors.report(
          InvalidValue(
            "Benefit.retention(\"\(name)\")", "its cohorts end after \(plain.count) months, before the horizon does",
            remedy: "say who join in each month of the horizon", location: location))
        return .zero
      }
      return margin.times(uplifted[month.index] - plain[month.index])
    }
  }
}
