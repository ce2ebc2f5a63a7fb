import Experimentation
import Serving

/// What an hour of one GPU costs: as the user says, or as is known of the latest year.
struct GPUPrice {
  /// US dollars an hour.
  let range: ClosedRange<Double>
  let source: String

  /// `nil` where neither is known.
  init?(_ stated: Double?, of gpu: GPU?) { self.init(stated, of: gpu?.prices ?? []) }

  /// `nil` where nothing is stated, and no rent is among the prices.
  init?(_ stated: Double?, of prices: [PriceFact]) {
    if let stated {
      range = stated...stated
      source = "as stated"
      return
    }
    let rents = prices.filter { $0.kind == .rent }
    // Dates begin with the year, but for the case's, which has none.
    let latest = rents.map { Int($0.date.prefix(4)) ?? 0 }.max()
    let facts = rents.filter { Int($0.date.prefix(4)) ?? 0 == latest }
    guard let low = facts.map(\.low).min(), let high = facts.map(\.high).max() else { return nil }
    range = low...high
    source = facts.map { "\($0.source), \($0.date)" }.joined(separator: "; ")
  }

  /// Dollars for so many GPU-hours: `12.4 USD`, `8.84 to 16.4 USD`.
  func text(hours: Double) -> String { Self.text(range.lowerBound * hours...range.upperBound * hours) }

  static func text(_ dollars: ClosedRange<Double>) -> String {
    let low = NumberText.short(dollars.lowerBound)
    return dollars.lowerBound == dollars.upperBound
      ? "\(low) USD" : "\(low) to \(NumberText.short(dollars.upperBound)) USD"
  }
}
