import Randomness

/// GPUs rented by the hour, at a price that falls.
///
/// ```swift
/// Rent(USD(10) / .gpuHour, falling: 0.4)
/// ```
public struct Rent: Sendable, Hashable {
  public let currency: CurrencyCode
  /// The price of a GPU-hour over the years.
  public let price: PricePath

  /// - `fall`: a fraction a year, compounded.
  public init<C: Currency>(
    _ price: Price<C, GPUHour>, falling fall: Double = 0, file: StaticString = #fileID, line: UInt = #line
  ) {
    currency = C.code
    self.price = PricePath(today: price.amount, falling: fall, file: file, line: line)
  }
}
