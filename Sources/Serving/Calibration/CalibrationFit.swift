/// A deployment whose costs reproduce a measured run, and how well.
public struct CalibrationFit: Sendable {
  /// The deployment with the fitted costs; its evidence says what they come from and their worst error.
  public let deployment: Deployment
  /// The run as measured and as simulated with them.
  public let comparison: LatencyComparison
  /// How often the run was simulated.
  public let simulations: Int
}
