import Foundation
import Testing

/// What an experiment rests on, and which claims of the case stand.
@Suite struct EvidenceTests {
  private static let review = Task {
    let workplace = try Workplace()
    try workplace.write(Examples.audited, to: "Audited.swift")
    let outcome = try await CommandLineTool.run(
      ["evidence", "Audited.swift", "--measure", "decided", "-r", "400", "-o", "evidence"], in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    return (workplace, outcome.output, try workplace.contents(of: "evidence"))
  }

  @Test func `each figure has its source, its date and what speaks against it`() async throws {
    let (_, output, files) = try await Self.review.value
    let evidence = try Table(files, "evidence.csv")
    func flags(_ input: String) throws -> String { try #require(try evidence.row(input)["flags"]) }
    #expect(try flags("decisive").contains("contradictory: the total is a hundredth of price times records"))
    #expect(try flags("decisive").contains("undated"))
    #expect(try flags("idle") == "unsourced")
    #expect(try flags("old") == "stale: 6.8 years before the start")
    #expect(try flags("new").isEmpty)
    #expect(try evidence.row("decisive")["stated"] == "40")
    #expect(try evidence.row("new")["date"] == "2025-11" && evidence.row("new")["confidence"] == "high")
    #expect(try evidence.row("idle")["confidence"] == "none")
    // The catalogue's fact that the scenario looks at, dated by its year.
    let looked = try #require(evidence.rows.last)
    #expect(looked.joined(separator: "|").contains("0.066 USD/kWh") && looked.joined().contains("eia.gov"))
    #expect(looked.joined().contains("stale: 2.5 years"))
    #expect(output.contains("1 of 4 inputs is an assumption"), "\(output)")
  }

  @Test func `what the answer hangs on is found, and what is shaky and matters is named first`() async throws {
    let (_, output, files) = try await Self.review.value
    let evidence = try Table(files, "evidence.csv")
    #expect(try evidence.number("decisive", "influence") == 1)
    #expect(abs(try evidence.number("idle", "influence")) < 0.2)
    #expect(try evidence.row("new")["influence"] == "", "it is the same in every replication")
    let said = output.replacing("\n", with: " ")
    #expect(said.contains("The weakest figure that matters is decisive (contradictory"), "\(output)")
  }

  @Test func `a claim is compared with the simulation with and without uncertainty`() async throws {
    let (_, _, files) = try await Self.review.value
    let claims = try Table(files, "claims.csv")
    #expect(claims["claim"] == ["a claim that holds", "a claim that does not"])
    #expect(claims["verdict"] == ["holds", "does not hold"])
    #expect(claims["deterministic"] == ["40", "40"])
    #expect(claims["fact"] == ["F3", "F4"])
  }

  @Test func `several reviews make a page, and without any the figures of the case are listed`() async throws {
    let (workplace, _, _) = try await Self.review.value
    let page = try await CommandLineTool.run(["evidence", "--from", "evidence"], in: workplace)
    #expect(page.status == 0, "\(page.error)")
    #expect(page.output.contains("| F4 | a claim that does not | 400 USD | 40.0 USD |"), "\(page.output)")
    #expect(page.output.contains("| F19 | the question itself |"))
    #expect(page.output.contains("## Sources of Audited"))
    let facts = try await CommandLineTool.run(["evidence"], in: workplace)
    #expect(facts.status == 0 && facts.output.contains("F9 content of a game"))
    let run = try await CommandLineTool.run(["run", "Audited.swift", "-r", "2", "-o", "run"], in: workplace)
    #expect(run.status == 0)
    let wrong = try await CommandLineTool.run(["evidence", "--from", "run"], in: workplace)
    #expect(wrong.status == 65 && wrong.error.contains("claims.csv"), "\(wrong.error)")
  }

  @Test func `the figures of a case of one's own lie beside its experiment`() async throws {
    let workplace = try Workplace()
    try workplace.write(
      "id,system,says,implies,agreement,reason\nF3,a bakery,a thousand loaves,1000 loaves,agrees,\n", to: "facts.csv")
    try workplace.write(Examples.audited, to: "Audited.swift")
    // The experiment names F4 too, which this case does not have.
    let wrong = try await CommandLineTool.run(["evidence", "Audited.swift", "-r", "4", "-o", "wrong"], in: workplace)
    #expect(wrong.status == 65 && wrong.error.contains("there is no such figure of the case, which are F3"), "\(wrong)")
    try workplace.write(
      "id,system,says,implies,agreement,reason,source\nF3,a bakery,a thousand loaves,1000 loaves,agrees,,the baker\n"
        + "F4,a mill,ten sacks,10 sacks,open,of what weight,the baker\n", to: "facts.csv")
    // What is examined, and who says so, is recorded with each run.
    let run = try await CommandLineTool.run(["run", "Audited.swift", "-r", "2", "-o", "run"], in: workplace)
    let description = try workplace.text(of: "run/datapackage.json")
    #expect(run.status == 0 && description.contains("\"examinedSource\" : \"the baker\""), "\(run) \(description)")
    let right = try await CommandLineTool.run(["evidence", "Audited.swift", "-r", "4", "-o", "right"], in: workplace)
    #expect(right.status == 0, "\(right)")
    let listed = try await CommandLineTool.run(["evidence"], in: workplace, environment: ["PAYOFF_FACTS": "facts.csv"])
    #expect(listed.status == 0 && listed.output.contains("F4 a mill") && !listed.output.contains("F9"), "\(listed)")
  }

  @Test func `the same seed gives the same bytes on any number of threads`() async throws {
    let (workplace, _, files) = try await Self.review.value
    let again = try await CommandLineTool.run(
      ["evidence", "Audited.swift", "--measure", "decided", "-r", "400", "--threads", "3", "-o", "again"],
      in: workplace)
    #expect(again.status == 0)
    #expect(try workplace.contents(of: "again") == files)
  }
}
