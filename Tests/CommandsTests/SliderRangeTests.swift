import Foundation
import Randomness
import Testing

@testable import Commands
@testable import Experimentation

/// The ends of the sliders of the live page.
@Suite struct SliderRangeTests {
  private func slider(
    _ distribution: Distribution, leftOut: Double? = nil, domain: ClosedRange<Double>? = nil, median: Double? = nil
  ) -> SliderRange {
    SliderRange(
      InputDeclaration(
        name: "input", meaning: "an input", unit: .one, distribution: distribution, stated: nil, leftOut: leftOut,
        source: .assumption("a test"), domain: domain),
      median: median ?? distribution.quantile(0.5))
  }

  @Test(arguments: [
    "40 to 80", "uniform(0, 0.3)", "uniform(4, 16)", "mixture(1: 0, 3: uniform(0.2, 2))", "1 to 10000",
    "normal(mean: 0, deviation: 2)", "triangular(0, 0.002, 0.01)", "uniform(-3, -1)", "5", "0",
  ])
  func `a slider reaches what its input is in 98 of 100 futures, which are a fifth of its length or more`(
    _ text: String
  ) throws {
    let distribution = try Distribution(parsing: text)
    let slider = slider(distribution)
    let (low, high) = (distribution.quantile(0.01), distribution.quantile(0.99))
    #expect(slider.ends.lowerBound <= low && high <= slider.ends.upperBound)
    #expect(slider.ends.lowerBound < slider.ends.upperBound)
    func place(_ value: Double) -> Double { slider.isLogarithmic ? log(abs(value)) : value }
    let length = abs(place(slider.ends.upperBound) - place(slider.ends.lowerBound))
    #expect(low == high || abs(place(high) - place(low)) > length / 5)
    // Nothing changes its sign that never does.
    #expect(low < 0 || slider.ends.lowerBound >= 0)
  }

  @Test func `an input within a factor of twenty is moved by equal steps, one over powers of ten by factors`() throws {
    let narrow = slider(try Distribution(parsing: "40 to 80"))
    #expect(!narrow.isLogarithmic)
    #expect(narrow.ends.lowerBound > 5 && narrow.ends.upperBound < 140)
    #expect(slider(try Distribution(parsing: "1 to 10000")).isLogarithmic)
  }

  @Test func `a slider reaches zero where its input does, or where zero leaves it out`() throws {
    #expect(slider(try Distribution(parsing: "uniform(0, 0.3)")).ends.lowerBound == 0)
    #expect(!slider(try Distribution(parsing: "uniform(0, 0.3)")).isLogarithmic)
    let leftOut = slider(try Distribution(parsing: "1 to 10000"), leftOut: 0)
    #expect(leftOut.ends.lowerBound == 0 && !leftOut.isLogarithmic)
  }

  @Test func `a slider stays within what its input can be, and reaches what it is now`() throws {
    let slider = slider(try Distribution(parsing: "uniform(0.2, 0.9)"), domain: 0...1, median: 0.95)
    #expect(slider.ends.lowerBound >= 0 && slider.ends.upperBound <= 1)
    #expect(self.slider(try Distribution(parsing: "uniform(2, 3)"), median: 9).ends.upperBound == 9)
  }
}
