import Randomness

/// Something that makes people adopt sooner or later: a price that changes, an effort that grows.
///
/// ```swift
/// .bass(innovation: 0.03, imitation: 0.38, influences: [
///   .price(.falling(0.4), effect: -0.8), .effort(.growing(0.2), effect: 0.3),
/// ])
/// ```
/// Bass, Krishnan and Jain 1994: only change counts, and efforts only as they grow; a price that falls steadily makes
/// time run faster, and the curve keeps its shape.
public struct MarketInfluence: Sendable, Hashable, CustomStringConvertible {
  private enum Kind: Hashable {
    case price
    case effort
  }

  private let kind: Kind
  private let path: RelativePath
  private let effect: Double

  /// A price, and by how much adoption speeds up for each unit by which its logarithm rises a year: below 0.
  ///
  /// An effect of −0.8 lets a price that falls by 40 % a year, 0.51 in its logarithm, speed adoption up by 41 %.
  public static func price(
    _ path: RelativePath, effect: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> MarketInfluence {
    checked(.price, path, effect, effect <= 0, "a rising price does not speed adoption up", file, line)
  }

  /// An effort such as advertising, and by how much adoption speeds up for each unit by which its logarithm rises a year:
  /// above 0.
  public static func effort(
    _ path: RelativePath, effect: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> MarketInfluence {
    checked(.effort, path, effect, effect >= 0, "a growing effort does not slow adoption down", file, line)
  }

  private static func checked(
    _ kind: Kind, _ path: RelativePath, _ effect: Double, _ hasSign: Bool, _ problem: String, _ file: StaticString,
    _ line: UInt
  ) -> MarketInfluence {
    if hasSign, effect.isFinite { return MarketInfluence(kind: kind, path: path, effect: effect) }
    ValidationErrors.report(
      InvalidValue(
        "\(kind)(\(path), effect: \(effect.shortest))", problem,
        remedy: effect.isFinite ? "write effect: \((-effect).shortest)" : nil, location: "\(file):\(line)"))
    return MarketInfluence(kind: kind, path: path, effect: 0)
  }

  /// By how many years adoption is ahead of its own time after some years.
  func advance(after years: Double) -> Double {
    switch kind {
    case .price: effect * path.logarithm(after: years)
    case .effort: effect * path.rises(after: years)
    }
  }

  /// The speed of adoption where influences slow it down most, if their slowest times fell together.
  static func slowest(_ influences: [MarketInfluence]) -> Double {
    influences.reduce(1) { speed, influence in
      speed
        + (influence.path.rates.map { rate in
          influence.effect * (influence.kind == .price ? rate : max(rate, 0))
        }.min() ?? 0)
    }
  }

  public var description: String { "\(kind)(\(path), effect: \(effect.shortest))" }
}
