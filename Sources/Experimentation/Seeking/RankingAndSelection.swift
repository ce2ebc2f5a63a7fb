import Glibc
package import Randomness

/// Chooses the option with the highest mean from a finite list, with a stated chance that it is the right one.
///
/// ```swift
/// let rule = try RankingAndSelection(indifference: 50_000, confidence: 0.95)
/// let selection = try rule.select(["4 GPUs", "6 GPUs", "8 GPUs"]) { option, replications in
///   replications.map { npv(option, $0) }
/// }
/// selection.winner.name
/// ```
/// After a first stage each option goes on a replication at a time and is dropped once another is ahead by more than
/// chance allows, so that replications go to the options that are close. If the best is ahead by at least the
/// indifference, it is chosen with that confidence; if the lead is smaller, an option within the indifference of the
/// best is. It holds for about normal values and also under common random numbers, which need fewer replications. Kim
/// and Nelson 2001, "A Fully Sequential Procedure for Indifference-Zone Selection in Simulation", with c = 1.
package struct RankingAndSelection: Sendable, Hashable {
  /// The indifference zone: the largest difference in means that does not matter, in the unit of the payoff.
  package let indifference: Double
  /// The least probability of a correct selection.
  package let confidence: Double
  /// Replications of every option before any is dropped.
  package let firstStage: Int
  /// Replications that are asked for at a time; the rule looks at each all the same.
  package let batch: Int
  /// Replications of an option after which the choice is left open.
  package let cap: Int

  /// - Throws: ``InvalidValue`` for an indifference or a confidence that can't be meant, and a first stage of fewer
  ///   than two.
  package init(
    indifference: Double, confidence: Double = 0.95, firstStage: Int = 20, batch: Int = 10, cap: Int = 100_000
  ) throws(InvalidValue) {
    guard indifference > 0 && indifference.isFinite else {
      throw InvalidValue(
        "indifference \(indifference.shortest)", "it is above 0",
        remedy: "name the smallest difference that matters to you")
    }
    guard confidence > 0 && confidence < 1 else {
      throw InvalidValue("confidence \(confidence.shortest)", "a confidence lies between 0 and 1")
    }
    guard firstStage >= 2, batch >= 1, cap >= firstStage else {
      throw InvalidValue(
        "replications from \(firstStage) to \(cap), \(batch) at a time",
        "a first stage has at least 2, a batch at least 1, and the cap is no smaller than the first stage")
    }
    self.indifference = indifference
    self.confidence = confidence
    self.firstStage = firstStage
    self.batch = batch
    self.cap = cap
  }

  /// Chooses from the options.
  /// - Parameter evaluate: the payoffs of an option, by its place, in those replications; called with consecutive
  ///   ranges.
  /// - Throws: ``InvalidValue`` for no option and as ``Sample`` does, and what `evaluate` throws.
  package func select(
    _ names: [String], evaluate: (Int, Range<Int>) throws -> [Double?]
  ) throws -> Selection {
    guard !names.isEmpty else {
      throw InvalidValue("options", "there is nothing to choose from", remedy: "name two options or more")
    }
    var values = [[Double]](repeating: [], count: names.count)
    func extend(_ option: Int, to count: Int) throws {
      while values[option].count < count {
        let begin = values[option].count
        let range = begin..<min(max(begin + batch, count), cap)
        values[option] += try Sample(names[option], try evaluate(option, range)).values
        precondition(values[option].count == range.upperBound, "a batch has a value for each of its replications")
      }
    }
    for option in names.indices { try extend(option, to: firstStage) }
    let spreads = names.indices.map { i in
      names.indices.map { l in variance(zip(values[i], values[l]).map { $0 - $1 }) }
    }
    let freedom = Double(firstStage - 1)
    let rivals = Double(max(names.count - 1, 1))
    let eta = (pow(2 * (1 - confidence) / rivals, -2 / freedom) - 1) / 2
    let reach = 2 * eta * freedom

    var candidates = Array(names.indices)
    var sums = values.map { $0.reduce(0, +) }
    var used = [Int](repeating: firstStage, count: names.count)
    var count = firstStage
    while true {
      // The lead that chance allows shrinks with the replications, down to none.
      candidates = candidates.filter { i in
        candidates.allSatisfy { l in
          let allowed = max(reach * spreads[i][l] / indifference - indifference * Double(count), 0) / 2
          // Where no lead is allowed any more, the first of equals is the one that stays.
          return i == l || sums[i] > sums[l] - allowed || (sums[i] == sums[l] - allowed && (allowed > 0 || i < l))
        }
      }
      if candidates.count == 1 || count == cap { break }
      count += 1
      for option in candidates {
        try extend(option, to: count)
        sums[option] += values[option][count - 1]
        used[option] = count
      }
    }
    let winner = candidates.reduce(candidates[0]) { sums[$1] > sums[$0] ? $1 : $0 }
    let means = try names.indices.map {
      try Sample(names[$0], Array(values[$0].prefix(used[$0]))).meanEstimate(confidence: confidence)
    }
    return Selection(
      winner: (winner, names[winner]), survivors: candidates, means: means, replications: used,
      evaluated: values.map(\.count), indifference: indifference, confidence: confidence)
  }

  private func variance(_ differences: [Double]) -> Double {
    let mean = differences.reduce(0, +) / Double(differences.count)
    return differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(differences.count - 1)
  }
}

/// The selected option, and the replications that it took.
package struct Selection: Sendable {
  /// The option by its place and name; the one ahead where the choice is left open.
  package let winner: (index: Int, name: String)
  /// The options that could not be told apart when the cap was reached; the winner alone where it was not.
  package let survivors: [Int]
  /// The mean of each option over the replications it had; the winner's is flattered, see ``SelectionOptimism``.
  package let means: [Estimate]
  /// The replications that each option had when it was dropped or chosen.
  package let replications: [Int]
  /// The replications that were evaluated, which come in batches.
  package let evaluated: [Int]
  /// The indifference zone.
  package let indifference: Double
  /// The least probability of a correct selection.
  package let confidence: Double

  /// Whether one option is left.
  package var isDecided: Bool { survivors.count == 1 }

  /// The same selection with the signs of the means turned, as where less was better.
  package var negated: Selection {
    Selection(
      winner: winner, survivors: survivors, means: means.map(\.negated), replications: replications,
      evaluated: evaluated, indifference: indifference, confidence: confidence)
  }
}
