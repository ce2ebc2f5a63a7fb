import EventSimulation
import Testing

/// A measure of a queueing system by theory and by simulation: a row of the validation table.
///
/// ```swift
/// TheoryCheck("M/M/1", "mean wait", theory: 9, simulated: waitsOfReplications).verify()
/// ```
/// It holds when theory lies within the 99.9 % t interval of the means of independent replications, widened by what an
/// approximation is allowed to be off. Seeds are fixed, so a check that holds once holds always.
struct TheoryCheck {
  /// The system in Kendall's notation, with its parameters.
  var system: String
  /// What is measured.
  var measure: String
  /// The figure of theory.
  var theory: Double
  /// The interval of the simulated mean.
  var simulated: ConfidenceInterval
  /// By which share of itself the figure of theory may be off; 0 when it is exact.
  var tolerance: Double

  static let confidence = 0.999

  init(
    _ system: String, _ measure: String, theory: Double, simulated replications: [Double], tolerance: Double = 0
  ) {
    self.system = system
    self.measure = measure
    self.theory = theory
    self.tolerance = tolerance
    guard let interval = ConfidenceInterval(of: Tally(replications), confidence: Self.confidence) else {
      fatalError("an interval needs at least two replications")
    }
    simulated = interval
  }

  var holds: Bool { abs(theory - simulated.mean) <= simulated.halfWidth + tolerance * abs(theory) }

  /// The row of the table, in Markdown: system, measure, theory, simulated, interval.
  var row: String {
    "| \(system) | \(measure) | \(figure(theory))\(tolerance > 0 ? " ± \(figure(100 * tolerance)) %" : "") "
      + "| \(figure(simulated.mean)) | \(figure(simulated.low)) to \(figure(simulated.high)) |"
  }

  /// Prints the row and records an issue if the check doesn't hold.
  func verify(sourceLocation: SourceLocation = #_sourceLocation) {
    print(row)
    #expect(holds, "\(row)", sourceLocation: sourceLocation)
  }

  /// Five significant digits.
  private func figure(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return "\(value)" }
    var scale = 1.0
    while abs(value) * scale < 10_000 { scale *= 10 }
    while abs(value) * scale >= 100_000 { scale /= 10 }
    // Division by a power of ten is rounded correctly, so that the shortest decimal has no more digits.
    let rounded = (value * scale).rounded()
    return "\(scale >= 1 ? rounded / scale : rounded * (1 / scale))"
  }
}
