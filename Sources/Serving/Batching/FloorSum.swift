/// The sum of the whole parts of an arithmetic progression of fractions.
enum FloorSum {
  /// The sum of ⌊(slope·i + offset)/divisor⌋ over i from 0 to count − 1.
  ///
  /// Counts the points of a lattice under a line, by turns along one axis and the other, as Euclid's algorithm does.
  /// Graham, Knuth and Patashnik, *Concrete Mathematics*, section 3.5. Where it fits 64 bits, as ever for times.
  /// - Complexity: O(log divisor), and O(log count) where the progression rises by less than a whole in all.
  static func sum(count: UInt64, slope: UInt64, offset: UInt64, divisor: UInt64) -> UInt64 {
    var (count, slope, offset, divisor) = (count, slope, offset, divisor)
    var sum: UInt64 = 0
    while count > 0 {
      if slope >= divisor {
        let (quotient, remainder) = slope.quotientAndRemainder(dividingBy: divisor)
        // One of the two factors is even.
        sum &+= (count & 1 == 0 ? (count / 2) &* (count &- 1) : count &* ((count &- 1) / 2)) &* quotient
        slope = remainder
      }
      if offset >= divisor {
        let (quotient, remainder) = offset.quotientAndRemainder(dividingBy: divisor)
        sum &+= count &* quotient
        offset = remainder
      }
      let product = slope.multipliedFullWidth(by: count)
      let (low, carry) = product.low.addingReportingOverflow(offset)
      let high = product.high &+ (carry ? 1 : 0)
      if high == 0, low < divisor { break }
      (count, offset) = divisor.dividingFullWidth((high, low))
      (slope, divisor) = (divisor, slope)
    }
    return sum
  }
}
