/// Finds a probability in a rising table of them in a few steps, however long the table.
///
/// The probabilities 0...1 are cut into equal cells, at least two for each entry; each cell remembers where its search
/// begins. Chen and Asau 1974, "On generating random variates from an empirical distribution", AIIE Transactions 6.
struct CumulativeIndex: Sendable, Hashable {
  let probabilities: [Double]
  private let starts: [Int32]
  private let cells: Double

  /// The probabilities rise to 1 at the last.
  init(_ probabilities: [Double]) {
    self.probabilities = probabilities
    let count = 16 + 2 * probabilities.count
    cells = Double(count)
    var entry = 0
    starts = (0...count).map { cell in
      while entry < probabilities.count - 1, probabilities[entry] * Double(count) < Double(cell) { entry += 1 }
      return Int32(entry)
    }
  }

  /// The first entry that is at least p.
  ///
  /// - Complexity: O(1) for random p.
  func first(reaching p: Double) -> Int {
    var entry = Int(starts[Int(p * cells)])
    while entry > 0, probabilities[entry - 1] >= p { entry -= 1 }
    while entry < probabilities.count - 1, probabilities[entry] < p { entry += 1 }
    return entry
  }
}

/// What holds of probabilities as numbers.
enum Probability {
  /// By how much a probability may be off by rounding: a share of the smaller tail, and the last digit of 1 − p.
  ///
  /// Where a distribution steps over a probability to within that, it steps there: 0.1 + 0.2 reaches 0.3. The share is
  /// that of sums unless stated.
  static func slack(at p: Double, share: Double = 1e-12) -> Double {
    p < 0.5 ? share * p : share * (1 - p) + 0x1p-53
  }
}

extension Array {
  /// How many elements stand before the first for which the condition no longer holds.
  ///
  /// - Complexity: O(log *n*)
  func sortedCount(while condition: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
