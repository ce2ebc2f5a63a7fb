/// The grain in which the steps of a replica are timed.
public enum StepClock: String, Sendable, Hashable, CaseIterable {
  /// As fine as numbers are: a step takes what its cost says.
  case seconds
  /// Whole microseconds: the fraction of every step is dropped, and arrivals are taken to the next whole one. It is how
  /// inference-sim counts, whose results it reproduces.
  case microseconds
}
