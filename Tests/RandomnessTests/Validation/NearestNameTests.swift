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

  @Test func `the remedy is the nearest name, or else all names that there are`() {
    #expect(NearestName.remedy(for: "unifrm", among: known) == "did you mean uniform?")
    #expect(NearestName.remedy(for: "unifrm", among: known, quoted: true) == "did you mean \"uniform\"?")
    #expect(NearestName.remedy(for: "banana", among: ["npv", "late"], quoted: true) == "there are \"npv\", \"late\"")
    #expect(NearestName.remedy(for: "banana", among: known, otherwise: "write a name") == "write a name")
    #expect(NearestName.remedy(for: "banana", among: [String]()) == nil)
    #expect(NearestName.question(for: "pert", among: known) { "payoff \($0)" } == "did you mean payoff pert?")
  }
}
