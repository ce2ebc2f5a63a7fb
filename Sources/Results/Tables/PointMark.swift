import Randomness

/// The mark of a row of a design: the same for the same values, and hardly ever for others.
enum PointMark {
  /// Eight hexadecimal digits.
  static func text(of values: [Double]) -> String {
    let key = Streams.key(of: values.map(\.shortest).joined(separator: ","))
    let digits = String(key >> 32, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
