import Demand
package import Experimentation
import Glibc
import SystemPackage

/// A directory of results compared with the sizes and hashes in its description.
package struct DirectoryVerification: Sendable {
  /// What is wrong with a file.
  package struct Difference: Sendable, Hashable, CustomStringConvertible {
    /// As the description or the folder says it, whatever characters it has.
    package let file: String
    package let problem: String

    /// Whether nothing has that name.
    var isMissing: Bool { problem == Self.missing }
    static let missing = "is missing"

    package var description: String { "\(file.showingControls()): \(problem)" }
  }

  package let differences: [Difference]
  /// How many files hold.
  package let sound: Int

  package var holds: Bool { differences.isEmpty }

  /// The files that are not as they were written, in a sentence; `nil` where all are.
  package func warning(in language: Language) -> String? {
    guard !holds else { return nil }
    let named = differences.prefix(5).map(\.description) + (differences.count > 5 ? ["…"] : [])
    let list = named.joined(separator: "; ")
    return language(
      "Files were changed after the results were written, and what is shown is what they say now: \(list)",
      "结果写入后有文件被改动，以下内容取自改动后的文件：\(list)")
  }

  /// Reads every file that the description names.
  package init(_ directory: RecordedDirectory) {
    var differences: [Difference] = []
    for file in directory.files {
      if let problem = Self.problem(with: file, in: directory) {
        differences.append(Difference(file: file.path, problem: problem))
      }
    }
    if let hash = directory.experimentHash,
      let experiment = directory.files.first(where: { $0.path == RunDescription.sourceFile }), experiment.sha256 != hash
    {
      differences.append(
        Difference(file: DataPackage.file, problem: "names two hashes of the experiment: it was edited by hand"))
    }
    let description = try? RegularFile.contents(
      of: directory.path.appending(DataPackage.file), followsLinks: true)
    if let description, DataPackage.wasEdited(description, hasDigest: directory.hasDigest),
      !differences.contains(where: { $0.file == DataPackage.file })
    {
      differences.append(Difference(file: DataPackage.file, problem: "was edited by hand: its hash is another"))
    }
    self.differences = differences
    sound = directory.files.count - Set(differences.map(\.file)).intersection(directory.files.map(\.path)).count
  }

  private static func problem(with file: RecordedDirectory.File, in directory: RecordedDirectory) -> String? {
    let descriptor: FileDescriptor
    do {
      descriptor = try RegularFile.open(try directory.place(of: file))
    } catch let error as DataFileError {
      return error.problem
    } catch {
      return "cannot be read: \(error)"
    }
    defer { try? descriptor.close() }
    var hash = MessageDigest()
    var size = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    do {
      while true {
        let count = try buffer.withUnsafeMutableBytes { try descriptor.read(into: $0) }
        if count == 0 { break }
        hash.update(buffer[..<count])
        size += count
      }
    } catch {
      return "cannot be read: \(error)"
    }
    if size != file.bytes { return "has \(size) bytes where \(file.bytes) were written" }
    return hash.hexadecimal() == file.sha256 ? nil : "has the same size but different content"
  }
}
