import Glibc
import Randomness

/// The logistic curve; Verhulst 1838.
struct LogisticDiffusion: Diffusion, Hashable, Sendable {
  let growth: Double

  var beginning: AdoptionBeginning { .share }

  func share(after years: Double, from start: Double) -> Double {
    1 / (1 + (1 / start - 1) * exp(-growth * years))
  }

  var description: String { "logistic(growth: \(growth))" }
}

/// Gompertz's curve: F(t) = F(0)^(e^(−ct)).
struct GompertzDiffusion: Diffusion, Hashable, Sendable {
  let approach: Double

  var beginning: AdoptionBeginning { .share }

  func share(after years: Double, from start: Double) -> Double { exp(log(start) * exp(-approach * years)) }

  var description: String { "gompertz(approach: \(approach))" }
}

/// Growth by a fraction a year, without a market.
struct ExponentialGrowth: Diffusion, Hashable, Sendable {
  let growth: Double

  var beginning: AdoptionBeginning { .anywhere }

  func share(after years: Double, from start: Double) -> Double { start * pow(1 + growth, years) }

  var description: String { "exponential(growth: \(growth))" }
}

/// Shares of the market that are reached at given times.
struct AdoptionSteps: Diffusion, Hashable, Sendable {
  let years: [Double]
  let shares: [Double]

  var beginning: AdoptionBeginning { .ownTimes }

  /// What is wrong with them; `nil` where nothing is.
  var problem: String? {
    if years.isEmpty { return "at least one step was expected" }
    for (year, next) in zip(years, years.dropFirst()) where !(next > year) {
      return "the times must rise, but \(next.shortest) comes after \(year.shortest)"
    }
    if years.contains(where: { !$0.isFinite }) { return "times are numbers of years" }
    for (year, share) in zip(years, shares) where !(share >= 0 && share <= 1) {
      return "a share of the market lies from 0 to 1, but at year \(year.shortest) it is \(share.shortest)"
    }
    return nil
  }

  func share(after time: Double, from start: Double) -> Double {
    years.lastIndex { $0 <= time }.map { shares[$0] } ?? 0
  }

  var description: String {
    "steps(\(zip(years, shares).map { "\($0.shortest): \($1.shortest)" }.joined(separator: ", ")))"
  }
}

/// A wave of adopters that begins at a time of its own.
public struct AdoptionWave: Sendable, Hashable {
  let years: Double
  let share: Double
  let curve: AdoptionCurve
  let start: Double

  /// - `years`: when it begins, in years from the start; negative for a wave that began before.
  /// - `share`: the share of the market that it reaches in the end.
  /// - `startingAt`: the part of that share that is reached when it begins, for curves that need one.
  public init(
    at years: Double, share: Double, _ curve: AdoptionCurve, startingAt start: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    var (share, curve) = (share, curve)
    func refuse(_ problem: String, _ remedy: String? = nil) {
      ValidationErrors.report(
        InvalidValue(
          "AdoptionWave(at: \(years.shortest), share: \(share.shortest))", problem, remedy: remedy,
          location: "\(file):\(line)"))
      (share, curve) = (0, .bass(innovation: 1, imitation: 0))
    }
    if !years.isFinite {
      refuse("a wave begins at a number of years from the start")
    } else if !(share >= 0 && share <= 1) {
      refuse(
        "a wave reaches a share of the market from 0 to 1",
        share > 1 && share <= 100 ? "for \(share.shortest) % write \((share / 100).shortest)" : nil)
    } else {
      switch curve.beginning {
      case .nothing where start >= 0 && start < 1, .share where start > 0 && start < 1: break
      case .nothing: refuse("startingAt is \(start.shortest); a share from 0 to below 1 was expected")
      case .share:
        refuse(
          "\(curve) that starts at 0 stays at 0", "give startingAt: the part of the wave reached at its beginning")
      case .ownTimes, .anywhere: refuse("\(curve) has its own times or no market, so it cannot be a wave")
      }
    }
    self.years = years.isFinite ? years : 0
    self.share = share
    self.curve = curve
    self.start = start
  }

  /// The share of the market that it has reached.
  func reached(after years: Double) -> Double {
    years < self.years ? 0 : share * curve.share(after: years - self.years, from: start)
  }
}

/// Waves of adopters, each beginning at its time.
struct AdoptionWaves: Diffusion, Hashable, Sendable {
  let waves: [AdoptionWave]

  var beginning: AdoptionBeginning { .ownTimes }

  func share(after years: Double, from start: Double) -> Double {
    min(waves.reduce(0) { $0 + $1.reached(after: years) }, 1)
  }

  var description: String {
    let waves = waves.map { "\($0.years.shortest): \($0.share.shortest) \($0.curve)" }
    return "launches(\(waves.joined(separator: ", ")))"
  }
}
