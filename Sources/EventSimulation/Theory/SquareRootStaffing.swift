internal import CGSL

/// The rule that a large system needs its offered load and a safety that grows with the root of it: `a + β √a`.
///
/// ```swift
/// let staffing = SquareRootStaffing(probabilityOfWait: 0.2)
/// staffing.servers(offeredLoad: 900)  // 900 and some 32
/// ```
/// So a system four times as large needs only twice the safety. Halfin and Whitt 1981; the limit of ``ErlangC`` for many
/// servers, and good to a server from a load of ten on.
public struct SquareRootStaffing: Sendable, Hashable {
  /// The safety β, in roots of the offered load.
  public let safety: Double

  /// A safety above 0.
  public init(safety: Double) {
    precondition(safety > 0, "a safety is a number above 0: without one the queue grows forever")
    self.safety = safety
  }

  /// The safety at which a share of the customers waits.
  public init(probabilityOfWait: Double) {
    precondition(probabilityOfWait > 0 && probabilityOfWait < 1, "a share of customers that waits lies between 0 and 1")
    var low = 0.0
    var high = 1.0
    while Self.probabilityOfWait(safety: high) > probabilityOfWait { high *= 2 }
    while true {
      let middle = (low + high) / 2
      guard low < middle && middle < high else { break }
      if Self.probabilityOfWait(safety: middle) > probabilityOfWait { low = middle } else { high = middle }
    }
    safety = high
  }

  /// The number of servers for an offered load in erlangs, rounded up.
  public func servers(offeredLoad: Double) -> Int {
    precondition(offeredLoad >= 0 && offeredLoad.isFinite, "an offered load is a finite number and at least 0")
    return Int((offeredLoad + safety * offeredLoad.squareRoot()).rounded(.up))
  }

  /// The share of customers that waits in a large system with that safety.
  public var probabilityOfWait: Double { Self.probabilityOfWait(safety: safety) }

  private static func probabilityOfWait(safety: Double) -> Double {
    1 / (1 + safety * gsl_cdf_ugaussian_P(safety) / gsl_ran_ugaussian_pdf(safety))
  }
}
