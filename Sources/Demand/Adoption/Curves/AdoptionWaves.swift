import Randomness

/// A wave of adopters that begins at a time of its own.
public struct AdoptionWave: Sendable, Hashable {
  let years: Double
  let share: Double
  let curve: AdoptionCurve
  let start: Double

  /// - `years`: when it begins, in years from the start; negative for a wave that began before.
  /// - `share`: of the market, that it reaches in the end.
  /// - `startingAt`: the part of that share which is reached at its beginning, for curves that need one.
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
        refuse("\(curve) never leaves 0", "say startingAt: the part of the wave reached at its beginning")
      case .ownTimes, .anywhere: refuse("\(curve) is no wave that fills its market from a time on")
      }
    }
    self.years = years.isFinite ? years : 0
    self.share = share
    self.curve = curve
    self.start = start
  }

  /// What it has reached of the market.
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
