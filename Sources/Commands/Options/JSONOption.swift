import ArgumentParser
import Randomness
import Results
import SystemPackage

/// JSON instead of words, for a command that writes no directory of results.
struct JSONOption: ParsableArguments {
  @Flag(help: "Print JSON, for programs: what was found or made, and the paths of the files that were written.")
  var json = false

  /// Prints what was found: as text that ends with its last line, or for programs as JSON.
  func show(_ json: @autoclosure () -> JSONValue, _ text: @autoclosure () -> String) {
    Terminal.standardOutput.line(self.json ? json().text : text())
  }

  /// Rejects a file that is the standard output, where JSON has to stand alone.
  /// - Parameter content: what is in the file: `the page`.
  func check(_ file: FilePath, _ content: String) throws(InvalidValue) {
    guard json, WrittenFile.isStandardOutput(file) else { return }
    throw InvalidValue(
      "--json", "\(content) and JSON cannot both be written to the standard output",
      remedy: "choose a file with --out, or leave --json out")
  }

  /// What a command made, for programs. The shape is promised:
  ///
  /// - `payoff`: the version; `command`: what made it.
  /// - What it is about: `directories` of results, or an `experiment`.
  /// - `warnings`: sentences in English on what limits the trust in it; none where nothing does.
  /// - `files`: the paths of what was written, from the current folder or as `--out` names them.
  /// - What else there is to say of the files.
  static func made(
    by command: String, of subject: JSONValue, warnings: [String] = [], _ files: [FilePath], _ more: JSONValue = [:]
  ) -> JSONValue {
    let head: JSONValue = ["payoff": .string(Version.number), "command": .string(command)]
    let tail: JSONValue = [
      "warnings": .array(warnings.map { .string($0) }), "files": .array(files.map { .string($0.string) }),
    ]
    return head.merging(subject).merging(tail).merging(more)
  }
}
