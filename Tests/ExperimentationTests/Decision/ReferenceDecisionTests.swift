import ReferenceData
import Testing
import ValidationRecord

@testable import Experimentation

private struct DecisionFigures: Decodable {
  struct ActOrNot: Decodable {
    var mu: Double
    var sds: [Double]
    var EVPI: Double
    var EVPPI: [Double]
    var P_wrong: Double
  }
  struct ThreeActions: Decodable {
    var means: [Double]
    var EVPI: Double
    var best: Int
    var P_best: [Double]
    var EVPPI_theta1_exact: Double
  }
  var two_action_normal: [ActOrNot]
  var three_action_sample: ThreeActions
}

@Suite
struct `The value of information against closed forms and a peer's sample` {
  private let figures: DecisionFigures
  private let columns: [String: [Double]]
  private let table: OptionTable

  init() throws {
    figures = try ReferenceData.figures("decision/evpi.json")
    let columns = try ReferenceData.table("decision/net_benefit.csv").columns
    self.columns = columns
    table = try OptionTable(
      try ["wait", "api", "selfhost"].map { ($0, try #require(columns["nb_" + $0])) })
  }

  @Test func `acting or not in closed form`() {
    var (worst, count) = (0.0, 0)
    for expected in figures.two_action_normal {
      let deviation = expected.sds.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let values =
        [UnitNormalLoss.valueOfLearning(mean: expected.mu, deviation: deviation)]
        + expected.sds.map { UnitNormalLoss.valueOfLearning(mean: expected.mu, deviation: $0) }
        + [UnitNormalLoss.chanceOfWrong(mean: expected.mu, deviation: deviation)]
      count += values.count
      worst = max(worst, worstError(values, [expected.EVPI] + expected.EVPPI + [expected.P_wrong]))
    }
    #expect(
      Validation.agreement(
        .decisions, "value of information of acting or not, in closed form", with: "SciPy 1.17.1", figures: count,
        worst: worst, within: 1e-9))
  }

  @Test func `means, chances of being best and perfect information of three actions`() {
    let expected = figures.three_action_sample
    let information = PerfectInformation(table)
    let assessments = table.assessments()
    let worst = worstError(
      assessments.map(\.expectedValue.value) + assessments.map(\.chanceOfBest.value) + [information.value.value],
      expected.means + expected.P_best + [expected.EVPI])
    #expect(
      Validation.agreement(
        .decisions, "three actions: means, probabilities of being best, EVPI", with: "NumPy 2.4.6", figures: 7,
        worst: worst, within: 1e-9))
    #expect(table.bestInExpectation == expected.best && information.best == "api")
    #expect(information.value.low < expected.EVPI && expected.EVPI < information.value.high)
  }

  @Test(arguments: [PartialPerfectInformation.Estimator.regression, .bins(nil)])
  func `learning the first input is worth what it is exactly, within 5 %`(
    estimator: PartialPerfectInformation.Estimator
  ) throws {
    let exact = figures.three_action_sample.EVPPI_theta1_exact
    let input = try Sample("theta1", try #require(columns["theta1"]))
    let learning = try PartialPerfectInformation(of: input, table, estimator: estimator)
    #expect(
      Validation.comparison(
        .decisions, "EVPPI of one input of three actions, by \("\(estimator)".prefix { $0 != "(" })",
        "value: exact, estimated",
        expected: exact, found: learning.value.value, tolerance: 0.05), "\(learning)")
    #expect(learning.value.contains(exact))
    #expect(learning.isBeyondNoise)
  }

  @Test func `no input is worth more than knowing everything`() throws {
    let all = PerfectInformation(table).value.value
    for name in ["theta1", "theta2", "theta3"] {
      let input = try Sample(name, try #require(columns[name]))
      let learning = try PartialPerfectInformation(of: input, table, resamples: 50)
      #expect(learning.value.value < all && learning.value.low >= 0)
    }
  }
}
