/// A probability distribution of a real number, for uncertain inputs and for draws in a simulation.
///
/// ```swift
/// let service = Distribution.gamma(mean: 3, variation: 0.5)
/// let time = service.draw(from: Streams(seed: 1, replication: 0).stream("desk/service"))
/// let slow = service.quantile(0.95)
/// let price: Distribution = 0.5
/// ```
/// Invalid parameters are reported where they are written, through ``ValidationErrors``; the distribution is then the
/// constant 1. Its ``description`` is the text that ``init(parsing:)`` reads.
/// Densities, cumulative functions and samplers are those of the GNU Scientific Library where it is right to 1e-9;
/// beyond, they have methods of their own.
public struct Distribution: Sendable {
  /// Keeps the family behind one reference, so that a distribution is copied as easily as a number and a class.
  private final class Box: Sendable {
    let family: any DistributionFamily

    init(_ family: any DistributionFamily) { self.family = family }
  }

  private let box: Box
  @usableFromInline package let inlineDraw: InlineDraw

  init(_ family: any DistributionFamily) {
    ScientificLibrary.prepare()
    box = Box(family)
    inlineDraw = family.inlineDraw
  }

  /// All that there is to know of it.
  var family: any DistributionFamily { box.family }

  /// The distribution, or the constant 1 once its parameters are reported with their place.
  static func accepted(
    _ file: StaticString, _ line: UInt, _ family: @autoclosure () throws(InvalidValue) -> any DistributionFamily
  ) -> Distribution {
    ScientificLibrary.prepare()
    do throws(InvalidValue) {
      return Distribution(try family())
    } catch {
      ValidationErrors.report(error.located(file, line))
      return 1
    }
  }

  /// Reads a distribution as the command line and the tables of results write it.
  ///
  /// ```swift
  /// try Distribution(parsing: "uniform(0.2, 0.6)")
  /// try Distribution(parsing: "normal(mean: 1, deviation: 2)")
  /// try Distribution(parsing: "5 to 50")
  /// try Distribution(parsing: "mixture(0.3: 0, 0.7: triangular(1, 2, 5))")
  /// ```
  /// A plain number is a constant. Parameters go by their order or by their labels; where a family has two forms
  /// (`gamma(shape:, scale:)` and `gamma(mean:, variation:)`), by their labels.
  ///
  /// - Throws: ``InvalidValue``, which says what was expected and the nearest known name.
  public init(parsing text: String) throws(InvalidValue) {
    ScientificLibrary.prepare()
    var parser = DistributionParser(text)
    self = try parser.parse()
  }
}

// MARK: - Functions

extension Distribution {
  /// The least and the greatest value, infinite where there is no bound.
  public var support: ClosedRange<Double> { box.family.support }

  /// Whether every value has a probability of its own, so that ``density(at:)`` is one.
  ///
  /// A mixture is discrete when all its parts are.
  public var isDiscrete: Bool { box.family.isDiscrete }

  /// The least value from x on of a discrete distribution; `nil` where there is none.
  package func value(from x: Double) -> Double? {
    let value = box.family.step(from: x)
    return value < .infinity ? value : nil
  }

  /// The mean: infinite where it diverges, not a number where there is none.
  ///
  /// Of a truncated distribution to 1e-6 and mostly to 1e-9; to 1e-3 where a small part is left of counts that are more
  /// than a million apart.
  public var mean: Double { box.family.mean }

  /// The variance, in the square of the unit: infinite where it diverges, not a number where there is none.
  ///
  /// Of a truncated distribution to 1e-6 and mostly to 1e-9; to 1e-3 where a small part is left of counts that are more
  /// than a million apart.
  public var variance: Double { box.family.variance }

  /// The probability density at x, per unit of x; of a discrete distribution, the probability of x.
  ///
  /// Where a distribution that is not discrete gives one value a probability of its own (a mixture with a constant, a
  /// quantile table with a step), the density there is infinite.
  public func density(at x: Double) -> Double {
    if x.isNaN { return .nan }
    guard support.contains(x) else { return 0 }
    return box.family.density(at: x)
  }

  /// The probability of at most x.
  ///
  /// To 1e-9 of the smaller tail, and to the last digit of 1 − p; mostly to 1e-12.
  public func cumulative(at x: Double) -> Double {
    if x.isNaN { return .nan }
    let support = support
    if x < support.lowerBound { return 0 }
    if x >= support.upperBound { return 1 }
    return box.family.cumulative(at: x)
  }

  /// The probability of less than x.
  func cumulative(below x: Double) -> Double { max(cumulative(at: x) - box.family.mass(at: x), 0) }

  /// The least value that is not exceeded with probability p: the inverse of ``cumulative(at:)``.
  ///
  /// It never falls as p rises, and holds to 1e-9 of its value. `quantile(0)` and `quantile(1)` are the ends of
  /// ``support``.
  ///
  /// - Parameter p: From 0 to 1.
  /// - Parameter file: The caller's file, which an error shows.
  /// - Parameter line: The caller's line, which an error shows.
  /// - Complexity: 5 to 30 ns where there is a closed form or a table; about 1 µs for gamma, beta, Student's t, counts and
  ///   mixtures, which are solved for.
  public func quantile(_ p: Double, file: StaticString = #fileID, line: UInt = #line) -> Double {
    guard p >= 0, p <= 1 else { return quantileOfNoProbability(p, file, line) }
    if p == 0 { return support.lowerBound }
    if p == 1 { return support.upperBound }
    return box.family.quantile(p)
  }
}

extension Distribution {
  /// Reports a probability outside 0...1; the median, which nothing trips over, stands for its quantile.
  private func quantileOfNoProbability(_ p: Double, _ file: StaticString, _ line: UInt) -> Double {
    _ = ParameterList.isProbability(p, of: "quantile", file, line)
    return quantile(0.5)
  }
}

// MARK: - Drawing

/// A draw that stands inline where a simulation draws, because a call would cost as much as the draw.
@usableFromInline
package enum InlineDraw: Sendable {
  case constant(Double)
  case uniform(low: Double, width: Double)
  case exponential(mean: Double)
  /// By a call.
  case none
}

extension Distribution {
  /// The next draw from the stream.
  ///
  /// A constant takes no number from the stream; a uniform, an exponential, a table and a truncation take one; the
  /// samplers of GSL take as many as they need. A stream that is ``Sampling/inverse`` or ``Sampling/antithetic`` gives the
  /// quantile of one number for every distribution.
  ///
  /// - Complexity: constant, uniform and exponential stand inline and take 1 to 4 ns; others are calls of 8 to 200 ns.
  @inlinable
  public func draw(from stream: RandomStream) -> Double {
    switch inlineDraw {
    case .constant(let value): value
    case .uniform(let low, let width): low + width * stream.uniform()
    case .exponential(let mean): stream.exponential(mean: mean)
    case .none: sample(stream)
    }
  }

  @usableFromInline
  func sample(_ stream: RandomStream) -> Double {
    stream.sampling == .fastest ? box.family.draw(from: stream) : quantile(stream.uniformOpen())
  }
}

// MARK: - Conformances

extension Distribution: Hashable {
  public static func == (first: Distribution, second: Distribution) -> Bool {
    first.box === second.box || first.box.family.isEqual(to: second.box.family)
  }

  public func hash(into hasher: inout Hasher) { box.family.hash(into: &hasher) }
}

extension Distribution: CustomStringConvertible {
  /// The text that ``init(parsing:)`` reads back: `normal(mean: 1, deviation: 2)`, `5 to 50`, `3`.
  ///
  /// Numbers are the shortest that read back as themselves.
  public var description: String { box.family.label }
}

extension Distribution: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// A constant.
  public init(floatLiteral value: Double) { self.init(ConstantDistribution(certain: value)) }

  /// A constant.
  public init(integerLiteral value: Int) { self.init(ConstantDistribution(certain: Double(value))) }
}
