import Testing

@testable import Results

/// Control characters in texts of others.
@Suite struct VisibleControlsTests {
  @Test(arguments: [
    ("\u{1B}[31mred\u{7}", "\\u{1B}[31mred\\u{7}"), ("a\rb", "a\\u{D}b"), ("\u{9B}2J\u{7F}", "\\u{9B}2J\\u{7F}"),
    ("Zürich, £3 · 20 °C, 净现值 🙂", "Zürich, £3 · 20 °C, 净现值 🙂"), ("", ""),
  ])
  func `control characters are escapes, and all others are as they were`(_ text: String, _ shown: String) {
    #expect(text.showingControls() == shown)
    #expect(text.showingControls(inLines: true) == shown)
  }

  @Test func `ends of lines and tabs belong in texts and not in names`() {
    #expect("a\n\tb".showingControls() == "a\\n\\tb")
    #expect("a\n\tb".showingControls(inLines: true) == "a\n\tb")
  }

  @Test func `no random text has a control character left`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      var text = ""
      for _ in 0..<20 {
        guard let scalar = Unicode.Scalar(UInt32.random(in: 0..<0x180, using: &generator)) else { continue }
        text.unicodeScalars.append(scalar)
      }
      for shown in [text.showingControls(), JSONValue.quoted(text)] {
        #expect(shown.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
      }
    }
  }
}
