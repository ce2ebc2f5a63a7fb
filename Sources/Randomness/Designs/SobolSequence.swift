/// The Sobol sequence in up to 256 dimensions, in Gray code order, with 32 binary digits a number.
///
/// The first 2ᵐ points put one point in each of 2ᵐ equal intervals of every dimension, and points are only ever added.
/// Sobol 1967; Antonov, Saleev 1979 for the order; Joe, Kuo 2008 for the direction numbers (see ``DirectionNumbers``).
package enum SobolSequence {
  /// The most dimensions there are direction numbers for.
  package static let greatestDimension = DirectionNumbers.all.count
  /// The number of points.
  package static let count = 1 << 32

  /// The first 32 binary digits of that point, counted from 0, in that dimension, counted from 0.
  package static func digits(_ point: Int, dimension: Int) -> UInt32 {
    let numbers = DirectionNumbers.all[dimension]
    var digits: UInt32 = 0
    var code = UInt32(point) ^ (UInt32(point) >> 1)
    while code != 0 {
      digits ^= numbers[code.trailingZeroBitCount]
      code &= code - 1
    }
    return digits
  }
}
