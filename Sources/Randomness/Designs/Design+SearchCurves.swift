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
