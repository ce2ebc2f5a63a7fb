import Glibc

extension Distribution {
  /// The triangular distribution: its density rises linearly to the mode and falls linearly from it.
  public static func triangular(
    _ low: Double, _ mode: Double, _ high: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try TriangularDistribution(low, mode, high))
  }
}

struct TriangularDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("triangular", "low", "mode", "high") { (p) throws(InvalidValue) in
      try TriangularDistribution(p[0], p[1], p[2])
    }
  ]

  let low: Double
  let mode: Double
  let high: Double

  init(_ low: Double, _ mode: Double, _ high: Double) throws(InvalidValue) {
    (self.low, self.mode, self.high) = (low, mode, high)
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requireMode()
    try parameters.requireRepresentable([low, high], around: low, spread: high - low)
  }

  private var parameters: ParameterList {
    ParameterList("triangular", ["low": low, "mode": mode, "high": high], isLabelled: false)
  }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { low...high }
  var mean: Double {
    let sum = low + mode + high
    return sum.isFinite ? sum / 3 : low / 3 + mode / 3 + high / 3
  }

  var variance: Double {
    let (left, right) = (mode - low, high - mode)
    return (left * left + left * right + right * right) / 18
  }

  func density(at x: Double) -> Double {
    let slope = x < mode ? (x - low) / (mode - low) : x > mode ? (high - x) / (high - mode) : 1
    return 2 * slope / (high - low)
  }

  func cumulative(at x: Double) -> Double {
    x < mode
      ? (x - low) / (high - low) * ((x - low) / (mode - low))
      : 1 - (high - x) / (high - low) * ((high - x) / (high - mode))
  }

  func quantile(_ p: Double) -> Double {
    let (width, rise, fall) = (high - low, mode - low, high - mode)
    if p * width < rise { return min(low + Self.root(p * width, rise), mode) }
    // Near a mode that is small beside the width, from the mode on, since the way from the high end cancels.
    let beyond = (p * width - rise) / fall
    if beyond < 1e-3, abs(mode) < 1e-3 * fall { return mode - fall * expm1(log1p(-beyond) / 2) }
    return max(high - Self.root((1 - p) * width, fall), mode)
  }

  /// The root of a product, which may itself lie beyond the numbers or below.
  private static func root(_ first: Double, _ second: Double) -> Double {
    let product = first * second
    return product > 1e-290 && product < .infinity
      ? product.squareRoot() : first.squareRoot() * second.squareRoot()
  }

  /// Of a density of straight lines, in the unit of the width and from the mode on.
  func moments(from first: Double, through last: Double) -> Moments? {
    let width = high - low
    var sums = [0.0, 0.0, 0.0]
    // The density falls from 2 at the mode to 0 over a distance d: 2 (1 − |x| / d) in units of the width.
    func add(_ from: Double, _ to: Double, _ distance: Double) {
      guard to > from, distance > 0 else { return }
      for power in 0..<3 {
        let (k, m) = (Double(power + 1), Double(power + 2))
        func integral(_ x: Double) -> Double { 2 * (pow(x, k) / k - abs(x) * pow(x, k) / (m * distance)) }
        sums[power] += integral(to) - integral(from)
      }
    }
    let (a, b) = ((first - mode) / width, (last - mode) / width)
    add(min(a, 0), min(b, 0), (mode - low) / width)
    add(max(a, 0), max(b, 0), (high - mode) / width)
    return Moments(mass: sums[0], first: sums[1], second: sums[2])
      .map { Moments(mean: mode + width * $0.mean, variance: width * width * $0.variance) }
  }
}
