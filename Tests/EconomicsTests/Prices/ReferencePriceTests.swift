import Economics
import Foundation
import Randomness
import ReferenceData
import Testing
import ValidationRecord

private struct FitFigures: Decodable {
  var slope: Double
  var intercept: Double
  var stderr: Double
  var r2: Double
  var learning_rate: Double
}

@Suite
struct `Learning and falling prices against a peer` {
  @Test func `Wright's exponent and unit costs`() throws {
    let table = try ReferenceData.table("adoption/wright.csv").columns
    let rates = try #require(table["learning_rate"])
    let exponents = try #require(table["exponent_b"])
    let ratios = try #require(table["cumulative_ratio"])
    let costs = try #require(table["unit_cost"])
    var worst = WorstError()
    for row in rates.indices {
      let law = WrightLaw(learningRate: rates[row])
      worst.note(law.exponent, exponents[row])
      worst.note(100 * law.factor(ratios[row]), costs[row])
    }
    #expect(worst.count == 48 && worst.agrees(.prices, "Wright's law", with: "SciPy 1.17.1", within: 1e-12))
  }

  @Test func `a learning rate fitted to forty points`() throws {
    let expected: FitFigures = try ReferenceData.figures("adoption/wright_fit.json")
    let table = try ReferenceData.table("adoption/wright_fit.csv").columns
    let fit = try WrightFit(
      volumes: try #require(table["cumulative"]), costs: try #require(table["unit_cost"]))
    var worst = WorstError()
    worst.note(fit.slope, expected.slope)
    worst.note(fit.intercept, expected.intercept)
    worst.note(fit.standardError, expected.stderr)
    worst.note(fit.determination, expected.r2)
    worst.note(fit.law.learningRate, expected.learning_rate)
    #expect(worst.agrees(.prices, "fit of Wright's law", with: "SciPy 1.17.1", within: 1e-5))
  }

  @Test func `exponential falls by month, and the months that halve them`() throws {
    let table = try ReferenceData.table("adoption/exponential_decline.csv").columns
    let falls = try #require(table["annual_decline"])
    let months = try #require(table["month"])
    let costs = try #require(table["unit_cost"])
    let halvings = try #require(table["halving_months"])
    var worst = WorstError()
    for row in falls.indices {
      let path = PricePath(today: 100, falling: falls[row])
      let price = path.realised(by: .init(seed: 1, replication: 0), months: 61)
      worst.note(price.price(inMonth: Int(months[row])), costs[row])
      worst.note(PricePath.halvingMonths(falling: falls[row].perYear), halvings[row])
    }
    #expect(worst.count == 56 && worst.agrees(.prices, "exponential fall", with: "SciPy 1.17.1", within: 1e-12))
  }
}
