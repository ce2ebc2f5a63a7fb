import Randomness
import Testing

@testable import Demand

@Suite struct `CSV files as they come` {
  private func problem(_ text: String) -> String {
    do {
      _ = try DataTable(csv: text, file: "a.csv")
      return ""
    } catch {
      return "\(error)"
    }
  }

  /// Characters that a field may hold, the awkward ones often.
  private static let characters: [Character] = [
    "\"", ",", "\n", "\r\n", "\r", " ", ";", "a", "é", "万", "0", "-", "😀", "\\",
  ]

  private func field(_ stream: RandomStream) -> String {
    String((0..<stream.index(below: 6)).map { _ in Self.characters[stream.index(below: Self.characters.count)] })
  }

  /// RFC 4180: a field with a comma, a quotation mark or a line end is quoted, and its quotation marks are doubled.
  private func written(_ field: String, always: Bool) -> String {
    // By scalars: a carriage return and a line feed are one character.
    let isPlain = !field.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
    return isPlain && !always ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
  }

  @Test(arguments: ["\n", "\r\n", "\r"], [false, true])
  func `what is written by the rules is read as it was, with the line of each row`(end: String, bom: Bool) throws {
    let stream = Streams(seed: 12, replication: 0).stream("csv \(end) \(bom)")
    for _ in 0..<300 {
      let width = 2 + stream.index(below: 4)
      let rows = (0..<(1 + stream.index(below: 8))).map { _ in (0..<width).map { _ in field(stream) } }
      let header = (0..<width).map { "c\($0)" }
      var text = bom ? "\u{FEFF}" : ""
      text += header.joined(separator: ",") + end
      var lines: [Int] = []
      var line = 2
      for row in rows {
        // Blank lines are counted, and skipped.
        for _ in 0..<stream.index(below: 3) {
          text += end
          line += 1
        }
        lines.append(line)
        text += row.map { written($0, always: stream.index(below: 3) == 0) }.joined(separator: ",") + end
        for field in row {
          var last: Unicode.Scalar = " "
          for scalar in field.unicodeScalars {
            if scalar == "\r" || (scalar == "\n" && last != "\r") { line += 1 }
            last = scalar
          }
        }
        line += 1
      }
      let table = try DataTable(csv: text, file: "a.csv")
      #expect(table.header == header && table.texts == rows, "\(text.debugDescription)")
      #expect((0..<table.count).map { table.line($0) } == lines, "\(text.debugDescription)")
    }
  }

  @Test(arguments: [
    ("", "a.csv: is empty"), (" \n\t\r\n", "is empty"), ("\u{FEFF}", "is empty"),
    ("x,y\n1,\"2\n3\n", "a.csv:2: the quotation mark that begins a field on this line is never closed"),
    ("x,y\n1,5\" pipe\n", "a.csv:2: a quotation mark stands within a field"),
    ("x,y\n\"1\n1\",2\n3,\"4\"5\n", "a.csv:4: something stands behind the quotation mark"),
    ("x,y\n1,2\n3,4,5\n", "a.csv:3: has 3 fields where the header has 2"),
    ("x,y\n\"a\nb\",2\n\n3,4,5\n", "a.csv:5: has 3 fields where the header has 2"),
    ("x;y\n1;2\n", "a.csv:1: the columns are separated by semicolons"), ("x\ty\n1\t2\n", "separated by tabs"),
    ("{\"x\": 1}\n{\"x\": 2}\n", "a.csv:1: is JSON"), ("[1, 2]\n", "is JSON"),
    ("x,y\n1,\u{0}\n", "a.csv:2: there is a zero byte"),
    ("x,y,x\n1,2,3\n", "a.csv:1: columns 1 and 3 are both called x"),
    ("a, b,b \n", "columns 2 and 3 are both called b"),
  ])
  func `what is no CSV is rejected with its line`(text: String, expected: String) {
    #expect(problem(text).contains(expected), "\(problem(text))")
  }

  @Test func `columns without a name are no two of one name, and the last line needs no end`() throws {
    let table = try DataTable(csv: "x,,\n1,2,3\n4,5,6", file: "a.csv")
    #expect(table.count == 2 && table.texts[1] == ["4", "5", "6"])
  }

  @Test func `arbitrary bytes are read or rejected`() {
    let stream = Streams(seed: 13, replication: 0).stream("bytes")
    let parts = ["\"", ",", "\n", "\r", "x", "\u{0}", "1e400", "\u{FEFF}", ";", " ", "\"\"", "9223372036854775808"]
    for _ in 0..<3000 {
      let text = (0..<stream.index(below: 30)).map { _ in parts[stream.index(below: parts.count)] }.joined()
      guard let table = try? DataTable(csv: text, file: "a.csv") else { continue }
      for row in 0..<table.count {
        for name in table.header {
          _ = try? table.column(name)?.number(row, "a number", from: 0)
          _ = try? table.column(name)?.count(row, "a count")
          _ = try? table.column(name)?.numberIfAny(row)
        }
      }
    }
  }

  /// Every number that becomes an integer is bounded where it is read.
  @Test(arguments: [
    "9223372036854775807", "9223372036854775808", "1e18", "1000000001", "-1", "0.5", "1e400", "nan", "inf", "0x10", "",
    " ",
    "1_000", "١", "1,000",
  ])
  func `a number of tokens is a whole number to a billion`(field: String) {
    let quoted = field.contains(",") ? "\"\(field)\"" : field
    for row in ["1,\(quoted),5", "1,5,\(quoted)"] {
      let text = "arrival_s,input_tokens,output_tokens\n0,1,1\n\(row)\n"
      #expect(refusal(text).contains("trace.csv:3: column "), "\(refusal(text))")
    }
    if field != "0.5" && field != "1000000001" {
      let text = "arrival_s,input_tokens,output_tokens\n\(quoted),1,1\n"
      // A time is a number up to 1e10.
      #expect(refusal(text).contains("trace.csv:2: column arrival_s"), "\(refusal(text))")
    }
  }

  private func refusal(_ text: String) -> String {
    do {
      _ = try RequestTrace(csv: text, file: "trace.csv")
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func `a time that was not recorded, before seconds since 1970, is told`() throws {
    let times = [0] + (0..<40).map { 1_700_000_000 + 7 * $0 }
    let text = "arrival_s,input_tokens,output_tokens\n" + times.map { "\($0),100,10\n" }.joined()
    let trace = try RequestTrace(csv: text, file: "trace.csv")
    do {
      _ = try FittedLoad(to: trace)
      Issue.record("it was fitted")
    } catch {
      #expect("\(error)".contains("trace.csv:3: column arrival_s: 1700000000 s comes 53.9 years after"), "\(error)")
    }
    // Weeks without a request are a load like any other.
    let weeks = (0..<40).map { "\($0 * 3_000_000),100,10\n" }.joined()
    let slow = try FittedLoad(
      to: RequestTrace(csv: "arrival_s,input_tokens,output_tokens\n" + weeks, file: "slow.csv"))
    #expect(abs(slow.meanRate * 3_000_000 - 1) < 1e-9)
  }

  @Test func `the dispersion of counts is that of all windows, empty ones too`() {
    // Of 10 windows of 10 s, two hold 4 and 1 arrivals: mean 0.5, variance (16 + 1) / 10 - 0.25 = 1.45.
    #expect(abs(Dispersion.index(of: [0, 1, 2, 3, 55], over: 10, span: 100) - 1.45 / 0.5) < 1e-12)
  }
}
