import Glibc
public import Randomness

/// A named stream of requests over the years.
///
/// ```swift
/// Load("chat") {
///   Requests(perDay: 10e6, shape: dayShape, dayToDay: 0.25)
///   Adoption(.bass(innovation: 0.03, imitation: 0.38), startingAt: 0.35)
/// }
/// ```
public struct Load: Sendable, Hashable {
  public let name: String
  let requests: Requests
  let adoption: Adoption

  public init(_ name: String, @LoadBuilder _ content: () -> (Requests, Adoption)) {
    self.name = name
    (requests, adoption) = content()
  }

  /// The hours' rates within a day, as multiples of the day's mean.
  public var shape: DayShape { requests.shape }

  /// The expected requests on the day that begins `years` after the start.
  public func requestsPerDay(after years: Double) -> Double {
    requests.perDay * adoption.factor(after: years)
  }

  /// The factor by which a day differs from what was expected of it, with mean 1: gamma; `nil` where days do not differ.
  public var dailyVariation: Distribution? {
    requests.dayToDay > 0 ? .gamma(mean: 1, variation: requests.dayToDay) : nil
  }
}

/// Reads the two lines of a ``Load``: requests, and their adoption where there is one.
@resultBuilder
public enum LoadBuilder {
  public static func buildBlock(_ requests: Requests) -> (Requests, Adoption) { (requests, .none) }
  public static func buildBlock(_ requests: Requests, _ adoption: Adoption) -> (Requests, Adoption) {
    (requests, adoption)
  }
}
