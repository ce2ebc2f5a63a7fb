import Randomness

/// The total cost of ownership: what a thing costs from its order to its disposal, line by line, at its worth today.
///
/// ```swift
/// let server = CostOfOwnership(at: 0.1, [
///   ("purchase", CashSeries(yearly: [-40_000])), ("power", CashSeries(yearly: [0, -5000, -5000, -5000])),
///   ("resale", CashSeries(yearly: [0, 0, 0, 8000])),
/// ])
/// server.total  // 46 424: what is paid is above 0 here
/// ```
public struct CostOfOwnership: Sendable, Hashable {
  /// A line and its share.
  public struct Line: Sendable, Hashable {
    /// What it is for.
    public let name: String
    /// The worth today of what it costs; below 0 for what comes in.
    public let cost: Double
  }

  /// In the order given.
  public let lines: [Line]
  private let rate: Double

  /// Of cash series in one currency, in which what is paid is below 0.
  ///
  /// - `rate`: a fraction a year, above −1.
  public init(
    at rate: Double, _ lines: [(name: String, cash: CashSeries)], file: StaticString = #fileID, line: UInt = #line
  ) {
    self.rate = rate
    self.lines = lines.map { entry in
      Line(name: entry.name, cost: -entry.cash.netPresentValue(at: rate, file: file, line: line))
    }
  }

  /// The worth today of all lines.
  public var total: Double { lines.reduce(0) { $0 + $1.cost } }

  /// The cost of a line; `nil` where there is none of that name.
  public subscript(name: String) -> Double? { lines.first { $0.name == name }?.cost }

  /// The price a unit that would just pay for it: total over the worth today of the units, as if they were cash.
  ///
  /// The levelised cost: of a token, a request, a kilowatt-hour. `nil` without units.
  public func levelised(over units: CashSeries) -> Double? {
    let worth = units.netPresentValue(at: rate)
    return worth > 0 ? total / worth : nil
  }
}
