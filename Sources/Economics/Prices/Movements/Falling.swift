import Glibc
import Randomness

/// A fall by the same fraction each year, compounded: (1 − d)^t after t years.
struct Falling: PriceLaw {
  let fall: Rate<PerYear>

  init(_ fall: Rate<PerYear>) { self.fall = fall }

  func median(after years: Double) -> Double { pow(1 - fall.fraction, years) }
}

extension PriceMovement {
  /// It falls by the same fraction each year, compounded; negative for a price that rises.
  ///
  /// Beside ``wandering(_:estimatedOver:file:line:)`` it is the median that falls so.
  public static func falling(
    _ fall: Rate<PerYear>, file: StaticString = #fileID, line: UInt = #line
  ) -> PriceMovement {
    PriceMovement(
      Falling(fall),
      unless: fall.fraction < 1 && fall.fraction.isFinite
        ? nil
        : InvalidValue(
          "falling: \(fall.fraction)", "a fall is a fraction a year below 1", remedy: "30 % a year is 0.30",
          location: "\(file):\(line)"))
  }
}
