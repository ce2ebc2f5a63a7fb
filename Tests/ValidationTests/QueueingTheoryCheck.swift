import EventSimulation
import Testing
import ValidationRecord

/// A measure of a queueing system by theory and by simulation: a row of the validation table.
///
/// ```swift
/// TheoryCheck(.eventView, "M/M/1", "mean wait", theory: 9, simulated: waitsOfReplications).verify()
/// ```
/// It holds when theory lies within the 99.9 % t interval of the means of independent replications, widened by what an
/// approximation is allowed to be off. Seeds are fixed, so a check that holds once holds always.
struct TheoryCheck {
  /// The table of the row.
  var topic: ValidationTopic
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
    _ topic: ValidationTopic, _ system: String, _ measure: String, theory: Double, simulated replications: [Double],
    tolerance: Double = 0
  ) {
    self.topic = topic
    self.system = system
    self.measure = measure
    self.theory = theory
    self.tolerance = tolerance
    guard let interval = ConfidenceInterval(of: Tally(replications), confidence: Self.confidence) else {
      fatalError("an interval needs at least two replications")
    }
    simulated = interval
  }

  /// Records the row, and an issue if the check doesn't hold.
  func verify(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(
      Validation.estimate(
        topic, system, measure, expected: theory, found: simulated.mean, halfWidth: simulated.halfWidth,
        confidence: Self.confidence, tolerance: tolerance),
      sourceLocation: sourceLocation)
  }
}
