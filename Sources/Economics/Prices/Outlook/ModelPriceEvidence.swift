import Glibc

/// What the API prices of several models say of the number and the size of their changes, as sums.
package struct ModelPriceEvidence: Sendable, Hashable {
  /// The changes seen, in logarithms: their number, sum and sum of squares.
  package var changes = 0
  package var total = 0.0
  package var sumOfSquares = 0.0
  /// The years for which the series were watched, added up.
  package var years = 0.0

  package init(changes: Int = 0, total: Double = 0, sumOfSquares: Double = 0, years: Double = 0) {
    self.changes = changes
    self.total = total
    self.sumOfSquares = sumOfSquares
    self.years = years
  }

  /// Of series of logarithms by time in years, as known at a time; a price counts from its time on.
  package init(_ series: [[(time: Double, log: Double)]], through last: Double) {
    self.init()
    for prices in series {
      guard let first = prices.first, first.time <= last else { continue }
      years += last - first.time
      for (before, after) in zip(prices, prices.dropFirst())
      where after.time <= last + 1e-9 && abs(after.log - before.log) > 1e-9 {
        let change = after.log - before.log
        changes += 1
        total += change
        sumOfSquares += change * change
      }
    }
  }

  package static func + (a: Self, b: Self) -> Self {
    var sum = a
    sum.changes += b.changes
    sum.total += b.total
    sum.sumOfSquares += b.sumOfSquares
    sum.years += b.years
    return sum
  }
}

/// What is assumed of API prices before any is seen, and how much it counts.
package struct ModelPricePrior: Sendable, Hashable {
  package var changesPerYear: Double
  package var changesWeight: Double
  package var shape: Double
  package var meanChange: Double
  package var meanWeight: Double
  package var deviation: Double
  package var deviationWeight: Double

  /// The price of one model, from its launch to its withdrawal.
  package static let oneModel = ModelPricePrior(
    changesPerYear: 0.5, changesWeight: 1, shape: 1, meanChange: -0.4, meanWeight: 2, deviation: 0.7,
    deviationWeight: 3)
  /// What a buyer pays who moves to each successor of a model.
  package static let tier = ModelPricePrior(
    changesPerYear: 1.3, changesWeight: 2, shape: 2, meanChange: -0.4, meanWeight: 2, deviation: 0.7,
    deviationWeight: 3)

  /// The outlook once the evidence is seen.
  package func estimate(_ evidence: ModelPriceEvidence) -> ListPriceOutlook {
    let n = Double(evidence.changes)
    let mean = (meanWeight * meanChange + evidence.total) / (meanWeight + n)
    let squares = evidence.sumOfSquares - 2 * mean * evidence.total + n * mean * mean
    let variance = (deviationWeight * deviation * deviation + max(squares, 0)) / (deviationWeight + n)
    return ListPriceOutlook(
      changesPerYear: (changesWeight + n) / (changesWeight / changesPerYear + evidence.years), shape: shape,
      meanChange: mean, error: (variance / (meanWeight + n)).squareRoot(), deviation: variance.squareRoot())
  }
}
