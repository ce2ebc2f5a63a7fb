import Randomness

/// GPUs rented by the hour, at a price that falls, or moves along an index that other prices share.
///
/// ```swift
/// Rent(USD(10) / .gpuHour, falling: 0.4)
/// Rent(USD(10) / .gpuHour, along: prices["hardware"])
/// ```
public struct Rent: Sendable, Hashable {
  /// The currency that it is paid in.
  public let currency: CurrencyCode
  /// The price of a GPU-hour over the years.
  public let price: PricePath

  /// At a price that moves along an index, which other prices may share.
  public init<C: Currency>(
    _ price: Price<C, GPUHour>, along index: PriceIndex, file: StaticString = #fileID, line: UInt = #line
  ) {
    currency = C.code
    self.price = PricePath(today: price.amount, along: index, file: file, line: line)
  }

  /// - `fall`: a rate a year, compounded.
  public init<C: Currency>(
    _ price: Price<C, GPUHour>, falling fall: Rate<PerYear>, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(price, falling: fall.fraction, file: file, line: line)
  }

  /// - `fall`: a fraction a year, compounded.
  public init<C: Currency>(
    _ price: Price<C, GPUHour>, falling fall: Double = 0, file: StaticString = #fileID, line: UInt = #line
  ) {
    currency = C.code
    self.price = PricePath(today: price.amount, falling: fall, file: file, line: line)
  }
}
