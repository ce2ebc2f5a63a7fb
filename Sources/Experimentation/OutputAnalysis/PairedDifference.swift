import CGSL
package import EventSimulation
package import Randomness

/// The difference of two means from replications that share their draws, against what independent ones would have
/// given.
///
/// ```swift
/// let gain = try PairedDifference(selfHosted, rented)
/// gain.difference.low  // the least that hosting it ourselves brings, with 95 % confidence
/// gain.runsSaved       // 94: so many times fewer runs than without common random numbers
/// ```
/// What both have in common cancels in each pair. Law 2015, sections 10.2 and 11.2.
package struct PairedDifference: Sendable, Hashable {
  /// Mean of the first less mean of the second, with the interval of the pairs.
  package private(set) var difference: Estimate
  /// The difference in standard errors.
  package private(set) var t: Double
  /// The probability of a difference as large if there were none.
  package let p: Double
  /// Pearson's correlation of the pairs; `nil` where one of the two does not vary.
  package let correlation: Double?
  /// The same difference as if the replications had been independent.
  package private(set) var independent: WelchDifference
  /// How many times as many independent replications would be needed for the same interval: the variance of independent
  /// replications over that of pairs. Below 1 the pairing did harm; infinite where every pair differs by the same.
  package let runsSaved: Double

  /// - Throws: ``InvalidValue`` for samples of different lengths or of a single value.
  package init(_ first: Sample, _ second: Sample, confidence: Double = 0.95) throws(InvalidValue) {
    guard first.count == second.count else {
      throw InvalidValue(
        "\(first.name) − \(second.name)",
        "pairs need as many replications of each, but there are \(first.count) and "
          + "\(second.count)", remedy: "run both with the same number of replications and the same seed")
    }
    var tally = PairedTally()
    for (a, b) in zip(first.values, second.values) { tally.add(a, b) }
    guard let difference = PairedDifference(tally, confidence: confidence) else {
      throw WelchDifference.tooFew(first.name, second.name)
    }
    self = difference
  }

  /// `nil` for fewer than two pairs.
  package init?(_ tally: PairedTally, confidence: Double = 0.95) {
    let (a, b, d) = (tally.first, tally.second, tally.difference)
    guard let independent = WelchDifference(a, b, confidence: confidence), let mean = d.mean, let variance = d.variance,
      let varianceA = a.variance, let varianceB = b.variance
    else { return nil }
    self.independent = independent
    let test = MeanTest(
      mean, standardError: (variance / Double(d.count)).squareRoot(), Double(d.count - 1), confidence)
    difference = test.estimate
    t = test.t
    p = test.p
    let scale = (varianceA * varianceB).squareRoot()
    correlation = scale > 0 ? min(max((varianceA + varianceB - variance) / (2 * scale), -1), 1) : nil
    runsSaved = varianceA + varianceB == variance ? 1 : (varianceA + varianceB) / variance
  }
  /// The second less the first.
  package var reversed: PairedDifference {
    var reversed = self
    reversed.difference = difference.negated
    reversed.t = -t
    reversed.independent = independent.reversed
    return reversed
  }
}

/// Two measures over the same replications, and their difference in each: in constant memory.
///
/// A replication in which one of the two has no value is counted as unpaired and is in no mean. In the count of which
/// is greater it is one like any other where an absent value is later than any; otherwise it is left out.
package struct PairedTally: Sendable, Hashable {
  package private(set) var first = Tally()
  package private(set) var second = Tally()
  /// The first less the second.
  package private(set) var difference = Tally()
  /// Replications in which one of the two has no value.
  package private(set) var unpaired = 0
  /// Replications in which the first is greater.
  package private(set) var greater = 0
  /// Replications in which both are the same.
  package private(set) var same = 0
  /// Replications in which it can be said which of the two is greater.
  package private(set) var comparable = 0
  private let absence: Absence

  /// Pairs of one measure with itself, as options of one experiment have it.
  ///
  /// - `absence`: what it means that a replication has no value.
  init(absence: Absence = .unknown) { self.absence = absence }

  /// Pairs of two measures whose values were found apart, as of two runs or two views.
  ///
  /// - Throws: ``InvalidValue`` for two units, as euros and yen: there is no difference between them.
  package init(_ first: MeasureDeclaration, _ second: MeasureDeclaration) throws(InvalidValue) {
    guard first.name == second.name, first.unit == second.unit else {
      throw InvalidValue(
        first.name == second.name ? first.name : "\(first.name) − \(second.name)",
        "one is in \(first.unit) and the other in \(second.unit), so they have no difference",
        remedy: "compute both in the same unit")
    }
    self.init(absence: first.absence)
  }

  /// The replications of both.
  package var count: Int { difference.count + unpaired }

  /// Adds a replication. What differs by rounding is the same: see ``OutputTolerance``.
  package mutating func add(_ a: Double?, _ b: Double?) {
    if let (x, y) = absence.order(a, b) {
      comparable += 1
      if OutputTolerance.isSame(x, y) { same += 1 } else if x > y { greater += 1 }
    }
    guard let a, let b else {
      unpaired += 1
      return
    }
    first.add(a)
    second.add(b)
    difference.add(OutputTolerance.isSame(a, b) ? 0 : a - b)
  }

  /// The chance that the first is greater, with its score interval; `nil` where it can be said of no replication.
  package func chanceOfGreater(confidence: Double = 0.95) -> Estimate? { share(of: greater, confidence) }

  /// The chance that the first is less, with its score interval; `nil` where it can be said of no replication.
  package func chanceOfLess(confidence: Double = 0.95) -> Estimate? {
    share(of: comparable - greater - same, confidence)
  }

  private func share(of count: Int, _ confidence: Double) -> Estimate? {
    comparable > 0 ? Proportion(count, of: comparable).estimate(confidence: confidence) : nil
  }
}

/// The difference of two means from independent replications, which may differ in variance and in number.
///
/// Welch 1947, with Satterthwaite's degrees of freedom.
package struct WelchDifference: Sendable, Hashable {
  /// Mean of the first less mean of the second, with its interval.
  package private(set) var difference: Estimate
  /// The degrees of freedom; not a number where neither sample varies.
  package let degreesOfFreedom: Double
  /// The difference in standard errors.
  package private(set) var t: Double
  /// The probability of a difference as large if there were none.
  package let p: Double

  /// - Throws: ``InvalidValue`` for a sample of a single value.
  package init(_ first: Sample, _ second: Sample, confidence: Double = 0.95) throws(InvalidValue) {
    guard let difference = WelchDifference(first.tally, second.tally, confidence: confidence) else {
      throw Self.tooFew(first.name, second.name)
    }
    self = difference
  }

  /// `nil` for fewer than two values of one of the two.
  package init?(_ a: Tally, _ b: Tally, confidence: Double = 0.95) {
    guard let meanA = a.mean, let meanB = b.mean, let varianceA = a.variance, let varianceB = b.variance else {
      return nil
    }
    let (shareA, shareB) = (varianceA / Double(a.count), varianceB / Double(b.count))
    let variance = shareA + shareB
    degreesOfFreedom =
      variance * variance / (shareA * shareA / Double(a.count - 1) + shareB * shareB / Double(b.count - 1))
    let test = MeanTest(meanA - meanB, standardError: variance.squareRoot(), degreesOfFreedom, confidence)
    difference = test.estimate
    t = test.t
    p = test.p
  }

  static func tooFew(_ first: String, _ second: String) -> InvalidValue {
    InvalidValue(
      "\(first) − \(second)", "the difference of means needs two replications of each", remedy: "run more replications")
  }
  /// The second less the first.
  var reversed: WelchDifference {
    var reversed = self
    reversed.difference = difference.negated
    reversed.t = -t
    return reversed
  }
}
