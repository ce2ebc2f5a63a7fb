/// A number that was estimated, with the standard error of the estimate.
public struct ParameterEstimate: Sendable, Hashable {
  /// The estimate itself.
  public let value: Double
  /// The standard deviation that the estimate has by chance.
  public let standardError: Double

  /// An estimate and how far chance lets it stray.
  public init(_ value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }
}
