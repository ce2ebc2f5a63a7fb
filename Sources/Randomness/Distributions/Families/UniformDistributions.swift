import Glibc

// MARK: - One number

extension Distribution {
  /// A constant; a number literal has the same meaning.
  public static func constant(_ value: Double, file: StaticString = #fileID, line: UInt = #line) -> Distribution {
    accepted(file, line, try ConstantDistribution(value))
  }
}

struct ConstantDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("constant", "value") { (p) throws(InvalidValue) in try ConstantDistribution(p[0]) }
  ]

  let value: Double

  init(_ value: Double) throws(InvalidValue) {
    guard value.isFinite else { throw InvalidValue("\(value)", "a finite number was expected") }
    self.value = value
  }

  /// A number that is known to be finite.
  init(certain value: Double) { self.value = value }

  var label: String { value.shortest }
  var support: ClosedRange<Double> { value...value }
  var mean: Double { value }
  var variance: Double { 0 }
  func density(at x: Double) -> Double { 1 }
  func cumulative(at x: Double) -> Double { 1 }
  func quantile(_ p: Double) -> Double { value }
  func draw(from stream: RandomStream) -> Double { value }
  var inlineDraw: InlineDraw { .constant(value) }

  var isDiscrete: Bool { true }
  func mass(at x: Double) -> Double { x == value ? 1 : 0 }
  func step(upTo x: Double) -> Double { value <= x ? value : -.infinity }
  func step(from x: Double) -> Double { value >= x ? value : .infinity }
}

// MARK: - Every value as likely

extension Distribution {
  /// A value between low and high, all with the same density.
  public static func uniform(
    _ low: Double, _ high: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try UniformDistribution(low, high))
  }
}

struct UniformDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("uniform", "low", "high") { (p) throws(InvalidValue) in try UniformDistribution(p[0], p[1]) }
  ]

  let low: Double
  let high: Double

  init(_ low: Double, _ high: Double) throws(InvalidValue) {
    (self.low, self.high) = (low, high)
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requireRange()
    try parameters.requireRepresentable([low, high], around: low, spread: high - low)
  }

  private var parameters: ParameterList { ParameterList("uniform", ["low": low, "high": high], isLabelled: false) }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { low...high }
  var mean: Double { low / 2 + high / 2 }
  var variance: Double { (high - low) * (high - low) / 12 }
  func density(at x: Double) -> Double { 1 / (high - low) }
  func cumulative(at x: Double) -> Double { (x - low) / (high - low) }
  func quantile(_ p: Double) -> Double { min(low + (high - low) * p, high) }
  func draw(from stream: RandomStream) -> Double { low + (high - low) * stream.uniform() }

  func moments(from low: Double, through high: Double) -> Moments? {
    Moments(mean: low / 2 + high / 2, variance: (high - low) * (high - low) / 12)
  }
  var inlineDraw: InlineDraw { .uniform(low: low, width: high - low) }
}

// MARK: - Every ratio as likely

extension Distribution {
  /// A value whose logarithm is uniform, for an unknown order of magnitude.
  public static func loguniform(
    _ low: Double, _ high: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try LogUniformDistribution(low, high))
  }
}

struct LogUniformDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("loguniform", "low", "high") { (p) throws(InvalidValue) in try LogUniformDistribution(p[0], p[1]) }
  ]

  let low: Double
  let high: Double

  init(_ low: Double, _ high: Double) throws(InvalidValue) {
    (self.low, self.high) = (low, high)
    let parameters = parameters
    try parameters.requireFinite()
    try parameters.requireRange()
    try parameters.requirePositive(
      "low", remedy: "for values around 0 write uniform(\(low.shortest), \(high.shortest))")
    try parameters.requireRepresentable([low, high], around: low, spread: high - low)
  }

  private var parameters: ParameterList { ParameterList("loguniform", ["low": low, "high": high], isLabelled: false) }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { low...high }
  var mean: Double { Self.moments(low, high).mean }
  var variance: Double { Self.moments(low, high).variance }
  func density(at x: Double) -> Double { 1 / (x * Self.logRatio(low, high)) }
  func cumulative(at x: Double) -> Double { Self.logRatio(low, x) / Self.logRatio(low, high) }

  func quantile(_ p: Double) -> Double {
    // By the logarithm where the ratio to the low end is beyond a number.
    let way = p * Self.logRatio(low, high)
    return min(way < 700 ? low * exp(way) : exp(log(low) + way), high)
  }

  private static func logRatio(_ low: Double, _ high: Double) -> Double {
    // The ratio of close ends is rounded to 1.
    if high - low < 0.1 * low { return log1p((high - low) / low) }
    let ratio = high / low
    return ratio < .infinity ? log(ratio) : log(high) - log(low)
  }

  func moments(from low: Double, through high: Double) -> Moments? { Self.moments(low, high) }

  private static func moments(_ low: Double, _ high: Double) -> Moments {
    let way = logRatio(low, high)
    let mean = (high - low) / way
    // Close ends: of the value over its geometric mean, sinh(w) / w − (sinh(w / 2) / (w / 2))², by its series.
    if way < 0.1 {
      let square = way * way
      let variance = square / 12 + square * square * (1 / 180 + square / 6720)
      return Moments(mean: mean, variance: low * high * variance)
    }
    let product = (high - low) * (high + low) / (2 * way) - mean * mean
    guard !(product < .infinity) else { return Moments(mean: mean, variance: product) }
    // In units of the high end, whose square is beyond a number.
    let (share, part) = (low / high, mean / high)
    let variance = (1 - share) * (1 + share) / (2 * way) - part * part
    return Moments(mean: mean, variance: variance * high * high)
  }
}
