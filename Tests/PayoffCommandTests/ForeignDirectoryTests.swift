import Foundation
import Testing

/// Directories of somebody else, whose texts are shown and not obeyed.
@Suite struct ForeignDirectoryTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.trial(), to: "Coin.swift")
  }

  @Test func `no control character of a directory reaches the terminal or a notebook`() async throws {
    for out in ["one", "other"] {
      let made = try await CommandLineTool.run(["run", "Coin.swift", "-r", "8", "-o", out], in: workplace)
      try #require(made.status == 0, "\(made.error)")
      let description = try workplace.text(of: "\(out)/datapackage.json")
      try #require(description.contains("\"title\" : \"Coin\"") && description.contains("What comes of it?"))
      try workplace.write(
        description.replacing("\"title\" : \"Coin\"", with: #""title" : "C\u001b[31moin\u0007""#)
          .replacing("What comes of it?", with: #"What \u001b]0;title\u0007\rcomes of it?"#),
        to: "\(out)/datapackage.json")
      try workplace.write("", to: "\(out)/a\u{1B}[2J\nname.txt")
      let summary = try workplace.text(of: "\(out)/summary.csv")
      try workplace.write(summary.replacing("result", with: "\u{1B}[1mresult"), to: "\(out)/summary.csv")
    }
    let commands: [(arguments: [String], status: Int32, shown: String)] = [
      (["runs", "."], 0, #"C\u{1B}[31moin\u{7}"#), (["runs", ".", "--json"], 0, "oin"),
      (["verify", "one"], 65, #"a\u{1B}[2J\nname.txt"#), (["notebook", "one", "--no-execute", "-o", "n.ipynb"], 0, ""),
      (["compare", "one", "other", "-o", "compared"], 0, #"C\u{1B}[31moin\u{7}"#),
    ]
    for (arguments, status, shown) in commands {
      let outcome = try await CommandLineTool.run(arguments, in: workplace)
      #expect(outcome.status == status, "\(arguments): \(outcome.error)")
      let said = outcome.output + outcome.error
      #expect(shown.isEmpty || said.contains(shown), "\(arguments): \(said)")
      #expect(Self.controls(in: said).isEmpty, "\(arguments): \(said.debugDescription)")
    }
    let notebook = try workplace.text(of: "n.ipynb")
    let read = try #require(try JSONSerialization.jsonObject(with: Data(notebook.utf8)) as? [String: Any])
    let cells = try #require(read["cells"] as? [[String: Any]])
    let sources = cells.compactMap { $0["source"] as? [String] }.flatMap(\.self).joined()
    #expect(sources.contains("oin") && Self.controls(in: sources).isEmpty, "\(sources.debugDescription)")
  }

  /// Those that are none of an end of a line.
  private static func controls(in text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
  }
}
