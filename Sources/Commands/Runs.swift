import ArgumentParser
import Demand
import Experimentation
import FoundationEssentials
import Glibc
import Results
import SystemPackage

/// `payoff runs`: the directories of results that there are.
struct RunsCommand: Command {
  static let facts = CommandFacts(
    "runs", title: "results", "Lists the directories of results in runs/, the newest first.",
    details: """
      For each: its name, when it was written, the command, the experiment, replications, seed, and the first sentence of its \
      answer. --json has the whole answer and the command line that makes the same results.
      """,
    examples: ["payoff runs", "payoff runs --experiment CustomerService --json"])

  @Argument(
    help: ArgumentHelp("The folder with the directories.", valueName: "FOLDER"), completion: .directory)
  var folder = "runs"

  @Option(help: ArgumentHelp("Only those of an experiment.", valueName: "NAME"))
  var experiment: String?

  @OptionGroup var printing: PrintingOptions

  func runAlone() throws {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw DataFileError(file: folder, "there is no such folder; payoff run writes one")
    }
    let entries = names.filter { !$0.hasPrefix(".") }.compactMap { Entry(FilePath(folder).appending($0)) }
      .filter { experiment == nil || $0.directory.facts.experiment == experiment }
      .sorted { ($0.time, $1.name) > ($1.time, $0.name) }
    printing.show(.array(entries.map(\.json)), text(of: entries))
  }

  private func text(of entries: [Entry]) -> String {
    guard !entries.isEmpty else {
      return "\(folder) has no results" + (experiment.map { " of \($0)" } ?? "") + "; payoff run EXPERIMENT writes some"
    }
    let terminal = Terminal.standardOutput
    return entries.map { entry in
      ([
        "\(terminal.bold(entry.name.showingControls()))  \(terminal.dim(entry.date))",
        "  \(entry.facts.showingControls())",
      ] + (entry.sentence.map { Paragraph.wrap($0, indent: 2) } ?? [])).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// A directory of results.
  private struct Entry {
    let name: String
    let directory: RecordedDirectory
    /// When its description was written, in seconds since 1970.
    let time: Int

    /// `nil` for what is no directory of results.
    init?(_ path: FilePath) {
      guard let directory = try? RecordedDirectory(path) else { return nil }
      var status = stat()
      guard stat(path.appending("datapackage.json").string, &status) == 0 else { return nil }
      (name, self.directory, time) = (path.lastComponent?.string ?? path.string, directory, status.st_mtim.tv_sec)
    }

    /// In the time zone of the machine: `2026-11-26 20:31`.
    var date: String {
      var (seconds, parts) = (time_t(time), tm())
      localtime_r(&seconds, &parts)
      var buffer = [CChar](repeating: 0, count: 32)
      let length = strftime(&buffer, buffer.count, "%Y-%m-%d %H:%M", &parts)
      return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    var facts: String {
      ([directory.facts.command, directory.facts.experiment].filter { !$0.isEmpty }.joined(separator: " ")
        + (directory.replications.map { ", \($0) replications" } ?? "") + (directory.seed.map { ", seed \($0)" } ?? ""))
    }

    /// The first sentence of the answer: up to a full stop in front of a capital letter.
    var sentence: String? {
      directory.facts.answer.map { answer in
        let end = answer.firstMatch(of: /\.(?= [A-Z])/)?.range.upperBound ?? answer.endIndex
        return String(answer[..<end])
      }
    }

    var json: JSONValue {
      [
        "name": .string(name), "written": .string(date), "command": .string(directory.facts.command),
        "experiment": .string(directory.facts.experiment),
        "replications": directory.replications.map { .number(Double($0)) } ?? .null,
        "seed": directory.seed.map { .string("\($0)") } ?? .null,
        "answer": directory.facts.answer.map { .string($0) } ?? .null,
        "commandLine": directory.commandLine.map { .string($0) } ?? .null,
      ]
    }
  }
}
