import Glibc
package import Randomness

/// When to act, learnt from simulated paths by least squares: wait while waiting is worth more than acting.
///
/// ```swift
/// let policy = ExercisePolicy(learntFrom: training, discounting: 0.1.perYear, basis: .polynomials(degree: 3))
/// let valuation = try policy.valuation(on: fresh)
/// valuation.value  // with interval, and when one acts
/// ```
/// On each date, from the last but one back, what waiting brought on the paths on which acting would gain is regressed
/// on functions of the state. Longstaff and Schwartz 2001, "Valuing American options by simulation", Review of
/// Financial Studies 14. The paths that a policy was learnt from flatter it; on paths of other replications no policy
/// does better than the best, so that the value there is a lower bound but for chance, which its interval tells.
/// Measured against lattices with 20 to 120 dates, a cubic polynomial of one variable falls up to 0.8 % short of the
/// best, one of degree 5 up to 0.4 %.
package struct ExercisePolicy: Sendable {
  package let basis: RegressionBasis
  /// The value of the policy on the paths that it was learnt from: not what it is worth.
  package let inSampleValue: Double
  private let times: [Double]
  private let variables: [String]
  private let discount: Double
  private let learntFrom: Range<Int>
  /// By date; `nil` where on no path acting gained, and on the last date.
  private let continuations: [ContinuationValue?]

  package init(
    learntFrom paths: DecisionPaths, discounting discount: Rate<PerYear>,
    basis: RegressionBasis = .polynomials(degree: 3), file: StaticString = #fileID, line: UInt = #line
  ) {
    _ = CashSeries.accepts(discount.fraction, "\(file):\(line)")
    self.basis = basis
    self.discount = discount.force
    times = paths.times
    variables = paths.variables
    learntFrom = paths.replications
    let last = paths.times.count - 1
    // What each path brings at the date that has been reached, going back.
    var worths = paths.payoffs(on: last).map { max($0, 0) }
    var continuations: [ContinuationValue?] = Array(repeating: nil, count: paths.times.count)
    for date in stride(from: last - 1, through: 0, by: -1) {
      let factor = exp(-discount.force * (paths.times[date + 1] - paths.times[date]))
      for path in worths.indices { worths[path] *= factor }
      let payoffs = Array(paths.payoffs(on: date))
      let states = (0..<paths.variables.count).map { Array(paths.state($0, on: date)) }
      let gaining = payoffs.indices.filter { payoffs[$0] > 0 }
      guard !gaining.isEmpty else { continue }
      let rows = gaining.map { path in states.map { $0[path] } }
      let continuation = ContinuationValue(rows, gaining.map { worths[$0] }, basis: basis)
      for (row, path) in zip(rows, gaining) where payoffs[path] >= continuation.value(row) {
        worths[path] = payoffs[path]
      }
      continuations[date] = continuation
    }
    self.continuations = continuations
    inSampleValue = worths.reduce(0, +) / Double(worths.count) * exp(-discount.force * paths.times[0])
  }

  /// Whether to act on a date.
  ///
  /// - `date`: from 0.
  /// - `state`: what is known.
  /// - `payoff`: what acting now is worth.
  package func acts(on date: Int, state: [Double], payoff: Double) -> Bool {
    guard payoff > 0 else { return false }
    if date == times.count - 1 { return true }
    return continuations[date].map { payoff >= $0.value(state) } ?? false
  }

  /// The value at time zero of following the policy.
  /// - Throws: `InvalidValue` for paths of replications that it was learnt from, and for paths of other dates or
  ///   states.
  package func valuation(on paths: DecisionPaths) throws(InvalidValue) -> PolicyValuation {
    guard !paths.replications.overlaps(learntFrom) else {
      throw InvalidValue(
        "value of a policy on replications \(paths.replications)", "it was learnt from \(learntFrom), which flatter it",
        remedy: "simulate others, from \(learntFrom.upperBound) on")
    }
    guard paths.times == times, paths.variables == variables else {
      throw InvalidValue(
        "value of a policy", "the paths have other dates or variables than those that it was learnt from")
    }
    var values = Array(repeating: 0.0, count: paths.count)
    var acting = Array(repeating: 0, count: times.count)
    for path in values.indices {
      for date in times.indices {
        let payoffs = paths.payoffs(on: date)
        let payoff = payoffs[payoffs.startIndex + path]
        guard payoff > 0 else { continue }
        let state = variables.indices.map { variable in
          let column = paths.state(variable, on: date)
          return column[column.startIndex + path]
        }
        if acts(on: date, state: state, payoff: payoff) {
          values[path] = payoff * exp(-discount * times[date])
          acting[date] += 1
          break
        }
      }
    }
    return PolicyValuation(values: values, times: times, acting: acting)
  }
}
