extension GivenData {
  /// Columns and output as a method of correlation takes them: as they are, or by rank.
  ///
  /// - `counts`: How often each row was drawn; equal values share the mean of their ranks.
  func transformed(ranks: Bool, _ counts: [Int]) -> (columns: [[Double]], output: [Double]) {
    guard ranks else { return (columns, outputs) }
    return (
      zip(columns, orders).map { Self.midranks($0, order: $1, counts) },
      Self.midranks(outputs, order: outputOrder, counts)
    )
  }

  private static func midranks(_ values: [Double], order: [Int], _ counts: [Int]) -> [Double] {
    var ranks = [Double](repeating: 0, count: values.count)
    var below = 0
    var place = 0
    while place < order.count {
      var end = place
      var size = 0
      while end < order.count, values[order[end]] == values[order[place]] {
        size += counts[order[end]]
        end += 1
      }
      let rank = Double(below) + Double(size + 1) / 2
      for row in order[place..<end] { ranks[row] = rank }
      below += size
      place = end
    }
    return ranks
  }
}
