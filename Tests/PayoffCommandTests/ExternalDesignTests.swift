import Foundation
import Testing

/// `payoff sensitivity --from`: the results of somebody else's model.
@Suite struct ExternalDesignTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.stake, to: "Stake.swift")
  }

  private func analyze(_ arguments: [String]) async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(["sensitivity"] + arguments, in: workplace)
  }

  /// The design and the results of our own runs.
  private func makeDesign(_ method: String, _ size: String) async throws {
    let outcome = try await analyze(["Stake.swift", "--method", method, "--size", size, "-o", "own"])
    try #require(outcome.status == 0, "\(outcome.error)")
  }

  private func rows(_ name: String) throws -> [String] {
    try workplace.text(of: name).split(separator: "\r\n").map(String.init)
  }

  @Test(arguments: [("sobol", "64"), ("morris", "20"), ("efast", "65"), ("pawn", "256"), ("prcc", "128")])
  func `our own files give the same indices again`(method: String, size: String) async throws {
    try await makeDesign(method, size)
    let outcome = try await analyze(
      ["--from", "own/design.csv", "own/results.csv", "--method", method, "--measure", "npv", "-o", "again"])
    try #require(outcome.status == 0, "\(outcome.error)")
    let own = try Table(try workplace.contents(of: "own"), "sensitivity.csv").rows.filter { $0[2] != "(chance)" }
    let again = try Table(try workplace.contents(of: "again"), "sensitivity.csv").rows
    #expect(own == again)
  }

  @Test func `shuffled results are put in order, and said to have been`() async throws {
    try await makeDesign("sobol", "64")
    let results = try rows("own/results.csv")
    try workplace.write(([results[0]] + results.dropFirst().reversed()).joined(separator: "\r\n"), to: "shuffled.csv")
    let outcome = try await analyze(
      ["--from", "own/design.csv", "shuffled.csv", "--method", "sobol", "--measure", "npv", "-o", "again"])
    #expect(outcome.status == 0 && outcome.error.contains("are in another order"), "\(outcome.error)")
    let own = try Table(try workplace.contents(of: "own"), "sensitivity.csv").rows.filter { $0[2] != "(chance)" }
    #expect(own == (try Table(try workplace.contents(of: "again"), "sensitivity.csv").rows))
  }

  @Test func `rows that are missing, there twice, foreign or damaged are noticed`() async throws {
    try await makeDesign("sobol", "32")
    let results = try rows("own/results.csv")
    func write(_ rows: [String]) throws { try workplace.write(rows.joined(separator: "\r\n"), to: "results.csv") }
    let foreign = results[5].replacing(/^4,[0-9a-f]+/, with: "4,00000000")
    let damaged = results[5].replacing(/^4,([0-9a-f]+),[^,]*/) { "4,\($0.1),many" }
    for (rows, problem) in [
      (results.dropLast().map(\.self), "has no result"), (results + [results[5]], "design row 4 has 2 results"),
      (results.map { $0 == results[5] ? foreign : $0 }, "results.csv:6: column point"),
      (
        results.map { $0 == results[5] ? damaged : $0 },
        "results.csv:6: column npv: expected a number and found \"many\""
      ),
    ] {
      try write(rows)
      let outcome = try await analyze(
        ["--from", "own/design.csv", "results.csv", "--method", "sobol", "--measure", "npv", "-o", "again"])
      #expect(outcome.status == 65 && outcome.error.contains(problem), "\(outcome.error)")
      #expect(!workplace.names().contains("again"))
    }
  }

  /// The rows of a file of our own without some of its columns.
  private func write(_ name: String, without columns: Set<String>, to other: String) throws {
    let lines = try rows(name).map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let kept = try #require(lines.first).enumerated().filter { !columns.contains(String($0.element)) }.map(\.offset)
    let text = lines.map { line in kept.map { String(line[$0]) }.joined(separator: ",") }.joined(separator: "\n")
    try workplace.write(text + "\n", to: other)
  }

  @Test func `without the numbers of rows, lines belong to each other in their order`() async throws {
    try await makeDesign("sobol", "64")
    let own = try Table(try workplace.contents(of: "own"), "sensitivity.csv").rows.filter { $0[2] != "(chance)" }
    for (design, results, note) in [
      (["row", "point"], ["row", "point"], "design.csv and results.csv have no column row"),
      (["row"], ["row"], "design.csv and results.csv have no column row"),
      ([], ["row", "point"], "results.csv has no column row"), (["row"], [], "design.csv has no column row"),
    ] as [(Set<String>, Set<String>, String)] {
      try write("own/design.csv", without: design, to: "design.csv")
      try write("own/results.csv", without: results, to: "results.csv")
      let outcome = try await analyze(
        [
          "--from", "design.csv", "results.csv", "--method", "sobol", "--measure", "npv", "-o", "again", "--force",
        ])
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(
        outcome.error.contains("\(note); the results were matched with the design line by line"), "\(outcome.error)")
      #expect(own == (try Table(try workplace.contents(of: "again"), "sensitivity.csv").rows))
    }
  }

  @Test func `lines that cannot belong to each other are refused`() async throws {
    try workplace.write("a,b\n" + (0..<40).map { "\($0 * 7 % 40),\($0 * 11 % 40)\n" }.joined(), to: "design.csv")
    let numbered = (0..<40).map { "\($0),\($0 * 7 % 40),\($0 * 11 % 40)\n" }
    try workplace.write("row,a,b\n" + numbered.joined(), to: "numbered.csv")
    try workplace.write("row,a,b\n" + numbered.reversed().joined(), to: "reversed.csv")
    let outputs = (0..<40).map { "\($0 * 3 % 40)\n" }
    try workplace.write("y\n" + outputs.joined(), to: "results.csv")
    try workplace.write("y\n" + outputs.dropLast().joined(), to: "short.csv")
    try workplace.write(
      "row,y\n" + outputs.enumerated().map { "\($0.offset + 1),\($0.element)" }.joined(), to: "one.csv")
    try workplace.write("Row,y\n" + outputs.enumerated().map { "\($0.offset),\($0.element)" }.joined(), to: "case.csv")
    // The results of the first row are those of the second.
    try workplace.write(
      "a,y\n" + outputs.enumerated().map { "\(($0.offset + 1) * 7 % 40),\($0.element)" }.joined(), to: "moved.csv")
    for (design, results, problem) in [
      ("design.csv", "short.csv", "short.csv: has 39 rows where design.csv has 40"),
      ("numbered.csv", "short.csv", "short.csv: has 39 rows where numbered.csv has 40"),
      ("reversed.csv", "results.csv", "reversed.csv:2: column row: expected 0 and found 39"),
      ("design.csv", "one.csv", "one.csv:2: column row: expected 0 and found 1"),
      ("design.csv", "case.csv", "case.csv:1: the column Row has to be called row"),
      ("design.csv", "moved.csv", "design row 0 was run with 7.0 for input 1, where the design has 0.0"),
    ] {
      let outcome = try await analyze(["--from", design, results, "-o", "again"])
      #expect(outcome.status == 65 && outcome.error.contains(problem), "\(outcome.error)")
      #expect(!workplace.names().contains("again"))
    }
    let taken = try await analyze(["--from", "design.csv", "results.csv", "-o", "again"])
    #expect(taken.status == 0, "\(taken.error)")
  }

  @Test func `an input that only counts the lines is told`() async throws {
    let lines = (0..<40).map { ("\($0 + 1)", $0 * 7 % 40, $0 * 3 % 40) }
    try workplace.write("id,a\n" + lines.map { "\($0.0),\($0.1)\n" }.joined(), to: "design.csv")
    try workplace.write("id,y\n" + lines.map { "\($0.0),\($0.2)\n" }.joined(), to: "results.csv")
    let outcome = try await analyze(["--from", "design.csv", "results.csv", "-o", "again"])
    #expect(outcome.status == 0 && outcome.output.contains("delta of y"), "\(outcome.error)")
    #expect(outcome.error.contains("the values of id in design.csv are the numbers of the lines"), "\(outcome.error)")
    #expect(!outcome.error.contains("values of a "))
  }

  @Test func `methods for any rows do without those that are missing`() async throws {
    try await makeDesign("pawn", "256")
    try workplace.write(try rows("own/results.csv").dropLast(6).joined(separator: "\r\n"), to: "results.csv")
    let outcome = try await analyze(
      ["--from", "own/design.csv", "results.csv", "--method", "pawn", "--measure", "npv", "-o", "again"])
    #expect(outcome.status == 0 && outcome.output.contains("6 of 256 rows have no output"), "\(outcome.error)")
  }

  /// The payoff is the sum of two normal inputs of variances 4 and 5.
  @Test func `rbd_fast takes the rows of a sequence for what they are, and says so`() async throws {
    try await makeDesign("pawn", "256")
    let outcome = try await analyze(
      ["--from", "own/design.csv", "own/results.csv", "--method", "rbd_fast", "--measure", "npv", "-o", "again"])
    try #require(outcome.status == 0, "\(outcome.error)")
    let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("the rows are more even than independent ones"), "\(words)")
    let table = try Table(try workplace.contents(of: "again"), "sensitivity.csv")
    for (input, share) in [("market", 4.0 / 9), ("luck", 5.0 / 9), ("idle", 0)] {
      let row = try #require(table.rows.first { $0[2] == input && $0[3] == "S1" })
      #expect(abs(try Table.number(row[4]) - share) < 0.03, "\(row)")
    }
  }

  @Test(arguments: [
    (["--from", "own/design.csv"], Int32(64), "it needs two files"),
    (["--from", "own/design.csv", "nowhere.csv"], 65, "there is no such file"),
    (["--from", "own/design.csv", "own/results.csv", "--method", "tornado"], 64, "it needs runs of its own"),
    (["--from", "own/design.csv", "own/results.csv", "--method", "sobl"], 64, "did you mean sobol?"),
    (["--from", "own/design.csv", "own/results.csv", "--measure", "nvp"], 64, "did you mean npv?"),
    (["--from", "own/design.csv", "own/results.csv", "--size", "64"], 64, "it needs an experiment"),
    (["--from", "own/design.csv", "own/results.csv", "--set", "a=1"], 64, "it needs an experiment"),
    (["--from", "own/results.csv", "own/design.csv"], 65, "expected a number and found nothing"),
    (["--from", "own/design.csv", "own/results.csv", "--method", "morris"], 65, "not those of its design"),
    (["--from", "own/design.csv", "own/results.csv", "--method", "sobol", "--correlated-inputs"], 65, "pawn, delta"),
  ])
  func `what cannot be analysed is refused`(arguments: [String], status: Int32, problem: String) async throws {
    try await makeDesign("sobol", "33")
    let outcome = try await analyze(arguments + ["-o", "again"])
    #expect(outcome.status == status && outcome.error.contains(problem), "\(outcome.error)")
  }

  /// Two such columns would both be read as the first.
  @Test func `an input without a name is refused, and a column of results without one is left out`() async throws {
    let rows = (0..<40).map { "\($0),\(Double($0 * 7 % 40) / 40),\(Double($0 * 11 % 40) / 40)\n" }.joined()
    try workplace.write("row,,\n" + rows, to: "nameless.csv")
    try workplace.write("row,a,b\n" + rows, to: "named.csv")
    try workplace.write("row,,y\n" + rows, to: "results.csv")
    let refused = try await analyze(["--from", "nameless.csv", "results.csv", "-o", "a"])
    #expect(refused.status == 65 && refused.error.contains("nameless.csv:1: column 2 has no name"), "\(refused.error)")
    let taken = try await analyze(["--from", "named.csv", "results.csv", "-o", "b"])
    #expect(taken.status == 0 && taken.output.contains("delta of y"), "\(taken.error)")
  }

  @Test func `SALib finds the same indices in the files`() async throws {
    guard (try? await CommandLineTool.output(of: "python3", ["-c", "import SALib; print('there')"])) == "there\n" else {
      print("skipped: SALib is not installed; pip install SALib")
      return
    }
    try await makeDesign("sobol", "128")
    let script = """
      import csv, sys, numpy
      from SALib.analyze import sobol
      folder = sys.argv[1]
      rows = list(csv.DictReader(open(folder + '/design.csv')))
      results = {r['row']: float(r['npv']) for r in csv.DictReader(open(folder + '/results.csv'))}
      names = [k for k in rows[0] if k not in ('row', 'point')]
      found = sobol.analyze({'num_vars': len(names), 'names': names, 'bounds': [[0, 1]] * len(names)},
        numpy.array([results[r['row']] for r in rows]), calc_second_order=False, seed=1)
      for index in ('S1', 'ST'):
        for name, value in zip(names, found[index]): print(index, name, repr(float(value)))
      """
    let printed = try await CommandLineTool.output(
      of: "python3", ["-W", "ignore", "-c", script, workplace.file("own").path])
    let own = try Table(try workplace.contents(of: "own"), "sensitivity.csv")
    let lines = printed.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(lines.count == 6)
    for line in lines {
      let row = try #require(own.rows.first { $0[3] == line[0] && $0[2] == line[1] })
      #expect(abs(try Table.number(row[4]) - (try Table.number(line[2]))) < 1e-11)
    }
  }
}
