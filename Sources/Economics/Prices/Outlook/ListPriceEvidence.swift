import Glibc

/// What the list prices of several sellers say of drift, volatility and number of changes, as sums.
///
/// Sums of two samples of prices can be added, so that what was known before a series begins need not be known price by
/// price.
package struct ListPriceEvidence: Sendable, Hashable {
  /// Whole changes of the logarithm from the first to the last price of each series, added up.
  package var total = 0.0
  /// The years from first to last price of each series, added up.
  package var years = 0.0
  /// The month of the earliest price, counted from year 0; `nil` without a price.
  package var firstMonth: Int?
  /// Prices that differ from the one before.
  package var changes = 0
  /// Quarterly moves: their number, and sums over change x and years t.
  package var moves = 0
  package var sumOfTimes = 0.0
  package var sumOfSquares = 0.0
  package var sumOfProducts = 0.0
  package var sumOfSquaredTimes = 0.0

  package init() {}

  /// Of series of logarithms by month, as known in a month.
  /// - Parameter series: months in rising order, counted from year 0.
  package init(_ series: [[(month: Int, log: Double)]], through last: Int) {
    for prices in series {
      let known = prices.filter { $0.month <= last }
      guard let first = known.first, let end = known.last, known.count >= 2 else { continue }
      total += end.log - first.log
      years += Double(end.month - first.month) / 12
      firstMonth = min(firstMonth ?? first.month, first.month)
      changes += zip(known, known.dropFirst()).count { abs($1.log - $0.log) > 1e-9 }
      var from = first
      for price in known where price.month - from.month >= 3 {
        let (x, t) = (price.log - from.log, Double(price.month - from.month) / 12)
        moves += 1
        sumOfTimes += t
        sumOfSquares += x * x
        sumOfProducts += x * t
        sumOfSquaredTimes += t * t
        from = price
      }
    }
  }

  package static func + (a: Self, b: Self) -> Self {
    var sum = a
    sum.total += b.total
    sum.years += b.years
    sum.firstMonth = [a.firstMonth, b.firstMonth].compactMap(\.self).min()
    sum.changes += b.changes
    sum.moves += b.moves
    sum.sumOfTimes += b.sumOfTimes
    sum.sumOfSquares += b.sumOfSquares
    sum.sumOfProducts += b.sumOfProducts
    sum.sumOfSquaredTimes += b.sumOfSquaredTimes
    return sum
  }

  /// The drift of the sample alone, a year; `nil` without a year of history.
  package var drift: Double? { years > 0 ? total / years : nil }
}

/// What is assumed of list prices before any is seen, and how much it counts.
package struct ListPricePrior: Sendable, Hashable {
  package var drift: Double
  package var driftDeviation: Double
  package var volatility: Double
  /// How many independent quarterly moves the prior volatility is worth.
  package var volatilityWeight: Double
  package var changesPerYear: Double
  /// How many changes the prior rate is worth.
  package var changesWeight: Double
  /// The share of the variance that is common to all sellers.
  package var commonShare: Double
  /// How many series say the same as one, because they overlap.
  package var overlap: Double
  package var cycle: MarketCycle
  /// How alike sellers are in their number of changes.
  package var shape: Double

  /// For rents of GPUs.
  ///
  /// The drift is that of one GPU over its life: V100 from 3.06 (AWS, 2017) to 0.97 USD/GPU-hour (median, May 2026),
  /// −0.13 a year; A100 40 GB from 4.10 (AWS, 2020), −0.08 a year; across generations the price of a FLOP/s fell by 0.28 to
  /// 0.33. The volatility is that of the H100 in 2023. The cycle stands for scarcity and glut; its size was set after
  /// rises of 2026 had been seen.
  package static let gpuRents = ListPricePrior(
    drift: -0.15, driftDeviation: 0.20, volatility: 0.35, volatilityWeight: 8, changesPerYear: 2, changesWeight: 2,
    commonShare: 0.35, overlap: 6, cycle: MarketCycle(mean: 0, deviation: 0.30, years: 1.5), shape: 2)

  /// The outlook and the number of changes a year of a seller, once the evidence up to a month is seen.
  package func estimate(_ evidence: ListPriceEvidence, in month: Int) -> ListPriceEstimate {
    let moves = Double(evidence.moves) / overlap
    let rate =
      (changesWeight + Double(evidence.changes) / overlap)
      / (changesWeight / changesPerYear + evidence.years / overlap)
    guard let sampled = evidence.drift, let first = evidence.firstMonth, month > first else {
      let outlook = PriceOutlook(drift: drift, error: driftDeviation, volatility: volatility, cycle: cycle)
      return ListPriceEstimate(outlook: outlook, changesPerYear: rate, shape: shape)
    }
    let squares =
      evidence.sumOfSquares - 2 * sampled * evidence.sumOfProducts + sampled * sampled * evidence.sumOfSquaredTimes
    let raw = evidence.moves > 0 ? max(squares, 0) / evidence.sumOfTimes : volatility * volatility
    let variance = (volatilityWeight * volatility * volatility + moves * raw) / (volatilityWeight + moves)
    let calendar = Double(month - first) / 12
    let error = commonShare * variance / calendar + (1 - commonShare) * variance / evidence.years
    let weight = 1 / (driftDeviation * driftDeviation)
    let outlook = PriceOutlook(
      drift: (weight * drift + sampled / error) / (weight + 1 / error), error: 1 / (weight + 1 / error).squareRoot(),
      volatility: variance.squareRoot(), cycle: cycle)
    return ListPriceEstimate(outlook: outlook, changesPerYear: rate, shape: shape)
  }
}

/// What is known of a market of list prices at a date.
package struct ListPriceEstimate: Sendable, Hashable {
  package let outlook: PriceOutlook
  package let changesPerYear: Double
  package let shape: Double

  /// As one seller prints it.
  package var listed: ListPriceOutlook { outlook.listed(changesPerYear: changesPerYear, shape: shape) }
}
