import Glibc
import Randomness

/// More of the same brings less: an output grows as a power of what goes in.
///
/// ```swift
/// let listings = DiminishingReturns(observed: 1.12, at: 5)  // F8: five times the listings, 12 % more sales
/// listings.elasticity  // 0.070
/// listings.factor(10)  // 1.176: ten times the listings
/// ```
public struct DiminishingReturns: Sendable, Hashable {
  /// By how many per cent the output grows with one per cent more that goes in.
  public let elasticity: Double

  /// - `elasticity`: at least 0; below 1, returns diminish.
  public init(elasticity: Double, file: StaticString = #fileID, line: UInt = #line) {
    self.elasticity = elasticity
    if !(elasticity >= 0 && elasticity.isFinite) {
      ValidationErrors.report(
        InvalidValue("elasticity: \(elasticity)", "an elasticity is at least 0", location: "\(file):\(line)"))
    }
  }

  /// The elasticity that was seen: ln(output) / ln(input), both as multiples of before.
  public init(observed output: Double, at input: Double, file: StaticString = #fileID, line: UInt = #line) {
    self.init(elasticity: log(output) / log(input), file: file, line: line)
  }

  /// The output as a multiple of before, of an input as a multiple of before.
  public func factor(_ input: Double) -> Double { pow(input, elasticity) }
}
