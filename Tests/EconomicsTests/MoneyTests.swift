import Economics
import Foundation
import Randomness
import Testing

@Suite struct MoneyTests {
  @Test func `a year is twelve equal months`() {
    #expect((CNY(12) / .year).monthly == CNY(1) / .month)
    #expect((CNY(1) / .month).yearly == CNY(12) / .year)
  }

  @Test func `a price says its currency and its unit`() {
    #expect("\(USD(10) / .gpuHour)" == "10.0 USD/GPU-hour")
    #expect((CNY(2) / .conversation).times(3) == CNY(6))
  }

  @Test func `books exchange in both directions and know what they cannot`() {
    let books = Books(in: .cny, discounting: 0.1, ExchangeRate(USD(1), is: CNY(7.2)))
    #expect(books.value(of: .usd) == 7.2)
    #expect(books.value(of: .cny) == 1)
    #expect(Books(in: .usd, discounting: 0.1, ExchangeRate(USD(1), is: CNY(7.2))).value(of: .cny) == 1 / 7.2)
    #expect(books.value(of: CurrencyCode("EUR")) == nil)
  }

  @Test func `a fall of 40 percent a year is compounded, not divided by twelve`() {
    let path = PricePath(today: 10, falling: 0.4)
    #expect(abs(path.price(after: 1) - 6) < 1e-12)
    #expect(abs(pow(path.price(after: 1.0 / 12) / 10, 12) - 0.6) < 1e-14)
    // F17: after five years 16.8 % to 3.1 % of today's.
    #expect(abs(PricePath(today: 1, falling: 0.3).price(after: 5) - 0.16807) < 1e-10)
    #expect(abs(PricePath(today: 1, falling: 0.5).price(after: 5) - 0.03125) < 1e-12)
  }

  @Test func `a cost grows by its yearly rate`() {
    let cost = Cost("team", CNY(120) / .year, growing: 0.05)
    #expect(abs(cost.amount(after: 0) - 10) < 1e-12)
    #expect(abs(cost.amount(after: 2) - 11.025) < 1e-12)
  }

  @Test func `labour saved is conversations times share times cost times cash`() {
    let benefit = Benefit.labourSaved(
      "calls", conversations: { $0.requests("chat") / 5 }, resolved: 0.2, cost: CNY(3) / .conversation,
      becomingCash: 0.5)
    let month = MonthOfOperation(index: 0, loads: ["chat": .init(requests: 1000, requestsAtStart: 500)])
    #expect(abs(benefit.amount(in: month) - 1000.0 / 5 * 0.2 * 3 * 0.5) < 1e-12)
    let sales = Benefit.salesUplift(
      "sales", sales: CNY(1200) / .year, exposed: { $0.growth("chat") }, uplift: 0.1, margin: 0.2)
    #expect(abs(sales.amount(in: month) - 100 * 2 * 0.1 * 0.2) < 1e-12)
  }

  @Test func `what cannot be meant is refused`() {
    func isRefused(_ body: () -> Void) -> Bool { (try? ValidationErrors.collecting(body)) == nil }
    #expect(isRefused { _ = Cost("team", CNY(-1) / .year) })
    #expect(isRefused { _ = Cost("team", CNY(1) / .year, growing: -1) })
    #expect(isRefused { _ = Rent(USD(-10) / .gpuHour) })
    #expect(isRefused { _ = Rent(USD(10) / .gpuHour, falling: 40) })
    #expect(isRefused { _ = Investment("x", CNY(.nan)) })
    #expect(isRefused { _ = Books(in: .cny, discounting: -1) })
    #expect(isRefused { _ = ExchangeRate(USD(0), is: CNY(7.2)) })
    #expect(
      isRefused {
        _ = Benefit.labourSaved(
          "x", conversations: { _ in 1 }, resolved: 1.2, cost: CNY(1) / .conversation, becomingCash: 1)
      })
    #expect(!isRefused { _ = Cost("free", CNY(0) / .year) })
  }
}
