/// A number that was estimated, with the standard error of the estimate.
public struct ParameterEstimate: Sendable, Hashable {
  public let value: Double
  public let standardError: Double

  public init(_ value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }
}
