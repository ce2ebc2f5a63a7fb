/// A mean whose variance was reduced, and what that was worth.
package struct ReducedEstimate: Sendable, Hashable {
  /// The mean with its interval.
  package let mean: Estimate
  /// How many times as many independent replications the same interval would have taken; infinite where nothing is left of
  /// the variance, and below 1 where the method did harm.
  package let gain: Double
}
