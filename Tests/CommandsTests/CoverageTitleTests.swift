import Demand
import Economics
import Experimentation
import Randomness
import Results
import Testing

@testable import Commands

/// The title of the chart of costs and benefits is what its table shows.
@Suite struct `The title of costs and benefits` {
  private func title(_ benefits: [Double], _ costs: [Double], _ language: Language) -> String? {
    var table = Table(header: ["measure", "unit", "month", "mean"])
    for (name, values) in [("operating_cost", costs), ("operating_benefit", benefits)] {
      for (month, value) in values.enumerated() { table.append([name, "CNY", "\(month + 1)", "\(value)"]) }
    }
    let facts = ResultFacts(
      command: "run", experiment: "Test", question: "", firstMonth: .month(2026, 1), months: costs.count,
      currency: "CNY")
    let results = ResultSet(facts, tables: ["timeline": table], RunCommand.presentation)
    return results.charts(in: language).first { $0.name == "cost-and-benefit" }?.title
  }

  /// Reads the months out of a title and holds them against the rows.
  @Test(arguments: [Language.english, .chinese])
  func `agrees with the months over random cash flows`(language: Language) throws {
    let stream = Streams(seed: 4, replication: 0).stream("titles")
    var kinds: [String: Int] = [:]
    for number in 0..<1500 {
      let count = 3 + Int(60 * stream.uniform())
      let (level, slope, bend) = (
        60 * stream.uniform() - 30, 4 * stream.uniform() - 2, number % 3 == 0 ? 0.08 * stream.uniform() : 0
      )
      let costs = (0..<count).map { _ in 100 + (number % 2 == 0 ? 10 * stream.uniform() : 0) }
      let benefits = (0..<count).map { 100 + level + slope * Double($0) - bend * Double($0 * $0) }
      let isCovered = zip(benefits, costs).map { $0 >= $1 }
      let title = try #require(self.title(benefits, costs, language))
      let months = title.split { !$0.isNumber }.compactMap { Int($0) }
      if title.contains(language("no longer at the end", "期末不再超过")) {
        kinds["stops", default: 0] += 1
        #expect(isCovered[months[0] - 1] && isCovered[months[1] - 1] && !isCovered[months[1]], "\(title)")
      } else if title.contains(language("does not stay above", "未持续")) || title.contains("未能持续")
        || title.contains("尚未持续")
      {
        kinds["not", default: 0] += 1
        // No three months in a row are covered, or the last is not.
        #expect(!isCovered[count - 1], "\(title)")
      } else {
        kinds["stays", default: 0] += 1
        let month = months.first ?? 1
        #expect(isCovered[month - 1] && isCovered[count - 1], "\(title)")
        #expect(month == 1 || !isCovered[month - 2], "\(title)")
      }
    }
    #expect(kinds.count == 3 && kinds.values.allSatisfy { $0 > 50 }, "\(kinds)")
  }
}
