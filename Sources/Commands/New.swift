import ArgumentParser
import CompiledExperiments
import Experimentation
import Glibc
import Results
import SystemPackage

/// `payoff new NAME`: an experiment to start from.
struct NewCommand: Command {
  static let facts = CommandFacts(
    "new", title: "new experiment", "Writes a commented experiment to start from.",
    details:
      """
      It is written to experiments/ if that folder exists here or above, and otherwise to this folder. It runs as it is. \
      --process writes a process model: arrivals, priorities, patience and shifts, checked against Erlang A.
      """,
    examples: ["payoff new MyQuestion", "payoff new MyDesk --process"],
    firstStep: "a commented experiment to start from")

  @Argument(help: "The experiment's name, as a Swift type: MyQuestion.")
  var name: String

  @Flag(help: "Begin with a model of your own in process blocks: who arrives, waits, hangs up and is served.")
  var process = false

  @Option(name: [.short, .long], help: "The file to write.")
  var out: String?

  @Flag(help: "Replaces the file if it exists.")
  var force = false

  @OptionGroup var printing: JSONOption

  func check() throws {
    guard let first = name.first, first.isUppercase, first.isLetter, first.isASCII,
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
    else {
      let remedy = Self.typeName(like: name).map { "how about \($0)?" } ?? "for example MyQuestion"
      throw CommandError(
        .usage,
        "\"\(name)\": the name of an experiment is a Swift type name: a capital letter first, and no spaces; \(remedy)")
    }
    guard !Self.taken.contains(name) else {
      throw CommandError(.usage, "\"\(name)\": is a word of the experiment language; how about \(name)Question?")
    }
    if let out, !out.hasSuffix(".swift") {
      throw CommandError(.usage, "--out \(out): the file name must end in .swift")
    }
  }

  private var text: String {
    process ? ExperimentTemplate.processText(named: name) : ExperimentTemplate.text(named: name)
  }

  func runAlone() throws {
    let listed = ExperimentFile.ownFolder?.appending("\(name).swift")
    let path = out.map { FilePath($0) } ?? listed ?? FilePath("\(name).swift")
    if force {
      try WrittenFile.write(Array(text.utf8), to: path)
      return sayWritten(path, listed)
    }
    do {
      let file = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .exclusiveCreate],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      do {
        try file.closeAfter { _ = try file.writeAll(text.utf8) }
      } catch {
        // A part of an experiment is none.
        unlink(path.string)
        throw error
      }
    } catch Errno.fileExists {
      throw CommandError(.output, "\(path): already exists and was not changed; use --force to replace it")
    } catch {
      throw CommandError(.output, "\(path): cannot be written: \(error)")
    }
    sayWritten(path, listed)
  }

  private func sayWritten(_ path: FilePath, _ listed: FilePath?) {
    printing.show(
      JSONOption.made(by: Self.name, of: ["experiment": .string(name)], [path]),
      "Wrote \(path). Run it with: payoff run \(path == listed ? name : ShellText.quoted(path.string))")
  }

  /// Names that mean something else in an experiment's file.
  private static let taken: Set<String> = [
    "Adoption", "Any", "Array", "Benefit", "Bool", "Books", "CapacityCurve", "Cost", "Choice", "Demand", "Double",
    "Economics", "EventSimulation", "Experiment", "Experimentation", "Fleet", "Horizon", "Int", "Investment", "Load",
    "Measure", "Optional", "Payoff", "PerConversation", "Price", "Protocol", "Randomness", "Rent", "Requests",
    "Results",
    "Scaling", "Scenario", "Self", "ServiceLevel", "ServiceTime", "Serving", "Setting", "String", "Swift", "Trial",
    "Type", "USD", "USDollar", "Uncertain",
  ]

  /// `MyShop` for `my shop.swift`; `nil` where nothing is left.
  private static func typeName(like text: String) -> String? {
    let stem = text.hasSuffix(".swift") ? String(text.dropLast(6)) : text
    let words = stem.split {
      !$0.isASCII || !($0.isLetter || $0.isNumber)
    }
    let name = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined().drop { !$0.isLetter }
    return name.isEmpty ? nil : name.prefix(1).uppercased() + name.dropFirst()
  }
}
