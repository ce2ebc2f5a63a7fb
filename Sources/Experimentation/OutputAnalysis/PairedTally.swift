package import EventSimulation

/// Two measures over the same replications, and their difference in each: in constant memory.
///
/// A replication in which one of the two has no value is counted as unpaired and is in no mean. In the count of which is
/// greater it is one like any other: no value is later, and so greater, than any.
package struct PairedTally: Sendable, Hashable {
  package private(set) var first = Tally()
  package private(set) var second = Tally()
  /// The first less the second.
  package private(set) var difference = Tally()
  /// Replications in which one of the two has no value.
  package private(set) var unpaired = 0
  /// Replications in which the first is greater; ties count half.
  package private(set) var firstIsGreater = 0.0

  package init() {}

  /// The replications of both.
  package var count: Int { difference.count + unpaired }

  /// Adds a replication.
  package mutating func add(_ a: Double?, _ b: Double?) {
    let (x, y) = (a ?? .infinity, b ?? .infinity)
    firstIsGreater += x > y ? 1 : x == y ? 0.5 : 0
    guard let a, let b else {
      unpaired += 1
      return
    }
    first.add(a)
    second.add(b)
    difference.add(a - b)
  }

  /// The chance that the first is greater, with its score interval.
  package func chanceOfGreater(confidence: Double = 0.95) -> Estimate {
    Proportion.scoreEstimate(firstIsGreater / Double(count), count, confidence: confidence)
  }

  /// The chance that the first is less, with its score interval.
  package func chanceOfLess(confidence: Double = 0.95) -> Estimate {
    Proportion.scoreEstimate(1 - firstIsGreater / Double(count), count, confidence: confidence)
  }
}
