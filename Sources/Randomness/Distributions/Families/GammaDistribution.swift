import CGSL

extension Distribution {
  /// The gamma distribution: mean shape × scale, variance shape × scale².
  public static func gamma(
    shape: Double, scale: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try GammaDistribution(shape: shape, scale: scale))
  }

  /// A gamma distribution with that mean and coefficient of variation, which is deviation / mean.
  public static func gamma(
    mean: Double, variation: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try GammaDistribution(mean: mean, variation: variation))
  }

  /// The sum of exponential stages that together have that mean; its variance is mean² / stages.
  public static func erlang(
    stages: Int, mean: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try GammaDistribution(stages: Double(stages), mean: mean))
  }

  /// The sum of that many squared standard normal numbers; the degrees of freedom need not be whole.
  public static func chiSquared(
    freedom: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try GammaDistribution(freedom: freedom))
  }
}

struct GammaDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("erlang", "stages", "mean") { (p) throws(InvalidValue) in
      try GammaDistribution(stages: p[0], mean: p[1])
    },
    DistributionForm("gamma", "shape", "scale") { (p) throws(InvalidValue) in
      try GammaDistribution(shape: p[0], scale: p[1])
    },
    DistributionForm("gamma", "mean", "variation") { (p) throws(InvalidValue) in
      try GammaDistribution(mean: p[0], variation: p[1])
    },
    DistributionForm("chiSquared", "freedom") { (p) throws(InvalidValue) in try GammaDistribution(freedom: p[0]) },
  ]

  /// How it was written.
  private enum Form: Hashable {
    case shape
    case variation(mean: Double, variation: Double)
    case erlang(stages: Double, mean: Double)
    case chiSquared(freedom: Double)
  }

  let shape: Double
  let scale: Double
  private let form: Form

  init(shape: Double, scale: Double) throws(InvalidValue) {
    (self.shape, self.scale, form) = (shape, scale, .shape)
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requirePositive("shape", "scale")
    try requireRepresentable()
  }

  init(mean: Double, variation: Double) throws(InvalidValue) {
    shape = 1 / (variation * variation)
    scale = mean / shape
    form = .variation(mean: mean, variation: variation)
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requirePositive("mean")
    try parameters.requireSpread("variation", around: mean)
    try requireRepresentable()
  }

  init(stages: Double, mean: Double) throws(InvalidValue) {
    (shape, scale, form) = (stages, mean / stages, .erlang(stages: stages, mean: mean))
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requireCounts("stages", from: 1)
    try parameters.requirePositive("mean")
    try requireRepresentable()
  }

  init(freedom: Double) throws(InvalidValue) {
    (shape, scale, form) = (freedom / 2, 2, .chiSquared(freedom: freedom))
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requirePositive("freedom")
    try requireRepresentable()
  }

  private func requireRepresentable() throws(InvalidValue) {
    guard shape >= ParameterList.leastShape else {
      throw parameters.error("nearly all its values are 0", remedy: "a shape of 0.001 and more was expected")
    }
    // A shape beyond the numbers has a variation of 0.
    let centre = shape < .infinity ? shape * scale : mean
    let spread = shape < .infinity ? shape.squareRoot() * scale : 0
    try parameters.requireRepresentable(
      [shape < .infinity ? (shape + 9 * shape.squareRoot() + 40) * scale : centre], around: centre, spread: spread)
  }

  private var parameters: ParameterList {
    switch form {
    case .shape: ParameterList("gamma", ["shape": shape, "scale": scale])
    case .variation(let mean, let variation): ParameterList("gamma", ["mean": mean, "variation": variation])
    case .erlang(let stages, let mean): ParameterList("erlang", ["stages": stages, "mean": mean])
    case .chiSquared(let freedom): ParameterList("chiSquared", ["freedom": freedom])
    }
  }

  var label: String { parameters.text }
  var support: ClosedRange<Double> { 0...Double.infinity }
  var mean: Double {
    if case .variation(let mean, _) = form, shape == .infinity { return mean }
    return shape * scale
  }
  var variance: Double { shape * scale * scale }
  private var tails: GammaTails { GammaTails(shape: shape) }
  func density(at x: Double) -> Double { tails.density(x / scale) / scale }
  func cumulative(at x: Double) -> Double { tails.lower(x, scale: scale) }
  func quantile(_ p: Double) -> Double { tails.quantile(p, scale: scale) }
  func draw(from stream: RandomStream) -> Double { gsl_ran_gamma(stream.generator, shape, scale) }

  func moments(from low: Double, through high: Double) -> Moments? {
    let (a, b) = (low / scale, high / scale)
    // The power k of the value moves the shape by k.
    func part(_ k: Double) -> Double { GammaTails(shape: shape + k).probability(from: a, to: b) }
    return Moments(mass: part(0), first: shape * part(1), second: shape * (shape + 1) * part(2))
      .map { Moments(mean: scale * $0.mean, variance: scale * scale * $0.variance) }
  }
}
