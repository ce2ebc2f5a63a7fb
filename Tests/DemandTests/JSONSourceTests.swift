import Demand
import Randomness
import Testing

@Suite struct JSONSourceTests {
  private func problem(_ text: String) -> String {
    do {
      _ = try JSONSource(text, file: "a.json")
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func `a byte order mark says nothing, and a whole number is one that a machine counts exactly`() throws {
    let json = try JSONSource("\u{FEFF}{\"a\": 9007199254740992, \"b\": 9007199254740994, \"c\": 1e18}", file: "a.json")
    #expect(try json.required("a").whole() == 1 << 53)
    for name in ["b", "c"] {
      let error = try #require(throws: DataFileError.self) { try json.required(name).whole() }
      #expect("\(error)".contains("must be a whole number of at most 2^53"), "\(error)")
    }
  }

  @Test func `values know their path and their line`() throws {
    let json = try JSONSource(
      """
      {
        "name": "\\u00fcber \\ud83d\\ude00 \\"x\\"",
        "rates": [
          {"from_s": 0, "rate": 1.5e-3},
          {"from_s": 60}
        ],
        "on": true, "off": null
      }
      """, file: "a.json")
    #expect(try json.required("name").text() == "über 😀 \"x\"")
    let rates = try json.required("rates").list()
    #expect(try rates[0].required("rate").number() == 0.0015)
    #expect(rates[1].line == 5 && rates[1].path == "rates[1]" && json.endLine == 8)
    for (expected, read) in [
      ("a.json:5: \"rates[1].rate\" is missing: see the guide", { _ = try rates[1].required("rate", "see the guide") }),
      ("a.json:4: \"rates[0].from_s\" must be a text, not 0", { _ = try rates[0].required("from_s").text() }),
      ("a.json:4: \"rates[0].rate\" must be a whole number, not 0.0015", { _ = try rates[0].required("rate").whole() }),
      ("a.json:3: \"rates\" must be a number, not a list", { _ = try json.required("rates").number() }),
      ("a.json:7: \"on\" must be a list, not true", { _ = try json.required("on").list() }),
      ("a.json:7: \"off\" must be an object, not null", { _ = try json.required("off").required("x") }),
    ] as [(String, () throws -> Void)] {
      let error = try #require(throws: DataFileError.self) { try read() }
      #expect("\(error)" == expected)
    }
  }

  @Test(arguments: [
    ("", "a.json:1: an object, which begins with {, is expected; the file ends here"),
    ("[1]", "a.json:1: an object, which begins with {, is expected"),
    (
      "{\n\"a\": 1\n",
      "a.json:3: a comma and another name, or }, the end of the object, is expected; the file ends here"
    ),
    ("{\"a\": [1, 2}", "a.json:1: a comma and another value, or ], the end of the list, is expected"),
    ("{\"a\": 1,}", "a.json:1: a name in quotation marks is expected"),
    ("{\"a\": 1,\n\"a\": 2}", "a.json:2: \"a\" stands on line 1 already"),
    ("{\"a\": 01}", "a.json:1: \"a\" has no value that can be read: 01"),
    ("{\"a\": 1e999}", "a.json:1: \"a\" has no value that can be read: 1e999"),
    ("{\"a\": NaN}", "a.json:1: \"a\" has no value that can be read: NaN"),
    ("{\"a\": \"\\u+123\"}", "a.json:1: \\u is followed by four hexadecimal digits"),
    ("{\"a\": \"x", "a.json:1: the file ends within a text"),
    ("{} x", "a.json:1: nothing is expected behind the end of the object"),
  ])
  func `what is not JSON is named with its line`(text: String, message: String) {
    #expect(problem(text) == message)
  }

  @Test func `deep nesting is rejected and not followed to the end of the stack`() {
    let deep = "{\"a\": " + String(repeating: "[", count: 100_000)
    #expect(problem(deep) == "a.json:1: values are nested more than 64 deep")
  }

  /// Every file that is cut off or has a byte changed is read or gives an error with a line.
  @Test func `no damaged file stops the program`() throws {
    let good = Array(
      "{\"name\": \"ours\", \"rates\": [{\"a\": 1.5, \"b\": [true, null]}],\n\"x\": -2e3, \"y\": \"\\u00fc\"}".utf8)
    let random = RandomStream(seed: 3, replication: 0, name: "damage")
    for trial in 0..<5000 {
      var bytes = good
      if trial < good.count {
        bytes = Array(good[..<trial])
      } else {
        for _ in 0...random.index(below: 3) {
          bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 128))
        }
      }
      let message = problem(String(decoding: bytes, as: UTF8.self))
      #expect(message.isEmpty || message.hasPrefix("a.json:"), "\(message)")
    }
  }
}
