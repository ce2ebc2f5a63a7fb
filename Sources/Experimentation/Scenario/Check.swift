/// A simulated number beside one worked out by hand.
///
/// ```swift
/// Check("GPUs around the clock", unit: "GPUs", byHand: 500_000 / (10 * 24 * 7.2), "the article's arithmetic, F2") {
///   $0.fleet("chat GPUs").gpus[0]
/// }
/// ```
public struct Check {
  let name: String
  let unit: InputUnit
  let byHand: Double
  let explanation: String
  let simulated: (Forecast) -> Double

  ///
  /// - `byHand`: the figure to compare with.
  /// - `explanation`: how it was worked out, and why the simulation may differ.
  public init(
    _ name: String, unit: InputUnit = .one, byHand: Double, _ explanation: String,
    simulated: @escaping (Forecast) -> Double
  ) {
    self.name = name
    self.unit = unit
    self.byHand = byHand
    self.explanation = explanation
    self.simulated = simulated
  }
}
