import Foundation
import Testing

/// Traces with something wrong in them, by way of `payoff run RecordedHour --set trace=FILE`.
@Suite struct RecordedTraceTests {
  private static let header = "arrival_s,input_tokens,output_tokens\n"

  @Test(arguments: [
    ("empty.csv", "", "empty.csv: is empty"),
    ("header.csv", header, "header.csv: holds no request"),
    ("unsorted.csv", header + "0,1,1\n5,1,1\n3,1,1\n", "unsorted.csv:4: column arrival_s: 3.0 s comes after 5.0 s"),
    ("cut.csv", header + "0,1,1\n5,1", "cut.csv:3: column output_tokens: expected a whole number"),
    ("cut.csv", header + "0,1,1\n5,1", "the file seems to be cut off"),
    ("text.csv", header + "0,1,1\n5,many,1\n", "text.csv:3: column input_tokens: expected a whole number"),
    ("text.csv", header + "0,1,1\n5,many,1\n", "\"many\""),
    ("late.csv", header + "0,1,1\nlater,1,1\n", "late.csv:3: column arrival_s: expected a number of seconds"),
    ("negative.csv", header + "0,1,1\n5,1,-3\n", "negative.csv:3: column output_tokens: expected a whole number"),
    ("missing.csv", "arrival_s,input_tokens\n0,1\n", "missing.csv:1: there is no column output_tokens"),
    ("one.csv", header + "4,1,1\n", "one.csv: holds no two requests"),
    ("same.csv", header + "0,1,1\n0,1,1\n", "same.csv: holds no two requests"),
    ("long.csv", header + "0,1,1,1\n", "long.csv:2: has 4 fields where the header has 3"),
  ])
  func `a trace with something wrong names file, line and column`(
    _ name: String, _ text: String, _ message: String
  ) async throws {
    let workplace = try Workplace()
    try workplace.write(text, to: name)
    try await refuse(name, message, in: workplace)
    #expect(workplace.names() == [name])
  }

  @Test func `a trace that is cut, damaged, no text, a folder or not there is named`() async throws {
    let workplace = try Workplace()
    let rows = (0..<4000).map { "\($0),\(100 + $0 * 7919 % 1000),\(50 + $0 * 104_729 % 300)\n" }.joined()
    try workplace.write(Self.header + rows, to: "whole.csv")
    _ = try await CommandLineTool.output(of: "gzip", ["-k", workplace.file("whole.csv").path])
    let whole = try Data(contentsOf: workplace.file("whole.csv.gz"))
    try workplace.write(whole.prefix(whole.count / 2), to: "cut.csv.gz")
    var damaged = whole
    damaged[whole.count - 6] ^= 0xFF
    try workplace.write(damaged, to: "damaged.csv.gz")
    try workplace.write(Data([0xFF, 0xC0, 0x00]), to: "binary.csv")
    let one = Self.header + "0,5,5\n"
    try workplace.write(Data([0xFF, 0xFE] + one.utf8.flatMap { [$0, 0] }), to: "unicode.csv")
    try workplace.write(Data(one.utf8.flatMap { [0, $0] }), to: "unmarked.csv")
    try workplace.write(Data([0x50, 0x4B, 3, 4, 20, 0, 0]), to: "book.xlsx")
    try workplace.write(Data(one.utf8 + [0x31, 0xE9, 0x0A]), to: "western.csv")
    try workplace.makeFolder("folder")
    let names = workplace.names()
    for (name, message) in [
      ("cut.csv.gz", "the compressed file is cut off"), ("damaged.csv.gz", "the compressed file is damaged"),
      ("binary.csv:1", "is not text in UTF-8; in a spreadsheet choose Save as"),
      ("unicode.csv", "is not text in UTF-8 but text in UTF-16"),
      ("unmarked.csv", "is not text in UTF-8 but text in UTF-16"),
      ("book.xlsx", "is not text in UTF-8 but a workbook"), ("western.csv:3", "is not text in UTF-8"),
      ("folder", "it is a folder"), ("nowhere.csv", "there is no such file"),
    ] {
      try await refuse(name, "\(name): " + (name == "folder" ? "cannot be opened: " : "") + message, in: workplace)
    }
    #expect(workplace.names() == names, "nothing is written")

    for name in ["whole.csv", "whole.csv.gz"] {
      let outcome = try await run(workplace.file(name).path, "run of \(name)", in: workplace)
      #expect(outcome.status == 0, "\(outcome.error)")
    }
    #expect(
      try workplace.text(of: "run of whole.csv/replications.csv")
        == workplace.text(of: "run of whole.csv.gz/replications.csv"))
    for (file, data) in try workplace.contents(of: "run of whole.csv") {
      #expect(!String(decoding: data, as: UTF8.self).contains(workplace.folder.path), "\(file) has no path in it")
    }
  }

  private func run(_ trace: String, _ out: String, in workplace: Workplace) async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(
      ["run", "RecordedHour", "-r", "2", "--set", "trace=\(trace)", "-o", out], in: workplace)
  }

  private func refuse(_ name: String, _ message: String, in workplace: Workplace) async throws {
    // A name may have the line behind it.
    let outcome = try await run(String(name.prefix { $0 != ":" }), "refused", in: workplace)
    #expect(outcome.status == 65)
    #expect(outcome.error.hasPrefix("Error: "))
    #expect(outcome.error.contains(message), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
  }
}
