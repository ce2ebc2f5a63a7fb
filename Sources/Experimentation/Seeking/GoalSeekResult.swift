/// Where a figure meets its target, and how the search got there.
package struct GoalSeekResult: Sendable {
  /// The input at the first crossing, with its interval; an end that the range does not hold is infinite.
  package let x: Estimate
  /// The figure at that input.
  package let figure: Estimate
  /// The stretches of the grid in which it crosses the target again.
  package let furtherCrossings: [ClosedRange<Double>]
  /// The inputs at which it was looked at first.
  package let grid: [Double]
  /// Every input that was evaluated, in ascending order, with the figure there.
  package let trace: [(x: Double, figure: Estimate)]
}
