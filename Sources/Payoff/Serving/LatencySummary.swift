import Results

/// The latencies of the requests of a replay, of which every one is at hand.
struct LatencySummary {
  let name: String
  private let sorted: [Double]

  init(_ name: String, _ values: [Double]) {
    self.name = name
    sorted = values.sorted()
  }

  static let percentiles = [50, 90, 95, 99]

  var mean: Double? { sorted.isEmpty ? nil : sorted.reduce(0, +) / Double(sorted.count) }

  /// Linear between order statistics: type 7.
  func percentile(_ percent: Int) -> Double? {
    guard let last = sorted.last else { return nil }
    let rank = Double(percent) / 100 * Double(sorted.count - 1)
    let low = Int(rank)
    return low + 1 < sorted.count ? sorted[low] + (rank - Double(low)) * (sorted[low + 1] - sorted[low]) : last
  }

  var rows: [FigureRow] {
    [FigureRow(name, "count", Double(sorted.count)), FigureRow(name, "mean", mean, unit: "s")]
      + Self.percentiles.map { FigureRow(name, "p\($0)", percentile($0), unit: "s") }
      + [FigureRow(name, "max", sorted.last, unit: "s")]
  }
}
