import Foundation
import Testing
import ValidationRecord

/// An assistant for employees beside a calculation by hand.
@Suite struct EmployeeAssistantTests {
  private static let figures = [
    "employees=1000", "hours=1", "hourOfEmployee=50", "cashShare=20 %", "seatPrice=25 USD", "kept=50 %", "churn=20 %",
    "prices=constant", "dollarsForEuro=1.1", "taxRate=0", "discountRate=8 %",
  ]

  @Test func `a thousand seats are worth the hours of those who stay, less their price`() async throws {
    let workplace = try Workplace()
    let outcome = try await CommandLineTool.run(
      ["run", "EmployeeAssistant", "--deterministic", "-r", "2", "-o", "run"]
        + Self.figures.flatMap { ["--set", $0] }, in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    let summary = try Table(try workplace.contents(of: "run"), "summary.csv")
    // Half of them stay; of the other half a fifth leaves each month. A month has 44/12 weeks of work.
    var (expected, cost) = (0.0, 0.0)
    for month in 0..<36 {
      let active: Double = 1000 * (0.5 + 0.5 * pow(0.8, Double(month)))
      let worth: Double = active * 44 / 12 * 50 * 0.2
      // Seats are for a year: those who have left by its end get no other.
      let seats: Double = 1000 * (0.5 + 0.5 * pow(0.8, Double(month / 12 * 12))) * 25 / 1.1
      let discount = pow(1.08, -Double(month + 1) / 12)
      expected += (worth - seats) * discount
      cost += seats * discount
    }
    let found = try summary.number("npv", "p50")
    #expect(
      Validation.comparison(
        .cases, "EmployeeAssistant", "npv", expected: expected, found: found, tolerance: 1e-9))
    // What each of those who are there has to save is in proportion.
    let weekly = try summary.number("hours_to_pay_off", "p50")
    #expect(abs(weekly - cost / (expected + cost)) < 1e-6)
  }
}
