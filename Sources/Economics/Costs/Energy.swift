public import Demand
public import Randomness

/// Electricity of machines and their cooling: kilowatt-hours × power usage effectiveness × price.
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
  /// - `price`: today's price.
  /// - `index`: the price index along which it moves.
  /// - `effectiveness`: the power of the building over that of its machines, at least 1; see
  ///   ``PowerUsageEffectiveness``.
  /// - `used`: the consumption of the machines in a month.
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

/// The power draw of a GPU with its share of the server, idle and busy.
public struct PowerDraw: Sendable, Hashable {
  /// In watts.
  public let idle: Double
  /// In watts.
  public let busy: Double

  /// In watts; busy is not below idle.
  public init(idle: Double, busy: Double, file: StaticString = #fileID, line: UInt = #line) {
    self.idle = idle
    self.busy = busy
    if !(idle >= 0 && busy >= idle && busy.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "PowerDraw(idle: \(idle), busy: \(busy))", "0 ≤ idle ≤ busy was expected, in watts",
          location: "\(file):\(line)"))
    }
  }

  /// The energy of GPUs that run for so long and are busy for a share of it.
  public func energy(of hours: Quantity<GPUHour>, busy share: Double) -> Quantity<PerKilowattHour> {
    Quantity(hours.amount * (idle + share * (busy - idle)) / 1000)
  }
}

/// Electricity prices of large consumers, by region.
public enum ElectricityPrice {
  /// Texas, industry.
  public static let texas = fact(6.6, "2023")
  /// Virginia, industry.
  public static let virginia = fact(8.92, "2023")
  /// California, industry.
  public static let california = fact(18.64, "2023")
  /// Ohio, industry.
  public static let ohio = fact(7.13, "2024, January to July")
  /// The Middle Atlantic states, commerce.
  public static let middleAtlantic = fact(15.57, "2024, January to July")

  private static func fact(_ cents: Double, _ date: String) -> Fact<Price<USDollar, PerKilowattHour>> {
    Fact(
      USD(cents / 100) / .kilowattHour, date: date,
      source: "US Energy Information Administration, eia.gov, Electric Power table 5.6.B")
  }
}

/// Power usage effectiveness: the power of a data centre over that of its machines.
public enum PowerUsageEffectiveness {
  /// The mean of a survey of data centres.
  public static let average = Fact(1.58, date: "2023", source: "Uptime Institute survey, as cited by upsite.com")
  /// New large facilities reach this or less.
  public static let newAndLarge = Fact(1.3, date: "2024", source: "Uptime Institute survey, as cited by cloudnews.tech")
  /// From the best to the typical of the hyperscale operators.
  public static let hyperscale = Fact<ClosedRange<Double>>(
    1.1...1.2, date: "2026", source: "Uptime Institute, as cited by lowdown.today")
}
