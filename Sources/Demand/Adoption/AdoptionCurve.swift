import Randomness

/// How a use spreads: the share of its market reached, or unlimited growth, as a function of time in years.
public struct AdoptionCurve: Sendable, Hashable, CustomStringConvertible {
  enum Shape: Hashable {
    case bass(BassDiffusion)
    case logistic(LogisticDiffusion)
    case gompertz(GompertzDiffusion)
    case exponential(ExponentialGrowth)
    case launches(AdoptionWaves)
    case steps(AdoptionSteps)
  }

  let shape: Shape

  /// The model of the curve.
  private var diffusion: any Diffusion {
    switch shape {
    case .bass(let bass): bass
    case .logistic(let logistic): logistic
    case .gompertz(let gompertz): gompertz
    case .exponential(let exponential): exponential
    case .launches(let launches): launches
    case .steps(let steps): steps
    }
  }

  /// Whether the curve saturates at a market of finite size.
  public var saturates: Bool { diffusion.beginning != .anywhere }

  /// Where the curve begins.
  var beginning: AdoptionBeginning { diffusion.beginning }

  /// The share reached `years` after the share was `start`; for unlimited growth, the growth factor times `start`.
  ///
  /// The Bass curve may start from 0; the logistic and the Gompertz curve may not, because their growth at 0 is 0. Launches
  /// and steps have their own times and ignore `start`.
  public func share(after years: Double, from start: Double) -> Double {
    diffusion.share(after: years, from: start)
  }

  /// The same at several times.
  func shares(after times: [Double], from start: Double) -> [Double] {
    Self.shares(of: diffusion, after: times, from: start)
  }

  private static func shares(of diffusion: some Diffusion, after times: [Double], from start: Double) -> [Double] {
    times.map { diffusion.share(after: $0, from: start) }
  }

  public var description: String { diffusion.description }
}

/// Where an adoption curve begins.
enum AdoptionBeginning {
  /// At 0, or at any share of its market.
  case nothing
  /// At a share of its market that must be given.
  case share
  /// At times of its own.
  case ownTimes
  /// Anywhere: there is no market.
  case anywhere
}

/// What every model of adoption computes.
protocol Diffusion: CustomStringConvertible {
  var beginning: AdoptionBeginning { get }

  /// The share reached `years` after the share was `start`.
  func share(after years: Double, from start: Double) -> Double
}

/// The families of curves; parameters are validated.
extension AdoptionCurve {
  /// The Bass diffusion curve F(t) = (1 − e^(−(p+q)t)) / (1 + (q/p) e^(−(p+q)t)), with p and q a year.
  ///
  /// Bass 1969. Coefficients published for a year are far lower than for a month: state them for a year.
  ///
  /// - `influences`: what speeds adoption up or slows it down, such as a falling price or a growing effort. They make it
  ///   the generalised Bass curve, whose rate of adoption is (p + q F)(1 − F) x(t) with x(t) = 1 + Σ effect × the rate at
  ///   which the logarithm of the influence changes a year. Bass, Krishnan and Jain 1994.
  public static func bass(
    innovation p: Double, imitation q: Double, influences: [MarketInfluence] = [], file: StaticString = #fileID,
    line: UInt = #line
  ) -> AdoptionCurve {
    let bass = BassDiffusion(innovation: p, imitation: q, influences: influences)
    guard p > 0, p.isFinite, q >= 0, q.isFinite else {
      return refused(
        bass.description, "innovation must be above 0 and imitation at least 0", nil, "\(file):\(line)")
    }
    let slowest = MarketInfluence.slowest(influences)
    guard slowest >= 0 else {
      return refused(
        bass.description,
        "its influences slow adoption to \(((slowest * 1000).rounded() / 1000).shortest) times its own speed, "
          + "and adoption cannot be negative",
        "smaller effects, or a path that changes more slowly", "\(file):\(line)")
    }
    return AdoptionCurve(shape: .bass(bass))
  }

  /// The logistic curve, which grows by `growth` a year (continuously compounded) while the share is small.
  public static func logistic(
    growth: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> AdoptionCurve {
    let logistic = LogisticDiffusion(growth: growth)
    guard growth > 0, growth.isFinite else {
      return refused(logistic.description, "growth must be above 0", nil, "\(file):\(line)")
    }
    return AdoptionCurve(shape: .logistic(logistic))
  }

  /// Gompertz's curve, on which the logarithm of the share goes to 0 by `approach` a year (continuously compounded).
  ///
  /// It is fastest at 37 % of its market and slows down over a long tail. Gompertz 1825; Winsor 1932.
  public static func gompertz(
    approach: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> AdoptionCurve {
    let gompertz = GompertzDiffusion(approach: approach)
    guard approach > 0, approach.isFinite else {
      return refused(gompertz.description, "the approach must be above 0", nil, "\(file):\(line)")
    }
    return AdoptionCurve(shape: .gompertz(gompertz))
  }

  /// Growth by a fraction a year without limit: 0.2 is 20 % more each year, −0.1 is 10 % less.
  public static func exponential(
    growth: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> AdoptionCurve {
    let exponential = ExponentialGrowth(growth: growth)
    guard growth > -1, growth.isFinite else {
      return refused(
        exponential.description, "growth is a fraction a year above -1 (20 % a year is 0.2)", nil, "\(file):\(line)")
    }
    return AdoptionCurve(shape: .exponential(exponential))
  }

  /// Waves of adopters that begin at given times: regions, languages, products.
  ///
  /// ```swift
  /// .launches([
  ///   AdoptionWave(at: -1, share: 0.5, .bass(innovation: 0.03, imitation: 0.4)),
  ///   AdoptionWave(at: 0.5, share: 0.3, .bass(innovation: 0.05, imitation: 0.4)),
  /// ])
  /// ```
  /// Their shares of the market sum to at most 1; the rest of the market is never reached.
  public static func launches(
    _ launches: [AdoptionWave], file: StaticString = #fileID, line: UInt = #line
  ) -> AdoptionCurve {
    let total = launches.reduce(0) { $0 + $1.share }
    guard !launches.isEmpty, total <= 1 + 1e-9 else {
      return refused(
        "launches",
        launches.isEmpty
          ? "at least one wave was expected"
          : "the waves reach \(((total * 1000).rounded() / 1000).shortest) times the market",
        launches.isEmpty ? nil : "shares that sum to 1 at most", "\(file):\(line)")
    }
    return AdoptionCurve(shape: .launches(AdoptionWaves(waves: launches)))
  }

  /// A planned roll-out: shares of the market that are reached at given times, in years from the start.
  ///
  /// `.steps([(0, 0.1), (0.5, 0.4), (1.5, 1)])` serves a tenth from the start on and all after a year and a half.
  public static func steps(
    _ steps: [(years: Double, share: Double)], file: StaticString = #fileID, line: UInt = #line
  ) -> AdoptionCurve {
    let model = AdoptionSteps(years: steps.map(\.years), shares: steps.map(\.share))
    guard let problem = model.problem else { return AdoptionCurve(shape: .steps(model)) }
    return refused("steps", problem, nil, "\(file):\(line)")
  }

  private static func refused(
    _ subject: String, _ problem: String, _ remedy: String?, _ location: String
  ) -> AdoptionCurve {
    ValidationErrors.report(InvalidValue(subject, problem, remedy: remedy, location: location))
    return AdoptionCurve(shape: .exponential(ExponentialGrowth(growth: 0)))
  }
}
