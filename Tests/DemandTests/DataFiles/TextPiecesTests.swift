import Foundation
import Randomness
import Testing

@testable import Demand

@Suite struct `Files that are read in pieces` {
  private let header = "arrival_s,input_tokens,output_tokens\n"
  /// More than two pieces.
  private let rows = (0..<50_000).map { "\($0),100,10\n" }.joined()

  /// Gives the path of a file with these bytes.
  private func inFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("pieces-\(UUID().uuidString).csv")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try body(file.path)
  }

  /// What is wrong with a trace in a file, and with the same text in one piece.
  private func problems(_ text: String) throws -> (file: String, text: String) {
    try inFile(Array(text.utf8)) { path in
      (
        problem { try RequestTrace(contentsOf: path) }.replacing(path, with: "trace.csv"),
        problem { try RequestTrace(csv: text, file: "trace.csv") }
      )
    }
  }

  @Test(arguments: ["\n", "\r\n"], [false, true])
  func `fields and lines are those of the whole text`(end: String, bom: Bool) throws {
    let stream = Streams(seed: 14, replication: 0).stream("pieces \(end) \(bom)")
    let fields = ["1.5", "", "\"a, b\"", "\"two\(end)lines\"", "\"\"\"quoted\"\"\"", "\"\(end)\(end)\"", "é万", "\"\""]
    var text = (bom ? "\u{FEFF}" : "") + "x,y,z" + end
    while text.utf8.count < 700_000 {
      text += (0..<3).map { _ in fields[stream.index(below: fields.count)] }.joined(separator: ",") + end
      text += String(repeating: end, count: stream.index(below: 3))
    }
    let whole = try DataTable(csv: text, file: "a.csv")
    try inFile(Array(text.utf8)) { path in
      let table = try DataTable(contentsOf: path)
      #expect(table.header == ["x", "y", "z"] && table.texts == whole.texts)
      #expect((0..<table.count).map { table.line($0) } == (0..<whole.count).map { whole.line($0) })

      var parts = try DataTable.Parts(contentsOf: path)
      var tables: [DataTable] = []
      while let part = try parts.next() { tables.append(part) }
      #expect(tables.count > 2 && tables.allSatisfy { $0.header == ["x", "y", "z"] })
      #expect(tables.flatMap(\.texts) == whole.texts)
      let lines = tables.flatMap { part in (0..<part.count).map { part.line($0) } }
      #expect(lines == (0..<whole.count).map { whole.line($0) })
    }
  }

  @Test(arguments: [
    "60000,many,10\n", "60000,1", "60000,1\n", "1,100,10\n",
    "60000,\"1\n", "60000,5\" pipe,1\n", "60000,1,1,1\n", "\"\n60000\n\",1,1\n", "60000,1,\u{0}\n",
    "\n\n\"60000\",1,x\n",
  ])
  func `what is wrong in a late row is named as in the whole text`(ending: String) throws {
    let (file, text) = try problems(header + rows + ending)
    #expect(file == text && file.hasPrefix("trace.csv:500"), "\(file)")
  }

  @Test func `only the last row of a file can be cut off`() throws {
    let cut = try problems(header + rows + "60000,1" + String(repeating: "\n", count: 600_000))
    #expect(cut.file.hasSuffix("found nothing: the file seems to be cut off"), "\(cut.file)")
    let short = try problems(header + rows + "60000,1" + String(repeating: "\n", count: 600_000) + "60001,1,1\n")
    #expect(short.file == short.text && short.file.hasSuffix("found nothing"), "\(short.file)")
  }

  @Test func `the line that is not in UTF-8 is counted from the beginning of the file`() throws {
    let bytes: [UInt8] = Array((header + rows + "60000,").utf8) + [0xE9] + Array(",1\n".utf8)
    let message = try inFile(bytes) { path in problem { try RequestTrace(contentsOf: path) } }
    #expect(message.contains(".csv:50002: is not text in UTF-8;"), "\(message)")
  }

  @Test func `blank lines are counted and not kept`() throws {
    let blanks = String(repeating: "\n", count: 1_000_000)
    #expect(try problems(header + blanks).file == "trace.csv: holds no request")
    #expect(try problems(blanks).file == "trace.csv: is empty")
    #expect(try problems(blanks + "{}\n").file.hasPrefix("trace.csv:1: is JSON"))
    #expect(try problems(header + blanks + "soon,1,1\n").file.hasPrefix("trace.csv:1000002: column arrival_s"))
    try inFile(Array((header + blanks + "1,2,3\n" + blanks).utf8)) { path in
      let requests = try RequestTrace(contentsOf: path).requests
      #expect(requests == [InferenceRequest(arrival: 1, inputTokens: 2, outputTokens: 3)])
      var parts = try DataTable.Parts(contentsOf: path)
      let (first, second) = (try parts.next(), try parts.next())
      #expect(first?.texts == [["1", "2", "3"]] && second == nil)
    }
  }

  @Test func `requests, blocks and conversations are those of the whole text`() throws {
    let turns =
      "arrival_s,input_tokens,output_tokens,session_id,turn,think_s\n"
      + (0..<10_000).map { number in
        "\(number),100,10,s\(number),0,\n,20,5,s\(number),1,1.5\n" + (number % 2 == 0 ? ",30,5,s\(number),2,1\n" : "")
      }.joined()
    let whole = try RequestTrace(csv: turns, file: "a.csv", withConversations: true)
    let trace = try inFile(Array(turns.utf8)) { try RequestTrace(withConversations: $0) }
    #expect(trace.requests == whole.requests && trace.offsets == whole.offsets)
    #expect(trace.conversations?.rows == whole.conversations?.rows)
    #expect(
      trace.conversations?.turns.mapValues { $0.map { [$0.row, $0.line] } }
        == whole.conversations?.turns.mapValues { $0.map { [$0.row, $0.line] } })

    let blocks =
      "arrival_s,input_tokens,output_tokens,blocks\n"
      + (0..<20_000).map { "\($0),1100,5,0-1 \($0 + 2)\n" }.joined()
    let sharing = try inFile(Array(blocks.utf8)) { try RequestTrace(contentsOf: $0) }
    let all = try RequestTrace(csv: blocks, file: "a.csv")
    #expect(sharing.requests == all.requests && sharing.contentBlocks == all.contentBlocks)
    let wrong = try problems(blocks + "30000,1600,5,0-1\n")
    #expect(
      wrong.file == wrong.text && wrong.file.hasPrefix("trace.csv:20002: column blocks: 2 blocks"), "\(wrong.file)")
  }
}
