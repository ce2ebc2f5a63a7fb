/// The unit of an input, as it is written behind its value: `1/year`, `USD/GPU-hour`, `requests/day`.
public struct InputUnit: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let description: String

  /// A unit by its symbol: `USD/GPU-hour`.
  public init(_ symbol: String) { description = symbol }
  public init(stringLiteral symbol: String) { description = symbol }

  /// A plain number, a share, a ratio.
  public static let one = InputUnit("1")
  /// A fraction a year.
  public static let perYear = InputUnit("1/year")

  /// What a value written with the unit `other` is to be multiplied with to be in this unit; `nil` when it cannot be.
  ///
  /// `%` stands for a hundredth of a plain number, `%/year` for a hundredth a year.
  func factor(from other: InputUnit) -> Double? {
    if other == self { return 1 }
    switch (self.description, other.description) {
    case ("1", "%"), ("1/year", "%/year"), ("1/month", "%/month"): return 0.01
    default: return nil
    }
  }
}
