public import Demand
public import Randomness

/// What is used in a month, times its price: calls of an interface, data sent, pages read, hours of GPUs.
///
/// ```swift
/// Metered("calls", CNY(0.10) / .call, along: prices["interfaces"]) { Quantity($0.requests("chat")) }
/// Metered("data to the cloud", USD(0.09) / .gigabyte) { Quantity($0.requests("cars") * gigabytesOfCarDay) }
/// ```
/// Price and quantity are of one unit, which is part of their types.
public struct Metered: Expense {
  public let name: String
  public let currency: CurrencyCode
  private let price: PricePath
  private let quantity: (MonthOfOperation) -> Double

  ///
  /// - `price`: of a unit, today.
  /// - `index`: along which it moves; without one it stays.
  /// - `quantity`: used in a month.
  public init<C: Currency, U: BillingUnit>(
    _ name: String, _ price: Price<C, U>, along index: PriceIndex = .constant, file: StaticString = #fileID,
    line: UInt = #line, quantity: @escaping (MonthOfOperation) -> Quantity<U>
  ) {
    self.name = name
    currency = C.code
    self.price = PricePath(today: price.amount, along: index, file: file, line: line)
    self.quantity = { quantity($0).amount }
  }

  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    let price = price.realised(by: streams, months: horizon.months)
    return RealisedExpense { ExpenseEntry(running: price.price(inMonth: $0.index) * quantity($0)) }
  }
}

/// Calls of a model as a service, paid by the token: nothing is owned, and nothing is committed to.
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

  ///
  /// - `input`, `output`: today's prices of what a request brings and of what is answered.
  /// - `cached`: the price of input that the service has seen before; without one, as any input.
  /// - `index`: along which all of them move.
  /// - `cachedShare`: of the input, from 0 to 1.
  /// - `discount`: the share taken off for calls that may wait: 0.5 in the price lists of batches.
  /// - `tokensIn`, `tokensOut`: in a month.
  public init<C: Currency>(
    _ name: String, input: Price<C, PerMillionTokens>, output: Price<C, PerMillionTokens>,
    cachedInput cached: Price<C, PerMillionTokens>? = nil, along index: PriceIndex = .constant,
    cachedShare: Double = 0, discount: Double = 0, file: StaticString = #fileID, line: UInt = #line,
    tokensIn: @escaping (MonthOfOperation) -> Quantity<PerToken>,
    tokensOut: @escaping (MonthOfOperation) -> Quantity<PerToken>
  ) {
    self.name = name
    self.index = index
    currency = C.code
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

  /// The same of the tokens of a load, or of a part of one.
  ///
  /// - `load`: that says how long its requests are.
  public init<C: Currency>(
    _ name: String, of load: String, input: Price<C, PerMillionTokens>, output: Price<C, PerMillionTokens>,
    cachedInput cached: Price<C, PerMillionTokens>? = nil, along index: PriceIndex = .constant,
    cachedShare: Double = 0, discount: Double = 0, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(
      name, input: input, output: output, cachedInput: cached, along: index, cachedShare: cachedShare,
      discount: discount, file: file, line: line, tokensIn: { $0.tokensIn(load) }, tokensOut: { $0.tokensOut(load) })
  }

  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    let factors = index.factors(by: streams, months: horizon.months)
    return RealisedExpense { ExpenseEntry(running: factors[$0.index] * amount($0)) }
  }
}
