import CompiledExperiments
import Demand
import Randomness
import Results
import SystemPackage

/// Everything that the rows of a command depend on: two runs with the same have the same rows.
struct StudyIdentity: Codable, Sendable, Hashable {
  private let payoffVersion: String
  /// Size and time of the built library.
  private let library: String
  private let streams: String
  /// The hash of the experiment's text, or of its program where the text is not known.
  private let experiment: String
  private let commandLine: String
  /// The hash of each data file, by path.
  private let inputs: [String: String]

  init(_ description: RunDescription) {
    payoffVersion = Version.number
    library = BuiltLibrary.identity
    streams = Streams.version
    if let source = description.source {
      var digest = MessageDigest()
      digest.update(Array(source.utf8))
      experiment = digest.hexadecimal()
    } else {
      experiment = (try? FileDigest(contentsOf: FrozenProgram.program))?.sha256 ?? ""
    }
    commandLine = ([description.command, description.experiment] + description.options).joined(separator: " ")
    let read = InputFiles.read.map { ($0, (try? FileDigest(contentsOf: FilePath($0)))?.sha256 ?? "") }
    inputs = Dictionary(read) { first, _ in first }
  }

  /// What it has that another has not, in words.
  func changes(from other: StudyIdentity) -> [String] {
    var changes: [String] = []
    if commandLine != other.commandLine {
      changes.append("the command (it was: payoff \(other.commandLine.showingControls()))")
    }
    if experiment != other.experiment { changes.append("the experiment") }
    for file in Set(inputs.keys).union(other.inputs.keys).sorted() where inputs[file] != other.inputs[file] {
      changes.append("the file \(file.showingControls())")
    }
    if library != other.library || payoffVersion != other.payoffVersion || streams != other.streams {
      changes.append("the library")
    }
    return changes
  }
}
