import CGSL

extension Distribution {
  /// The beta distribution between 0 and 1 or other bounds; its mean lies alpha / (alpha + beta) of the way.
  public static func beta(
    _ alpha: Double, _ beta: Double, low: Double = 0, high: Double = 1, file: StaticString = #fileID,
    line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try BetaDistribution(alpha, beta, low: low, high: high))
  }

  /// A beta distribution from low to high with mean (low + 4 mode + high) / 6.
  ///
  /// Malcolm, Roseboom, Clark, Fazar 1959; Vose, Risk Analysis, 3rd ed.
  public static func pert(
    _ low: Double, _ mode: Double, _ high: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try BetaDistribution(pert: low, mode, high))
  }
}

struct BetaDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("pert", "low", "mode", "high") { (p) throws(InvalidValue) in
      try BetaDistribution(pert: p[0], p[1], p[2])
    },
    DistributionForm("beta", "alpha", "beta", "low", "high", defaults: [0, 1]) { (p) throws(InvalidValue) in
      try BetaDistribution(p[0], p[1], low: p[2], high: p[3])
    },
  ]

  let alpha: Double
  let beta: Double
  let low: Double
  let high: Double
  /// The most likely value, where it was written with one.
  private let mode: Double?

  init(_ alpha: Double, _ beta: Double, low: Double, high: Double) throws(InvalidValue) {
    (self.alpha, self.beta, self.low, self.high, mode) = (alpha, beta, low, high, nil)
    let parameters = ParameterList("beta", ["alpha": alpha, "beta": beta, "low": low, "high": high])
    try parameters.requireFinite()
    try parameters.requirePositive("alpha", "beta")
    try parameters.requireRange()
    for (label, shape) in [("alpha", alpha), ("beta", beta)] where shape < ParameterList.leastShape {
      throw parameters.error(
        "\(label) is \(shape.shortest), so that nearly every value is an end", remedy: "0.001 and more was expected")
    }
    try requireRepresentable(parameters)
  }

  init(pert low: Double, _ mode: Double, _ high: Double) throws(InvalidValue) {
    let weight = 4 / (high - low)
    alpha = 1 + weight * (mode - low)
    beta = 1 + weight * (high - mode)
    (self.low, self.high, self.mode) = (low, high, mode)
    let parameters = ParameterList("pert", ["low": low, "mode": mode, "high": high], isLabelled: false)
    try parameters.requireFinite()
    try parameters.requireMode()
    try requireRepresentable(parameters)
  }

  private func requireRepresentable(_ parameters: ParameterList) throws(InvalidValue) {
    let width = high - low
    try parameters.requireRepresentable([low, high], around: low, spread: width)
    // Each root for itself, since their product may lie below the numbers.
    let (share, sum) = (alpha / (alpha + beta), alpha + beta)
    let deviation = share.squareRoot() * (beta / sum).squareRoot() / (sum + 1).squareRoot()
    // A value near the high end has the digits of the width, one near the low end those of the low end.
    let centre = share < 0.5 ? low + width * share : max(abs(low), abs(high))
    try parameters.requireRepresentable([], around: centre, spread: width * deviation)
  }

  var label: String {
    if let mode { return "pert(\(low.shortest), \(mode.shortest), \(high.shortest))" }
    let shapes = "\(alpha.shortest), \(beta.shortest)"
    return low == 0 && high == 1 ? "beta(\(shapes))" : "beta(\(shapes), low: \(low.shortest), high: \(high.shortest))"
  }

  var support: ClosedRange<Double> { low...high }
  var mean: Double { low + (high - low) * alpha / (alpha + beta) }

  var variance: Double {
    let (width, sum) = (high - low, alpha + beta)
    return width * width * (alpha / sum) * (beta / sum) / (sum + 1)
  }

  private var tails: BetaTails { BetaTails(alpha: alpha, beta: beta) }
  func density(at x: Double) -> Double { tails.density(share(of: x)) / (high - low) }
  func cumulative(at x: Double) -> Double { tails.lower(share(of: x)) }
  func quantile(_ p: Double) -> Double { value(at: tails.quantile(p)) }
  func moments(from first: Double, through last: Double) -> Moments? {
    // The end that is near loses no digits: that of most values, or that of the few which are left.
    let isMirrored = alpha > beta
    return moments(from: first, through: last, isMirrored: isMirrored)
      ?? moments(from: first, through: last, isMirrored: !isMirrored)
  }

  /// By the distance from the low end, or mirrored from the high end; `nil` where it cancels.
  private func moments(from first: Double, through last: Double, isMirrored: Bool) -> Moments? {
    let (a, b) = (share(of: first), share(of: last))
    let sum = alpha + beta
    // The power k of the distance from an end moves its parameter by k.
    let (near, far) = isMirrored ? (beta, alpha) : (alpha, beta)
    func part(_ k: Double) -> Double {
      let tails = BetaTails(alpha: isMirrored ? far : near + k, beta: isMirrored ? near + k : far)
      return tails.probability(from: a, to: b)
    }
    let second = near / sum * ((near + 1) / (sum + 1))
    let width = high - low
    return Moments(mass: part(0), first: near / sum * part(1), second: second * part(2))
      .map {
        Moments(
          mean: isMirrored ? high - width * $0.mean : low + width * $0.mean, variance: width * width * $0.variance)
      }
  }

  func draw(from stream: RandomStream) -> Double { value(at: gsl_ran_beta(stream.generator, alpha, beta)) }

  /// The value at a share of the way from the low end to the high end.
  private func value(at share: Double) -> Double { min(low + (high - low) * share, high) }

  /// The share of the way from the low end to the high end at which a value lies.
  private func share(of value: Double) -> Double { min(max((value - low) / (high - low), 0), 1) }
}
