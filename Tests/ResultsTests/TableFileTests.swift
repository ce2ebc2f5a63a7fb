import Randomness
import Testing

@testable import Results

/// Cells as RFC 4180 has them.
@Suite struct TableFileTests {
  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("with blank", "with blank"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""),
    ("\"", "\"\"\"\""), ("two\nlines", "\"two\nlines\""), ("two\r\nlines", "\"two\r\nlines\""),
    ("Zürich 東京", "Zürich 東京"),
    ("semi;colon", "semi;colon"),
  ])
  func `a field is quoted where it must be`(_ text: String, _ field: String) {
    #expect(TableFile.quoted(text) == field)
  }

  @Test(
    arguments: [
      (0, "0"), (-0.0, "0"), (3, "3"), (-17, "-17"), (0.1, "0.1"), (1e15, "1000000000000000"), (1e16, "1e+16"),
      (999_999_999_999_999, "999999999999999"),
      (1.0 / 3, "0.3333333333333333"), (.leastNonzeroMagnitude, "5e-324"),
      (1.7976931348623157e308, "1.7976931348623157e+308"),
    ] as [(Double, String)])
  func `a number is the shortest text that reads back as itself`(_ value: Double, _ text: String) {
    #expect(value.cell == text)
    #expect(Double(text) == value)
  }

  @Test func `random numbers read back as themselves`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<10_000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      #expect(Double(value.cell) == value)
    }
  }
}
