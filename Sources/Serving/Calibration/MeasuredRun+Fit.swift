import Glibc

extension MeasuredRun {
  /// Finds the costs with which a deployment reproduces the run: base, for each token of a prompt and of context, and for
  /// each sequence.
  ///
  /// It begins with what the run itself tells of its steps, or with the deployment's costs if those are nearer, and
  /// minimises the sum of the squared errors of mean, median, 90th and 99th percentile of the time to the first token, the
  /// time per token and the time end to end, by simulating the run some hundreds of times. The deployment's rule, memory
  /// and overheads must be those of the run.
  ///
  /// From one run, context and sequences are hard to tell apart, for they come and go together: trust the sum of what
  /// they take, and let runs at several loads decide.
  /// - Throws: ``CalibrationError`` where fewer than ten requests are left to go by.
  public func fit(_ deployment: Deployment, named name: String = "a measured run") throws -> CalibrationFit {
    let given = compare(with: deployment)
    let usable = requests.count - given.refused
    guard usable >= 10 else {
      throw CalibrationError(
        "\(usable) of the \(requests.count) requests fit \(deployment.name), which takes up to "
          + "\(deployment.contextLength) tokens with a memory for \(deployment.kvTokens); at least 10 are needed")
    }
    func trial(_ cost: StepCost) -> LatencyComparison {
      compare(with: deployment.cost(cost, source: deployment.evidence))
    }
    func misfit(_ comparison: LatencyComparison) -> Double { comparison.rows.reduce(0) { $0 + $1.error * $1.error } }

    let cost = deployment.cost
    var start = cost
    if let estimate = estimate() {
      let own = Self.cost(estimate.map { 1000 * $0 }, like: cost)
      if own.base + own.perSequence > 0, misfit(trial(own)) < misfit(given) { start = own }
    }
    // Their logarithms, so that none falls below 0; one that is 0 begins at a thousandth of a step over a thousand.
    let least = 1e-6 * max(start.base, start.perSequence)
    let found = NelderMead.minimise(
      from: [start.base, start.perPromptToken, start.perContextToken, start.perSequence].map { log(max($0, least)) },
      step: 0.2, precision: 1e-4
    ) { logarithms in
      // Beyond any machine: no use to simulate it.
      guard logarithms.allSatisfy({ $0 > -25 && $0 < 15 }) else { return .infinity }
      return misfit(trial(Self.cost(logarithms.map(exp), like: cost)))
    }
    let fitted = Self.cost(found.place.map(exp), like: cost)
    let comparison = trial(fitted)
    return CalibrationFit(
      deployment: deployment.cost(
        fitted, source: .measured("fit to \(name) of \(usable) requests", error: comparison.worst)),
      comparison: comparison, simulations: found.evaluations)
  }

  /// Costs from four figures in milliseconds, with the rest as they are.
  private static func cost(_ figures: [Double], like cost: StepCost) -> StepCost {
    StepCost(
      base: figures[0], perPromptToken: figures[1], perPromptPair: cost.perPromptPair, perContextToken: figures[2],
      perSequence: figures[3], promptAttention: cost.promptAttention)
  }
}
