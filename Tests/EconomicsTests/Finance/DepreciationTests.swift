import Economics
import Foundation
import Testing

@Suite struct DepreciationTests {
  static let methods: [DepreciationMethod] = [
    .straightLine, .decliningBalance(), .decliningBalance(factor: 1.5), .sumOfDigits,
  ]

  @Test(arguments: methods)
  func `all that is charged is the price less the salvage value`(method: DepreciationMethod) {
    for months in [12, 36, 60] {
      let schedule = Depreciation(of: USD(40_000), to: USD(4000), months: months, by: method)
      #expect(schedule.charges.count == months)
      #expect(abs(schedule.charges.reduce(.zero, +).amount - 36_000) < 1e-8)
      #expect(schedule.charges.allSatisfy { $0.amount >= 0 })
      #expect(schedule.bookValue(afterMonths: 0) == USD(40_000))
      #expect(schedule.bookValue(afterMonths: months) == USD(4000))
      #expect(schedule.charge(inMonth: months) == .zero)
    }
  }

  private func years(_ schedule: Depreciation<USDollar>) -> [Double] {
    stride(from: 0, to: schedule.charges.count, by: 12).map { start in
      schedule.charges[start..<min(start + 12, schedule.charges.count)].reduce(.zero, +).amount
    }
  }

  @Test func `the years of a textbook asset are charged as the textbook does`() {
    // SLN, DDB and SYD of a spreadsheet for 10 000 to 1000 in 5 years; DDB charges the rest in the last year.
    let straight = years(Depreciation(of: USD(10_000), to: USD(1000), months: 60))
    let declining = years(Depreciation(of: USD(10_000), to: USD(1000), months: 60, by: .decliningBalance()))
    let digits = years(Depreciation(of: USD(10_000), to: USD(1000), months: 60, by: .sumOfDigits))
    for (found, expected) in [
      (straight, [1800.0, 1800, 1800, 1800, 1800]), (declining, [4000.0, 2400, 1440, 864, 296]),
      (digits, [3000.0, 2400, 1800, 1200, 600]),
    ] {
      for (year, charge) in zip(found, expected) { #expect(abs(year - charge) < 1e-8) }
    }
  }

  @Test func `a balance declines no further than the salvage value`() {
    let schedule = Depreciation(of: USD(1000), to: USD(500), months: 48, by: .decliningBalance())
    #expect(near(years(schedule)[0], 500) && schedule.charges.dropFirst(12).allSatisfy { $0 == .zero })
  }

  @Test func `a life of five years and a half is charged by month`() {
    let schedule = Depreciation(of: USD(6600), months: 66)
    #expect(abs(schedule.charge(inMonth: 65).amount - 100) < 1e-10)
    #expect(abs(schedule.bookValue(afterMonths: 60).amount - 600) < 1e-9)
  }

  @Test func `selling below book value is a loss`() {
    let schedule = Depreciation(of: USD(40_000), to: USD(4000), months: 60, by: .sumOfDigits)
    #expect(abs(schedule.charge(inMonth: 0).amount - 1000) < 1e-10)
    #expect(abs(schedule.bookValue(afterMonths: 12).amount - 28_000) < 1e-9)
    #expect(abs(schedule.gain(sellingFor: USD(20_000), afterMonths: 12).amount + 8000) < 1e-9)
  }

  @Test func `what cannot be depreciated is refused`() {
    #expect(refusal { _ = Depreciation(of: USD(10), to: USD(20), months: 12) } != nil)
    #expect(refusal { _ = Depreciation(of: USD(-10), months: 12) } != nil)
    #expect(refusal { _ = Depreciation(of: USD(10), months: 0) } != nil)
    #expect(refusal { _ = Depreciation(of: USD(10), months: 12, by: .decliningBalance(factor: 0)) } != nil)
    #expect((refusal { _ = Depreciation(of: USD(10), months: 18, by: .sumOfDigits) } ?? "").contains("whole years"))
  }
}
