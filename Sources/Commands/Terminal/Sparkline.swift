/// Numbers drawn with signs: a line of eight heights, or a bar.
enum Sparkline {
  private static let heights = Array("▁▂▃▄▅▆▇█")
  private static let eighths = Array("▏▎▍▌▋▊▉█")

  /// One sign for each number, or for the mean of several where there are more than `width`; from the least to the greatest.
  static func line(_ values: [Double], width: Int = 30, from low: Double? = nil) -> String {
    let values = values.filter(\.isFinite)
    guard !values.isEmpty, width > 0 else { return "" }
    let count = min(width, values.count)
    let means = (0..<count).map { place in
      let part = values[place * values.count / count..<(place + 1) * values.count / count]
      return part.reduce(0, +) / Double(part.count)
    }
    let least = low ?? means.min() ?? 0
    let range = (means.max() ?? 0) - least
    return String(
      means.map { mean in
        guard range > 0 else { return heights[0] }
        return heights[min(max(Int((mean - least) / range * 8), 0), 7)]
      })
  }

  /// A bar as long as a share of the width; nothing for a share of nothing.
  static func bar(_ share: Double, width: Int = 12) -> String {
    guard share > 0, share.isFinite else { return "" }
    let parts = max(1, Int((min(share, 1) * Double(width) * 8).rounded()))
    return String(repeating: "█", count: parts / 8) + (parts % 8 == 0 ? "" : String(eighths[parts % 8 - 1]))
  }
}
