import Randomness

/// The curves there are, from parameters that may be wrong.
extension AdoptionCurve {
  /// The Bass diffusion curve F(t) = (1 − e^(−(p+q)t)) / (1 + (q/p) e^(−(p+q)t)), with p and q a year.
  ///
  /// Bass 1969. Coefficients published for a year are far lower than for a month: state them for a year.
  ///
  /// - `influences`: what makes people adopt sooner or later: a price that falls, an effort that grows. With them it is
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
          + "and nobody adopts backwards",
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
  /// It is fastest at 37 % of its market and then slows down for long. Gompertz 1825; Winsor 1932.
  public static func gompertz(
    approach: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> AdoptionCurve {
    let gompertz = GompertzDiffusion(approach: approach)
    guard approach > 0, approach.isFinite else {
      return refused(gompertz.description, "the approach must be above 0", nil, "\(file):\(line)")
    }
    return AdoptionCurve(shape: .gompertz(gompertz))
  }

  /// Growth by a fraction a year without an end: 0.2 is 20 % more each year, −0.1 is 10 % less.
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
  /// Their shares of the market sum to 1 at most; what is left is never reached.
  public static func launches(
    _ launches: [AdoptionWave], file: StaticString = #fileID, line: UInt = #line
  ) -> AdoptionCurve {
    let total = launches.reduce(0) { $0 + $1.share }
    guard !launches.isEmpty, total <= 1 + 1e-9 else {
      return refused(
        "launches",
        launches.isEmpty
          ? "at least one wave was expected"
          : "the waves reach \(((total * 1000).rounded() / 1000).shortest) times the market, which has no more than all of itself",
        launches.isEmpty ? nil : "shares that sum to 1 at most", "\(file):\(line)")
    }
    return AdoptionCurve(shape: .launches(AdoptionWaves(waves: launches)))
  }

  /// Shares of the market reached at once at given times, in years from the start: a roll-out by plan.
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
