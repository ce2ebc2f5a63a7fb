/// The values of an input at which the measure changes its sign, as by interpolation on a straight line between runs.
///
/// ```swift
/// let values = SwitchValues(of: [(2, -10), (4, 30)]).values  // [2.5]
/// ```
/// In the unit of the input. Runs without a measure part the line: nothing is interpolated across them.
package struct SwitchValues: Sendable, Hashable {
  /// In the order of the runs; none where the measure keeps its sign.
  package let values: [Double]

  /// - `runs`: Values of the input in their order, with the measure there.
  package init(of runs: [(value: Double, output: Double?)]) {
    var values: [Double] = []
    // The last run whose measure is not 0, and the first after it where it is.
    var last: (value: Double, output: Double)?
    var zero: Double?
    for run in runs {
      guard let output = run.output, output.isFinite else {
        (last, zero) = (nil, nil)
        continue
      }
      if output == 0 {
        zero = zero ?? run.value
        continue
      }
      if let last, (last.output < 0) != (output < 0) {
        values.append(zero ?? last.value + (run.value - last.value) * (last.output / (last.output - output)))
      }
      (last, zero) = ((run.value, output), nil)
    }
    self.values = values
  }

  /// The one nearest to a value of the input; `nil` where there is none.
  package func nearest(to value: Double) -> Double? { values.min { abs($0 - value) < abs($1 - value) } }
}
