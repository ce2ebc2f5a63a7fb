public import Demand
public import Economics
import Randomness

/// What a replication's months brought: load, fleets, prices and cash, all in the currency of the books.
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

  /// A cost or a benefit, month by month.
  struct Line {
    let name: String
    /// At time zero.
    let atStart: Double
    let months: [Double]
  }

  /// The months that are forecast.
  public let horizon: Horizon
  /// The currency and the discounting of the cash.
  public let books: Books
  /// All cash.
  public internal(set) var cash: CashFlow
  /// Benefit less cost from time zero to the end of each month.
  public var cumulativeCash: [Double] { cash.cumulative }
  /// The rent of all fleets, by month.
  public internal(set) var computeCost: [Double]
  var loads: [(name: String, months: [HourlyLoad.Month])]
  var fleets: [(name: String, record: FleetRecord)]
  /// The requests of the parts of loads, by month.
  var parts: [(name: String, requests: [Double])] = []
  /// Rents of fleets, then expenses, then tax.
  var costs: [Line] = []
  var benefits: [Line] = []
  var indices: [(name: String, factors: [Double])] = []
  var supplies: [Supply] = []

  init(
    horizon: Horizon, books: Books, cash: CashFlow, computeCost: [Double],
    loads: [(name: String, months: [HourlyLoad.Month])], fleets: [(name: String, record: FleetRecord)]
  ) {
    self.horizon = horizon
    self.books = books
    self.cash = cash
    self.computeCost = computeCost
    self.loads = loads
    self.fleets = fleets
  }

  /// Puts the rents of the fleets among the costs, in the money in which they were entered.
  mutating func enterRents() {
    for index in fleets.indices {
      for month in fleets[index].record.cost.indices {
        let money = books.entered(inMonth: month)
        fleets[index].record.price[month] *= money
        fleets[index].record.cost[month] *= money
      }
    }
    costs += fleets.map { Line(name: "rent of \($0.name)", atStart: 0, months: $0.record.cost) }
  }

  /// The requests of a load, or of a part of one, by month.
  public func requests(_ load: String) -> [Double] {
    loads.first { $0.name == load }?.months.map(\.requests) ?? parts.first { $0.name == load }?.requests
      ?? missing("load", load, loads.map(\.name) + parts.map(\.name))
  }

  /// The record of a fleet.
  public func fleet(_ name: String) -> FleetRecord {
    fleets.first { $0.name == name }?.record
      ?? FleetRecord(
        gpus: missing("fleet", name, fleets.map(\.name)), peakGPUs: zeros, utilisation: zeros, overloadedHours: zeros,
        price: zeros, cost: zeros)
  }

  /// What a cost came to in each month: an expense by its name, the rent of a fleet as `rent of NAME`, `tax on profit`.
  public func cost(_ name: String) -> [Double] {
    costs.first { $0.name == name }?.months ?? missing("cost", name, costs.map(\.name))
  }

  /// What a benefit brought in each month; one that is avoided is called as the expense.
  public func benefit(_ name: String) -> [Double] {
    benefits.first { $0.name == name }?.months ?? missing("benefit", name, benefits.map(\.name))
  }

  /// A price index of the scenario at the beginning of each month, as a multiple of today.
  public func price(_ index: String) -> [Double] {
    indices.first { $0.name == index }?.factors
      ?? missing("price", index, indices.map(\.name), "write the index, or its Prices, as a line of the scenario")
  }

  /// How much there was of a supply in each month: people who had come, GPUs that were delivered.
  public func available(_ supply: String) -> [Double] {
    supplies.first { $0.name == supply }?.months ?? missing("available", supply, supplies.map(\.name))
  }

  /// The requests of all loads, by month.
  var allRequests: [Double] {
    loads.reduce(zeros) { sum, load in zip(sum, load.months).map { $0 + $1.requests } }
  }

  /// The tokens of all loads, in and out, by month; `nil` where one does not tell.
  var allTokens: [Double]? {
    guard !loads.isEmpty else { return nil }
    var sum = zeros
    for load in loads {
      for (index, month) in load.months.enumerated() {
        guard let tokensIn = month.tokensIn, let tokensOut = month.tokensOut else { return nil }
        sum[index] += tokensIn + tokensOut
      }
    }
    return sum
  }

  /// The users of all loads, by month; `nil` where one does not tell.
  var allUsers: [Double]? {
    guard !loads.isEmpty else { return nil }
    var sum = zeros
    for load in loads {
      for (index, month) in load.months.enumerated() {
        guard let users = month.users else { return nil }
        sum[index] += users
      }
    }
    return sum
  }

  private var zeros: [Double] { Array(repeating: 0, count: horizon.months) }

  private func missing(
    _ kind: String, _ name: String, _ known: [String], _ otherwise: String? = nil
  ) -> [Double] {
    ValidationErrors.report(
      InvalidValue(
        "\(kind)(\"\(name)\")", "there is no \(kind) of that name",
        remedy: NearestName.remedy(for: name, among: known, quoted: true, otherwise: otherwise)))
    return zeros
  }
}
