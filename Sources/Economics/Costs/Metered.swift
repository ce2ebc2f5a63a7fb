public import Demand
public import Randomness

/// A metered expense: the quantity used in a month times its price, as for API calls, data sent or GPU-hours.
///
/// ```swift
/// Metered("calls", CNY(0.10) / .call, along: prices["interfaces"]) { Quantity($0.requests("chat")) }
/// Metered("data to the cloud", USD(0.09) / .gigabyte) { Quantity($0.requests("cars") * gigabytesOfCarDay) }
/// ```
/// The unit is part of the types of price and quantity, so they must match.
public struct Metered: Expense {
  public let name: String
  public let currency: CurrencyCode
  private let price: PricePath
  private let quantity: (MonthOfOperation) -> Double

  ///
  /// - `price`: today's price of a unit.
  /// - `index`: the price index along which it moves; constant unless given.
  /// - `quantity`: the quantity used in a month.
  public init<C: Currency, U: BillingUnit>(
    _ name: String, _ price: Price<C, U>, along index: PriceIndex = .constant, file: StaticString = #fileID,
    line: UInt = #line, quantity: @escaping (MonthOfOperation) -> Quantity<U>
  ) {
    self.name = name
    currency = C.code
    self.price = PricePath(today: price.amount, along: index, file: file, line: line)
    self.quantity = { quantity($0).amount }
  }

  /// Not available: a quantity has the unit of its price.
  @available(
    *, unavailable,
    message: "a quantity has the unit of its price: write Quantity(…), as in { Quantity($0.requests(\"chat\")) }"
  )
  public init<C: Currency, U: BillingUnit>(
    _ name: String, _ price: Price<C, U>, along index: PriceIndex = .constant,
    quantity: @escaping (MonthOfOperation) -> Double
  ) { fatalError("unavailable") }

  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    let price = price.realised(by: streams, months: horizon.months)
    return RealisedExpense { ExpenseEntry(running: price.price(inMonth: $0.index) * quantity($0)) }
  }
}

/// API calls of a model as a service, paid by the token, without assets or commitment.
///
/// ```swift
/// TokenCalls(
///   "answers", of: "chat", input: USD(1.25) / .millionTokens, output: USD(10) / .millionTokens,
///   along: prices["interfaces"])
/// ```
public struct TokenCalls: Expense {
  public let name: String
  public let currency: CurrencyCode
  private let index: PriceIndex
  private let amount: (MonthOfOperation) -> Double
  private let paid: (Double) -> Double

  ///
  /// - `input`, `output`: today's prices of input and output tokens.
  /// - `cached`: the price of cached input tokens; that of input unless given.
  /// - `index`: the price index along which all of them move.
  /// - `cachedShare`: the cached share of the input, from 0 to 1.
  /// - `discount`: the discount of batch calls, a share: 0.5 in usual price lists.
  /// - `volumeDiscounts`: what the vendor takes off large bills.
  /// - `tokensIn`, `tokensOut`: the tokens in a month.
  public init<C: Currency>(
    _ name: String, input: Price<C, PerMillionTokens>, output: Price<C, PerMillionTokens>,
    cachedInput cached: Price<C, PerMillionTokens>? = nil, along index: PriceIndex = .constant,
    cachedShare: Double = 0, discount: Double = 0, volumeDiscounts: VolumeDiscounts<C> = .none,
    file: StaticString = #fileID, line: UInt = #line,
    tokensIn: @escaping (MonthOfOperation) -> Quantity<PerToken>,
    tokensOut: @escaping (MonthOfOperation) -> Quantity<PerToken>
  ) {
    self.name = name
    self.index = index
    currency = C.code
    paid = { volumeDiscounts.paid(of: $0) }
    let location = "\(file):\(line)"
    Share.require(cachedShare, "cachedShare", location)
    Share.require(discount, "discount", location)
    let known = cached ?? input
    for (what, price) in [("input", input), ("output", output), ("cachedInput", known)]
    where !(price.amount >= 0 && price.amount.isFinite) {
      ValidationErrors.report(InvalidValue("\(what): \(price)", "a price is at least 0", location: location))
    }
    let mean = (1 - cachedShare) * input + cachedShare * known
    amount = { month in
      let paid = mean.times(tokensIn(month).inMillions) + output.times(tokensOut(month).inMillions)
      return (1 - discount) * paid.amount
    }
  }

  /// API calls for the tokens of a load, or of a part of one.
  ///
  /// - `load`: a load with token lengths.
  public init<C: Currency>(
    _ name: String, of load: String, input: Price<C, PerMillionTokens>, output: Price<C, PerMillionTokens>,
    cachedInput cached: Price<C, PerMillionTokens>? = nil, along index: PriceIndex = .constant,
    cachedShare: Double = 0, discount: Double = 0, volumeDiscounts: VolumeDiscounts<C> = .none,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(
      name, input: input, output: output, cachedInput: cached, along: index, cachedShare: cachedShare,
      discount: discount, volumeDiscounts: volumeDiscounts, file: file, line: line, tokensIn: { $0.tokensIn(load) },
      tokensOut: { $0.tokensOut(load) })
  }

  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    let factors = index.factors(by: streams, months: horizon.months)
    return RealisedExpense { ExpenseEntry(running: paid(factors[$0.index] * amount($0))) }
  }
}
