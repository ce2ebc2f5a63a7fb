public import Demand
public import Randomness

/// Electricity of machines and of what cools them: their kilowatt-hours × power usage effectiveness × price.
///
/// ```swift
/// Energy("power", ElectricityPrice.virginia.value, effectiveness: 1.3) { month in
///   PowerDraw(idle: 100, busy: 400).energy(of: month.used("A800s", .gpuHour), busy: 0.4)
/// }
/// ```
public struct Energy: Expense {
  private let metered: Metered

  public var name: String { metered.name }
  public var currency: CurrencyCode { metered.currency }

  ///
  /// - `price`: today.
  /// - `index`: along which it moves.
  /// - `effectiveness`: all power of the building over that of its machines, at least 1; see
  ///   ``PowerUsageEffectiveness``.
  /// - `used`: by the machines in a month.
  public init<C: Currency>(
    _ name: String, _ price: Price<C, PerKilowattHour>, along index: PriceIndex = .constant, effectiveness: Double,
    file: StaticString = #fileID, line: UInt = #line,
    used: @escaping (MonthOfOperation) -> Quantity<PerKilowattHour>
  ) {
    metered = Metered(name, price, along: index, file: file, line: line) { used($0).times(effectiveness) }
    if !(effectiveness >= 1 && effectiveness.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "effectiveness: \(effectiveness)", "a building uses at least the power of its machines: 1 or more",
          location: "\(file):\(line)"))
    }
  }

  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    metered.realised(by: streams, over: horizon)
  }
}
