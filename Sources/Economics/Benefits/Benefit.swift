package import Randomness

/// What a use brings in, month by month.
///
/// ```swift
/// Benefit("conversations not handled by people", drawsOn: "agents' hours") { month in
///   month.requests("chat") / turns * resolvedShare * costOfCall
/// }
/// .ramping(.linear(from: 3, over: 12))
/// ```
/// A benefit says what it draws on where another could draw on the same: hours that are saved once cannot be saved
/// twice. Two that draw on one thing without sharing it are refused.
public struct Benefit {
  /// The name of its line in the books.
  public let name: String
  /// The currency that it comes in.
  public let currency: CurrencyCode
  /// What it draws on, with the share of it that it takes.
  package private(set) var draws: [Draw]
  private let value: (MonthOfOperation) -> Double

  /// A share of something that can be used up once.
  package struct Draw: Sendable, Hashable {
    package let pool: String
    package let share: Double
  }

  /// A benefit computed from what happened in the month.
  ///
  /// - `pool`: what it draws on, all of it; see ``drawing(on:share:file:line:)`` for a share.
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

  /// The same benefit, drawing on a share of something that other benefits draw on too.
  ///
  /// - `pool`: as it is called everywhere: `"agents' hours"`, `"sales of undecided customers"`.
  /// - `share`: how much of it this benefit takes, above 0 and at most 1.
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

  /// The same benefit, of which a month brings what the ramp has reached.
  public func ramping(_ ramp: Ramp) -> Benefit {
    Benefit(name, currency, draws) { value($0) * ramp.share(inMonth: $0.index) }
  }

  /// The same benefit, which begins once all of a supply is there: people who were hired, hardware that was delivered.
  ///
  /// ```swift
  /// Benefit("claims handled") { … }.ramping(.linear(over: 6), onceThere: "engineers")
  /// ```
  /// - `ramp`: counted from the first month in which all of it is there.
  /// - `supply`: the name of a ``Staff``, of ``OwnedHardware`` or of ``ReservedGPUs`` in the scenario.
  public func ramping(_ ramp: Ramp, onceThere supply: String) -> Benefit {
    Benefit(name, currency, draws) { month in
      month.monthsComplete(supply).map { value(month) * ramp.share(inMonth: $0) } ?? 0
    }
  }

  /// The same benefit, less what it takes from the company's own other business.
  ///
  /// - `share`: of the benefit, from 0 to 1: a sale that would have been made elsewhere in the house is no
  ///   gain.
  public func cannibalising(
    _ share: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Benefit {
    Share.require(share, "cannibalising", "\(file):\(line)")
    return Benefit(name, currency, draws) { value($0) * (1 - share) }
  }
}

/// Benefits that count the same thing twice: together they draw on more of it than there is.
///
/// Shares that add up to 1 within rounding are fine: it is what they are for.
package struct BenefitOverlap: Sendable {
  /// What they draw on.
  package let pool: String
  /// The error to report: it names the pool and all that draw on it.
  package let error: InvalidValue

  /// The first overlap among benefits; `nil` where there is none. A pool that differs from another in its capitals only is
  /// one too, since one of the two is a slip.
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
