import CGSL

/// Reorders columns of values so that their ranks correlate as wanted; the values of each column stay what they are.
///
/// Iman, Conover 1982, "A distribution-free approach to inducing rank correlation among input variables",
/// Communications in Statistics B11. The scores are those of van der Waerden at the ranks the columns have, so nothing
/// is drawn: the first column stays in its order, and the columns should come in no order of each other's.
package enum ImanConover {
  /// The columns, one an input of the matrix, with the values of each in another order.
  ///
  /// What the ranks miss of the matrix is made up for in further passes, as long as they come nearer. The Spearman
  /// correlations come within some 0.02 of those of the matrix with a hundred rows, and nearer with more.
  /// - Complexity: n log n.
  package static func reordered(
    _ columns: [[Double]], to correlation: CorrelationMatrix
  ) throws(InvalidValue) -> [[Double]] {
    let subject = "reordering to a correlation"
    let size = columns.count
    guard size == correlation.inputs.count else {
      throw InvalidValue(subject, "there are \(size) columns; \(correlation.inputs.count) were expected")
    }
    let rows = columns.first?.count ?? 0
    guard columns.allSatisfy({ $0.count == rows }) else {
      throw InvalidValue(subject, "the columns have different lengths; the same was expected")
    }
    let byRank = (0..<rows).map { NormalDistribution.standardQuantile(Double($0 + 1) / Double(rows + 1)) }
    var scores = columns.map { column in ranks(of: column).map { byRank[$0] } }
    var found = correlations(of: scores)
    guard rows > size, var factor = TriangularFactor(positiveDefinite: found, size: size) else {
      throw InvalidValue(
        subject, "\(rows) rows of \(size) columns run along with each other; independent columns were expected",
        remedy: "use more rows, or shuffle each column")
    }
    var best = (distance: Double.infinity, scores: scores)
    for _ in 0..<10 {
      var wanted = scores
      for row in 0..<rows {
        let independent = factor.solved(for: scores.map { $0[row] })
        for (column, score) in correlation.factor.times(independent).enumerated() { wanted[column][row] = score }
      }
      scores = wanted.map { column in ranks(of: column).map { byRank[$0] } }
      found = correlations(of: scores)
      let distance = zip(found, correlation.entries).reduce(0) { max($0, abs($1.0 - $1.1)) }
      guard distance < best.distance else { break }
      best = (distance, scores)
      guard let next = TriangularFactor(positiveDefinite: found, size: size) else { break }
      factor = next
    }
    return zip(columns, best.scores).map { column, scores in
      let sorted = column.sorted()
      return ranks(of: scores).map { sorted[$0] }
    }
  }

  private static func correlations(of scores: [[Double]]) -> [Double] {
    scores.flatMap { one in scores.map { gsl_stats_correlation(one, 1, $0, 1, one.count) } }
  }

  /// The place of each value among the sorted, from 0; of equals the first comes first.
  private static func ranks(of values: [Double]) -> [Int] {
    var ranks = Array(repeating: 0, count: values.count)
    for (rank, index) in values.indices.sorted(by: { (values[$0], $0) < (values[$1], $1) }).enumerated() {
      ranks[index] = rank
    }
    return ranks
  }
}
