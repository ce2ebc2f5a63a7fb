import Glibc

extension Double {
  /// The nearest number with that many significant decimal digits.
  func rounded(toDigits digits: Int) -> Double {
    guard self != 0, isFinite else { return self }
    let exponent = digits - 1 - Int(log10(abs(self)).rounded(.down))
    let power = pow(10, Double(abs(exponent)))
    return exponent >= 0 ? (self * power).rounded() / power : (self / power).rounded() * power
  }
}
