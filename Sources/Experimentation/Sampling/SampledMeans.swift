import EventSimulation
package import Randomness

/// The mean of every measure, estimated as the sampling of the run requires, in constant memory.
package struct SampledMeans: Sendable {
  package let sampling: FutureSampling
  private var estimators: [any MeanEstimator]
  /// Whether a measure had no value in some replication, so that it has no mean.
  private var isIncomplete: [Bool]
  /// The columns of the inputs that correct the means.
  private let controls: [Int]

  /// `nil` for independent futures, whose means are those of the summary.
  package init?<E: Experiment>(_ plan: RunPlan, of experiment: ResolvedExperiment<E>, measures: Int) {
    sampling = plan.sampling
    // A distribution without a variance has no mean that would settle, and that of an amount times a rate is not known.
    controls = experiment.uncertainInputs.filter {
      experiment.inputs[$0].distribution.variance.isFinite && experiment.inputs[$0].conversion == nil
    }
    let estimator: any MeanEstimator
    switch plan.sampling {
    case .independent: return nil
    case .antithetic: estimator = GroupedMean(groupSize: 2)
    case .latinHypercube, .sobol:
      estimator = GroupedMean(groupSize: max(1, plan.replications / FutureSampling.blocks))
    case .stratified: estimator = StratifiedMean(equallyLikely: FutureSampling.strata)
    case .controlled: estimator = ControlledMean(knownMeans: controls.map { experiment.inputs[$0].distribution.mean })
    }
    estimators = Array(repeating: estimator, count: measures)
    isIncomplete = Array(repeating: false, count: measures)
  }

  /// Adds the next replication.
  package mutating func add(_ record: ReplicationRecord) {
    let values = controls.map { record.inputs[$0] }
    for (index, value) in record.measures.enumerated() {
      if let value {
        estimators[index].add(value, replication: record.replication, controls: values)
      } else {
        isIncomplete[index] = true
      }
    }
  }

  /// The mean of a measure; `nil` where it has no value in some replication, or where there are too few.
  package func estimate(of measure: Int, confidence: Double = 0.95) -> ReducedEstimate? {
    isIncomplete[measure] ? nil : estimators[measure].estimate(confidence: confidence)
  }
}

/// An estimator of a mean for one sampling method, in constant memory.
protocol MeanEstimator: Sendable {
  /// Adds the next replication.
  mutating func add(_ value: Double, replication: Int, controls: [Double])

  /// The mean with its interval and gain; `nil` where there are too few replications.
  func estimate(confidence: Double) -> ReducedEstimate?
}

extension GroupedMean: MeanEstimator {
  mutating func add(_ value: Double, replication: Int, controls: [Double]) { add(value) }
}

extension StratifiedMean: MeanEstimator {
  mutating func add(_ value: Double, replication: Int, controls: [Double]) {
    add(value, to: replication % FutureSampling.strata)
  }
}

extension ControlledMean: MeanEstimator {
  mutating func add(_ value: Double, replication: Int, controls: [Double]) { add(value, controls: controls) }
}

/// A mean with reduced variance, and the reduction.
package struct ReducedEstimate: Sendable, Hashable {
  /// The mean with its interval.
  package let mean: Estimate
  /// How many times as many independent replications the same interval would have taken; infinite where nothing is left
  /// of the variance, and below 1 where the method did harm.
  package let gain: Double
}

/// A mean from groups of replications that depend on each other, as antithetic pairs and blocks of a design do.
///
/// The means of the groups are independent, and tell the error. The gain is how many times as many independent
/// replications the same interval would have taken; below 1 the grouping did harm, as antithetic pairs do where the
/// measure neither rises nor falls with its draws. Hammersley and Morton 1956; Law 2015, section 11.3; Owen 1997 for
/// scrambled nets.
package struct GroupedMean: Sendable, Hashable {
  private let groupSize: Int
  private var all = Tally()
  private var groups = Tally()
  private var sum = 0.0
  private var filled = 0

  /// - `groupSize`: the replications of a group, which follow each other.
  package init(groupSize: Int) {
    precondition(groupSize > 0, "a group has at least one replication")
    self.groupSize = groupSize
  }

  /// Adds the next replication.
  package mutating func add(_ value: Double) {
    all.add(value)
    sum += value
    filled += 1
    guard filled == groupSize else { return }
    groups.add(sum / Double(groupSize))
    (sum, filled) = (0, 0)
  }

  /// The mean over the full groups, with Student's interval of their means; `nil` for fewer than two groups.
  package func estimate(confidence: Double = 0.95) -> ReducedEstimate? {
    guard groups.count > 1, let between = groups.variance, let within = all.variance else { return nil }
    let independent = within / Double(groupSize)
    return ReducedEstimate(
      mean: Estimate(meanOf: groups, confidence: confidence), gain: independent == between ? 1 : independent / between)
  }
}

/// A mean from replications drawn stratum by stratum, each with a known probability.
///
/// Differences between strata do not add to the variance. The gain is relative to as many independent replications.
/// Cochran 1977, "Sampling Techniques", chapter 5, with Satterthwaite's degrees of freedom.
package struct StratifiedMean: Sendable, Hashable {
  /// The probability of each stratum; they sum to 1.
  private let probabilities: [Double]
  private var strata: [Tally]

  /// - Throws: ``InvalidValue`` for probabilities that are not above 0 or don't sum to 1.
  package init(probabilities: [Double]) throws(InvalidValue) {
    let total = probabilities.reduce(0, +)
    guard abs(total - 1) < 1e-9, probabilities.allSatisfy({ $0 > 0 }) else {
      throw InvalidValue(
        "strata", "their probabilities are above 0 and sum to 1, but these sum to \(total.shortest)",
        remedy: "divide each by the sum")
    }
    self.probabilities = probabilities
    strata = probabilities.map { _ in Tally() }
  }

  /// Strata that are equally likely.
  package init(equallyLikely count: Int) {
    precondition(count > 0, "there is at least one stratum")
    probabilities = Array(repeating: 1 / Double(count), count: count)
    strata = probabilities.map { _ in Tally() }
  }

  /// Adds a replication of a stratum.
  package mutating func add(_ value: Double, to stratum: Int) { strata[stratum].add(value) }

  /// The mean with its interval and gain; `nil` for a stratum of fewer than two replications.
  package func estimate(confidence: Double = 0.95) -> ReducedEstimate? {
    let parts = zip(probabilities, strata)
    var value = 0.0
    for (probability, tally) in parts {
      guard let mean = tally.mean else { return nil }
      value += probability * mean
    }
    var (variance, freedom, plain) = (0.0, 0.0, 0.0)
    for (probability, tally) in parts {
      guard let within = tally.variance, let mean = tally.mean else { return nil }
      let part = probability * probability * within / Double(tally.count)
      variance += part
      freedom += part * part / Double(tally.count - 1)
      plain += probability * (within + (mean - value) * (mean - value))
    }
    plain /= Double(strata.reduce(0) { $0 + $1.count })
    let mean = MeanTest(value, standardError: variance.squareRoot(), variance * variance / freedom, confidence).estimate
    return ReducedEstimate(mean: mean, gain: plain == variance ? 1 : plain / variance)
  }
}
