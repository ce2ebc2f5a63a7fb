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
    try parameters.requireFinite()
    try parameters.requireRange()
  }

  private var parameters: ParameterList { ParameterList("uniform", ["low": low, "high": high], isLabelled: false) }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { low...high }
  var mean: Double { (low + high) / 2 }
  var variance: Double { (high - low) * (high - low) / 12 }
  func density(at x: Double) -> Double { 1 / (high - low) }
  func cumulative(at x: Double) -> Double { (x - low) / (high - low) }
  func quantile(_ p: Double) -> Double { min(low + (high - low) * p, high) }
  func draw(from stream: RandomStream) -> Double { low + (high - low) * stream.uniform() }
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
    try parameters.requireFinite()
    try parameters.requireRange()
    try parameters.requirePositive(
      "low", remedy: "for values around 0 write uniform(\(low.shortest), \(high.shortest))")
  }

  private var parameters: ParameterList { ParameterList("loguniform", ["low": low, "high": high], isLabelled: false) }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { low...high }
  var mean: Double { (high - low) / log(high / low) }
  var variance: Double { (high - low) * (high + low) / (2 * log(high / low)) - mean * mean }
  func density(at x: Double) -> Double { 1 / (x * log(high / low)) }
  func cumulative(at x: Double) -> Double { log(x / low) / log(high / low) }
  func quantile(_ p: Double) -> Double { min(low * exp(p * log(high / low)), high) }
}
