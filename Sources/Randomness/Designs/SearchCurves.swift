import Glibc

extension Design {
  /// The search curves of the extended Fourier amplitude sensitivity test, one an input, one after another.
  ///
  /// Each curve starts at a random phase from a stream with the name of its input. Rows stand in the order of SALib's
  /// `fast_sampler`, so that its `analyze.fast` takes them as they are.
  ///
  /// - `points`: The rows of a curve, more than 4 harmonics².
  package static func searchCurves(
    inputs: [String], points: Int, harmonics: Int = 4, streams: Streams
  ) throws(InvalidValue) -> Design {
    try require(inputs, rows: points, of: "search curves")
    let curves = try SearchCurves(inputs: inputs.count, points: points, harmonics: harmonics)
    let phases = inputs.map { 2 * Double.pi * streams.stream("design/search curve/\($0)").uniform() }
    return byColumns(
      inputs, rows: points * inputs.count, layout: .curves(points: points), edge: 0.5 / Double(points)
    ) { column, put in
      for curve in inputs.indices {
        let frequency = curves.frequency(of: column, along: curve)
        for step in 0..<points {
          put(curve * points + step, curves.number(frequency: frequency, phase: phases[curve], step: step))
        }
      }
    }
  }
}

/// The curves of the extended Fourier amplitude sensitivity test: along the curve of an input, that input swings at the
/// main frequency and the others slowly.
///
/// Saltelli, Tarantola, Chan 1999, "A Quantitative Model-Independent Method for Global Sensitivity Analysis of Model
/// Output", Technometrics 41; frequencies as SALib's `fast_sampler` chooses them.
package struct SearchCurves: Sendable, Hashable {
  /// The number of inputs, which is that of the curves.
  package let inputs: Int
  /// The points of a curve.
  package let points: Int
  /// The harmonics of a frequency that are counted to it.
  package let harmonics: Int

  /// Curves of more than 4 harmonics² points.
  package init(inputs: Int, points: Int, harmonics: Int = 4) throws(InvalidValue) {
    guard inputs > 0, harmonics > 0 else {
      throw InvalidValue(
        "search curves", "\(inputs) inputs and \(harmonics) harmonics; at least one of each was expected")
    }
    guard points > 4 * harmonics * harmonics else {
      throw InvalidValue(
        "search curves",
        "a curve has \(points) points; more than \(4 * harmonics * harmonics) were expected, "
          + "since \(harmonics) harmonics are counted")
    }
    (self.inputs, self.points, self.harmonics) = (inputs, points, harmonics)
  }

  /// The frequency of an input along its own curve.
  package var mainFrequency: Int { (points - 1) / (2 * harmonics) }

  /// The frequency of an input along the curve of another or of itself.
  package func frequency(of input: Int, along curve: Int) -> Int {
    if input == curve { return mainFrequency }
    let place = input < curve ? input : input - 1
    let greatest = mainFrequency / (2 * harmonics)
    guard greatest >= inputs - 1 else { return place % greatest + 1 }
    if inputs == 2 { return 1 }
    if place == inputs - 2 { return greatest }
    return Int(1 + Double(place) * (Double(greatest - 1) / Double(inputs - 2)))
  }

  /// The number from 0 to 1 of an input of that frequency, that many steps along a curve of that phase.
  package func number(frequency: Int, phase: Double, step: Int) -> Double {
    let angle = 2 * Double.pi / Double(points) * Double(step)
    return min(max(0.5 + 1 / Double.pi * asin(sin(Double(frequency) * angle + phase)), 0), 1)
  }
}
