import Randomness

/// What happened in a month of operation: the quantities that benefits and costs are computed from.
///
/// ```swift
/// month.requests("chat")  // requests that came
/// month.served("chat")  // those of them that were served within the service level
/// month.tokensOut("chat")  // tokens of their answers
/// month.used("A800s", .gpuHour)  // GPU-hours of a fleet, paid for
/// month.utilisation("A800s")  // the share of them in which it was busy
/// month.available("engineers")  // people who have come, GPUs that were delivered
/// month.monthsComplete("engineers")  // since all of them are there
/// ```
/// An unknown name is an error that suggests the nearest one.
public struct MonthOfOperation: Sendable {
  /// From 0, the first month of the horizon.
  public let index: Int
  /// The loads and their parts: the names, and the quantities of each.
  private let names: [String]
  private let loads: [LoadOfMonth]
  private let usages: [Usage]
  private let supplies: [Supply]
  private var reading = Reading()

  /// Whether somebody asked how much was used. A month is looked at by one thread at a time.
  private final class Reading: @unchecked Sendable {
    var hasUse = false
  }

  /// The quantities of a load, or of a part of one, in a month.
  package struct LoadOfMonth: Sendable, Hashable {
    package var requests: Double
    package var requestsAtStart: Double
    /// Those that were served within the service level.
    package var served: Double
    /// `nil` where the load has no token lengths.
    package var tokensIn: Double?
    package var tokensOut: Double?
    /// `nil` where the load has no users.
    package var users: Double?

    /// - `served`: all requests unless given.
    package init(
      requests: Double, requestsAtStart: Double, served: Double? = nil, tokensIn: Double? = nil,
      tokensOut: Double? = nil, users: Double? = nil
    ) {
      self.requests = requests
      self.requestsAtStart = requestsAtStart
      self.served = served ?? requests
      self.tokensIn = tokensIn
      self.tokensOut = tokensOut
      self.users = users
    }

    package func scaled(by share: Double) -> LoadOfMonth {
      LoadOfMonth(
        requests: requests * share, requestsAtStart: requestsAtStart, served: served * share,
        tokensIn: tokensIn.map { $0 * share },
        tokensOut: tokensOut.map { $0 * share }, users: users.map { $0 * share })
    }
  }

  /// The consumption of a unit in a month, such as the GPU-hours of a fleet.
  package struct Usage: Sendable, Hashable {
    package let name: String
    package let unit: String
    package var amount: Double
    /// The busy share of what was consumed, where it is known.
    package var busy: Double?

    package init<U: BillingUnit>(_ name: String, _ quantity: Quantity<U>, busy: Double? = nil) {
      self.name = name
      unit = U.symbol
      amount = quantity.amount
      self.busy = busy
    }
  }

  /// - `names`: of the loads and of their parts.
  /// - `loads`: their quantities, in the same order.
  /// - `supplies`: each with an amount for every month of the horizon.
  package init(
    index: Int, names: [String], loads: [LoadOfMonth], usages: [Usage] = [], supplies: [Supply] = []
  ) {
    precondition(names.count == loads.count, "a load has a name")
    self.index = index
    self.names = names
    self.loads = loads
    self.usages = usages
    self.supplies = supplies
  }

  /// What is computed from this month, and whether it rests on what was used in it: requests, tokens, users, hours.
  package func watched<Result>(_ compute: (MonthOfOperation) -> Result) -> (Result, isOfUse: Bool) {
    reading.hasUse = false
    let result = compute(self)
    return (result, reading.hasUse)
  }

  /// The requests of a load in this month.
  public func requests(_ load: String) -> Double { self[load].requests }

  /// The requests of a load in this month that its fleets served within their service level: those that can bring a benefit.
  ///
  /// In an hour above the highest rate that a fleet carries within the level, so many requests are served within it, and the
  /// others give up. All requests where no fleet serves the load.
  public func served(_ load: String) -> Double { self[load].served }

  /// The share of the requests of a load in this month that was served within the service level.
  public func attainment(_ load: String) -> Double {
    let load = self[load]
    return load.requests > 0 ? load.served / load.requests : 1
  }

  /// The requests of a load in this month, as calls that are paid for.
  public func calls(_ load: String) -> Quantity<PerCall> { Quantity(self[load].requests) }

  /// The requests of a load in this month, as a multiple of those in a month at the starting load.
  public func growth(_ load: String) -> Double {
    let load = self[load]
    return load.requestsAtStart > 0 ? load.requests / load.requestsAtStart : 0
  }

  /// The input tokens of a load in this month.
  public func tokensIn(_ load: String) -> Quantity<PerToken> {
    Quantity(known(self[load].tokensIn, "tokensIn", load, Self.lengthsRemedy))
  }

  /// The output tokens of a load in this month.
  public func tokensOut(_ load: String) -> Quantity<PerToken> {
    Quantity(known(self[load].tokensOut, "tokensOut", load, Self.lengthsRemedy))
  }

  /// The users of a load in this month.
  public func users(_ load: String) -> Double {
    known(self[load].users, "users", load, "say whose requests they are: add Users(…) to the load")
  }

  private static let lengthsRemedy =
    "say how long its requests are: add .azureConversation or TokenLengths(…) to the load"

  private func known(_ amount: Double?, _ what: String, _ load: String, _ remedy: String) -> Double {
    if let amount { return amount }
    // An unknown load has been reported already.
    guard names.contains(load) else { return 0 }
    ValidationErrors.report(InvalidValue("\(what)(\"\(load)\")", "the load does not tell", remedy: remedy))
    return 0
  }

  /// The consumption of a unit in this month: `month.used("A800s", .gpuHour)`.
  public func used<U: BillingUnit>(_ name: String, _ unit: U) -> Quantity<U> {
    reading.hasUse = true
    if let usage = usages.first(where: { $0.name == name && $0.unit == U.symbol }) { return Quantity(usage.amount) }
    let units = usages.filter { $0.name == name }.map(\.unit)
    refuse(
      "used(\"\(name)\", .\(U.symbol))",
      units.isEmpty
        ? "nothing of that name uses anything"
        : "\"\(name)\" uses no \(U.symbol), but \(units.joined(separator: ", "))",
      name, units.isEmpty ? usages.map(\.name) : [])
    return Quantity(0)
  }

  /// The utilisation of a fleet or of owned hardware: the busy share of the hours paid for.
  public func utilisation(_ name: String) -> Double {
    if let busy = usages.first(where: { $0.name == name && $0.busy != nil })?.busy { return busy }
    refuse(
      "utilisation(\"\(name)\")", "there is nothing of that name that could be busy", name,
      usages.filter { $0.busy != nil }.map(\.name))
    return 0
  }

  /// How much of a supply is available in this month: ``Staff`` hired, GPUs of ``OwnedHardware`` that were
  /// delivered and are still in use, or of ``ReservedGPUs``.
  public func available(_ name: String) -> Double { supply(name, "available")?.months[index] ?? 0 }

  /// The months since all of a supply has been available, 0 in the first; `nil` before that.
  public func monthsComplete(_ name: String) -> Int? {
    supply(name, "monthsComplete")?.firstWholeMonth.flatMap { index >= $0 ? index - $0 : nil }
  }

  private func supply(_ name: String, _ asked: String) -> Supply? {
    if let supply = supplies.first(where: { $0.name == name }) { return supply }
    refuse("\(asked)(\"\(name)\")", "nothing of that name comes or is delivered", name, supplies.map(\.name))
    return nil
  }

  private func refuse(_ subject: String, _ problem: String, _ name: String, _ known: [String]) {
    ValidationErrors.report(
      InvalidValue(
        subject, problem, remedy: NearestName.remedy(for: name, among: known.filter { $0 != name }, quoted: true)))
  }

  /// The same month with its quantities scaled by a share, as for one side of a migration.
  package func scaled(by share: Double) -> MonthOfOperation {
    var scaled = MonthOfOperation(
      index: index, names: names, loads: loads.map { $0.scaled(by: share) },
      usages: usages.map { usage in
        var usage = usage
        usage.amount *= share
        return usage
      }, supplies: supplies)
    scaled.reading = reading
    return scaled
  }

  private subscript(name: String) -> LoadOfMonth {
    reading.hasUse = true
    if let place = names.firstIndex(of: name) { return loads[place] }
    refuse("requests(\"\(name)\")", "there is no load of that name", name, names.sorted())
    return LoadOfMonth(requests: 0, requestsAtStart: 0)
  }
}
