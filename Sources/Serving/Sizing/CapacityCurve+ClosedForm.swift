import CGSL
public import Demand
import Glibc
import Randomness

extension CapacityCurve {
  /// The curve of replicas with continuous batching in closed form, from the mean request: quick, and an approximation.
  ///
  /// `BatchLoad` says how long a step is and how many sequences are at work at a load. The number at work varies as a
  /// Poisson number does, over all replicas together; the level is held where it is held at the upper end of that number.
  /// An answer of the length that the share of requests stays below takes that many steps; a first token comes after the
  /// rest of a step and one with the prompt in it. What the formula leaves out is how prompts bunch, and requests that wait
  /// for room: where the memory is short it promises too much. `payoff fidelity` shows how far off it is.
  public static func closedForm(
    _ deployment: Deployment, lengths: TokenLengths, within levels: ServiceLevel..., file: StaticString = #fileID,
    line: UInt = #line
  ) -> CapacityCurve {
    let basis = CapacityBasis(
      deployment: deployment, mix: RequestMix(lengths: lengths, gaps: .exponential), levels: levels)
    let load = BatchLoad(basis.mix, on: deployment)
    guard FormulaLatency.unreachable(levels, deployment, lengths, load) == nil else {
      FormulaLatency.refuse(levels, deployment, lengths, load, file, line)
      return CapacityCurve(secondsPerRequest: 1, method: "closed form", points: [])
    }
    return closedForm(basis, load)
  }

  fileprivate static func closedForm(_ basis: CapacityBasis, _ load: BatchLoad) -> CapacityCurve {
    let bounds = basis.levels.map { level in
      (
        limit: level.limit, z: gsl_cdf_ugaussian_Pinv(level.share),
        latency: FormulaLatency(basis.deployment, basis.mix.lengths, level, load)
      )
    }
    let points = sizes.map { size -> Point in
      // The rate rises with the share of the greatest; the latency with the rate.
      var (low, high) = (0.0, load.greatestRate)
      for _ in 0..<60 {
        let rate = (low + high) / 2
        let mean = load.atWork(at: rate)
        let isHeld = bounds.allSatisfy { bound in
          let upper = mean + bound.z * (mean / Double(size)).squareRoot()
          return upper <= load.sequences && bound.latency.value(atWork: upper) <= bound.limit
        }
        if isHeld { low = rate } else { high = rate }
      }
      return Point(replicas: Double(size), load: low * Double(size))
    }
    return scaled(
      points, basis: basis,
      method: "closed form of continuous batching", cut: load.cut)
  }

  /// The sizes at which curves of batching replicas are found.
  static let sizes = [1, 2, 4, 8, 16, 32, 64]

  /// A curve from the highest rate of each size, in requests a second; on the scale on which the margin settles.
  ///
  /// The rate of a replica grows with the size as μ − κ/√c. One over μ is the seconds that a request takes.
  static func scaled(
    _ points: [Point], basis: CapacityBasis, method: String, cut: Double, profile: LoadProfile? = nil
  ) -> CapacityCurve {
    let held = points.filter { $0.load > 0 }
    guard let last = held.last else { return CapacityCurve(secondsPerRequest: 1, method: method, points: []) }
    var limit = last.load / last.replicas
    if held.count > 2 {
      let before = held[held.count - 3]
      let (x, y) = (1 / last.replicas.squareRoot(), 1 / before.replicas.squareRoot())
      let slope = max((before.load / before.replicas - limit) / (x - y), 0)
      limit += slope * x
    }
    let name =
      "\(method), \(basis.deployment.batching)"
      + (cut > 0.0005 ? ", \(percent(cut)) of prompts cut to the context" : "")
    return CapacityCurve(
      secondsPerRequest: 1 / limit, method: name,
      points: held.map { Point(replicas: $0.replicas, load: $0.load / limit) }, profile: profile,
      basis: basis)
  }

  private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}

extension CapacityBasis {
  /// The curve in closed form; `nil` where replicas serve one at a time, or no fleet holds a level.
  var closedForm: CapacityCurve? {
    guard deployment.batching.sequences > 1 else { return nil }
    let load = BatchLoad(mix, on: deployment)
    guard FormulaLatency.unreachable(levels, deployment, mix.lengths, load) == nil else { return nil }
    return CapacityCurve.closedForm(self, load)
  }
}
