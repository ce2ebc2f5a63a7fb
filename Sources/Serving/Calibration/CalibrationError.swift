/// A run that a deployment cannot be fitted to.
public struct CalibrationError: Error, Sendable, Hashable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
