import Foundation
import Glibc
import Testing

/// Where a run directory may go, what it may replace, and what is left when it cannot be written.
@Suite struct OutputDirectoryTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.trial(), to: "Coin.swift")
  }

  private func run(
    _ out: String, force: Bool = false, replications: Int = 3, shell: String? = nil
  ) async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(
      ["run", "Coin.swift", "-r", "\(replications)", "-o", out] + (force ? ["--force"] : []), in: workplace,
      shell: shell)
  }

  @Test func `a run directory stays as it is without --force, and is replaced with it`() async throws {
    #expect(try await run("there").status == 0)
    let before = try workplace.contents(of: "there")
    let refused = try await run("there", replications: 5)
    #expect(refused.status == 74)
    #expect(refused.error == "Error: there: already exists; choose another with --out, or replace it with --force\n")
    #expect(try workplace.contents(of: "there") == before)
    #expect(try await run("there", force: true, replications: 5).status == 0)
    #expect(try workplace.contents(of: "there") != before)
    #expect(workplace.names() == ["Coin.swift", "there"], "nothing else is left")
  }

  @Test func `what is no run directory is never replaced`() async throws {
    try workplace.write("my only copy", to: "thesis/chapter.txt")
    try workplace.write(#"{"name": "somebody's data", "resources": []}"#, to: "data/datapackage.json")
    try workplace.write("a file", to: "file")
    for force in [false, true] {
      for out in ["thesis", "data", "file", "."] {
        let outcome = try await run(out, force: force)
        #expect(outcome.status == 74)
        #expect(outcome.error.hasPrefix("Error: \(out): \(out == "file" ? "is a file" : "already exists")"))
        #expect(outcome.error.hasSuffix("; choose another with --out\n"))
      }
    }
    #expect(try workplace.text(of: "thesis/chapter.txt") == "my only copy")
    #expect(workplace.names(in: "thesis") == ["chapter.txt"])
    #expect(workplace.names(in: "data") == ["datapackage.json"])
    #expect(try workplace.text(of: "file") == "a file")
    #expect(workplace.names() == ["Coin.swift", "data", "file", "thesis"])
  }

  @Test func `a file that has the name of one of Payoff's and is none is never replaced`() async throws {
    try #require(try await run("there").status == 0)
    try workplace.write(try workplace.text(of: "there/datapackage.json"), to: "foreign/datapackage.json")
    try workplace.write("mine", to: "foreign/summary.csv")
    let before = try workplace.contents(of: "foreign")
    let refused = try await run("foreign", force: true)
    #expect(refused.status == 74)
    #expect(refused.error.hasPrefix("Error: foreign/summary.csv: has 4 bytes where "), "\(refused.error)")
    #expect(refused.error.hasSuffix("even with --force; move it away or remove it, or choose another with --out\n"))
    #expect(try workplace.contents(of: "foreign") == before)
    try FileManager.default.removeItem(at: workplace.file("foreign/summary.csv"))
    #expect(try await run("foreign", force: true).status == 0)
    #expect(workplace.names() == ["Coin.swift", "foreign", "there"])
  }

  @Test func `folders above are made, and removed again when the run fails`() async throws {
    #expect(try await run("a/b/c").status == 0)
    #expect(workplace.names(in: "a/b") == ["c"])
    try workplace.write(Examples.trial(#"[.init("odds", value < 0.9 ? value : .nan)]"#), to: "Coin.swift")
    #expect(try await run("a/d/e/f", replications: 200).status == 65)
    #expect(workplace.names(in: "a") == ["b"])
  }

  @Test(arguments: ["Coin.swift/run", "/proc/payoff/run"])
  func `a place where no folder can be made is named`(_ out: String) async throws {
    let outcome = try await run(out)
    #expect(outcome.status == 74)
    #expect(outcome.error.hasPrefix("Error: \(out): cannot be made: in "))
    #expect(outcome.error.contains("choose another place with --out"))
    #expect(workplace.names() == ["Coin.swift"])
  }

  @Test(.enabled(if: geteuid() != 0, "nothing is closed to root"))
  func `a folder without permission is named`() async throws {
    try workplace.makeFolder("closed")
    chmod(workplace.file("closed").path, 0o555)
    let outcome = try await run("closed/run")
    #expect(outcome.status == 74)
    #expect(outcome.error.contains("in closed: Permission denied"))
    chmod(workplace.file("closed").path, 0o755)
    #expect(workplace.names(in: "closed").isEmpty)
  }

  @Test(arguments: [1, 40])
  func `a file that cannot grow leaves nothing behind, and the run that was there as it was`(
    _ blocks: Int
  ) async throws {
    #expect(try await run("there").status == 0)
    let before = try workplace.contents(of: "there")
    for (out, force) in [("there", true), ("new", false)] {
      let outcome = try await run(
        out, force: force, replications: 20_000, shell: "ulimit -f \(blocks); exec \"$0\" \"$@\"")
      #expect(outcome.status == 74)
      #expect(outcome.error.hasPrefix("Error: \(out)/replications.csv: "), "\(outcome.error)")
      #expect(outcome.error.contains("ulimit -f unlimited"))
    }
    #expect(workplace.names() == ["Coin.swift", "there"])
    #expect(try workplace.contents(of: "there") == before)
  }

  /// A file system of 64 KiB in a mount namespace of its own, which is gone with the process.
  private static let canMount: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["unshare", "-rm", "mount", "-t", "tmpfs", "-o", "size=64k", "none", "/mnt"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  @Test(.enabled(if: canMount, "this machine lets nobody mount a file system"))
  func `a disk that fills up leaves nothing behind`() async throws {
    try workplace.makeFolder("disk")
    let wrapper = """
      exec unshare -rm bash -c 'mount -t tmpfs -o size=64k none disk && "$0" "$@"; code=$?; ls -A disk; exit $code' "$0" "$@"
      """
    let outcome = try await run("disk/run", replications: 20_000, shell: wrapper)
    #expect(outcome.status == 74)
    #expect(outcome.error.contains("Error: disk/run/replications.csv: no space is left on the disk"))
    #expect(outcome.output.isEmpty, "nothing is on the disk")
  }

  @Test func `the name of a run says experiment, seed and replications, and differs with what is set`() async throws {
    for arguments in [[], ["--seed", "2"], ["--set", "value=0.25"], ["--set", "value=0.75"]] {
      let outcome = try await CommandLineTool.run(["run", "Coin.swift", "-r", "3"] + arguments, in: workplace)
      #expect(outcome.status == 0, "\(outcome.error)")
    }
    let names = workplace.names(in: "runs")
    #expect(names.count == 4)
    #expect(names.contains("Coin-1-3"))
    #expect(names.contains("Coin-2-3"))
    #expect(names.filter { $0.hasPrefix("Coin-1-3-") }.count == 2)
  }

  @Test func `where a folder is needed and something else is there, it is said what is there`() async throws {
    #expect(try await run("there").status == 0)
    try workplace.write("a file", to: "file")
    func refusal(_ arguments: [String]) async throws -> String {
      let outcome = try await CommandLineTool.run(arguments, in: workplace)
      #expect(outcome.status == 74, "\(arguments)")
      return outcome.error
    }
    let needed = "and a folder is needed; choose another with --out\n"
    for (out, kind) in [("/dev/null", "a device"), ("file", "a file")] {
      #expect(try await refusal(["chart", "there", "-o", out]) == "Error: \(out): is \(kind), \(needed)")
    }
    #expect(try await refusal(["chart", "there", "-o", "file/below"]) == "Error: file: is a file, \(needed)")
    for arguments in [
      ["notebook", "there", "--no-execute", "-o", "file/n.ipynb"],
      ["plan", "run", "Coin.swift", "--shards", "2", "-o", "file/plan"],
    ] {
      #expect(try await refusal(arguments).hasSuffix("file: is a file, \(needed)"))
    }
    #expect(
      try await refusal(["report", "there", "-o", "there"])
        == "Error: there: is a folder, and a file is written; name the file in it, or choose another with --out\n")
    #expect(try await refusal(["run", "Coin.swift", "-o", "/dev/null"]).contains("is a device; results need a folder"))
  }

  @Test func `what is written to the standard output is that alone`() async throws {
    #expect(try await run("there").status == 0)
    func piped(_ arguments: [String]) async throws -> CommandLineTool.Outcome {
      try await CommandLineTool.run(arguments, in: workplace, shell: #"set -o pipefail; "$0" "$@" | cat"#)
    }
    let notebook = try await piped(["notebook", "there", "--no-execute", "-o", "/dev/stdout"])
    #expect(notebook.status == 0, "\(notebook.error)")
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(notebook.output.utf8)) }
    let sheet = try await piped(["inputs", "Coin.swift", "-o", "/dev/stdout"])
    let plain = try await CommandLineTool.run(["inputs", "Coin.swift"], in: workplace)
    #expect(sheet.status == 0 && sheet.output == plain.output && !plain.output.isEmpty, "\(sheet.error)")
    // A file that it leads to is written behind what is there.
    try workplace.write("before\n", to: "page.html")
    let page = try await CommandLineTool.run(
      ["report", "there", "-o", "/dev/stdout"], in: workplace, shell: #""$0" "$@" >> page.html"#)
    #expect(page.status == 0, "\(page.error)")
    let text = try workplace.text(of: "page.html")
    #expect(text.hasPrefix("before\n<!doctype html>") && text.hasSuffix("</html>\n"), "\(text.prefix(100))")
  }
}
