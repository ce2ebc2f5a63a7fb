import CGSL

/// A figure that is about normal, with Student's interval and the test that it is 0.
struct MeanTest {
  let estimate: Estimate
  let t: Double
  let p: Double

  init(_ value: Double, standardError: Double, _ degreesOfFreedom: Double, _ confidence: Double) {
    guard standardError > 0 else {
      estimate = Estimate(value, halfWidth: 0, confidence: confidence)
      t = value == 0 ? 0 : value > 0 ? .infinity : -.infinity
      p = value == 0 ? 1 : 0
      return
    }
    let half = gsl_cdf_tdist_Pinv(0.5 + confidence / 2, degreesOfFreedom) * standardError
    estimate = Estimate(value, halfWidth: half, confidence: confidence)
    t = value / standardError
    p = min(1, 2 * gsl_cdf_tdist_Q(abs(t), degreesOfFreedom))
  }
}
