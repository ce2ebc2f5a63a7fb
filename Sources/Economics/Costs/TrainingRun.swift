public import Demand
import Glibc
public import Randomness

/// A training or tuning run on rented GPUs: GPUs × hours × price, with the hours lost to failures.
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
  private let location: String

  ///
  /// - `gpus`: the number of GPUs, for all of the time.
  /// - `hours`: the hours of work without failures.
  /// - `price`: today's price.
  /// - `index`: the price index along which it moves; a run pays the price of each month.
  /// - `month`: the month in which the first run begins.
  /// - `period`: the months between runs; without it there is one run.
  /// - `checkpointing`: failures and checkpoints; without it nothing fails.
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
    location = "\(file):\(line)"
    if !(gpus >= 0 && gpus.isFinite && hours >= 0 && hours.isFinite && month >= 0 && period ?? 1 >= 1) {
      ValidationErrors.report(
        InvalidValue(
          "TrainingRun(\"\(name)\", gpus: \(gpus), hours: \(hours))",
          "GPUs, hours and a first month are at least 0, and runs are at least 1 month apart",
          location: location))
    }
  }

  /// The GPU-hours without failures.
  public var gpuHours: Quantity<GPUHour> { Quantity(gpus * hours) }

  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    let price = price.realised(by: streams, months: horizon.months)
    // Hours by month: a run goes on through the months until its hours are done.
    var hoursOfMonth = Array(repeating: 0.0, count: horizon.months)
    // What each month has of the runs that recur: a run is for the months until the next.
    var accrued = hoursOfMonth
    for (number, first) in starts(horizon.months).enumerated() {
      var left =
        checkpointing?.simulatedHours(of: hours, by: streams.stream("costs/\(name)/failures of run \(number)")) ?? hours
      for month in first..<horizon.months where left > 0 {
        let passed = min(left, Double(24 * horizon.month(month).days))
        hoursOfMonth[month] += passed
        left -= passed
        guard let period else { continue }
        for later in first..<min(first + period, horizon.months) {
          accrued[later] += passed * price.price(inMonth: month) / Double(period)
        }
      }
      // A run that is cut off would look cheaper than it is; the last of those that recur goes on beyond the horizon.
      if left > 0, period == nil {
        ValidationErrors.report(
          InvalidValue(
            "TrainingRun(\"\(name)\", gpus: \(gpus), hours: \(hours))",
            "\(left.rounded()) hours of it are left at the end of the horizon of \(horizon.months) months",
            remedy: "give a longer Horizon, or an earlier month", location: location))
      }
    }
    return RealisedExpense { month in
      let paid = gpus * hoursOfMonth[month.index] * price.price(inMonth: month.index)
      return period == nil ? .single(paid) : ExpenseEntry(running: paid, accrued: gpus * accrued[month.index])
    }
  }

  private func starts(_ months: Int) -> [Int] {
    guard let period else { return start < months ? [start] : [] }
    return Array(stride(from: start, to: months, by: period))
  }
}

/// Checkpointing: a long run saves its state at intervals, and restarts from the last checkpoint after a failure.
///
/// ```swift
/// let saving = Checkpointing(
///   everyFailure: ClusterReliability.llama3.value, gpus: 256, saving: 0.05, restarting: 0.25)
/// saving.interval  // 4.4 hours of work between two states, by Daly's formula
/// saving.expectedHours(of: 720)  // what 720 hours of work take
/// ```
/// Failures are a Poisson process during work, saving and restarting; work since the last checkpoint is repeated.
public struct Checkpointing: Sendable, Hashable {
  /// The mean time between failures of the whole cluster, in hours.
  public let meanTimeBetweenFailures: Double
  /// The time to save a checkpoint in hours, during which no work is done.
  public let saving: Double
  /// The time to restart after a failure, in hours.
  public let restarting: Double
  /// The work between two checkpoints, in hours.
  public let interval: Double

  ///
  /// - `failure`: GPU-hours between failures that stop the run.
  /// - `gpus`: the number of GPUs, all of which a failure stops.
  /// - `saving`: hours to save a checkpoint.
  /// - `restarting`: hours to restart.
  /// - `interval`: hours of work between checkpoints; ``dalyInterval`` unless given.
  public init(
    everyFailure failure: Quantity<GPUHour>, gpus: Double, saving: Double, restarting: Double,
    interval: Double? = nil, file: StaticString = #fileID, line: UInt = #line
  ) {
    meanTimeBetweenFailures = failure.amount / gpus
    self.saving = saving
    self.restarting = restarting
    self.interval = interval ?? Self.daly(saving, failure.amount / gpus)
    let isPossible =
      failure.amount > 0 && gpus > 0 && gpus.isFinite && saving > 0 && saving.isFinite && restarting >= 0
      && restarting.isFinite && interval.map { $0 > 0 } ?? true
    if !isPossible {
      ValidationErrors.report(
        InvalidValue(
          "Checkpointing(everyFailure: \(failure), gpus: \(gpus), saving: \(saving), restarting: \(restarting))",
          "GPU-hours between failures, GPUs, saving and interval are above 0, and restarting is at least 0",
          location: "\(file):\(line)"))
    }
  }

  /// √(2 s M): the optimal interval to first order. Young 1974, Communications of the ACM 17.
  public var youngInterval: Double { (2 * saving * meanTimeBetweenFailures).squareRoot() }

  /// The optimal interval to higher order. Daly 2006, Future Generation Computer Systems 22, equation 37.
  public var dalyInterval: Double { Self.daly(saving, meanTimeBetweenFailures) }

  private static func daly(_ saving: Double, _ mean: Double) -> Double {
    guard saving < 2 * mean else { return mean }
    let ratio = saving / (2 * mean)
    return (2 * saving * mean).squareRoot() * (1 + ratio.squareRoot() / 3 + ratio / 9) - saving
  }

  /// The expected hours for so many hours of work: exact for exponential times between failures.
  ///
  /// A segment of w hours that must complete without a failure takes M e^(R/M) (e^(w/M) − 1). Daly 2006, equation 20.
  public func expectedHours(of work: Double) -> Double {
    let mean = meanTimeBetweenFailures
    func hours(_ stretch: Double) -> Double { mean * exp(restarting / mean) * expm1(stretch / mean) }
    let (whole, rest) = stretches(of: work)
    return Double(whole) * hours(interval + saving) + (rest > 0 ? hours(rest + saving) : 0)
  }

  /// The hours for so many hours of work in one realisation of the failures.
  public func simulatedHours(of work: Double, by failures: RandomStream) -> Double {
    let (whole, rest) = stretches(of: work)
    var now = 0.0
    var failure = failures.exponential(mean: meanTimeBetweenFailures)
    func pass(_ stretch: Double) {
      // What has to pass without a failure: after one, the restart comes first.
      var needed = stretch
      while failure < now + needed {
        now = failure
        failure += failures.exponential(mean: meanTimeBetweenFailures)
        needed = restarting + stretch
      }
      now += needed
    }
    for _ in 0..<whole { pass(interval + saving) }
    if rest > 0 { pass(rest + saving) }
    return now
  }

  /// How many whole intervals of work there are, and what is left; a saving follows each, the last of them of the
  /// result.
  private func stretches(of work: Double) -> (whole: Int, rest: Double) {
    let whole = (work / interval).rounded(.down)
    guard whole.isFinite, whole < 1e9 else { return (0, work) }
    let rest = work - whole * interval
    return (Int(whole), rest > 1e-9 * interval ? rest : 0)
  }
}

/// Failure rates of training clusters.
public enum ClusterReliability {
  /// The GPU-hours between two unexpected interruptions of any cause: 419 in 54 days of 16 384 H100s.
  public static let llama3 = Fact<Quantity<GPUHour>>(
    Quantity((16_384 * 54 * 24 / 419).rounded()), date: "2024", source: "Meta, The Llama 3 herd of models, table 5")
}
