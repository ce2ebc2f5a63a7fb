import Foundation
import Testing
import ValidationRecord

/// A studio with figures of one's own beside a calculation by hand.
@Suite struct ContentGenerationTests {
  private static let figures = [
    "pieces=300", "pictures=4", "clips=1", "attempts=4", "tokensRead=4000", "tokensWritten=1500", "drafts=2",
    "inputPrice=1", "outputPrice=5", "picturePrice=0.03 USD", "clipPrice=0.5", "secondsOfPicture=6.46",
    "secondsOfClip=195.13", "rent=2.5 USD/h", "reservedDiscount=0.3", "gpuPrice=38000", "resaleLoss=0.35",
    "maintenance=0.05", "electricity=0.2", "busiest=3", "engineers=1", "pay=120k", "hours=3", "saved=40 %",
    "hourOfPerson=45 EUR", "cashShare=50 %", "pictureBefore=4", "clipBefore=60", "replaced=50 %", "integration=250k",
    "team=240k", "discountRate=8 %", "taxRate=0", "dollarsForEuro=1.1", "prices=constant",
  ]

  private func run(_ more: String...) async throws -> Table {
    let workplace = try Workplace()
    let names = Set(more.map { $0.prefix { $0 != "=" } })
    let figures = Self.figures.filter { figure in !names.contains(figure.prefix { $0 != "=" }) }
    let set = (figures + more).flatMap { ["--set", $0] }
    let outcome = try await CommandLineTool.run(
      ["run", "ContentGeneration", "--deterministic", "-r", "2", "-o", "run"] + set, in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    return try Table(try workplace.contents(of: "run"), "summary.csv")
  }

  /// The days of the months from January 2027 on; 2028 is a leap year.
  private static let days =
    [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    + [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

  /// Of an amount for each month at its worth today.
  private func worth(_ amount: (Double) -> Double) -> Double {
    Self.days.enumerated().reduce(0) { $0 + amount(Double($1.element)) * pow(1.08, -Double($1.offset + 1) / 12) }
  }

  @Test func `three hundred pieces a day are worth what a page of arithmetic says, by API and on GPUs`() async throws {
    let summary = try await run()
    func agrees(_ measure: String, _ expected: Double) throws -> Bool {
      Validation.comparison(
        .cases, "ContentGeneration", measure, expected: expected, found: try summary.number(measure, "p50"),
        tolerance: 1e-9)
    }
    let texts: Double = 2 * (4000 * 1 + 1500 * 5) / 1e6 / 1.1
    let pictures: Double = 4 * 4 * 0.03 / 1.1
    #expect(try agrees("piece_by_api", texts + pictures))
    #expect(try agrees("cost_by_api", worth { $0 * 300 * pictures }))
    let hours: Double = 3 * 0.4 * 45 * 0.5
    let bought: Double = 4 * 4 * 0.5
    #expect(
      try agrees("npv", worth { $0 * 300 * (hours + bought - texts - pictures) - 20_000 } - 250_000))
    // 4 800 pictures of 6.46 s a day are 1.08 replicas in the busiest hour; two hold the level, and one stands by.
    #expect(try agrees("gpus_needed", 3))
    let busy: Double = 4800.0 / 86_400 * 6.46 / 3
    #expect(try agrees("gpus_busy", busy))
    let engineers = worth { _ in 10_000 }
    #expect(try agrees("cost_of_rented", worth { 3 * 24 * $0 * 2.5 / 1.1 } + engineers))
    #expect(try agrees("cost_of_reserved", worth { 3 * 24 * $0 * 2.5 * 0.7 / 1.1 } + engineers))
    let paid: Double = 3 * 38_000 / 1.1
    let resale = paid * pow(0.65, 3) * pow(1.08, -3)
    let power = worth { 3 * (0.25 + 0.75 * busy) * 1.3 * 24 * $0 * 0.2 }
    #expect(try agrees("cost_of_own", paid - resale + worth { _ in paid * 0.05 / 12 } + power + engineers))
  }

  @Test func `clips are made by eight GPUs each, and pay by the clip`() async throws {
    let summary = try await run("medium=videos")
    let clips: Double = 4 * 0.5 / 1.1
    let found = try summary.number("cost_by_api", "p50")
    #expect(
      Validation.comparison(
        .cases, "ContentGeneration, medium=videos", "cost_by_api", expected: worth { $0 * 300 * clips }, found: found,
        tolerance: 1e-9))
    // 1 200 clips of 195 s a day are 8.1 replicas in the busiest hour; nine hold the level, and one stands by.
    #expect(try summary.number("gpus_needed", "p50") == 80)
  }

  @Test func `the hosting that is chosen costs what the others say that it does`() async throws {
    let api = try await run()
    for (hosting, measure) in [("rented", "cost_of_rented"), ("own", "cost_of_own")] {
      let difference = try await api.number("npv", "p50") - run("hosting=\(hosting)").number("npv", "p50")
      let expected = try api.number(measure, "p50") - api.number("cost_by_api", "p50")
      #expect(abs(difference - expected) < 1e-6 * abs(expected), "\(hosting): \(difference), \(expected)")
    }
  }

  @Test func `batches need no more GPUs, and a model twice as slow needs more`() async throws {
    let alone = try await run("pieces=3000").number("gpus_needed", "p50")
    let together = try await run("pieces=3000", "batch=4").number("gpus_needed", "p50")
    let slow = try await run("pieces=3000", "secondsOfPicture=12.92").number("gpus_needed", "p50")
    #expect(together <= alone && slow > 1.7 * (alone - 1))
  }
}
