import Experimentation
import Foundation
import SystemPackage
import Testing

@testable import Commands
@testable import Results

/// The charts of results: what they read, what they say, and that no name breaks out of them.
@Suite struct ChartTests {
  private func charts(naming name: String, in language: Language = .english) -> [(results: ResultSet, charts: [Chart])]
  {
    ResultTables.all(naming: name).map { ($0, $0.charts(in: language)) }
  }

  @Test func `every result has a chart`() {
    for (results, charts) in charts(naming: "plain") {
      #expect(!charts.isEmpty, "\(results.facts.command)")
      #expect(Set(charts.map(\.name)).count == charts.count, "\(results.facts.command) has two charts of one name")
    }
  }

  @Test func `no two charts have one name, and each command's is drawn of some results`() {
    // Cases are shown as the options of a choice are.
    let kinds = CommandTable.commands.filter { $0.facts.name != CasesCommand.facts.name }
      .flatMap { $0.presentation.charts.map(\.name) }
    #expect(Set(kinds).count == kinds.count)
    #expect(CasesCommand.presentation.charts.map(\.name) == CompareCommand.presentation.charts.map(\.name))
    #expect(Set(charts(naming: "plain").flatMap { $0.charts.map(\.name) }) == Set(kinds))
  }

  @Test(arguments: Language.allCases)
  func `the same results give the same bytes`(_ language: Language) {
    let once = charts(naming: "plain", in: language).flatMap { $0.charts.map(\.bytes) }
    let again = charts(naming: "plain", in: language).flatMap { $0.charts.map(\.bytes) }
    #expect(once == again)
  }

  @Test(arguments: ["plain"] + ResultTables.hostileNames)
  func `a chart is JSON in which a name is nothing but a text`(_ name: String) throws {
    for (results, charts) in charts(naming: name) {
      for chart in charts {
        let text = String(decoding: chart.bytes, as: UTF8.self)
        _ = try JSONSerialization.jsonObject(with: Data(chart.bytes))
        #expect(!text.contains("<"), "\(results.facts.command) \(chart.name): \(name)")
        #expect(!text.contains("\u{2028}"))
      }
    }
  }

  @Test(arguments: ["plain"] + ResultTables.hostileNames)
  func `what a chart reads is a table of its directory`(_ name: String) throws {
    let long = [ResultTable.futures.name]
    for (results, charts) in charts(naming: name) {
      for chart in charts {
        for address in addresses(in: chart.specification) {
          let table = String(
            try #require(address.hasPrefix("../") && address.hasSuffix(".csv") ? address.dropFirst(3).dropLast(4) : nil)
          )
          #expect(results.tables[table] != nil || long.contains(table), "\(chart.name) reads \(address)")
        }
      }
    }
  }

  @Test func `bands of a fan are named by their percentiles, in the schema's own encodings`() throws {
    let run = ResultTables.all(naming: "plain")[0]
    let chart = try #require(run.charts(in: .english).first { $0.name == "cumulative-cash" })
    let text = String(decoding: chart.bytes, as: UTF8.self)
    for name in ["P5 to P95", "P10 to P90", "P25 to P75", "P50"] { #expect(text.contains(name)) }
  }

  @Test func `the title of a chart is what was found`() throws {
    let run = ResultTables.all(naming: "plain")[0]
    let charts = run.charts(in: .english)
    #expect(
      charts.first { $0.name == "npv" }?.title == "Net present value: 200 M CNY in the median future, above 0 in 60 %")
    #expect(
      charts.first { $0.name == "inflection" }?.title
        == "Benefit covers cost from month 2 (2026-02) on; never for good in 10 %")
  }

  @Test(arguments: [
    (Language.english, "Plain goes from 9.00 months to never in one step", "It is never where there is no point."),
    (.chinese, "一步变为“始终不会”", "无点处表示始终不会。"),
  ])
  func `a figure that is sought and never comes is said to be never`(
    language: Language, title: String, caption: String
  ) throws {
    let sought = try #require(
      ResultTables.all(naming: "plain").first { $0.tables["seek"]?.header.contains("absence") == true })
    let chart = try #require(sought.charts(in: language).first)
    #expect(chart.title.contains(title), "\(chart.title)")
    #expect(chart.caption.contains(caption), "\(chart.caption)")
  }

  @Test func `a Chinese chart has titles and captions in Chinese`() {
    for (results, charts) in charts(naming: "plain", in: .chinese) {
      for chart in charts {
        for text in [chart.title, chart.caption] {
          #expect(
            text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) },
            "\(results.facts.command) \(chart.name): \(text)")
        }
      }
    }
  }

  @Test func `a directory is drawn the same from its files as from memory`() throws {
    for results in ResultTables.all(naming: "a, \"b\"") {
      var read: [String: Table] = [:]
      for (name, table) in results.tables {
        let lines = ([table.header] + table.rows).map { $0.map { TableFile.quoted($0) }.joined(separator: ",") }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("payoff-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data((lines.joined(separator: "\r\n") + "\r\n").utf8).write(to: file)
        read[name] = try Table(contentsOf: .init(file.path))
      }
      let charts = ResultSet(results.facts, tables: read, results.presentation).charts(in: .english)
      #expect(charts == results.charts(in: .english), "\(results.facts.command)")
    }
  }

  private func addresses(in value: JSONValue) -> [String] {
    switch value {
    case .array(let values): values.flatMap(addresses)
    case .object(let members):
      members.flatMap { member -> [String] in
        if member.name == "url", case .string(let address) = member.value { return [address] }
        return addresses(in: member.value)
      }
    default: []
    }
  }

  @Test(arguments: [
    ("tornado", ["low", "base", "high", "swing"]), ("sobol", ["S1", "ST"]), ("morris", ["mu_star", "sigma"]),
  ])
  func `inputs are called by what they mean, in the language`(_ method: String, _ indices: [String]) throws {
    var facts = ResultTables.facts(SensitivityCommand.self, measure: "npv")
    facts.texts = ExperimentTexts(
      meanings: ["hours": "hours saved a week"], chinese: ["hours saved a week": "每周节省的小时数"])
    var table = Table(header: ["method", "measure", "input", "index", "value", "ci95_low", "ci95_high", "second_input"])
    for (input, weight) in [("hours", "0.6"), ("other", "0.2")] {
      for index in indices { table.append([method, "npv", input, index, weight, "0.1", "0.7", ""]) }
    }
    let results = ResultSet(facts, tables: ["sensitivity": table], SensitivityCommand.presentation)
    let english = try #require(results.charts(in: .english).first)
    #expect(english.title == "“hours saved a week” decides net present value most, then other")
    let chinese = try #require(results.charts(in: .chinese).first)
    #expect(chinese.title == "对净现值影响最大的是 每周节省的小时数，其次是 other")
    #expect(String(decoding: chinese.bytes, as: UTF8.self).contains("每周节省的小时数"))
  }
}
