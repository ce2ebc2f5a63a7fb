import Results
import Testing

@testable import Commands
@testable import Experimentation

/// Numbers as they are shown.
@Suite struct NumberTextTests {
  @Test(
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1.00"), (12.345, "12.3"), (123.4, "123"), (999.6, "1,000"), (4560, "4,560"),
      (99_999, "99,999"), (123_456, "123,456"), (12_345_678, "12.3 M"), (-586_800_000, "-587 M"),
      (1_340_000_000, "1.34 bn"), (999_600_000_000, "1.00 tn"), (0.0731, "0.0731"), (-0.5, "-0.500"),
      (0.001, "0.00100"), (0.00001234, "0.0000123"), (1e-5, "0.0000100"), (1e-9, "1e-09"),
      (1.6370904631912708e-10, "1.64e-10"), (-9.9999e-8, "-1e-07"), (1.23456e20, "1.23e+20"), (1e15, "1,000 tn"),
      (1e18, "1e+18"),
      (1.7e308, "1.7e+308"), (.infinity, "inf"),
    ] as [(Double, String)])
  func `a number has three figures and a word for its size`(_ value: Double, _ text: String) {
    #expect(NumberText.short(value) == text)
  }

  @Test(arguments: [(0, "0"), (15, "15"), (999, "999"), (2560, "2,560"), (1_234_567, "1.23 M")])
  func `a count has no decimals`(_ count: Int, _ text: String) { #expect(NumberText.short(count: count) == text) }

  @Test func `a number is never shown wrong by more than half a percent`() {
    for exponent in -6...14 {
      for figures in stride(from: 1.0, to: 10.0, by: 0.0371) {
        let value = figures * (0..<abs(exponent)).reduce(1.0) { power, _ in exponent < 0 ? power / 10 : power * 10 }
        let text = NumberText.short(value)
        let words = text.split(separator: " ")
        let scale = words.count == 1 ? 1 : ["M": 1e6, "bn": 1e9, "tn": 1e12][words[1]] ?? .nan
        let shown = (Double(words[0].filter { $0 != "," }) ?? .nan) * scale
        #expect(abs(shown - value) <= 0.0051 * value, "\(value) is shown as \(text)")
        #expect(NumberText.short(-value) == "-" + text)
      }
    }
  }

  @Test func `a value that is not there is shown as what its absence means`() {
    #expect(NumberText.short(nil, absence: .laterThanAny) == "never")
    #expect(NumberText.short(nil, absence: .doesNotExist) == "none")
    #expect(NumberText.short(nil, absence: .unknown) == "unknown")
    #expect(NumberText.short(2, absence: .unknown) == "2.00")
  }

  @Test(
    arguments: [
      (0, "0 %"), (1, "100 %"), (0.07, "7 %"), (0.5, "50 %"), (0.004, "0.40 %"), (0.035, "3.5 %"), (0.161, "16.1 %"),
      (0.997, "99.7 %"), (0.9995, "99.95 %"), (0.99999, "more than 99.99 %"), (0.00001, "less than 0.01 %"),
    ] as [(Double, String)])
  func `a share is a percentage, and only all is 100 %`(_ share: Double, _ text: String) {
    #expect(NumberText.percent(share) == text)
  }

  @Test(
    arguments: [
      (-0.125, "-12.5 %"), (-0.00001, "-0.00100 %"), (2.5, "250 %"), (-3, "-300 %"), (1e7, "1.00 bn %"), (.nan, "nan"),
      (.infinity, "inf"), (-.infinity, "-inf"),
    ] as [(Double, String)])
  func `a change may be a negative percentage or more than 100 %`(_ change: Double, _ text: String) {
    #expect(NumberText.ratio(change) == text)
  }

  @Test(
    arguments: [(0.0906, "9.1 %"), (10, "1,000 %"), (10.01, "> 1,000 %"), (1e22, "> 1,000 %"), (-0.5, "-50.0 %")]
      as [(Double, String)])
  func `a rate of return that says only that next to nothing was put in is cut`(_ rate: Double, _ text: String) {
    #expect(NumberText.rate(rate) == text)
  }

  @Test(arguments: [0, 0.3, 1, 1 + 1e-12, -1e-12])
  func `a ratio that is a share is shown as one`(_ share: Double) {
    #expect(NumberText.ratio(share) == NumberText.percent(min(max(share, 0), 1)))
  }

  @Test func `a share below 0 or above 1 is a programming error`() async {
    await #expect(processExitsWith: .failure) { _ = NumberText.percent(-0.5) }
    await #expect(processExitsWith: .failure) { _ = NumberText.percent(1.5) }
    await #expect(processExitsWith: .failure) { _ = NumberText.percent(.nan) }
  }

  @Test(
    arguments: [
      (0, "0 s"), (0.2, "1 s"), (59, "59 s"), (60, "1 min 0 s"), (200, "3 min 20 s"), (7500, "2 h 5 min"),
      (.infinity, "unknown time"), (.nan, "unknown time"), (1e300, "unknown time"),
    ] as [(Double, String)])
  func `a time is in seconds, minutes or hours`(_ seconds: Double, _ text: String) {
    #expect(NumberText.duration(seconds) == text)
  }

  @Test(arguments: [
    ("Kiosk.swift", "Kiosk.swift"), ("Kö ln.swift", "'Kö ln.swift'"), ("it's", #"'it'\''s'"#), ("", "''"),
    ("rent=5 to 50", "'rent=5 to 50'"), ("uniform(1,2)", "'uniform(1,2)'"), ("$HOME", "'$HOME'"),
  ])
  func `a word for the shell is quoted where it must be`(_ text: String, _ quoted: String) {
    #expect(ShellText.quoted(text) == quoted)
  }

  @Test func `a paragraph has lines that fit, and all of its words`() {
    let text = "one two three four five six seven"
    let lines = Paragraph.wrap(text, indent: 2, width: 12)
    #expect(lines == ["  one two", "  three four", "  five six", "  seven"])
    #expect(Paragraph.wrap("") == [])
    #expect(Paragraph.wrap("unbreakable", width: 4) == ["unbreakable"])
  }
}
