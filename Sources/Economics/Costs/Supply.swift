/// What an expense makes available: people who come, GPUs that are delivered.
public struct Supply: Sendable, Hashable {
  /// Under which ``MonthOfOperation/available(_:)`` finds it.
  public let name: String
  /// How much of it is there in each month of the horizon.
  public let months: [Double]
  /// How much of it there will be once all of it has come.
  public let whole: Double

  /// How much of it there is in each month, and in the end.
  public init(_ name: String, _ months: [Double], of whole: Double) {
    self.name = name
    self.months = months
    self.whole = whole
  }

  /// The first month in which all of it is there; `nil` where some of it does not come within the horizon.
  public var firstWholeMonth: Int? { whole > 0 ? months.firstIndex { $0 >= whole } : nil }
}
