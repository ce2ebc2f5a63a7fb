extension Distribution {
  /// The triangular distribution: its density rises linearly to the mode and falls linearly from it.
  public static func triangular(
    _ low: Double, _ mode: Double, _ high: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try TriangularDistribution(low, mode, high))
  }
}

struct TriangularDistribution: DistributionFamily {
  static let forms = [
    DistributionForm("triangular", "low", "mode", "high") { (p) throws(InvalidValue) in
      try TriangularDistribution(p[0], p[1], p[2])
    }
  ]

  let low: Double
  let mode: Double
  let high: Double

  init(_ low: Double, _ mode: Double, _ high: Double) throws(InvalidValue) {
    (self.low, self.mode, self.high) = (low, mode, high)
    try parameters.requireFinite()
    try parameters.requireMode()
  }

  private var parameters: ParameterList {
    ParameterList("triangular", ["low": low, "mode": mode, "high": high], isLabelled: false)
  }
  var label: String { parameters.text }
  var support: ClosedRange<Double> { low...high }
  var mean: Double { (low + mode + high) / 3 }

  var variance: Double {
    let (left, right) = (mode - low, high - mode)
    return (left * left + left * right + right * right) / 18
  }

  func density(at x: Double) -> Double {
    let slope = x < mode ? (x - low) / (mode - low) : x > mode ? (high - x) / (high - mode) : 1
    return 2 * slope / (high - low)
  }

  func cumulative(at x: Double) -> Double {
    x < mode
      ? (x - low) / (high - low) * ((x - low) / (mode - low))
      : 1 - (high - x) / (high - low) * ((high - x) / (high - mode))
  }

  func quantile(_ p: Double) -> Double {
    p * (high - low) < mode - low
      ? low + (p * (high - low) * (mode - low)).squareRoot()
      : high - ((1 - p) * (high - low) * (high - mode)).squareRoot()
  }
}
