import Glibc
package import Randomness

/// An exercise policy learnt from simulated paths by least squares: exercise once that is worth more than waiting.
///
/// ```swift
/// let policy = ExercisePolicy(learntFrom: training, discounting: 0.1.perYear, basis: .polynomials(degree: 3))
/// try policy.dates(on: fresh)  // when one acts on paths that it was not learnt from
/// ```
/// On each date, from the last but one back, what waiting brought on the paths on which acting would gain is regressed
/// on functions of the state. Longstaff and Schwartz 2001, "Valuing American options by simulation", Review of
/// Financial Studies 14. The paths that a policy was learnt from flatter it; on paths of other replications no policy
/// does better than the best, so that the value there is a lower bound but for chance, which its interval tells.
/// Measured against lattices with 20 to 120 dates, a cubic polynomial of one variable falls up to 0.8 % short of the
/// best, one of degree 5 up to 0.4 %.
///
/// Where a payoff is only what acting turned out to bring on a path, it is not known when one decides. What acting is
/// worth is then regressed on the state too, over all paths, and decides in its place; what counts is what it brought.
package struct ExercisePolicy: Sendable {
  package let basis: RegressionBasis
  /// The value on the paths that the policy was learnt from, which is biased upwards.
  package let inSampleValue: Double
  let times: [Double]
  private let variables: [String]
  /// With continuous compounding, a year.
  let discount: Double
  private let learntFrom: Range<Int>
  /// By date; `nil` where on no path acting gained, and on the last date.
  private let continuations: [ContinuationValue?]
  /// What acting is worth, by date; empty where that is known.
  private let exercises: [ContinuationValue]

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
    var exercises: [ContinuationValue] = []
    if !paths.payoffsAreKnown {
      exercises = paths.times.indices.map { date in
        ContinuationValue(Self.states(of: paths, on: date), Array(paths.payoffs(on: date)), basis: basis)
      }
    }
    self.exercises = exercises
    func known(_ date: Int) -> [Double] {
      exercises.isEmpty
        ? Array(paths.payoffs(on: date)) : Self.states(of: paths, on: date).map { exercises[date].value($0) }
    }
    // What each path brings at the date that has been reached, going back.
    var worths = zip(paths.payoffs(on: last), known(last)).map { $1 > 0 ? $0 : 0 }
    var continuations: [ContinuationValue?] = Array(repeating: nil, count: paths.times.count)
    for date in stride(from: last - 1, through: 0, by: -1) {
      let factor = exp(-discount.force * (paths.times[date + 1] - paths.times[date]))
      for path in worths.indices { worths[path] *= factor }
      let payoffs = Array(paths.payoffs(on: date))
      let known = known(date)
      let gaining = known.indices.filter { known[$0] > 0 }
      guard !gaining.isEmpty else { continue }
      let states = Self.states(of: paths, on: date)
      let rows = gaining.map { states[$0] }
      let continuation = ContinuationValue(rows, gaining.map { worths[$0] }, basis: basis)
      for (row, path) in zip(rows, gaining) where known[path] >= continuation.value(row) {
        worths[path] = payoffs[path]
      }
      continuations[date] = continuation
    }
    self.continuations = continuations
    inSampleValue = worths.reduce(0, +) / Double(worths.count) * exp(-discount.force * paths.times[0])
  }

  /// The state of each path on a date.
  private static func states(of paths: DecisionPaths, on date: Int) -> [[Double]] {
    let variables = (0..<paths.variables.count).map { Array(paths.state($0, on: date)) }
    return (0..<paths.count).map { path in variables.map { $0[path] } }
  }

  /// Whether to exercise on a date.
  ///
  /// - `date`: from 0.
  /// - `state`: what is known.
  /// - `payoff`: what acting now is worth, where that is known; otherwise it is not looked at.
  package func acts(on date: Int, state: [Double], payoff: Double) -> Bool {
    let payoff = exercises.isEmpty ? payoff : exercises[date].value(state)
    guard payoff > 0 else { return false }
    if date == times.count - 1 { return true }
    return continuations[date].map { payoff >= $0.value(state) } ?? false
  }

  /// The exercise date on each path; `nil` where the option is never exercised.
  /// - Throws: `InvalidValue` for paths of replications that it was learnt from, and for paths of other dates or
  ///   states.
  package func dates(on paths: DecisionPaths) throws(InvalidValue) -> [Int?] {
    guard !paths.replications.overlaps(learntFrom) else {
      throw InvalidValue(
        "value of a policy on replications \(paths.replications)", "it was learnt from \(learntFrom), which flatter it",
        remedy: "simulate others, from \(learntFrom.upperBound) on")
    }
    guard paths.times == times, paths.variables == variables, paths.payoffsAreKnown == exercises.isEmpty else {
      throw InvalidValue(
        "value of a policy", "the paths have other dates or variables than those that it was learnt from")
    }
    return (0..<paths.count).map { path in
      times.indices.first { date in
        let payoffs = paths.payoffs(on: date)
        let payoff = payoffs[payoffs.startIndex + path]
        guard payoff > 0 || !exercises.isEmpty else { return false }
        let state = variables.indices.map { variable in
          let column = paths.state(variable, on: date)
          return column[column.startIndex + path]
        }
        return acts(on: date, state: state, payoff: payoff)
      }
    }
  }
}
