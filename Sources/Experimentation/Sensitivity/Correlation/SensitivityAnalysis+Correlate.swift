extension SensitivityAnalysis {
  /// Adds one index for each input that comes from the correlations of the rows, with its interval.
  ///
  /// - `estimate`: The index of each input; `nil` where the inputs can't be parted.
  /// - Returns: The correlations of all rows; `nil` where there are none.
  @discardableResult
  mutating func correlate(
    _ results: DesignResults, ranks: Bool, index: String, _ bootstrap: Bootstrap, limits: ClosedRange<Double>?,
    _ estimate: (WeightedCorrelation) -> [Double]?
  ) -> WeightedCorrelation? {
    let data = GivenData(results, needing: 3 * (results.inputs.count + 1), warningIn: &self)
    // An input that does not vary has no correlation, and would leave the others without theirs.
    let varying = data.inputs.indices.filter { data.varies[$0] }
    guard data.count > 2, data.outputsVary, !varying.isEmpty else {
      addUndefined([index], of: data.inputs)
      return nil
    }
    func correlations(_ counts: [Int]) -> WeightedCorrelation {
      let (columns, output) = data.transformed(ranks: ranks, counts)
      return WeightedCorrelation(varying.map { columns[$0] }, output: output, counts)
    }
    let all = correlations([Int](repeating: 1, count: data.count))
    guard let values = estimate(all) else {
      warn(.collinearInputs)
      addUndefined([index], of: data.inputs)
      return nil
    }
    let spread = bootstrap.spread(rows: data.count, stream: "\(method)/\(measure)") { counts in
      estimate(correlations(counts)) ?? varying.map { _ in .nan }
    }
    for (input, name) in data.inputs.enumerated() {
      let place = varying.firstIndex(of: input)
      add(
        index, of: name, place.map { values[$0] }, halfWidth: place.flatMap { spread.halfWidth($0) },
        zeroMeansNoEffect: true, within: limits ?? -Double.infinity...Double.infinity)
    }
    return all
  }
}
