import ArgumentParser
import Payoff
import SystemPackage

/// `payoff new NAME`
struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a commented experiment to start from.",
    discussion: "It goes to experiments/ where there is such a folder, and otherwise here; it runs as it is.")

  @Argument(help: "The experiment's name, as a Swift type: MyQuestion.")
  var name: String

  @Option(name: [.short, .long], help: "The file to write.")
  var out: String?

  func run() throws {
    let reserved = ["Experiment", "Scenario", "Load", "Fleet", "Cost", "Benefit", "Payoff", "Self", "Any", "Type"]
    guard let first = name.first, first.isUppercase, first.isLetter, first.isASCII,
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }), !reserved.contains(name)
    else {
      throw CommandFailure(
        .usage, "\(name): an experiment is named like a Swift type, with a capital letter and no blanks: MyQuestion")
    }
    let path = FilePath(out ?? (ExperimentFile.folder()?.string ?? ".") + "/\(name).swift")
    do {
      let file = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .exclusiveCreate],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try file.closeAfter { _ = try file.writeAll(ExperimentTemplate.text(named: name).utf8) }
    } catch Errno.fileExists {
      throw CommandFailure(.output, "\(path): is there already; it is left as it is")
    } catch {
      throw CommandFailure(.output, "\(path): cannot be written: \(error)")
    }
    print("Wrote \(path). Run it with: payoff run \(path)")
  }
}
