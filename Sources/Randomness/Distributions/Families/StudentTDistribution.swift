import CGSL
import Glibc

extension Distribution {
  /// Student's t distribution with a location and a scale.
  ///
  /// The variance is finite above 2 degrees of freedom, of which there must be at least 0.2.
  public static func studentT(
    freedom: Double, location: Double = 0, scale: Double = 1, file: StaticString = #fileID, line: UInt = #line
  ) -> Distribution {
    accepted(file, line, try StudentTDistribution(freedom: freedom, location: location, scale: scale))
  }
}

struct StudentTDistribution: LocationScaleFamily {
  static let forms = [
    DistributionForm("studentT", "freedom", "location", "scale", defaults: [0, 1]) { (p) throws(InvalidValue) in
      try StudentTDistribution(freedom: p[0], location: p[1], scale: p[2])
    }
  ]

  let freedom: Double
  let location: Double
  let scale: Double

  init(freedom: Double, location: Double, scale: Double) throws(InvalidValue) {
    (self.freedom, self.location, self.scale) = (freedom, location, scale)
    try parameters.requireFinite()
    // With fewer, a draw may lie beyond the largest numbers that there are.
    guard freedom >= 0.2 else {
      throw parameters.error("freedom is \(freedom.shortest); at least 0.2 was expected")
    }
    try parameters.requirePositive("scale")
  }

  /// Around 0 with scale 1, of degrees of freedom that are known to be at least 0.2.
  init(valid freedom: Double) { (self.freedom, location, scale) = (freedom, 0, 1) }

  private var parameters: ParameterList {
    ParameterList("studentT", ["freedom": freedom, "location": location, "scale": scale])
  }
  var label: String { parameters.text }

  var standardMean: Double { freedom > 1 ? 0 : .nan }
  var standardVariance: Double { freedom > 2 ? freedom / (freedom - 2) : freedom > 1 ? .infinity : .nan }
  func standardDensity(_ z: Double) -> Double { gsl_ran_tdist_pdf(z, freedom) }
  func standardCumulative(_ z: Double) -> Double { gsl_cdf_tdist_P(z, freedom) }

  /// Symmetric: the smaller tail is found and mirrored.
  func standardQuantile(_ p: Double) -> Double {
    let tail = min(p, 1 - p)
    let x = MonotoneInverse(cumulative: { gsl_cdf_tdist_P($0, freedom) }, density: { gsl_ran_tdist_pdf($0, freedom) })
      .solve(tail, guess: gsl_cdf_tdist_Pinv(tail, freedom), within: -.greatestFiniteMagnitude...0)
    return p < 0.5 ? x : -x
  }

  func standardDraw(_ generator: UnsafeMutablePointer<gsl_rng>) -> Double { gsl_ran_tdist(generator, freedom) }
}
