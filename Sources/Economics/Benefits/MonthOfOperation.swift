import Randomness

/// What happened in a month: what benefits and costs are computed from.
public struct MonthOfOperation: Sendable {
  /// From 0, the first month of the horizon.
  public let index: Int
  private let loads: [String: LoadOfMonth]
  private let usages: [Usage]

  /// What one load did in a month.
  package struct LoadOfMonth: Sendable {
    package var requests: Double
    package var requestsAtStart: Double
    package init(requests: Double, requestsAtStart: Double) {
      self.requests = requests
      self.requestsAtStart = requestsAtStart
    }
  }

  /// What something in the scenario used of a unit in a month: a fleet of GPU-hours, a load of tokens.
  package struct Usage: Sendable, Hashable {
    package let name: String
    package let unit: String
    package var amount: Double

    package init<U: BillingUnit>(_ name: String, _ quantity: Quantity<U>) {
      self.name = name
      unit = U.symbol
      amount = quantity.amount
    }
  }

  package init(index: Int, loads: [String: LoadOfMonth], usages: [Usage] = []) {
    self.index = index
    self.loads = loads
    self.usages = usages
  }

  /// The requests of a load in this month.
  public func requests(_ load: String) -> Double { self[load].requests }

  /// The requests of a load in this month as a multiple of those in a month of the starting load.
  public func growth(_ load: String) -> Double {
    let load = self[load]
    return load.requestsAtStart > 0 ? load.requests / load.requestsAtStart : 0
  }

  /// What something used of a unit in this month: `month.used("A800s", .gpuHour)`.
  public func used<U: BillingUnit>(_ name: String, _ unit: U) -> Quantity<U> {
    if let usage = usages.first(where: { $0.name == name && $0.unit == U.symbol }) { return Quantity(usage.amount) }
    let units = usages.filter { $0.name == name }.map(\.unit)
    let nearest = NearestName.suggestion(for: name, among: usages.map(\.name).filter { $0 != name })
    Refusals.report(
      InvalidValue(
        "used(\"\(name)\", .\(U.symbol))",
        units.isEmpty
          ? "nothing of that name uses anything"
          : "\"\(name)\" uses no \(U.symbol), but \(units.joined(separator: ", "))",
        remedy: units.isEmpty ? nearest.map { "did you mean \"\($0)\"?" } : nil))
    return Quantity(0)
  }

  /// The same month with a share of what happened in it: what is left on one side while a use moves to another.
  package func scaled(by share: Double) -> MonthOfOperation {
    MonthOfOperation(
      index: index,
      loads: loads.mapValues { load in
        LoadOfMonth(requests: load.requests * share, requestsAtStart: load.requestsAtStart)
      },
      usages: usages.map { usage in
        var usage = usage
        usage.amount *= share
        return usage
      })
  }

  private subscript(name: String) -> LoadOfMonth {
    guard let load = loads[name] else {
      Refusals.report(
        InvalidValue(
          "requests(\"\(name)\")", "there is no load of that name",
          remedy: NearestName.suggestion(for: name, among: loads.keys.sorted()).map { "did you mean \"\($0)\"?" }))
      return LoadOfMonth(requests: 0, requestsAtStart: 0)
    }
    return load
  }
}
