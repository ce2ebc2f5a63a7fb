/// What somebody asked for a GPU at some time: a fact to start from, not a price of today.
public struct PriceFact: Sendable, Hashable {
  /// What the price is for.
  public enum Kind: String, Sendable, Hashable {
    /// US dollars for an hour of one GPU.
    case rent = "USD/GPU-hour"
    /// US dollars for one GPU.
    case purchase = "USD/GPU"
  }

  /// What it is for.
  public let kind: Kind
  /// The lowest that was asked.
  public let low: Double
  /// The highest that was asked.
  public let high: Double
  /// As precise as is known: `2026-03`, `2024`.
  public let date: String
  /// Who asked it.
  public let source: String

  /// A price, or a range of them, at a date.
  public init(_ kind: Kind, _ low: Double, to high: Double? = nil, date: String, source: String) {
    self.kind = kind
    self.low = low
    self.high = high ?? low
    self.date = date
    self.source = source
  }
}
