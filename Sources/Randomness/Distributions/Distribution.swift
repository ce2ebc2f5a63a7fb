/// A probability distribution of a real number: what an uncertain input is given, and what a simulation draws from.
///
/// ```swift
/// let service = Distribution.gamma(mean: 3, variation: 0.5)
/// let time = service.draw(from: Streams(seed: 1, replication: 0).stream("desk/service"))
/// let slow = service.quantile(0.95)
/// let price: Distribution = 0.5
/// ```
/// Parameters that can't be meant are refused where they are written, through ``ValidationErrors``; the distribution is then the
/// constant 1. Its ``description`` is the text that ``init(parsing:)`` reads.
/// Densities, cumulative functions and samplers are those of the GNU Scientific Library where it has them.
@frozen
public struct Distribution: Sendable, Hashable {
  @usableFromInline let family: Family

  init(_ family: Family) {
    ScientificLibrary.prepare()
    self.family = family
  }
}

extension Distribution: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// That number for certain.
  public init(floatLiteral value: Double) { self.init(.constant(value)) }

  /// That number for certain.
  public init(integerLiteral value: Int) { self.init(.constant(Double(value))) }
}
