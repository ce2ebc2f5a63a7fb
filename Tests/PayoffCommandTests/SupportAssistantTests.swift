import Foundation
import Testing
import ValidationRecord

/// An assistant for customers, with figures of one's own, beside a calculation by hand.
@Suite struct SupportAssistantTests {
  private static let figures = [
    "conversations=40k", "tokens=1800", "inputPrice=0.5 USD per million tokens", "outputPrice=1.5",
    "costOfConversation=4 EUR", "rent=2.5 USD/h", "outputShare=20 %", "resolved=0.2", "cashShare=0.5",
    "integration=600k",
    "team=480k", "discountRate=8 %", "dollarsForEuro=1.1", "taxRate=0", "engineers=1", "pay=120k", "busiest=2",
    "slowness=1", "gpuPrice=38000", "resaleLoss=0.35", "maintenance=0.05", "electricity=0.2", "reservedDiscount=0.3",
    "prices=constant",
  ]

  private func run(_ more: String..., figures: [String] = figures) async throws -> Table {
    let workplace = try Workplace()
    let set = (figures + more).flatMap { ["--set", $0] }
    let outcome = try await CommandLineTool.run(
      ["run", "SupportAssistant", "--deterministic", "-r", "2", "-o", "run"] + set, in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    return try Table(try workplace.contents(of: "run"), "summary.csv")
  }

  /// The days of the months from January 2027 on.
  private static let days =
    [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29]  // 2028 is a leap year.
    + [31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

  /// Of an amount for each month at its worth today.
  private func worth(_ amount: (Int) -> Double) -> Double {
    Self.days.indices.reduce(0) { $0 + amount($1) * pow(1.08, -Double($1 + 1) / 12) }
  }

  @Test func `forty thousand conversations a day are worth what a page of arithmetic says, by API and on GPUs`()
    async throws
  {
    let summary = try await run()
    func agrees(_ measure: String, _ expected: Double, within tolerance: Double = 1e-9) throws -> Bool {
      Validation.comparison(
        .cases, "SupportAssistant", measure, expected: expected, found: try summary.number(measure, "p50"),
        tolerance: tolerance)
    }
    // 72 M tokens a day, of which a fifth is written.
    let api = 40_000 * 1800 / 1e6 * (0.8 * 0.5 + 0.2 * 1.5) / 1.1
    #expect(try agrees("tokens_of_conversation_by_api", api / 40_000))
    #expect(try agrees("cost_by_api", worth { Double(Self.days[$0]) * api }))
    let saved = 40_000 * 0.2 * 4 * 0.5
    #expect(try agrees("npv", worth { Double(Self.days[$0]) * (saved - api) - 40_000 } - 600_000, within: 1e-6))
    // 1.2 requests a second in the busiest hour need one replica, and one stands by.
    #expect(try agrees("gpus_needed", 2))
    let hours = { (month: Int) in 24 * Double(Self.days[month]) }
    let engineers = worth { _ in 10_000 }
    #expect(try agrees("cost_of_rented", worth { 2 * hours($0) * 2.5 / 1.1 } + engineers))
    #expect(try agrees("cost_of_reserved", worth { 2 * hours($0) * 2.5 * 0.7 / 1.1 } + engineers))
    let bought = 2 * 38_000 / 1.1
    let resale = bought * pow(0.65, 3) * pow(1.08, -3)
    let busy = try summary.number("gpus_busy", "p50")
    let power = worth { 2 * (0.25 + 0.75 * busy) * 1.3 * hours($0) * 0.2 }
    #expect(
      try agrees("cost_of_own", bought - resale + worth { _ in bought * 0.05 / 12 } + power + engineers))
    #expect(try summary.number("cheapest_is_api", "p50") == 1)
    #expect(try summary.number("paid_back_in_time", "p50") == 1)
  }

  @Test func `the hosting that is chosen costs what the others say that it does`() async throws {
    let api = try await run()
    for (hosting, measure) in [("rented", "cost_of_rented"), ("reserved", "cost_of_reserved"), ("own", "cost_of_own")] {
      let other = try await run("hosting=\(hosting)")
      let difference = try api.number("npv", "p50") - other.number("npv", "p50")
      let expected = try api.number(measure, "p50") - api.number("cost_by_api", "p50")
      #expect(abs(difference - expected) < 1e-6 * expected, "\(hosting): \(difference), \(expected)")
    }
  }

  /// Tier 4 admits some million tokens a minute; 50 million conversations a day have a hundred times as many.
  @Test(arguments: [
    ("api", "agents handle those", "由人工处理"), ("rented", "so it is never the cheapest", "此时不计入最便宜"),
  ])
  func `what the limits of the API refuse is said of the hosting that is chosen`(
    _ hosting: String, _ words: String, _ chinese: String
  ) async throws {
    let workplace = try Workplace()
    let outcome = try await CommandLineTool.run(
      ["run", "SupportAssistant", "-r", "3", "-o", "run", "--set", "conversations=50M", "--set", "hosting=\(hosting)"],
      in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    let files = try workplace.contents(of: "run")
    let summary = try Table(files, "summary.csv")
    #expect(try summary.number("within_api_limits", "mean") < 1 && summary.number("cheapest_is_api", "mean") == 0)
    let package = String(decoding: try #require(files["datapackage.json"]), as: UTF8.self)
    #expect(package.contains(words) && package.contains(chinese))
  }

  /// The volume from which the whole pays off and those from which a hosting is cheaper are of one input, and differ by a
  /// hundred times.
  @Test func `the terminal and the page say by what each break-even is one, in English and Chinese`() async throws {
    let workplace = try Workplace()
    let outcome = try await CommandLineTool.run(["run", "SupportAssistant", "-r", "20", "-o", "run"], in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    let terminal = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let ofTheWhole = "conversations at the start: the value at which the net present value (npv) is 0"
    #expect(terminal.contains("pays off from (\(ofTheWhole.replacing(": ", with: "): "))"), "\(terminal)")
    #expect(terminal.contains("What each break-even is. payoff sensitivity finds another one"))
    for (language, words) in [
      ("en", [ofTheWhole]), ("zh", ["期初会话量：净现值（npv）为 0 时的取值", "各盈亏平衡值的定义", "自购 GPU 的服务成本"]),
    ] {
      let report = try await CommandLineTool.run(
        ["report", "run", "--language", language, "-o", "\(language).html"], in: workplace)
      try #require(report.status == 0, "\(report.error)")
      let page = try workplace.text(of: "\(language).html")
      for words in words { #expect(page.contains(words), "\(language): \(words)") }
    }
    for hosting in ["rented", "reserved", "own"] {
      let words = "serving begins to cost less on \(hosting) GPUs than by API"
      #expect(terminal.contains(words))
      #expect(try workplace.text(of: "en.html").contains(words))
    }
  }

  @Test func `from the volume that is found on, rented GPUs cost less than the API`() async throws {
    let found = try await run().number("rented_from", "p50")
    let figures = Array(Self.figures.dropFirst())
    // Also where one more replica has just become necessary.
    for (factor, isLess) in [(0.999, false), (1.001, true), (1.03, true), (1.07, true), (1.15, true), (1.4, true)] {
      let there = try await run("conversations=\(found * factor)", figures: figures)
      let (rented, api) = (try there.number("cost_of_rented", "p50"), try there.number("cost_by_api", "p50"))
      #expect((rented < api) == isLess, "\(found * factor): \(rented), \(api)")
    }
  }

  @Test func `books in another currency are worth the same at the exchange rate`() async throws {
    let euros = try await run().number("npv", "p50")
    let dollars = try await run("currency=USD").number("npv", "p50")
    let yen = try await run("currency=JPY", "yenForDollar=150").number("npv", "p50")
    #expect(abs(dollars / euros - 1.1) < 1e-9)
    #expect(abs(yen / euros - 165) < 1e-6)
  }

  @Test func `what cannot be meant is refused`() async throws {
    let workplace = try Workplace()
    for (value, message) in [
      ("costOfConversation=-4", "at least 0"), ("resolved=7", "from 0 to 1"), ("currency=EURO", "EUR"),
      ("months=600", "from 12 to 60"), ("costOfConversation=4 CHF", "the unit is CHF"),
    ] {
      let outcome = try await CommandLineTool.run(
        ["run", "SupportAssistant", "-r", "2", "--set", value], in: workplace)
      #expect(outcome.status == 64 && outcome.error.contains(message), "\(value): \(outcome.error)")
    }
  }
}
