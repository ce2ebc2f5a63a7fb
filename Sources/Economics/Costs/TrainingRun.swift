public import Demand
public import Randomness

/// A training or tuning run on rented GPUs: GPUs × hours × price, with what failures add to the hours.
///
/// ```swift
/// TrainingRun("base model", gpus: 256, hours: 720, USD(10) / .gpuHour)  // F1: 1 843 200 USD
/// TrainingRun("tuning", gpus: 16, hours: 40, USD(2) / .gpuHour, along: prices["hardware"], from: 2, every: 6)
/// ```
public struct TrainingRun: Expense, Sendable, Hashable {
  public let name: String
  public let currency: CurrencyCode
  private let gpus: Double
  private let hours: Double
  private let price: PricePath
  private let start: Int
  private let period: Int?
  private let checkpointing: Checkpointing?

  ///
  /// - `gpus`: all of them for all of the time.
  /// - `hours`: of work, without failures.
  /// - `price`: today.
  /// - `index`: along which it moves; a run pays each month's price.
  /// - `month`: in which the first run begins.
  /// - `period`: months from one run to the next; without it there is one run.
  /// - `checkpointing`: how failures are survived; without it there are none.
  public init<C: Currency>(
    _ name: String, gpus: Double, hours: Double, _ price: Price<C, GPUHour>, along index: PriceIndex = .constant,
    from month: Int = 0, every period: Int? = nil, failing checkpointing: Checkpointing? = nil,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.name = name
    currency = C.code
    self.gpus = gpus
    self.hours = hours
    self.price = PricePath(today: price.amount, along: index, file: file, line: line)
    start = month
    self.period = period
    self.checkpointing = checkpointing
    if !(gpus >= 0 && gpus.isFinite && hours >= 0 && hours.isFinite && month >= 0 && period ?? 1 >= 1) {
      ValidationErrors.report(
        InvalidValue(
          "TrainingRun(\"\(name)\", gpus: \(gpus), hours: \(hours))",
          "GPUs, hours and a first month are at least 0, and runs are at least 1 month apart",
          location: "\(file):\(line)"))
    }
  }

  /// The GPU-hours without failures.
  public var gpuHours: Quantity<GPUHour> { Quantity(gpus * hours) }

  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    let price = price.realised(by: streams, months: horizon.months)
    // Hours by month: a run goes on through the months until its hours are done.
    var hoursOfMonth = Array(repeating: 0.0, count: horizon.months)
    for (number, first) in starts(horizon.months).enumerated() {
      var left =
        checkpointing?.simulatedHours(of: hours, by: streams.stream("costs/\(name)/failures of run \(number)")) ?? hours
      for month in first..<horizon.months where left > 0 {
        let passed = min(left, Double(24 * horizon.month(month).days))
        hoursOfMonth[month] += passed
        left -= passed
      }
    }
    return RealisedExpense { month in
      ExpenseEntry(running: gpus * hoursOfMonth[month.index] * price.price(inMonth: month.index))
    }
  }

  private func starts(_ months: Int) -> [Int] {
    guard let period else { return start < months ? [start] : [] }
    return Array(stride(from: start, to: months, by: period))
  }
}
