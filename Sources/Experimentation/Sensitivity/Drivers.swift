import EventSimulation
import Glibc
import Randomness

/// What drives a measure, read off the replications of a run, without a run more: for each uncertain input the mean of
/// the measure where the input is in its lowest and in its highest tenth, and the share of the variance that the input
/// explains alone.
///
/// The share is the correlation ratio of the measure over bins of equal counts of the input, corrected for its bias
/// (ε², Kelley 1935; first-order index from given data: Plischke 2010). What is left is interactions and chance. The
/// interval of the swing is Welch's, of two means.
package struct Drivers: Sendable {
  /// What one input does.
  package struct Driver: Sendable, Hashable {
    package let input: String
    /// The mean of the input in its lowest and in its highest tenth.
    package let lowest: Double
    package let highest: Double
    /// The mean of the measure there.
    package let meanAtLowest: Double
    package let meanAtHighest: Double
    /// The mean at the highest less that at the lowest, with its interval.
    package let swing: Estimate
    /// The share of the variance that the input explains alone, from 0 to 1.
    package let share: Double
    /// The share that no input shows, 95 times in 100, where none has any effect.
    package let noise: Double

    /// Whether the share is more than an input without any effect would show.
    package var hasShare: Bool { share > noise }
  }

  package let measure: String
  /// From the greatest swing in size to the least.
  package let drivers: [Driver]
  /// The inputs on which no measure depends with the choices taken.
  package let unused: [String]

  /// Fewer replications than these say nothing of a tenth.
  package static let leastReplications = 100

  /// `nil` for too few replications, for one without a value, and where nothing is uncertain or the measure the same.
  ///
  /// - `columns`: of each uncertain input, by replication.
  /// - `unused`: the inputs on which nothing depends, which are left out.
  package init?(
    measure: String, inputs: [String], columns: [[Double]], outputs: [Double], unused: [String] = []
  ) {
    let count = outputs.count
    let all = Tally(outputs)
    guard count >= Self.leastReplications, !inputs.isEmpty, columns.allSatisfy({ $0.count == count }),
      let variance = all.variance, let mean = all.mean, variance.squareRoot() > OutputTolerance.rounding * abs(mean)
    else { return nil }
    self.measure = measure
    self.unused = unused
    var drivers: [Driver] = []
    // The more inputs there are, the more that one of them shows by chance (Šidák 1967).
    let level = pow(0.95, 1 / Double(max(inputs.count { !unused.contains($0) }, 1)))
    for (input, column) in zip(inputs, columns) where !unused.contains(input) {
      let order = column.indices.sorted { (column[$0], $0) < (column[$1], $1) }
      let tenth = count / 10
      let (low, high) = (Self.tail(order, column, tenth), Self.tail(order.reversed(), column, tenth))
      func output(_ rows: [Int]) -> [Double] { rows.map { outputs[$0] } }
      guard
        let difference = WelchDifference(Tally(output(high)), Tally(output(low)), confidence: 0.95)?.difference,
        let lowMean = Tally(output(low)).mean, let highMean = Tally(output(high)).mean,
        let lowest = Tally(low.map { column[$0] }).mean, let highest = Tally(high.map { column[$0] }).mean
      else { continue }
      let (share, noise) = Self.share(order, column, outputs, variance, level)
      drivers.append(
        Driver(
          input: input, lowest: lowest, highest: highest, meanAtLowest: lowMean, meanAtHighest: highMean,
          swing: difference, share: share, noise: noise))
    }
    // Equal swings keep the order of the inputs.
    self.drivers = drivers.enumerated().sorted {
      (abs($1.element.swing.value), $0.offset) < (abs($0.element.swing.value), $1.offset)
    }.map(\.element)
  }

  /// The rows of a tenth at one end, and those whose input is the same as that of the last.
  private static func tail(_ order: [Int], _ column: [Double], _ tenth: Int) -> [Int] {
    var rows = Array(order.prefix(tenth))
    let last = rows.last.map { column[$0] }
    for row in order.dropFirst(tenth) {
      guard column[row] == last else { break }
      rows.append(row)
    }
    return rows
  }

  /// The share of the variance between bins, without what bins of an input without any effect would show.
  private static func share(
    _ order: [Int], _ column: [Double], _ outputs: [Double], _ variance: Double, _ level: Double
  ) -> (share: Double, noise: Double) {
    let count = order.count
    let wanted = min(max(Int(cbrt(Double(count))), 4), 30)
    var bins: [Tally] = [Tally()]
    var filled = 0
    for (place, row) in order.enumerated() {
      let isFull = place * wanted / count > filled
      // Equal values are never in two bins.
      if isFull, column[row] > column[order[place - 1]] {
        bins.append(Tally())
        filled = place * wanted / count
      }
      bins[bins.count - 1].add(outputs[row])
    }
    guard bins.count > 1, count > bins.count else { return (0, 0) }
    let mean = outputs.reduce(0, +) / Double(count)
    let between = bins.reduce(0) { sum, bin in
      let gap = (bin.mean ?? mean) - mean
      return sum + Double(bin.count) * gap * gap
    }
    let total = variance * Double(count - 1)
    let (groups, rest) = (Double(bins.count - 1), Double(count - bins.count))
    let within = max(total - between, 0) / max(rest, 1)
    let share = min(max((between - groups * within) / total, 0), 1)
    // The correlation ratio of an input without effect follows a beta distribution.
    let limit = Distribution.beta(groups / 2, rest / 2).quantile(level)
    let noise = min(max(limit - groups * (1 - limit) / rest, 0), 1)
    return (share, noise)
  }
}
