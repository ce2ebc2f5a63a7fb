/// The measure with one input at a quantile of its distribution and the others at their base.
package struct OneAtATimeRun: Sendable, Hashable {
  package let input: String
  /// The quantile, in [0, 1].
  package let quantile: Double
  /// The value of the input there, in its unit.
  package let value: Double
  /// The measure; `nil` where it has no value.
  package let output: Double?
  /// The 95 % interval of the measure over replications, where there were several.
  package let interval: ClosedRange<Double>?

  package init(
    input: String, quantile: Double, value: Double, output: Double?, interval: ClosedRange<Double>? = nil
  ) {
    self.input = input
    self.quantile = quantile
    self.value = value
    self.output = output
    self.interval = interval
  }

  /// The runs of each input by rising quantile; the inputs in the order in which they first come.
  static func byInput(_ runs: [OneAtATimeRun]) -> [(input: String, runs: [OneAtATimeRun])] {
    var names: [String] = []
    for run in runs where !names.contains(run.input) { names.append(run.input) }
    return names.map { name in
      let own = runs.enumerated().filter { $0.element.input == name }
      return (name, own.sorted { ($0.element.quantile, $0.offset) < ($1.element.quantile, $1.offset) }.map(\.element))
    }
  }
}
