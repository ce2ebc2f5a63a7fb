package import Randomness

/// What a use brings in, month by month.
///
/// ```swift
/// Benefit("conversations not handled by people", drawsOn: "agents' hours") { month in
///   month.served("chat") / turns * resolvedShare * costOfCall
/// }
/// .ramping(.linear(from: 3, over: 12))
/// ```
/// A benefit can name the pool that it draws on, such as working hours. Hours that are saved once cannot be saved
/// twice, so benefits whose shares of a pool add up to more than 1 are rejected.
public struct Benefit {
  /// The name of its line in the books.
  public let name: String
  /// The currency that it comes in.
  public let currency: CurrencyCode
  /// The pools that it draws on, each with the share that it takes.
  package private(set) var draws: [Draw]
  /// Whether it is profit of those whose books these are, and taxed as theirs.
  package private(set) var isTaxed = true
  private let value: (MonthOfOperation) -> Double

  /// A share of a pool that can be used up only once.
  package struct Draw: Sendable, Hashable {
    package let pool: String
    package let share: Double
  }

  /// A benefit computed from what happened in the month.
  ///
  /// - `pool`: what it draws on in full; see ``drawing(on:share:file:line:)`` for a share.
  public init<C: Currency>(
    _ name: String, drawsOn pool: String? = nil, _ value: @escaping (MonthOfOperation) -> Money<C>
  ) {
    self.init(name, C.code, pool.map { [Draw(pool: $0, share: 1)] } ?? []) { value($0).amount }
  }

  private init(
    _ name: String, _ currency: CurrencyCode, _ draws: [Draw], _ value: @escaping (MonthOfOperation) -> Double
  ) {
    self.name = name
    self.currency = currency
    self.draws = draws
    self.value = value
  }

  /// The benefit of a month, in its currency.
  public func amount(in month: MonthOfOperation) -> Double { value(month) }

  private func valued(_ value: @escaping (MonthOfOperation) -> Double) -> Benefit {
    var benefit = Benefit(name, currency, draws, value)
    benefit.isTaxed = isTaxed
    return benefit
  }

  /// The same benefit, without tax on profit: it comes to somebody who pays none on it, such as a household or a public body.
  ///
  /// ```swift
  /// Benefit("energy of owners") { electricity.times(saved * $0.requests("car-days")) }.untaxed()
  /// ```
  public func untaxed() -> Benefit {
    var benefit = self
    benefit.isTaxed = false
    return benefit
  }

  /// The same benefit, which draws on a share of a pool that other benefits draw on too.
  ///
  /// - `pool`: the same name in all benefits: `"agents' hours"`, `"sales of undecided customers"`.
  /// - `share`: the part of the pool that this benefit takes, above 0 and at most 1.
  public func drawing(
    on pool: String, share: Double = 1, file: StaticString = #fileID, line: UInt = #line
  ) -> Benefit {
    if !(share > 0 && share <= 1) {
      ValidationErrors.report(
        InvalidValue(
          "drawing(on: \"\(pool)\", share: \(share))", "a share lies above 0 and is at most 1",
          location: "\(file):\(line)"))
    }
    var benefit = self
    benefit.draws.append(Draw(pool: pool, share: share))
    return benefit
  }

  /// The same benefit, rising by a rate a year from the first month on, compounded monthly: labour that is saved is worth
  /// more as wages rise.
  public func growing(_ rate: Rate<PerYear>, file: StaticString = #fileID, line: UInt = #line) -> Benefit {
    guard CashSeries.accepts(rate.fraction, as: "growing: a rate", "\(file):\(line)") else { return self }
    return valued { value($0) * rate.factor(after: Double($0.index) / 12) }
  }

  /// The same benefit, multiplied in each month by the share that the ramp has reached.
  public func ramping(_ ramp: Ramp) -> Benefit {
    valued { value($0) * ramp.share(inMonth: $0.index) }
  }

  /// The same benefit, ramping up once all of a supply is available: staff hired, hardware delivered.
  ///
  /// ```swift
  /// Benefit("claims handled") { … }.ramping(.linear(over: 6), onceThere: "engineers")
  /// ```
  /// - `ramp`: counted from the first month in which all of the supply is available.
  /// - `supply`: the name of a ``Staff``, of ``OwnedHardware`` or of ``ReservedGPUs`` in the scenario.
  public func ramping(_ ramp: Ramp, onceThere supply: String) -> Benefit {
    valued { month in
      month.monthsComplete(supply).map { value(month) * ramp.share(inMonth: $0) } ?? 0
    }
  }

  /// The same benefit, less what it cannibalises from the company's other business.
  ///
  /// - `share`: the part of the benefit that is lost elsewhere in the company, from 0 to 1: a sale that would have been
  ///   made anyway is no gain.
  public func cannibalising(
    _ share: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Benefit {
    Share.require(share, "cannibalising", "\(file):\(line)")
    return valued { value($0) * (1 - share) }
  }
}

/// Benefits that count the same thing twice: together they take more than the whole of a pool.
///
/// Shares that add up to 1 within rounding are no overlap.
package struct BenefitOverlap: Sendable {
  /// The name of the pool.
  package let pool: String
  /// The error to report: it names the pool and every benefit that draws on it.
  package let error: InvalidValue

  /// The first overlap among benefits, or `nil`. A pool whose name differs from another only in capitals counts as
  /// an overlap, since one of the two is a slip.
  package init?(among benefits: [Benefit]) {
    var pools: [String] = []
    for draw in benefits.flatMap(\.draws) where !pools.contains(draw.pool) { pools.append(draw.pool) }
    for pool in pools {
      let drawing = benefits.flatMap { benefit in
        benefit.draws.filter { $0.pool == pool }.map { (name: benefit.name, share: $0.share) }
      }
      let total = drawing.reduce(0) { $0 + $1.share }
      guard drawing.count > 1, total > 1 + 1e-9 else { continue }
      let list = drawing.map { "\"\($0.name)\" \($0.share.shortest)" }.joined(separator: ", ")
      self.pool = pool
      error = InvalidValue(
        "benefits drawing on \"\(pool)\"", "it is counted twice: \(list) together take \(total.shortest) of it",
        remedy: "leave one out, or say the share of each with drawing(on:share:), together at most 1")
      return
    }
    for pool in pools {
      if let near = pools.first(where: { $0 != pool && $0.lowercased() == pool.lowercased() }) {
        self.pool = pool
        error = InvalidValue(
          "benefits drawing on \"\(pool)\"", "others draw on \"\(near)\"", remedy: "write both alike")
        return
      }
    }
    return nil
  }
}
