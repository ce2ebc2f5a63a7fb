/// A family of distributions: everything that Payoff knows of it, in the type that conforms.
///
/// A new family is a type that conforms, a function of ``Distribution`` that makes it, and its line in
/// ``DistributionRegistry``. Its parameters are valid by construction.
protocol DistributionFamily: Sendable, Hashable {
  /// How text calls it: a form for each set of parameters.
  static var forms: [DistributionForm] { get }

  /// The text that reads back as the same distribution.
  var label: String { get }

  /// The least and the greatest value, infinite where there is no bound.
  var support: ClosedRange<Double> { get }

  /// Infinite where it diverges, not a number where there is none.
  var mean: Double { get }

  /// Infinite where it diverges, not a number where there is none.
  var variance: Double { get }

  /// The density at a value of the support; of a discrete distribution, its probability.
  func density(at x: Double) -> Double

  /// The probability of at most x, which lies in the support and below its upper end.
  func cumulative(at x: Double) -> Double

  /// The least value that is not exceeded with a probability between 0 and 1.
  func quantile(_ p: Double) -> Double

  /// Mean and variance given that it lies between two values of the support, by a closed form; by default there is none.
  ///
  /// `nil` too where the closed form cancels, so that the density is integrated instead.
  func moments(from low: Double, through high: Double) -> Moments?

  /// A draw by the fastest way; by default the quantile of a uniform number.
  func draw(from stream: RandomStream) -> Double

  /// A draw that costs less than a call; by default none.
  var inlineDraw: InlineDraw { get }

  /// How many distributions stand within each other, this one included; by default 1.
  var depth: Int { get }

  // Of values with a probability of their own; by default there are none.

  /// Whether every value has a probability of its own.
  var isDiscrete: Bool { get }

  /// The probability of exactly x.
  func mass(at x: Double) -> Double

  /// The greatest value up to x that has a probability of its own; −∞ where there is none.
  func step(upTo x: Double) -> Double

  /// The least value from x on of a discrete distribution; ∞ where there is none.
  func step(from x: Double) -> Double
}

extension DistributionFamily {
  func draw(from stream: RandomStream) -> Double { quantile(stream.uniformOpen()) }

  var inlineDraw: InlineDraw { .none }

  func moments(from low: Double, through high: Double) -> Moments? { nil }

  var depth: Int { 1 }

  var isDiscrete: Bool { false }

  func mass(at x: Double) -> Double { 0 }

  func step(upTo x: Double) -> Double { -.infinity }

  func step(from x: Double) -> Double { .infinity }

  func isEqual(to other: any DistributionFamily) -> Bool { other as? Self == self }
}

/// A mean and a variance.
struct Moments {
  let mean: Double
  let variance: Double

  init(mean: Double, variance: Double) { (self.mean, self.variance) = (mean, variance) }

  /// From the integrals of the density, of x and of x² times it; `nil` where their difference has lost its digits.
  init?(mass: Double, first: Double, second: Double) {
    let (mean, square) = (first / mass, second / mass)
    let variance = square - mean * mean
    guard mean.isFinite, variance.isFinite, variance > 1e-4 * square else { return nil }
    self.init(mean: mean, variance: variance)
  }
}

/// Every family that text can name: the one list of them.
enum DistributionRegistry {
  static let families: [any DistributionFamily.Type] = [
    ConstantDistribution.self,
    UniformDistribution.self,
    LogUniformDistribution.self,
    NormalDistribution.self,
    LognormalDistribution.self,
    TriangularDistribution.self,
    ExponentialDistribution.self,
    GammaDistribution.self,
    WeibullDistribution.self,
    ParetoDistribution.self,
    BetaDistribution.self,
    StudentTDistribution.self,
    CauchyDistribution.self,
    LaplaceDistribution.self,
    LogisticDistribution.self,
    GumbelDistribution.self,
    BernoulliDistribution.self,
    BinomialDistribution.self,
    NegativeBinomialDistribution.self,
    GeometricDistribution.self,
    PoissonDistribution.self,
    HypergeometricDistribution.self,
    DiscreteDistribution.self,
    EmpiricalDistribution.self,
    MixtureDistribution.self,
    TruncatedDistribution.self,
  ]

  /// The forms of all families.
  static let forms: [DistributionForm] = families.flatMap { $0.forms }

  /// The forms of the known name that is nearest.
  static func usage(nearestTo name: String) -> String? {
    guard let nearest = NearestName.suggestion(for: name, among: forms.map(\.name)) else { return nil }
    return forms.filter { $0.name == nearest }.map(\.usage).joined(separator: " or ")
  }

  /// The forms of that name.
  static func forms(named name: String, in text: String) throws(InvalidValue) -> [DistributionForm] {
    let forms = forms.filter { $0.name == name }
    guard forms.isEmpty else { return forms }
    throw InvalidValue(
      text, "no distribution is called \"\(name)\"", remedy: usage(nearestTo: name).map { "did you mean \($0)?" })
  }
}
