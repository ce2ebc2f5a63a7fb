import Testing

@testable import Randomness

struct NearestNameTests {
  private let known = ["uniform", "loguniform", "normal", "lognormal", "triangular", "pert", "weibull"]

  @Test(arguments: [
    ("unifrm", "uniform"), ("nromal", "normal"), ("Normal", "normal"), ("log-normal", "lognormal"),
    ("triangle", "triangular"), ("weib", "weibull"), ("prt", "pert"), ("uniforms", "uniform"),
  ])
  func `a slip of the pen is understood`(written: String, meant: String) {
    #expect(NearestName.suggestion(for: written, among: known) == meant)
  }

  @Test(arguments: ["", "x", "banana", "zz", "distribution"])
  func `what is near nothing gets no suggestion`(written: String) {
    #expect(NearestName.suggestion(for: written, among: known) == nil)
  }
}
