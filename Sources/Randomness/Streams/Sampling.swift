/// How the numbers of a stream become draws of a distribution.
///
/// Antithetic replications come in pairs: the one drawn `.inverse`, the other `.antithetic` of the same seed, replication
/// and names. Where the first draws high, the second draws as far low, so the mean of the two varies less.
/// Law, Simulation Modeling and Analysis, 5th ed., 11.3.
public enum Sampling: Sendable, Hashable {
  /// The fastest sampler of each distribution.
  case fastest
  /// Every draw is the quantile of one uniform number, so that draws rise with their numbers.
  case inverse
  /// As `.inverse`, with 1 − u in place of each uniform number u.
  case antithetic
}
