import Foundation
import Testing

@testable import Results

/// JSON whose bytes are the same for the same value.
@Suite struct JSONValueTests {
  @Test func `random texts read back as themselves`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      var text = ""
      for _ in 0..<20 {
        guard let scalar = Unicode.Scalar(UInt32.random(in: 0..<0x3000, using: &generator)) else { continue }
        text.unicodeScalars.append(scalar)
      }
      let json = JSONValue.array([.string(text)]).text
      let read = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String]
      #expect(read?.first.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }
  }

  @Test func `members keep their order, and a later one replaces an earlier of its name`() {
    let value: JSONValue = ["b": 1, "a": 2]
    #expect(value.merging(["b": 3, "c": 4]).compactText == #"{"b": 3, "a": 2, "c": 4}"#)
  }

  @Test func `what is no number in JSON is null`() {
    #expect(JSONValue.array([.number(.nan), .number(.infinity), 1.5, 3]).compactText == "[null, null, 1.5, 3]")
  }

  @Test func `no text can end the script of a page`() {
    let text = JSONValue.string("</script><!--&\u{2028}").compactText
    for sign in ["<", "\u{2028}"] { #expect(!text.contains(sign)) }
  }

  @Test func `long and short layouts say the same`() throws {
    let value: JSONValue = .object((0..<30).map { .init("name \($0)", ["x": .number(Double($0)), "y": [1, 2, nil]]) })
    let long = try JSONSerialization.jsonObject(with: Data(value.text.utf8)) as? NSDictionary
    let short = try JSONSerialization.jsonObject(with: Data(value.compactText.utf8)) as? NSDictionary
    #expect(value.text.contains("\n"))
    #expect(long == short)
  }
}
