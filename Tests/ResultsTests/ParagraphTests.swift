import Testing

@testable import Results

/// Text in lines.
@Suite struct ParagraphTests {
  @Test func `Chinese text is broken between its characters, and no line begins with a mark that closes`() {
    let text = String(repeating: "净现值的中位数为二亿，八成情形介于两者之间。", count: 5)
    let lines = Paragraph.wrap(text, width: 31)
    #expect(lines.joined() == text)
    for line in lines {
      // A mark that closes may hang over.
      #expect(Paragraph.width(of: line) <= 33)
      #expect(line.first != "，" && line.first != "。")
    }
  }

  @Test func `words stay whole beside wide characters`() {
    #expect(Paragraph.wrap("成本 CNY/request 降低", width: 12) == ["成本", "CNY/request", "降低"])
  }
}
