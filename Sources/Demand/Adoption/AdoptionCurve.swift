import Randomness

/// How a use spreads: the share of its market reached, or a plain growth, as a function of time in years.
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

  /// What all curves answer.
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

  /// Whether the curve has a market that it fills.
  public var saturates: Bool { diffusion.beginning != .anywhere }

  /// Where the curve begins.
  var beginning: AdoptionBeginning { diffusion.beginning }

  /// The share reached `years` after the share was `start`; for plain growth, the factor since then times `start`.
  ///
  /// The Bass curve may start from 0, the logistic and Gompertz's may not: nobody has adopted and nobody would. Launches
  /// and steps have their own times, so that `start` does not count.
  public func share(after years: Double, from start: Double) -> Double {
    diffusion.share(after: years, from: start)
  }

  public var description: String { diffusion.description }
}

/// Where an adoption curve begins.
enum AdoptionBeginning {
  /// At nothing, or at any share of its market.
  case nothing
  /// At a share of its market that must be given.
  case share
  /// At times of its own.
  case ownTimes
  /// At anything: there is no market to have a share of.
  case anywhere
}

/// What every adoption curve answers.
protocol Diffusion: CustomStringConvertible {
  var beginning: AdoptionBeginning { get }

  /// The share reached `years` after the share was `start`.
  func share(after years: Double, from start: Double) -> Double
}
