import Randomness

/// What happened in a month: what a benefit is computed from.
public struct MonthOfOperation: Sendable {
  /// From 0, the first month of the horizon.
  public let index: Int
  private let loads: [String: LoadOfMonth]

  /// What one load did in a month.
  package struct LoadOfMonth: Sendable {
    package var requests: Double
    package var requestsAtStart: Double
    package init(requests: Double, requestsAtStart: Double) {
      self.requests = requests
      self.requestsAtStart = requestsAtStart
    }
  }

  package init(index: Int, loads: [String: LoadOfMonth]) {
    self.index = index
    self.loads = loads
  }

  /// The requests of a load in this month.
  public func requests(_ load: String) -> Double { self[load].requests }

  /// The requests of a load in this month as a multiple of those in a month of the starting load.
  public func growth(_ load: String) -> Double {
    let load = self[load]
    return load.requestsAtStart > 0 ? load.requests / load.requestsAtStart : 0
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
