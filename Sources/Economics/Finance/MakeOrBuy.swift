import Randomness

/// From what volume on making a thing oneself is cheaper than buying it by the piece.
///
/// ```swift
/// let choice = MakeOrBuy(
///   capital: USD(320_000), salvage: USD(32_000), months: 36, costOfCapital: 0.12.perYear, running: USD(4100) / .month,
///   making: USD(0.05) / .millionTokens, buying: USD(2) / .millionTokens)
/// choice.breakEvenVolume  // 7120.6 million tokens a month
/// ```
/// Making costs the payment that pays the capital off over its months, less what it is sold for after them, and what
/// running it costs: volume* = fixed / (buying − making).
public struct MakeOrBuy<C: Currency, U: BillingUnit>: Sendable, Hashable {
  /// What making costs a month, whatever the volume.
  public let fixed: Price<C, PerMonth>
  /// What one more costs that is made.
  public let making: Price<C, U>
  /// What one more costs that is bought.
  public let buying: Price<C, U>

  ///
  /// - `capital`: spent at the start.
  /// - `salvage`: what it is sold for after the months.
  /// - `months`: how long it is used, at least 1.
  /// - `costOfCapital`: compounded.
  /// - `running`: people, power, space.
  public init<P: BillingPeriod>(
    capital: Money<C>, salvage: Money<C> = .zero, months: Int, costOfCapital: Rate<PerYear>, running: Price<C, P>,
    making: Price<C, U>, buying: Price<C, U>, file: StaticString = #fileID, line: UInt = #line
  ) {
    let annuity = Annuity(at: costOfCapital.monthly, payments: months, file: file, line: line)
    self.init(
      fixed: Price(amount: annuity.payment(for: capital.amount, leaving: salvage.amount) + running.monthly.amount),
      making: making, buying: buying)
    let amounts = [capital.amount, salvage.amount, running.amount, making.amount, buying.amount]
    if !amounts.allSatisfy({ $0 >= 0 && $0.isFinite }) {
      ValidationErrors.report(
        InvalidValue(
          "MakeOrBuy(capital: \(capital), salvage: \(salvage), running: \(running), making: \(making), "
            + "buying: \(buying))", "amounts and prices are at least 0", location: "\(file):\(line)"))
    }
  }

  /// Of a cost a month that is known already.
  public init(fixed: Price<C, PerMonth>, making: Price<C, U>, buying: Price<C, U>) {
    self.fixed = fixed
    self.making = making
    self.buying = buying
  }

  /// The volume a month at which both cost the same; `nil` where buying is never dearer, at no volume.
  public var breakEvenVolume: Double? {
    buying > making ? fixed.amount / (buying - making).amount : nil
  }

  /// What making saves in a month of that volume; below 0 where it costs more.
  public func saving(at volume: Double) -> Money<C> {
    (buying - making).times(volume) - Money(fixed.amount)
  }
}
