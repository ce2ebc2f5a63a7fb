/// Count, mean, variance, minimum and maximum of values, in constant memory.
///
/// ```swift
/// var waits = Tally()
/// waits.add(3)
/// waits.add(5)
/// // waits.mean is 4, waits.variance is 2
/// ```
/// Statistics are in the unit of the values, and `nil` if there are no values. A value that is not a number makes the mean
/// and the variance not a number. Welford 1962; merging by Chan, Golub and LeVeque 1983.
@frozen
public struct Tally: Sendable, Hashable {
  @usableFromInline var _count: Int = 0
  @usableFromInline var _mean: Double = 0
  /// The sum of the squared distances from the mean.
  @usableFromInline var squares: Double = 0
  @usableFromInline var least: Double = .infinity
  @usableFromInline var greatest: Double = -.infinity

  /// A tally without values.
  @inlinable
  public init() {}

  /// A tally of the values, in their order.
  @inlinable
  public init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// Takes a value into account.
  /// - Complexity: O(1).
  @inlinable
  public mutating func add(_ value: Double) {
    _count &+= 1
    let distance = value - _mean
    _mean += distance / Double(_count)
    squares += distance * (value - _mean)
    least = value < least ? value : least
    greatest = value > greatest ? value : greatest
  }

  /// Takes the values of another tally into account, as if they had been added here.
  /// - Complexity: O(1).
  public mutating func merge(_ other: Tally) {
    guard other._count > 0 else { return }
    guard _count > 0 else {
      self = other
      return
    }
    let total = Double(_count + other._count)
    let distance = other._mean - _mean
    squares += other.squares + distance * distance * (Double(_count) * Double(other._count) / total)
    _mean += distance * (Double(other._count) / total)
    _count += other._count
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
  }

  /// Forgets every value, as at the end of a warm-up.
  @inlinable
  public mutating func reset() { self = Tally() }

  /// The number of values.
  @inlinable
  public var count: Int { _count }

  /// The mean of the values; `nil` without values.
  @inlinable
  public var mean: Double? { _count > 0 ? _mean : nil }

  /// The sum of the values.
  @inlinable
  public var sum: Double { _mean * Double(_count) }

  /// The unbiased estimate of the variance, which divides by n - 1; `nil` for fewer than two values.
  @inlinable
  public var variance: Double? { _count > 1 ? squares / Double(_count - 1) : nil }

  /// The square root of the variance; `nil` for fewer than two values.
  @inlinable
  public var standardDeviation: Double? { variance.map { $0.squareRoot() } }

  /// The least value; `nil` without values.
  @inlinable
  public var minimum: Double? { _count > 0 ? least : nil }

  /// The greatest value; `nil` without values.
  @inlinable
  public var maximum: Double? { _count > 0 ? greatest : nil }
}
