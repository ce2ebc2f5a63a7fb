extension BoxQuality {
  /// The box in a sentence.
  ///
  /// `it does not pay off in 82 % of futures where priceFall < 0.36 and resolved < 0.11; these are 71 % of all that don't`
  /// - Parameters:
  ///   - outcome: what is true of a future in question.
  ///   - all: what they are called together.
  package func sentence(_ outcome: String, all: String = "all that don't") -> String {
    let inputs = futures.inputs.indices.compactMap { input -> String? in
      let name = futures.inputs[input].name
      switch (box.lows[input]?.shortText, box.highs[input]?.shortText) {
      case (nil, nil): return nil
      case (let low?, nil): return "\(name) > \(low)"
      case (nil, let high?): return "\(name) < \(high)"
      case (let low?, let high?): return "\(low) < \(name) < \(high)"
      }
    }
    let place = inputs.isEmpty ? "" : " where " + inputs.joined(separator: " and ")
    return "\(outcome) in \(percent(density)) % of futures\(place); these are \(percent(coverage)) % of \(all)"
  }

  private func percent(_ share: Double) -> String { (share * 100).rounded().shortText }
}
