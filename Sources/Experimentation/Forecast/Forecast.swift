public import Demand
public import Economics
import Randomness

/// What a replication's months brought: load, fleet and cash, all in the currency of the books.
public struct Forecast {
  /// A fleet, month by month.
  public struct FleetRecord {
    /// GPUs paid for, the mean over the month's hours.
    public internal(set) var gpus: [Double]
    /// GPUs paid for in the month's largest hour.
    public internal(set) var peakGPUs: [Double]
    /// The share of the paid time for which GPUs were busy.
    public internal(set) var utilisation: [Double]
    /// The share of hours whose load was above what the fleet carries within its service level.
    public internal(set) var overloadedHours: [Double]
    /// The rent of a GPU-hour.
    public internal(set) var price: [Double]
    /// The rent of the month.
    public internal(set) var cost: [Double]
  }

  public let horizon: Horizon
  public let books: Books
  /// All cash.
  public internal(set) var cash: CashFlow
  /// Benefit less cost from time zero to the end of each month.
  public var cumulativeCash: [Double] { cash.cumulative }
  /// The rent of all fleets, by month.
  public internal(set) var computeCost: [Double]
  var loads: [(name: String, requests: [Double])]
  var fleets: [(name: String, record: FleetRecord)]

  /// The requests of a load, by month.
  public func requests(_ load: String) -> [Double] {
    loads.first { $0.name == load }?.requests ?? missing("load", load, loads.map(\.name))
  }

  /// The record of a fleet.
  public func fleet(_ name: String) -> FleetRecord {
    fleets.first { $0.name == name }?.record
      ?? FleetRecord(
        gpus: missing("fleet", name, fleets.map(\.name)), peakGPUs: zeros, utilisation: zeros, overloadedHours: zeros,
        price: zeros, cost: zeros)
  }

  /// The requests of all loads, by month.
  var allRequests: [Double] {
    loads.reduce(zeros) { sum, load in zip(sum, load.requests).map { $0 + $1 } }
  }

  private var zeros: [Double] { Array(repeating: 0, count: horizon.months) }

  private func missing(_ kind: String, _ name: String, _ known: [String]) -> [Double] {
    Refusals.report(
      InvalidValue(
        "\(kind)(\"\(name)\")", "there is no \(kind) of that name",
        remedy: NearestName.suggestion(for: name, among: known).map { "did you mean \"\($0)\"?" }))
    return zeros
  }
}
