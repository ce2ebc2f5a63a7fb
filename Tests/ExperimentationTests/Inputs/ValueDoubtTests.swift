import Randomness
import Testing

@testable import Experimentation

/// Values far from what their inputs are declared with.
@Suite struct ValueDoubtTests {
  private func doubts(_ set: String...) throws -> [ValueDoubt] {
    try ResolvedExperiment<Priced>(overrides: try set.map { try Override($0) }).doubts
  }

  @Test(
    arguments: [
      // 0.5 a thousand is 500 a million; its range ends at 4.9.
      (
        "price=0.5 USD/1k tokens", "500 USD/Mtoken is far above what is declared for price",
        "do you mean 0.5 USD/Mtoken?"
      ),
      ("price=500", "500 USD/Mtoken is far above", "do you mean 0.5 USD/Mtoken?"),
      (
        "price=0.0005", "far below what is declared for price",
        "do you mean 0.0005 USD per 1k tokens, which is 0.5 USD/Mtoken?"
      ),
      ("price=uniform(400, 600)", "500 USD/Mtoken is far above", "do you mean 0.5 USD/Mtoken?"),
      ("price=1e7", "far above", "is the unit right?"),
      ("calls=3", "3 calls/day is far below", "do you mean 3,000 calls/day?"),
      ("people=1M", "1.00 M people is far above", "do you mean 1,000 people?"),
      ("change=-30", "-30 is far below", "unit right?"),
    ] as [(String, String, String)])
  func `are said, with what may be meant`(_ set: String, _ problem: String, _ meant: String) throws {
    let found = try doubts(set)
    #expect(found.count == 1)
    let text = try #require(found.first).text(in: .english)
    #expect(text.hasPrefix("--set \(set): ") && text.contains(problem) && text.contains(meant), "\(text)")
    #expect(found[0].text(in: .chinese).contains(problem.contains("above") ? "远高于" : "远低于"))
  }

  @Test(arguments: [
    "price=0", "price=0.02", "price=60", "price=1.1 USD/1M tokens", "calls=900", "calls=150k", "people=100",
    "people=40k",
    "change=0", "change=1.5", "off=1000", "late=1",
  ])
  func `are not what is near, what leaves something out, and what nobody has declared`(_ set: String) throws {
    #expect(try doubts(set).isEmpty)
  }

  @Test func `are said of each input that is set, and of no value of a case`() throws {
    #expect(try doubts("price=500", "people=1M", "calls=2000").map(\.input) == ["price", "people"])
    #expect(try ResolvedExperiment<Priced>(caseName: "free").doubts.isEmpty)
  }
}

private struct Priced: Experiment {
  static let question = "What is far?"
  static let cases = [Case("free", "many more", ["people": 1_000_000])]

  @Uncertain(.between(0.3, 2), "price of input", unit: "USD/Mtoken", source: .assumption("an example"))
  var price: Double
  @Uncertain(.uniform(1000, 10_000), "calls", unit: "calls/day", source: .assumption("an example"))
  var calls: Double
  @Uncertain(1000, "who have it", unit: "people", source: .assumption("an example"))
  var people: Double
  @Uncertain(.uniform(-1, 1), "a change", source: .assumption("an example"))
  var change: Double
  @Uncertain(0, "what is left out", source: .assumption("an example"))
  var off: Double
  @Uncertain(.uniform(100, 200), leftOut: 1, "months", source: .assumption("an example"))
  var late: Double

  var scenario: Scenario {
    Trial { _ in [.init("worth", price * calls * people * change * off * late)] }
  }
}
