import Foundation
import Testing
import ValidationRecord

/// A model that reads documents beside a calculation by hand.
@Suite struct DocumentProcessingTests {
  private static let figures = [
    "documents=5000", "pages=2", "tokensOfPage=1000", "tokensWritten=300", "inputPrice=0.5", "outputPrice=1.5",
    "minutes=6", "straight=50 %", "checking=50 %", "hourOfClerk=30", "cashShare=50 %", "integration=200k", "team=240k",
    "prices=constant", "dollarsForEuro=1.1", "taxRate=0", "discountRate=8 %",
  ]

  /// The days of the months from January 2027 on; 2028 is a leap year.
  private static let days = [
    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31, 30, 31,
    30,
    31, 31, 30, 31, 30, 31,
  ]

  @Test func `five thousand documents a day save three quarters of a tenth of an hour each`() async throws {
    let workplace = try Workplace()
    let outcome = try await CommandLineTool.run(
      ["run", "DocumentProcessing", "--deterministic", "-r", "2", "-o", "run"]
        + Self.figures.flatMap { ["--set", $0] }, in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    let summary = try Table(try workplace.contents(of: "run"), "summary.csv")
    let saved: Double = 5000 * 0.1 * (1 - 0.5 * 0.5) * 30 * 0.5
    let price: Double = 2000 * 0.5 + 300 * 1.5
    let tokens = 5000 * price / 1e6 / 1.1
    var (worth, calls) = (-200_000.0, 0.0)
    for (month, days) in Self.days.enumerated() {
      let discount = pow(1.08, -Double(month + 1) / 12)
      worth += (Double(days) * (saved - tokens) - 20_000) * discount
      calls += Double(days) * tokens * discount
    }
    for (measure, expected) in [("npv", worth), ("cost_by_api", calls)] {
      let found = try summary.number(measure, "p50")
      #expect(
        Validation.comparison(
          .cases, "DocumentProcessing", measure, expected: expected, found: found, tolerance: 1e-9))
    }
  }
}
