import Foundation
import Testing

/// `payoff size --best`, on two kinds of GPUs.
@Suite struct BestTests {
  private let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private func best(_ arguments: [String]) async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(
      ["size", "--best", "--load", "azure-conversation", "--rate", "20", "--requests", "300", "-o", "out"] + arguments,
      in: workplace)
  }

  @Test func `the front, the others and what cannot serve are told`() async throws {
    let outcome = try await best([
      "--model", "llama-3.1-8b", "--gpu", "h100", "--ttft-p95", "1s", "--tpot-p95", "50ms", "--price", "2",
    ])
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("The cheapest deployment is"))
    let table = try Table(try workplace.contents(of: "out"), "best.csv")
    func column(_ name: String) throws -> [Double] { try table.numbers(name).compactMap { $0 } }
    let (gpus, costs) = (try column("gpus_with_spares"), try column("cost_per_hour"))
    #expect(!gpus.isEmpty && costs == gpus.map { 2 * $0 } && costs == costs.sorted())
    let excluded = try Table(try workplace.contents(of: "out"), "excluded.csv")
    #expect(excluded.header == ["gpu", "deployment", "reason"])
  }

  /// By the reasons in excluded.csv: `at least 12 GPUs, and the budget has 1`, or `at least 8.4 kW, …`.
  @Test(arguments: [["--max-gpus", "1"], ["--power", "1kW"]])
  func `an accelerator that no budget allows is refused by its nearest miss`(_ budget: [String]) async throws {
    let outcome = try await best(["--model", "llama-3.3-70b", "--gpu", "h200", "--ttft-p95", "1s"] + budget)
    #expect(outcome.status == 0, "\(outcome.error)")
    let excluded = try Table(try workplace.contents(of: "out"), "excluded.csv")
    let place = try #require(excluded.header.firstIndex(of: "reason"))
    let needs = excluded.rows.compactMap { row -> Double? in
      let words = row[place].split(separator: " ")
      return row[place].hasPrefix("at least ") ? Double(words[2]) : nil
    }
    let (least, most) = (try #require(needs.min()), try #require(needs.max()))
    #expect(needs.count > 2 && least < most)
    let told = try #require(outcome.output.split(separator: "Not on H200 SXM: ").dropFirst().first)
    let words = told.split { $0 == " " || $0 == "\n" }
    #expect(words.starts(with: ["at", "least"]) && Double(words[2]) == least, "\(told)")
  }

  @Test func `a power that is not known is said, and that the budget cannot be checked`() async throws {
    let outcome = try await best([
      "--model", "llama-3.1-8b", "--gpu", "ascend_910c", "--ttft-p95", "1s", "--power", "100kW",
    ])
    #expect(outcome.status == 0, "\(outcome.error)")
    let words = outcome.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(
      words.contains("Not on Ascend 910C: the rated power of Ascend 910C is not known, so a budget of power cannot be"),
      "\(outcome.output)")
  }

  @Test(arguments: [
    (["--ttft-p95", "1s"], "--model llama-3.3-70b"),
    (["--ttft-p95", "1s", "--model", "llama-3.1-8b", "--power", "2"], "500kW or 2MW"),
    (["--ttft-p95", "1s", "--model", "llama-3.1-8b", "--price", "2"], "add --gpu"),
    (["--ttft-p95", "1s", "--model", "llama-3.1-8b", "--max-replicas", "2"], "--max-gpus"),
  ])
  func `what cannot be meant is refused with what can`(_ arguments: [String], _ remedy: String) async throws {
    let outcome = try await best(arguments)
    #expect(outcome.status != 0 && outcome.error.contains(remedy), "\(outcome.error)")
  }

  @Test func `a budget without the search is refused`() async throws {
    let outcome = try await CommandLineTool.run(
      [
        "size", "--load", "azure-conversation", "-d", "llama-8b-h100", "--ttft-p95", "1s", "--power", "2MW",
      ], in: workplace)
    #expect(outcome.status != 0 && outcome.error.contains("add --best"), "\(outcome.error)")
  }
}
