import CGSL
import Glibc

/// What a number says that is called a correlation.
///
/// They differ: normal scores with a Spearman correlation of 0.5 have a Pearson correlation of 0.518, with a Kendall
/// correlation of 0.5 one of 0.707. Kruskal 1958, "Ordinal measures of association", JASA 53.
package enum CorrelationMeasure: String, Sendable, Hashable, CaseIterable {
  /// Of the values themselves.
  case pearson
  /// Of the ranks: Pearson's, once each value is replaced by its rank.
  case spearman
  /// The chance that two draws agree in which is greater, less the chance that they do not.
  case kendall

  /// The Pearson correlation of normal scores whose correlation of this measure is `value`, from −1 to 1.
  package func ofNormalScores(_ value: Double) -> Double {
    switch self {
    case .pearson: value
    case .spearman: 2 * sin(.pi / 6 * value)
    case .kendall: sin(.pi / 2 * value)
    }
  }

  /// The correlation of this measure of normal scores whose Pearson correlation is `correlation`, from −1 to 1.
  package func fromNormalScores(_ correlation: Double) -> Double {
    switch self {
    case .pearson: correlation
    case .spearman: 6 / .pi * asin(correlation / 2)
    case .kendall: 2 / .pi * asin(correlation)
    }
  }

  /// The correlation of two samples of the same length; not a number where one of them is constant.
  ///
  /// Ties share their mean rank, and count for nothing in Kendall's τ-b.
  /// - Complexity: n log n.
  package func between(_ first: [Double], _ second: [Double]) -> Double {
    precondition(first.count == second.count, "samples of \(first.count) and \(second.count) values are not paired")
    switch self {
    case .pearson:
      return gsl_stats_correlation(first, 1, second, 1, first.count)
    case .spearman:
      var work = Array(repeating: 0.0, count: 2 * first.count)
      return gsl_stats_spearman(first, 1, second, 1, first.count, &work)
    case .kendall:
      return KendallCount(first, second).correlation
    }
  }
}

/// The pairs of a sample that agree, disagree or are tied, for Kendall's τ-b.
///
/// Knight 1966, "A Computer Method for Calculating Kendall's Tau with Ungrouped Data", JASA 61.
struct KendallCount {
  /// Of all pairs, those tied in the first value, in the second, and in both.
  private var pairs = 0
  private var tiedFirst = 0
  private var tiedSecond = 0
  private var tiedBoth = 0
  /// Pairs of which the first values rise and the second fall.
  private var against = 0

  init(_ first: [Double], _ second: [Double]) {
    let count = first.count
    pairs = count * (count - 1) / 2
    let order = (0..<count).sorted { (first[$0], second[$0], $0) < (first[$1], second[$1], $1) }
    tiedFirst = Self.ties(order) { first[$0] == first[$1] }
    tiedBoth = Self.ties(order) { first[$0] == first[$1] && second[$0] == second[$1] }
    var values = order.map { second[$0] }
    against = Self.sort(&values)
    tiedSecond = Self.ties(Array(0..<count)) { values[$0] == values[$1] }
  }

  /// τ-b; not a number where all first or all second values are tied.
  var correlation: Double {
    let difference = pairs - tiedFirst - tiedSecond + tiedBoth - 2 * against
    return Double(difference) / Double(pairs - tiedFirst).squareRoot() / Double(pairs - tiedSecond).squareRoot()
  }

  /// The pairs within runs of neighbours that are equal.
  private static func ties(_ order: [Int], areEqual: (Int, Int) -> Bool) -> Int {
    var (run, pairs) = (0, 0)
    for index in order.indices.dropFirst() {
      run = areEqual(order[index - 1], order[index]) ? run + 1 : 0
      pairs += run
    }
    return pairs
  }

  /// Merges runs of twice the width until all is sorted, and counts the pairs that stood the other way round.
  private static func sort(_ values: inout [Double]) -> Int {
    var swaps = 0
    var width = 1
    var merged = values
    while width < values.count {
      for start in stride(from: 0, to: values.count, by: 2 * width) {
        let (middle, end) = (min(start + width, values.count), min(start + 2 * width, values.count))
        var (left, right) = (start, middle)
        for place in start..<end {
          if right == end || (left < middle && values[left] <= values[right]) {
            merged[place] = values[left]
            left += 1
          } else {
            merged[place] = values[right]
            right += 1
            swaps += middle - left
          }
        }
      }
      swap(&values, &merged)
      width *= 2
    }
    return swaps
  }
}
