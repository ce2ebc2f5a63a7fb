import Glibc
import Randomness

/// Bass's curve, in years or in any other period: p and q are for one of it.
///
/// Bass 1969, "A new product growth for model consumer durables", Management Science 15; generalised by Bass, Krishnan and
/// Jain 1994, "Why the Bass model fits without decision variables", Marketing Science 13.
struct BassDiffusion: Diffusion, Hashable, Sendable {
  let innovation: Double
  let imitation: Double
  var influences: [MarketInfluence] = []

  var beginning: AdoptionBeginning { .nothing }

  func share(after years: Double, from start: Double) -> Double {
    // The time at which F reaches `start`, solved from the closed form.
    let offset = log((1 + start * imitation / innovation) / (1 - start)) / (innovation + imitation)
    return share(at: offset + effectiveTime(after: years))
  }

  /// The effective time of the generalised Bass curve: ∫ x(t) dt.
  private func effectiveTime(after years: Double) -> Double {
    influences.reduce(years) { $0 + $1.advance(after: years) }
  }

  /// F, where nobody has adopted at time 0.
  func share(at time: Double) -> Double {
    let faded = exp(-(innovation + imitation) * time)
    return -expm1(-(innovation + imitation) * time) / (1 + imitation / innovation * faded)
  }

  /// f = dF/dt, where nobody has adopted at time 0.
  func density(at time: Double) -> Double {
    let share = share(at: time)
    return (innovation + imitation * share) * (1 - share)
  }

  /// When adoption is fastest, and the share reached then; the start where imitation is weaker than innovation.
  var peak: (time: Double, share: Double) {
    guard imitation > innovation else { return (0, 0) }
    return (
      log(imitation / innovation) / (innovation + imitation), (imitation - innovation) / (2 * imitation)
    )
  }

  var description: String {
    let influences =
      influences.isEmpty ? "" : ", influences: [\(influences.map(\.description).joined(separator: ", "))]"
    return "bass(innovation: \(innovation), imitation: \(imitation)\(influences))"
  }
}

/// What speeds adoption up or slows it down: a price that changes, an effort that grows.
///
/// ```swift
/// .bass(innovation: 0.03, imitation: 0.38, influences: [
///   .price(.falling(0.4), effect: -0.8), .effort(.growing(0.2), effect: 0.3),
/// ])
/// ```
/// Bass, Krishnan and Jain 1994: only changes count, and of an effort only its growth. A price that falls steadily speeds
/// up time and leaves the shape of the curve as it is.
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

  /// The years by which adoption is ahead of calendar time.
  func advance(after years: Double) -> Double {
    switch kind {
    case .price: effect * path.logarithm(after: years)
    case .effort: effect * path.rises(after: years)
    }
  }

  /// A lower bound of the speed of adoption: all influences at their slowest at the same time.
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
