import Testing

@testable import Commands
@testable import Experimentation

/// What the live page says that a view has changed.
@Suite struct ChangeSentenceTests {
  /// Each future is worth 10 more, but the last, which loses 1000.
  private let pairs = {
    var pairs = PairedTally()
    for future in 1...20 { pairs.add(Double(future) + (future == 20 ? -1000 : 10), Double(future)) }
    return pairs
  }()

  @Test func `a mean that falls while the median rises is said with both`() {
    let text = ChangeSentence(
      pairs, title: "net present value", unit: "EUR", medians: (view: 19.5, base: 10.5), .english
    ).text
    #expect(text.hasPrefix("Against the base case, net present value is 40.5 EUR lower on average (95 % interval"))
    #expect(text.contains("higher in 95 % of the futures. Medians: "))
    #expect(text.hasSuffix("Medians: 19.5 EUR, and 10.5 EUR in the base case."), "\(text)")
  }

  @Test func `without medians nothing is said of them`() {
    let english = ChangeSentence(pairs, title: "payback", unit: "month", .english).text
    #expect(english.hasSuffix("of the futures.") && !english.contains("Median"), "\(english)")
    let chinese = ChangeSentence(pairs, title: "净现值", unit: "欧元", medians: (view: 1, base: 2), .chinese).text
    #expect(chinese.contains("平均低") && chinese.contains("中位数为 1"), "\(chinese)")
  }
}
