import Foundation
import Testing

/// Names that tables use themselves are refused, by every command, and results that are no numbers are told.
@Suite struct `Names and values that an experiment may not have` {
  private static func experiment(input: String = "amount", measure: String = "npv", scale: String = "1") -> String {
    """
    import Payoff

    @main
    struct Odd: Experiment {
      static let question = "Is it odd?"

      @Uncertain(.uniform(1, 2), "an input", source: .assumption("an example"))
      var \(input): Double

      @Uncertain(.uniform(1, 2), "another input", source: .assumption("an example"))
      var other: Double

      @Choice("whether")
      var whether: Whether = .yes

      enum Whether: String, CaseIterable { case yes, no }

      var scenario: Scenario {
        Trial { _ in [.init("\(measure)", (\(input) - other) * \(scale), unit: "CNY")] }
      }
    }

    """
  }

  @Test(arguments: [("p50", "npv"), ("target", "npv"), ("amount", "row")])
  func `a name of a column of the tables is refused by every command, with the list`(input: String, measure: String)
    async throws
  {
    let workplace = try Workplace()
    try workplace.write(Self.experiment(input: input, measure: measure), to: "Odd.swift")
    for command in [
      ["run", "Odd.swift", "-r", "5"], ["sweep", "Odd.swift", "-r", "5", "--vary", "other=1,2"],
      ["seek", "Odd.swift", "-r", "5", "--target", "mean(\(measure))=0", "--bounds", "other=1..2"],
      ["sensitivity", "Odd.swift", "--size", "4"], ["compare", "Odd.swift", "-r", "5"],
    ] {
      let outcome = try await CommandLineTool.run(command + ["-o", "out"], in: workplace)
      #expect(outcome.status == 65, "\(command): \(outcome.error)")
      let error = outcome.error.replacing(/\s+/, with: " ")
      #expect(
        error.contains("tables have a column of that name") && error.contains("replication, row, point"), "\(error)")
      #expect(!workplace.names().contains("out"))
    }
  }

  @Test(arguments: ["", "npv>0", " cost", "cost=", "a\\nb"])
  func `a measure whose name no condition could say is refused`(name: String) async throws {
    let workplace = try Workplace()
    try workplace.write(Self.experiment(measure: name), to: "Odd.swift")
    let outcome = try await CommandLineTool.run(["run", "Odd.swift", "-r", "5", "-o", "out"], in: workplace)
    #expect(outcome.status == 65 && outcome.error.contains("give it another one"), "\(outcome.error)")
    #expect(!workplace.names().contains("out"))
  }

  /// Each column that a table has beside those of inputs, choices and measures is reserved.
  @Test func `every other column of a table with columns for inputs is reserved`() async throws {
    let workplace = try Workplace()
    try workplace.write(Self.experiment(), to: "Odd.swift")
    let commands = [
      ["run", "Odd.swift", "-r", "100"],
      ["sweep", "Odd.swift", "-r", "20", "--vary", "other=1,2", "--paired-with", "1"],
      ["seek", "Odd.swift", "-r", "20", "--target", "mean(npv)=0", "--bounds", "other=1..2"],
      ["seek", "Odd.swift", "-r", "20", "--maximise", "npv", "--over", "other=1,2", "--max-replications", "100"],
      ["sensitivity", "Odd.swift", "--size", "4"], ["discover", "Odd.swift", "-r", "200"],
    ]
    let own: Set<String> = ["amount", "other", "whether", "npv"]
    var found: Set<String> = []
    for (number, command) in commands.enumerated() {
      let outcome = try await CommandLineTool.run(command + ["-o", "out\(number)"], in: workplace)
      try #require(outcome.status == 0, "\(command): \(outcome.error)")
      for (name, data) in try workplace.contents(of: "out\(number)") where name.hasSuffix(".csv") {
        let line = String(decoding: data, as: UTF8.self).prefix { !$0.isNewline }
        let header = line.split(separator: ",").map(String.init)
        guard !own.isDisjoint(with: header) else { continue }
        found.formUnion(Set(header).subtracting(own))
      }
    }
    #expect(found.count > 20, "\(found.sorted())")
    try workplace.write(Self.experiment(input: "p50"), to: "Odd.swift")
    let refusal = try await CommandLineTool.run(["run", "Odd.swift", "-r", "5", "-o", "refused"], in: workplace)
    // The list stands in the message.
    let reserved = Set(refusal.error.split(whereSeparator: { ", \n".contains($0) }).map(String.init))
    // An input may be called value, but in the table of seek.
    #expect(found.subtracting(reserved) == ["value"], "\(found.subtracting(reserved).sorted())")
    try workplace.write(Self.experiment(input: "value"), to: "Odd.swift")
    let sought = try await CommandLineTool.run(
      ["seek", "Odd.swift", "-r", "5", "--target", "mean(npv)=0", "--bounds", "value=1..2", "-o", "refused"],
      in: workplace)
    #expect(sought.status == 64 && sought.error.contains("a column value of its own"), "\(sought.error)")
  }

  @Test(arguments: ["1e200", "(0.0 / 0.0)"])
  func `a result that is no number, or too large for statistics, names the replication, the input and the value`(
    scale: String
  ) async throws {
    let workplace = try Workplace()
    try workplace.write(Self.experiment(scale: scale), to: "Odd.swift")
    for command in [
      ["run", "Odd.swift", "-r", "5"], ["sweep", "Odd.swift", "-r", "5", "--vary", "other=1,2"],
      ["sensitivity", "Odd.swift", "--size", "4"],
    ] {
      let outcome = try await CommandLineTool.run(command + ["-o", "out"], in: workplace)
      let error = outcome.error.replacing(/\s+/, with: " ")
      #expect(outcome.status == 65 && error.contains("npv is ") && error.contains("amount="), "\(outcome.error)")
      #expect(!workplace.names().contains("out"))
    }
  }

  @Test func `an input that is too large is told by its name`() async throws {
    let workplace = try Workplace()
    try workplace.write(Self.experiment(), to: "Odd.swift")
    let outcome = try await CommandLineTool.run(
      ["run", "Odd.swift", "-r", "5", "-o", "out", "--set", "amount=uniform(1e299, 1e300)"], in: workplace)
    #expect(outcome.status == 65 && outcome.error.contains("the input amount is"), "\(outcome.error)")
  }

  @Test func `a grid is counted before it is made`() async throws {
    let workplace = try Workplace()
    try workplace.write(Self.experiment(), to: "Odd.swift")
    for (arguments, problem) in [
      (
        ["sweep", "Odd.swift", "--vary", "other=1..2:0.000005"],
        "the grid has 200001 points, and more than 100000 are taken for a mistake"
      ),
      (["sweep", "Odd.swift", "--vary", "other=1..2:1e-9"], "points; there are at most a million"),
      (
        ["seek", "Odd.swift", "--maximise", "npv", "--over", "other=0.3..0.5:1e-9"],
        "points; there are at most a million"
      ),
    ] {
      let outcome = try await CommandLineTool.run(arguments + ["-o", "out"], in: workplace)
      let error = outcome.error.replacing(/\s+/, with: " ")
      #expect(outcome.status == 64 && error.contains(problem), "\(outcome.error)")
    }
  }
}
