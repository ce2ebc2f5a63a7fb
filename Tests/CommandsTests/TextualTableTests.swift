import Foundation
import Results
import Testing

@testable import Commands

/// Tables and signs on the terminal.
@Suite struct TextualTableTests {
  @Test func `a table fits eighty columns and holds every cell, whatever its columns`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let columns = Int.random(in: 2...14, using: &generator)
      let rows = (0..<5).map { row in
        (0..<columns).map { "c\(row)x\($0)" + String(repeating: "m", count: Int.random(in: 0...24, using: &generator)) }
      }
      let table = TextualTable(
        headings: (0..<columns).map { "head\($0)" }, alignment: Array(repeating: .right, count: columns), rows: rows)
      let lines = table.text.split(separator: "\n")
      for line in lines { #expect(line.count <= 80) }
      for cell in rows.joined() { #expect(lines.contains { $0.contains(cell) }) }
      for heading in table.headings { #expect(lines.contains { $0.contains(heading) }) }
    }
  }

  @Test func `a last column of text goes on in the lines below it`() {
    let meaning = String(repeating: "words of a meaning ", count: 12)
    let table = TextualTable(
      headings: ["name", "meaning"], alignment: [.left, .left], rows: [["npv", meaning], ["x", "y"]])
    let lines = table.text.split(separator: "\n")
    for line in lines { #expect(line.count <= 80) }
    #expect(lines.count > 5)
    #expect(table.text.split(whereSeparator: \.isWhitespace).filter { $0 == "meaning" }.count == 13)
  }

  @Test func `every block of a table begins with what its rows are about`() {
    let wide = String(repeating: "w", count: 40)
    let table = TextualTable(
      headings: ["key", "a", "b"], alignment: [.left, .right, .right],
      rows: [["one", wide, wide], ["two", wide, wide]])
    #expect(table.text.components(separatedBy: "key").count == 3)
    #expect(table.text.components(separatedBy: "one").count == 3)
  }

  @Test func `lines longer than a terminal are broken, and colours have no width`() {
    let coloured = "\u{1B}[1m" + String(repeating: "x", count: 79) + "\u{1B}[22m"
    #expect(FittedText.fit(coloured) == coloured)
    let long = FittedText.fit("    " + String(repeating: "word ", count: 40))
    for line in long.split(separator: "\n") {
      #expect(line.count <= 80)
      #expect(line.hasPrefix("    word"))
    }
  }

  @Test(arguments: [
    ([], ""), ([5], "▁"), ([1, 1, 1], "▁▁▁"), ([0, 1], "▁█"), ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"), ([3, -1], "█▁"),
    ([.nan, 1, 2], "▁█"),
  ])
  func `a line of signs goes from the least to the greatest`(_ values: [Double], _ line: String) {
    #expect(Sparkline.line(values) == line)
  }

  @Test func `a line of signs has at most so many`() {
    #expect(Sparkline.line((0..<1000).map(Double.init), width: 30).count == 30)
  }

  @Test(arguments: [
    (0, ""), (1, "████"), (0.5, "██"), (0.001, "▏"), (2, "████"), (-1, ""), (.nan, ""), (0.28125, "█▏"),
  ])
  func `a bar is as long as its share`(_ share: Double, _ bar: String) {
    #expect(Sparkline.bar(share, width: 4) == bar)
  }
}
