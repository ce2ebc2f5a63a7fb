import Glibc
import Randomness

/// A price that falls by a fraction a year, compounded: after t years it is (1 − d)^t of today's.
///
/// A fall of 40 % a year is a factor of 0.6^(1/12) a month, not of 1 − 0.4/12.
public struct PricePath: Sendable, Hashable {
  /// Today's price, in the currency's units.
  public let today: Double
  /// The fall, a fraction a year; negative for a price that rises.
  public let fall: Double

  public init(today: Double, falling fall: Double, file: StaticString = #fileID, line: UInt = #line) {
    self.today = today
    self.fall = fall
    let location = "\(file):\(line)"
    if !(today >= 0 && today.isFinite) {
      Refusals.report(InvalidValue("a price of \(today)", "a price is at least 0", location: location))
    }
    if !(fall < 1 && fall.isFinite) {
      Refusals.report(
        InvalidValue(
          "falling: \(fall)", "a fall is a fraction a year below 1", remedy: "30 % a year is 0.30", location: location))
    }
  }

  /// The price `years` from today.
  public func price(after years: Double) -> Double { today * pow(1 - fall, years) }
}
