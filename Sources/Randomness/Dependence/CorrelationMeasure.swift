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
