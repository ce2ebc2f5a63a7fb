import Glibc
import Randomness

/// How unequally clients share a load: a few send most of it.
///
/// ```swift
/// let skew = RateSkew.lognormal(top: 10, of: 162, share: 0.63)   // ServeGen's m-large
/// let shares = skew.shares(of: 162)
/// ```
/// Ten of ServeGen's clients send 63 and 68 % of the requests. Lognormal rates reproduce the shares at other ranks too; Zipf's
/// law gives the first client too much. Shares belong to ranks and are not drawn: they are the same in every replication.
public struct RateSkew: Sendable, Hashable {
  private enum Law: Hashable {
    case zipf(exponent: Double)
    case lognormal(deviation: Double)
  }

  private let law: Law

  /// Zipf's law: the rate of the client of rank k is proportional to k to the power of −exponent; 0 makes all equal.
  public static func zipf(exponent: Double, file: StaticString = #fileID, line: UInt = #line) -> RateSkew {
    checked(.zipf(exponent: exponent), "zipf(exponent: \(exponent.shortest))", exponent, file, line)
  }

  /// Lognormal rates: the client of rank k of n has the rate that a share (k − ½)/n of them exceed.
  ///
  /// - `deviation`: the standard deviation of the rates' logarithms; 0 makes all equal.
  public static func lognormal(deviation: Double, file: StaticString = #fileID, line: UInt = #line) -> RateSkew {
    checked(.lognormal(deviation: deviation), "lognormal(deviation: \(deviation.shortest))", deviation, file, line)
  }

  /// Zipf's law, with the exponent at which the largest `top` of `count` clients send that share of the load.
  public static func zipf(
    top: Int, of count: Int, share: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> RateSkew {
    solved(top, count, share, "zipf", { .zipf(exponent: $0) }, file, line)
  }

  /// Lognormal rates, with the deviation at which the largest `top` of `count` clients send that share of the load.
  public static func lognormal(
    top: Int, of count: Int, share: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> RateSkew {
    solved(top, count, share, "lognormal", { .lognormal(deviation: $0) }, file, line)
  }

  /// The greatest parameter: the first client sends all but a millionth.
  private static let steepest = 20.0

  private static func checked(
    _ law: Law, _ text: String, _ parameter: Double, _ file: StaticString, _ line: UInt
  ) -> RateSkew {
    if parameter >= 0, parameter <= steepest { return RateSkew(law: law) }
    ValidationErrors.report(
      InvalidValue(
        text, "a number from 0, where all are equal, to \(steepest.shortest) was expected", location: "\(file):\(line)")
    )
    return RateSkew(law: .zipf(exponent: 0))
  }

  private static func solved(
    _ top: Int, _ count: Int, _ share: Double, _ name: String, _ law: @escaping (Double) -> Law, _ file: StaticString,
    _ line: UInt
  ) -> RateSkew {
    let text = "\(name)(top: \(top), of: \(count), share: \(share.shortest))"
    guard top > 0, top < count else {
      ValidationErrors.report(
        InvalidValue(text, "top is at least 1 and less than the number of clients", location: "\(file):\(line)"))
      return RateSkew(law: .zipf(exponent: 0))
    }
    let equal = Double(top) / Double(count)
    guard share >= equal, share < 1 else {
      ValidationErrors.report(
        InvalidValue(
          text,
          "the largest \(top) of \(count) clients send at least \(equal.shortest) of the load and less than all of it",
          remedy: share > 1 && share <= 100 ? "for \(share.shortest) % write \((share / 100).shortest)" : nil,
          location: "\(file):\(line)"))
      return RateSkew(law: .zipf(exponent: 0))
    }
    let inverse = MonotoneInverse(cumulative: { parameter in
      RateSkew(law: law(parameter)).shares(of: count).prefix(top).reduce(0, +)
    })
    return RateSkew(law: law(inverse.chandrupatla(share, 0, steepest)))
  }

  /// The clients' shares of the load, in descending order.
  public func shares(of count: Int, file: StaticString = #fileID, line: UInt = #line) -> [Double] {
    guard count > 0 else {
      ValidationErrors.report(
        InvalidValue("shares(of: \(count))", "a load has at least one client", location: "\(file):\(line)"))
      return []
    }
    let weights = (0..<count).map { rank -> Double in
      switch law {
      case .zipf(let exponent): pow(Double(rank + 1), -exponent)
      case .lognormal(let deviation): exp(-deviation * NormalScore.of((Double(rank) + 0.5) / Double(count)))
      }
    }
    // The least first, so that the small ones are not lost.
    let total = weights.reversed().reduce(0, +)
    return weights.map { $0 / total }
  }
}
