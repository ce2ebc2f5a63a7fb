import Foundation
import Testing

/// `payoff sweep`.
@Suite struct SweepTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.desk, to: "Desk.swift")
  }

  private func sweep(_ arguments: [String], to out: String) async throws -> Table {
    let outcome = try await CommandLineTool.run(["sweep", "Desk.swift", "-o", out] + arguments, in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    return try Table(try workplace.contents(of: out), "sweep.csv")
  }

  @Test func `a point of a sweep is the run in which its values are set`() async throws {
    let table = try await sweep(
      [
        "--vary", "priceFall=0.3..0.5:0.1", "--vary", "scaling=around-the-clock,hourly", "-r", "40", "--paired-with",
        "1",
      ], to: "sweep")
    let points = try table["point"].map { try #require(Int($0)) }
    #expect(Set(points) == Set(1...6))
    let outcome = try await CommandLineTool.run(
      ["run", "Desk.swift", "--set", "priceFall=0.4", "--set", "scaling=hourly", "-r", "40", "-o", "run"], in: workplace
    )
    #expect(outcome.status == 0)
    let summary = try Table(try workplace.contents(of: "run"), "summary.csv")
    let swept = table["mean"].enumerated().filter { points[$0.offset] == 4 }.map(\.element)
    #expect(summary["mean"] == swept)
    #expect(
      table["priceFall"].enumerated().filter { points[$0.offset] == 4 }.allSatisfy { $0.element == "0.4" })
    // The base differs from itself by nothing.
    let differences = table["difference_mean"]
    #expect(zip(points, differences).allSatisfy { $0 != 1 || $1 == "0" || $1 == "" })
    #expect(zip(points, differences).contains { $0 != 1 && $1 != "0" && !$1.isEmpty })
  }

  @Test func `values with units make the same bytes as those without`() async throws {
    var files: [Data] = []
    for (number, values) in ["0.3..0.5:0.1", "30 %..50 %:10 %", "30, 40, 50 %/year"].enumerated() {
      let table = try await sweep(["--vary", "priceFall=\(values)", "-r", "20"], to: "units\(number)")
      #expect(Set(table["priceFall"]) == ["0.3", "0.4", "0.5"])
      files.append(try #require(try workplace.contents(of: "units\(number)")["sweep.csv"]))
    }
    #expect(files[1] == files[0] && files[2] == files[0])
    #expect(try workplace.text(of: "units1/datapackage.json").contains("--vary 'priceFall=30 %..50 %:10 %'"))
  }

  @Test func `a sweep over an input that nothing depends on says so`() async throws {
    try workplace.write(
      Examples.trial(named: "Idle", #"[.init("npv", 0 * value + 1, unit: "USD"), .init("cost", 3)]"#), to: "Idle.swift")
    let outcome = try await CommandLineTool.run(
      ["sweep", "Idle.swift", "--vary", "value=0.1,0.9", "-r", "30", "-o", "idle"], in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("No measure differs between the points"))
    #expect(outcome.output.contains("nothing depends on value."))
    #expect(outcome.output.contains("net present value (npv), USD"))
    let said = try answers(of: "idle")
    #expect(said.english?.contains("nothing depends on value.") == true && said.chinese?.contains("取决于 value。") == true)
  }

  /// The answer that a directory keeps, in both languages.
  private func answers(of directory: String) throws -> (english: String?, chinese: String?) {
    let data = try Data(contentsOf: workplace.file("\(directory)/datapackage.json"))
    let package = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let run = try #require(package["run"] as? [String: Any])
    return (run["answer"] as? String, run["chineseAnswer"] as? String)
  }

  /// The payoff is the market and luck, which is 0 in the median.
  @Test func `the answer is kept, in both languages, with the figures of the table`() async throws {
    try workplace.write(Examples.stake, to: "Stake.swift")
    let arguments = ["sweep", "Stake.swift", "--vary", "market=-2,0.5,3", "-r", "400", "-o", "swept"]
    let outcome = try await CommandLineTool.run(arguments, in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    let said = try answers(of: "swept")
    let (english, inChinese) = (try #require(said.english), try #require(said.chinese))
    let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains(english), "\(outcome.output)")
    let table = try Table(try workplace.contents(of: "swept"), "sweep.csv")
    let medians = try table.rows.indices.filter { table["measure"][$0] == "npv" }.map {
      try Table.number(table["p50"][$0])
    }
    #expect(medians.count == 3 && medians[0] < 0 && medians[1] > 0)
    let pattern =
      #/^The median net present value is highest, ([-0-9.]+) USD, at market=3, and lowest, ([-0-9.]+) USD, at market=-2\. It changes its sign between market=-2 and market=0\.5\.$/#
    let found = try #require(english.wholeMatch(of: pattern), "\(english)").output
    let chinesePattern =
      #/^净现值的中位数最高为 ([-0-9.]+) 美元（market=3），最低为 ([-0-9.]+) 美元（market=-2）。符号在 market=-2 与 market=0\.5 之间改变。$/#
    let chinese = try #require(inChinese.wholeMatch(of: chinesePattern), "\(inChinese)").output
    for (text, median) in [
      (found.1, medians[2]), (found.2, medians[0]), (chinese.1, medians[2]), (chinese.2, medians[0]),
    ] {
      #expect(abs(try Table.number(String(text)) / median - 1) < 0.005, "\(text) is not \(median)")
    }
    // For programs, and in the list of results.
    let printed = try await CommandLineTool.run(arguments + ["--force", "--json"], in: workplace)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? [String: Any])
    #expect(json["answer"] as? [String] == [english])
    let runs = try await CommandLineTool.run(["runs", ".", "--json"], in: workplace)
    let list = try #require(try JSONSerialization.jsonObject(with: Data(runs.output.utf8)) as? [[String: Any]])
    let entry = try #require(list.first { $0["name"] as? String == "swept" })
    #expect(entry["answer"] as? String == english)
  }

  @Test func `a grid of any size is computed where that is asked for, and not to replace results`() async throws {
    let large = ["sweep", "Desk.swift", "--vary", "priceFall=0.3,0.5", "-r", "6000000", "-o", "large"]
    let refused = try await CommandLineTool.run(large + ["--force"], in: workplace)
    #expect(refused.status == 64)
    #expect(refused.error.contains("12.0 M replications in all"), "\(refused.error)")
    #expect(refused.error.contains("--allow-large-grid") && !refused.error.contains("--force"), "\(refused.error)")
    let small = try await CommandLineTool.run(
      ["sweep", "Desk.swift", "--vary", "priceFall=0.3,0.5", "-r", "20", "-o", "small", "--allow-large-grid"],
      in: workplace)
    #expect(small.status == 0)
    #expect(small.error.contains("2 points of 20 replications are 40 in all"), "\(small.error)")
  }

  @Test func `a median that never comes is later than the highest`() async throws {
    try workplace.write(Examples.steps, to: "Steps.swift")
    // At an a of 0.3 or more the event never comes.
    let outcome = try await CommandLineTool.run(
      ["sweep", "Steps.swift", "--vary", "a=0.1,0.2,0.5,0.7", "--measure", "late", "-r", "30", "-o", "late"],
      in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      words.contains(
        "The median late is never at a=0.5 and at 1 other point; elsewhere it is highest, 2.00 months, at a=0.2, and lowest, "
          + "1.00 months, at a=0.1."), "\(outcome.output)")
    let one = try await CommandLineTool.run(
      ["sweep", "Steps.swift", "--vary", "a=0.1,0.5", "--measure", "late", "-r", "30", "-o", "one"], in: workplace)
    #expect(one.output.contains("The median late is never at a=0.5; elsewhere it is 1.00 months."), "\(one.output)")
    let chart = try await CommandLineTool.run(["report", "late"], in: workplace)
    #expect(chart.status == 0, "\(chart.error)")
  }

  @Test func `the same sweep has the same bytes on any number of threads`() async throws {
    var seen: Set<Data> = []
    for threads in ["1", "2", "3"] {
      _ = try await sweep(["--vary", "priceFall=0.3,0.5", "-r", "30", "--threads", threads], to: "on \(threads)")
      seen.insert(try #require(try workplace.contents(of: "on \(threads)")["sweep.csv"]))
    }
    #expect(seen.count == 1)
  }

  @Test(arguments: [
    ("priceFal=0.3", "did you mean priceFall?"), ("priceFall=0.5..0.3:0.1", "write 0.3..0.5"),
    ("priceFall=0.3..0.3:0.1", "has no width"), ("priceFall=0.3..0.5:0", "never arrives"),
    ("priceFall=0.3..0.5:-0.1", "never arrives"), ("priceFall=0..1:0.0000001", "10000001 points"),
    ("priceFall=0.2..0.4:0.000001", "200001 points, and more than 100000 are taken for a mistake"),
    ("priceFall=a,b", "\"a\" is not a number"), ("priceFall=0.3,0.3", "twice"),
    ("scaling=hurly", "did you mean hourly?"), ("letters=500 USD,600 USD", "the unit is USD, but letters is given in"),
    ("costOfLetter=2..3 CNY:1", "no exchange rate between CNY and USD"), ("costOfLetter=-1,1", "at least 0"),
    ("priceFall", "expected name=VALUES"), ("priceFall=0.3..0.5", "low..high:step"),
  ])
  func `a variation that cannot be meant is refused`(_ variation: String, _ remedy: String) async throws {
    let outcome = try await CommandLineTool.run(
      ["sweep", "Desk.swift", "--vary", variation, "-o", "refused"], in: workplace)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains(remedy), "\(outcome.error)")
    #expect(!workplace.names().contains("refused"))
  }

  @Test(arguments: ["0", "-1", "4", "1.5", "99999999999999999999"])
  func `a point to compare with that there is not is refused with those that there are`(_ point: String) async throws {
    let outcome = try await CommandLineTool.run(
      ["sweep", "Desk.swift", "--vary", "priceFall=0.3,0.4,0.5", "--paired-with", point, "-o", "refused"], in: workplace
    )
    #expect(outcome.status == 64)
    #expect(
      outcome.error.contains("the points are numbered from 1 to 3")
        || outcome.error.contains("expected a whole number from 1"),
      "\(outcome.error)")
  }
}
