import Randomness
import Testing
import ValidationRecord

@testable import Experimentation

@Suite struct `Selecting the best of a list` {
  private let names = ["a", "b", "c", "d", "e"]

  @Test(arguments: [false, true])
  func `is right as often as promised where the best is ahead by the indifference`(shared: Bool) throws {
    // The hardest case: all others are exactly the indifference behind.
    let rule = try RankingAndSelection(indifference: 0.5, confidence: 0.9, firstStage: 12)
    var (right, spent) = (0, 0)
    for trial in 0..<150 {
      let common = SyntheticData.normals(300, "common", trial)
      let own = names.indices.map { SyntheticData.normals(300, "own \($0)", trial) }
      let selection = try rule.select(names) { option, range in
        range.map { (option == 3 ? 0.5 : 0) + (shared ? common[$0] + own[option][$0] / 4 : own[option][$0]) }
      }
      #expect(selection.isDecided)
      right += selection.winner.name == "d" ? 1 : 0
      spent += selection.replications.reduce(0, +)
    }
    #expect(
      Validation.coverage(
        .coverage, "selecting the best of five",
        shared ? "common random numbers, best selected" : "independent draws, best selected",
        nominal: 0.9, held: right, of: 150, allowed: 0.9...1))
    // Common random numbers cancel what the options share.
    #expect(shared ? spent < 150 * 5 * 15 : spent > 150 * 5 * 20)
  }

  @Test func `spends its replications on the options that are close`() throws {
    let selection = try RankingAndSelection(indifference: 0.1).select(names) { option, range in
      let values = SyntheticData.normals(range.upperBound, "close \(option)")
      return range.map { [0, 0, 0, 2, 2.3][option] + values[$0] }
    }
    #expect(selection.winner.name == "e" && selection.isDecided)
    #expect(selection.replications[0] < 60 && selection.replications[4] >= selection.replications[3])
    #expect(selection.replications[3] > 3 * selection.replications[0])
    #expect(zip(selection.evaluated, selection.replications).allSatisfy { $0 >= $1 && $0 < $1 + 10 })
  }

  @Test func `leaves the choice open at its cap`() throws {
    let rule = try RankingAndSelection(indifference: 1e-6, firstStage: 10, cap: 33)
    let selection = try rule.select(["a", "b"]) { option, range in
      let values = SyntheticData.normals(range.upperBound, "open \(option)")
      return range.map { values[$0] }
    }
    #expect(!selection.isDecided && selection.survivors == [0, 1] && selection.evaluated == [33, 33])
  }

  @Test func `of equals takes the first, and of one that one`() throws {
    let rule = try RankingAndSelection(indifference: 1, firstStage: 4, cap: 50)
    let equals = try rule.select(["a", "b", "c"]) { _, range in range.map { Double($0 % 2) } }
    #expect(equals.winner.name == "a" && equals.isDecided)
    let constant = try rule.select(["a", "b"]) { option, range in range.map { _ in Double(option) } }
    #expect(constant.winner.name == "b" && constant.replications == [4, 4])
    #expect(try rule.select(["a"]) { _, range in range.map { _ in 1 } }.winner.name == "a")
  }

  @Test func `what cannot be meant is refused`() throws {
    #expect(throws: InvalidValue.self) { try RankingAndSelection(indifference: 0) }
    #expect(throws: InvalidValue.self) { try RankingAndSelection(indifference: 1, confidence: 1) }
    #expect(throws: InvalidValue.self) { try RankingAndSelection(indifference: 1, firstStage: 1) }
    let rule = try RankingAndSelection(indifference: 1)
    #expect(throws: InvalidValue.self) { try rule.select([]) { _, _ in [] } }
    let missing = #expect(throws: InvalidValue.self) {
      try rule.select(["a", "b"]) { option, range in range.map { _ in option == 1 ? nil : 1 } }
    }
    #expect(missing?.description.hasPrefix("b: 20 of 20 replications have no value") == true)
  }
}
