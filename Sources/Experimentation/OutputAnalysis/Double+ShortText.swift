import Glibc
import Randomness

extension Double {
  /// The number to three significant digits, as a sentence shows it.
  var shortText: String {
    guard isFinite, self != 0 else { return shortest }
    let digits = 2 - Int(floor(log10(abs(self))))
    // Dividing by a power of ten is exact where multiplying by its inverse is not.
    let scale = pow(10, Double(abs(digits)))
    return (digits >= 0 ? (self * scale).rounded() / scale : (self / scale).rounded() * scale).shortest
  }
}
