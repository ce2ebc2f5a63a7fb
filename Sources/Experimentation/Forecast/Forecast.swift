public import Demand
public import Economics
import Randomness

/// The months of a replication: load, fleets, prices and cash, all in the currency of the books.
public struct Forecast {
  /// A fleet, month by month.
  public struct FleetRecord {
    /// GPUs paid for, the mean over the month's hours.
    public internal(set) var gpus: [Double] = []
    /// GPUs paid for in the month's largest hour.
    public internal(set) var peakGPUs: [Double] = []
    /// The share of the paid time for which GPUs were busy.
    public internal(set) var utilisation: [Double] = []
    /// The requests that came.
    public internal(set) var requests: [Double] = []
    /// The share of the requests that was served within the service level.
    public internal(set) var attainment: [Double] = []
    /// The share of the time in which the load was above the fleet's capacity at its service level.
    public internal(set) var overloadedHours: [Double] = []
    /// The rent of a GPU-hour.
    public internal(set) var price: [Double] = []
    /// The rent of the month.
    public internal(set) var cost: [Double] = []

    /// The share of the requests of all months that was served within the service level.
    public var attained: Double {
      let all = requests.reduce(0, +)
      return all > 0 ? zip(requests, attainment).reduce(0) { $0 + $1.0 * $1.1 } / all : 1
    }
  }

  /// A cost or a benefit, month by month.
  struct Line {
    /// Cash at time zero.
    let atStart: Double
    /// Cash of each month.
    let months: [Double]
    /// By the months that it is for.
    let accrual: Accrual
    /// The entry at time zero, and those of the months where the line has any.
    var start = ExpenseEntry()
    var entries: [ExpenseEntry] = []
  }

  /// The months that are forecast.
  public var horizon: Horizon { layout.horizon }
  /// The currency and the discounting of the cash.
  public let books: Books
  /// All cash.
  public let cash: CashFlow
  /// Benefit less cost from time zero to the end of each month.
  public var cumulativeCash: [Double] { cash.cumulative }
  /// The rent of all fleets, by month.
  public let computeCost: [Double]
  /// What the names mean: everything below stands in the order in which it has them.
  let layout: ForecastLayout
  let loads: [[HourlyLoad.Month]]
  /// The requests of the parts of loads, by month.
  let parts: [[Double]]
  /// The requests that were served within the level by month, of loads and of their parts.
  let served: [[Double]]
  let fleets: [FleetRecord]
  /// Rents of fleets, then expenses, then tax, which accrues with each month's part of its year's profit.
  var costs: [Line] { lines.costs }
  var benefits: [Line] { lines.benefits }
  private let lines: Lines
  let indices: [[Double]]
  let supplies: [Supply]

  /// - `fleets`: their rents as they were reckoned; they are entered in the money of the books here.
  init(
    _ layout: ForecastLayout, _ entries: MonthlyBooks, loads: [[HourlyLoad.Month]], parts: [[Double]],
    served: [[Double]], fleets: [FleetRecord], indices: [[Double]]
  ) {
    self.layout = layout
    books = entries.books
    cash = entries.cash
    computeCost = entries.computeCosts
    self.loads = loads
    self.parts = parts
    self.served = served
    var entered = fleets
    for index in entered.indices {
      for month in entered[index].cost.indices {
        let money = entries.books.entered(inMonth: month)
        entered[index].price[month] *= money
        entered[index].cost[month] *= money
      }
    }
    self.fleets = entered
    lines = Lines(entries, rents: entered.map(\.cost))
    self.indices = indices
    supplies = entries.supplies
  }

  /// The lines of the costs and benefits, from the books when they are asked for: a figure of all cash needs none.
  private final class Lines {
    private let books: MonthlyBooks
    private let rents: [[Double]]

    init(_ books: MonthlyBooks, rents: [[Double]]) {
      self.books = books
      self.rents = rents
    }

    private(set) lazy var costs: [Line] =
      rents.map { rent in
        Line(
          atStart: 0, months: rent, accrual: Accrual(recurring: rent, once: rent.map { _ in 0.0 }, onceAtStart: 0))
      } + books.costs
    private(set) lazy var benefits: [Line] = books.gains
  }

  /// Whether the last of the costs is the tax.
  var hasTax: Bool { layout.hasTax }

  /// The benefits that recur, by the month that they are for.
  public var operatingBenefit: [Double] { recurring(benefits) }

  /// The costs that recur, by the month that they are for: without tax, and without what is paid once or for assets.
  public var operatingCost: [Double] { recurring(Array(costs.dropLast(hasTax ? 1 : 0))) }

  /// Operating benefit less operating cost, by the month that they are for: before tax, financing and capital.
  public var operatingResult: [Double] { zip(operatingBenefit, operatingCost).map { $0 - $1 } }

  private func recurring(_ lines: [Line]) -> [Double] {
    var sum = zeros
    for line in lines { for month in sum.indices { sum[month] += line.accrual.recurring[month] } }
    return sum
  }

  /// The requests of a load, or of a part of one, by month.
  public func requests(_ load: String) -> [Double] {
    guard let flow = layout.flows.firstIndex(of: load) else { return missing("load", load, layout.flows) }
    return flow < layout.loads ? loads[flow].map(\.requests) : parts[flow - layout.loads]
  }

  /// The requests of a load, or of a part of one, that were served within the service level of its fleets, by month.
  public func served(_ load: String) -> [Double] {
    layout.flows.firstIndex(of: load).map { served[$0] } ?? missing("load", load, layout.flows)
  }

  /// The record of a fleet.
  public func fleet(_ name: String) -> FleetRecord {
    layout.fleets.firstIndex(of: name).map { fleets[$0] }
      ?? FleetRecord(
        gpus: missing("fleet", name, layout.fleets), peakGPUs: zeros, utilisation: zeros, requests: zeros,
        attainment: zeros, overloadedHours: zeros, price: zeros, cost: zeros)
  }

  /// A cost by month: an expense by its name, the rent of a fleet as `rent of NAME`, or `tax on profit`.
  public func cost(_ name: String) -> [Double] {
    layout.costs.firstIndex(of: name).map { costs[$0].months } ?? missing("cost", name, layout.costs)
  }

  /// A benefit by month; an avoided cost has the name of its expense.
  public func benefit(_ name: String) -> [Double] {
    layout.benefits.firstIndex(of: name).map { benefits[$0].months } ?? missing("benefit", name, layout.benefits)
  }

  /// A price index of the scenario at the beginning of each month, as a multiple of today.
  public func price(_ index: String) -> [Double] {
    layout.indices.firstIndex(of: index).map { indices[$0] }
      ?? missing("price", index, layout.indices, "write the index, or its Prices, as a line of the scenario")
  }

  /// A supply by month: people who have been hired, GPUs that have been delivered.
  public func available(_ supply: String) -> [Double] {
    supplies.first { $0.name == supply }?.months ?? missing("available", supply, layout.supplies)
  }

  /// The requests of all loads, by month.
  var allRequests: [Double] {
    loads.reduce(zeros) { sum, load in zip(sum, load).map { $0 + $1.requests } }
  }

  /// The tokens of all loads, in and out, by month; `nil` where one does not tell.
  var allTokens: [Double]? {
    guard !loads.isEmpty else { return nil }
    var sum = zeros
    for load in loads {
      for (index, month) in load.enumerated() {
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
      for (index, month) in load.enumerated() {
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
