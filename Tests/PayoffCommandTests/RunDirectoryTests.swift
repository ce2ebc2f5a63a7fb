import Foundation
import Testing

/// The run directory: its files, their columns, and that they agree with one another.
@Suite struct RunDirectoryTests {
  private static let replications = 200

  /// One run for all tests here.
  private static let run = Task {
    let workplace = try Workplace()
    try workplace.write(Examples.desk, to: "Desk.swift")
    let outcome = try await CommandLineTool.run(
      ["run", "Desk.swift", "-r", "\(replications)", "--seed", "3", "--set", "priceFall=40 %/year", "--out", "run"],
      in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    return (workplace, outcome)
  }

  private let workplace: Workplace
  private let outcome: CommandLineTool.Outcome
  private let files: [String: Data]

  init() async throws {
    (workplace, outcome) = try await Self.run.value
    files = try workplace.contents(of: "run")
  }

  @Test func `it holds the files that were promised and no other`() throws {
    #expect(
      files.keys.sorted() == [
        "chance.csv",
        "charts/cost-and-benefit.vl.json", "charts/cumulative-cash.vl.json", "charts/drivers.vl.json",
        "charts/fleet.vl.json",
        "charts/inflection.vl.json", "charts/npv-distribution.vl.json", "charts/npv.vl.json",
        "charts/other-series.vl.json", "charts/unit-cost.vl.json", "checks.csv", "datapackage.json", "distribution.csv",
        "drivers.csv",
        "experiment.swift", "income.csv", "inputs.csv", "replications.csv", "summary.csv", "survival.csv",
        "timeline.csv",
      ])
    #expect(files["experiment.swift"] == Data(Examples.desk.utf8))
  }

  @Test func `the columns are the ones that were promised`() throws {
    let replications = try Table(files, "replications.csv")
    #expect(
      Array(replications.header.prefix(6))
        == ["replication", "priceFall", "letters", "answered", "costOfLetter", "scaling"])
    #expect(Array(replications.header.suffix(2)) == ["best, \"last\" share", "check: GPUs, by hand"])
    #expect(
      try Table(files, "summary.csv").header.joined(separator: ",")
        == "measure,unit,n,mean,sd,ci95_low,ci95_high,p05,p10,p25,p50,p75,p90,p95,min,max,empty,absence,positive")
    #expect(
      try Table(files, "timeline.csv").header.joined(separator: ",")
        == "measure,unit,month,mean,p05,p10,p25,p50,p75,p90,p95")
    #expect(
      try Table(files, "inputs.csv").header.joined(separator: ",")
        == "input,unit,distribution,value,source,overridden")
    #expect(try Table(files, "summary.csv")["measure"] == Array(replications.header.dropFirst(6)))
    #expect(replications["replication"] == (0..<Self.replications).map { "\($0)" })
  }

  @Test func `inputs say unit, distribution, source and what was set`() throws {
    let inputs = try Table(files, "inputs.csv")
    let letters = try inputs.row("letters")
    #expect(letters["unit"] == "requests/day")
    #expect(letters["distribution"] == "500 to 2000")
    #expect(letters["source"] == "measured: the \"big\" count, Zürich")
    #expect(letters["overridden"] == "false")
    let priceFall = try inputs.row("priceFall")
    #expect(priceFall["value"] == "0.4")
    #expect(priceFall["source"] == "set on the command line")
    #expect(priceFall["overridden"] == "true")
    #expect(try inputs.row("scaling")["value"] == "around-the-clock")
    #expect(try inputs.row("costOfLetter")["unit"] == "USD/conversation")
    #expect(try inputs.row("label")["value"] == "none")
  }

  @Test func `rows end as RFC 4180 says and every row has a cell for each column`() throws {
    for (name, data) in files where name.hasSuffix(".csv") {
      let text = String(decoding: data, as: UTF8.self)
      #expect(text.hasSuffix("\r\n"))
      #expect(text.utf8.count { $0 == 0x0A } == text.utf8.count { $0 == 0x0D })
      let table = try Table(files, name)
      for row in table.rows { #expect(row.count == table.header.count) }
    }
  }

  /// Type 7 of Hyndman and Fan; a replication without a value counts as later than all.
  private func quantile(_ p: Double, of values: [Double?]) -> Double? {
    let known = values.compactMap { $0 }.sorted()
    let position = p * Double(values.count - 1)
    let below = Int(position)
    guard position <= Double(known.count - 1) else { return nil }
    guard below + 1 < known.count else { return known[below] }
    return known[below] + (position - Double(below)) * (known[below + 1] - known[below])
  }

  @Test func `the replications reproduce the summary`() throws {
    let replications = try Table(files, "replications.csv")
    let summary = try Table(files, "summary.csv")
    var withEmpty = 0
    for measure in summary["measure"] {
      let row = try summary.row(measure)
      let values = try replications.numbers(measure)
      let known = values.compactMap { $0 }
      func close(_ column: String, _ expected: Double?) {
        let written = row[column].flatMap { $0.isEmpty ? nil : Double($0) }
        #expect((written == nil) == (expected == nil), "\(measure): \(column)")
        if let written, let expected {
          #expect(abs(written - expected) <= 1e-9 * max(abs(expected), 1e-6), "\(measure): \(column)")
        }
      }
      #expect(row["n"] == "\(known.count)")
      #expect(row["empty"] == "\(values.count - known.count)")
      // Of a number that does not exist in some there are the quantiles of the others; a month that never comes is later
      // than any; and of what is not known there is none.
      let absence = row["absence"]
      let isKnown = known.count == values.count || absence != "unknown"
      let ranked = absence == "does not exist" ? known : values
      close("min", isKnown ? known.min() : nil)
      for (column, p) in [
        ("p05", 0.05), ("p10", 0.10), ("p25", 0.25), ("p50", 0.50), ("p75", 0.75), ("p90", 0.90), ("p95", 0.95),
      ] { close(column, isKnown && !known.isEmpty ? quantile(p, of: ranked) : nil) }
      guard known.count == values.count else {
        withEmpty += 1
        // A mean over survivors is never shown as a mean.
        for column in ["mean", "sd", "ci95_low", "ci95_high"] { close(column, nil) }
        close("max", absence == "does not exist" ? known.max() : nil)
        continue
      }
      let mean = known.reduce(0, +) / Double(known.count)
      let variance = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count - 1)
      close("mean", mean)
      close("sd", variance.squareRoot())
      close("max", known.max())
      // Student's t, 199 degrees of freedom.
      let half = 1.971956544249395 * (variance / Double(known.count)).squareRoot()
      close("ci95_low", mean - half)
      close("ci95_high", mean + half)
    }
    #expect(withEmpty > 0, "a measure without a value in some replications is among them")
  }

  @Test func `a text of numbers reads back as the same number`() throws {
    let replications = try Table(files, "replications.csv")
    for cell in replications["letters"] {
      let value = try #require(Double(cell))
      #expect("\(value)" == cell || "\(Int(value))" == cell)
    }
  }

  @Test func `the timeline has every month of every series`() throws {
    let timeline = try Table(files, "timeline.csv")
    let series = Set(timeline["measure"])
    #expect(series.isSuperset(of: ["requests", "gpus", "cost", "benefit", "cash", "cumulative_cash"]))
    // What can be paid at time zero has a month 0.
    let money = ["cost", "benefit", "cash", "cumulative_cash", "cumulative_discounted_cash"]
    for name in series {
      let first = money.contains(name) || name.hasPrefix("cost: ") || name.hasPrefix("benefit: ") ? 0 : 1
      #expect(timeline.rows.filter { $0[0] == name }.map { $0[2] } == (first...12).map { "\($0)" }, "\(name)")
    }
    let last = try #require(timeline.rows.last { $0[0] == "cost" })
    #expect(last[1] == "USD")
  }

  @Test func `the data package describes each file, with its size and SHA-256`() async throws {
    let json = try #require(files["datapackage.json"])
    let package = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    #expect(package["name"] as? String == "desk")
    let resources = try #require(package["resources"] as? [[String: Any]])
    #expect(
      resources.compactMap { $0["path"] as? String }.sorted()
        == files.keys.filter { $0 != "datapackage.json" }.sorted())
    for resource in resources {
      let path = try #require(resource["path"] as? String)
      let data = try #require(files[path])
      #expect(resource["bytes"] as? Int == data.count)
      let sum = try await CommandLineTool.output(of: "sha256sum", [workplace.file("run/\(path)").path])
      #expect(resource["hash"] as? String == "sha256:" + sum.prefix { $0 != " " })
      guard path.hasSuffix(".csv") else { continue }
      let table = try Table(files, path)
      #expect(resource["rows"] as? Int == table.rows.count)
      let schema = try #require(resource["schema"] as? [String: Any])
      let fields = try #require(schema["fields"] as? [[String: Any]])
      #expect(fields.compactMap { $0["name"] as? String } == table.header)
      for field in fields {
        let name = try #require(field["name"] as? String)
        switch field["type"] as? String {
        case "number": #expect(throws: Never.self) { try table.numbers(name) }
        case "integer": #expect(table[name].allSatisfy { Int($0) != nil })
        case "boolean": #expect(table[name].allSatisfy { $0 == "true" || $0 == "false" })
        default: #expect(field["type"] as? String == "string")
        }
      }
    }
    let replications = try #require(resources.first { $0["path"] as? String == "replications.csv" })
    let fields = try #require((replications["schema"] as? [String: Any])?["fields"] as? [[String: Any]])
    #expect(fields.first { $0["name"] as? String == "letters" }?["unit"] as? String == "requests/day")
    let run = try #require(package["run"] as? [String: Any])
    #expect(run["seed"] as? Int == 3)
    #expect(run["replications"] as? Int == Self.replications)
    #expect(run["overrides"] as? [String: String] == ["priceFall": "40 %/year"])
    #expect(run["months"] as? Int == 12)
    #expect(run["payoffVersion"] as? String != nil)
  }

  @Test func `no file has a path, a host or a user in it`() throws {
    let words = [
      workplace.folder.path, CommandLineTool.project.path, ProcessInfo.processInfo.hostName, "/tmp", "/home",
    ]
    for (name, data) in files {
      let text = String(decoding: data, as: UTF8.self)
      for word in words where word.count > 3 { #expect(!text.contains(word), "\(name) has \(word) in it") }
    }
  }

  @Test func `what is printed has the question, the answer, the settings and the files`() throws {
    #expect(outcome.output.hasPrefix("Desk: Does a desk that answers letters pay off?\n\n"))
    for text in [
      "Benefit covers cost from", "chance", "net present value",
      "200 replications, seed 3, --set 'priceFall=40 %/year'",
      "Files in run: replications.csv, summary.csv, drivers.csv, chance.csv, distribution.csv, survival.csv, timeline.csv, income.csv, inputs.csv, checks.csv, experiment.swift, datapackage.json",
    ] { #expect(outcome.output.replacing("\n", with: " ").contains(text)) }
    for line in outcome.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    #expect(outcome.error.isEmpty, "no progress where standard error is no terminal")
    #expect(!outcome.output.contains("\u{1B}"), "no colours where standard output is no terminal")
  }

  @Test func `a reader that goes away does not stop the run`() async throws {
    let outcome = try await CommandLineTool.run(
      ["run", "Desk.swift", "-r", "5", "-o", "piped"], in: workplace,
      shell: "\"$0\" \"$@\" | head -0; exit ${PIPESTATUS[0]}")
    #expect(outcome.status == 0)
    #expect(workplace.names(in: "piped").count == 11)
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "a terminal is made by script"))
  func `progress on a terminal has a rate and the time that is left`() async throws {
    try workplace.write(Examples.unhurriedTrial, to: "Coin.swift")
    let run = try CommandLineTool.start(
      ["run", "Coin.swift", "-r", "4000000000", "-o", "shown"], in: workplace,
      shell: "exec script -qefc \"'$0' $*\" /dev/null")
    defer { run.send(SIGKILL) }
    try await eventually { run.outputSoFar.contains(" to go") }
    let match = run.outputSoFar.firstMatch(
      of: /\d+ of 4000000000 replications, [\d.,]+( M)? a second, .{1,20} to go/)
    #expect(match != nil, "\(run.outputSoFar.suffix(200))")
    run.send(SIGTERM)
    _ = try await run.outcome()
  }
}
