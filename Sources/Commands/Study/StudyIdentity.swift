import CompiledExperiments
import Demand
import Results
import SystemPackage

/// Everything that the rows of a command depend on: two runs with the same have the same rows.
struct StudyIdentity: Codable, Sendable, Hashable {
  /// What is computed, as its files are when the first row is.
  struct Subject: Codable, Sendable, Hashable {
    /// Size and time of the built library.
    fileprivate let library: String
    /// The hash of the experiment's text, or of its program where the text is not known.
    fileprivate let experiment: String
    fileprivate let commandLine: String
    /// The hash of each data file, by path.
    fileprivate let inputs: [String: String]

    init(_ description: RunDescription) {
      library = BuiltLibrary.identity
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
  }

  private let subject: Subject
  private let basis: RowBasis

  /// Of this program on this machine.
  init(_ subject: Subject) {
    self.subject = subject
    basis = .current
  }

  /// What it has that another has not, in words.
  func changes(from other: StudyIdentity) -> [String] {
    let (subject, others) = (subject, other.subject)
    var changes: [String] = []
    if subject.commandLine != others.commandLine {
      changes.append("the command (it was: payoff \(others.commandLine.showingControls()))")
    }
    if subject.experiment != others.experiment { changes.append("the experiment") }
    for file in Set(subject.inputs.keys).union(others.inputs.keys).sorted()
    where subject.inputs[file] != others.inputs[file] {
      changes.append("the file \(file.showingControls())")
    }
    if subject.library != others.library || basis.payoffVersion != other.basis.payoffVersion
      || basis.streams != other.basis.streams
    {
      changes.append("the library")
    }
    if basis.arithmetic != other.basis.arithmetic {
      changes.append("the processor or the C library, whose exp, log and their like give other last bits")
    }
    return changes
  }
}
