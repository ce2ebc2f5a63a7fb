import FoundationEssentials
import Glibc
import Results
import SystemPackage

/// Files that are written whole or not at all.
enum WrittenFile {
  static func makeFolder(_ folder: FilePath) throws(OutputError) {
    do {
      try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    } catch {
      throw OutputError(folder, "cannot be made: \(Errno(rawValue: errno))", remedy: "choose another place with --out")
    }
  }

  /// Writes under another name, and renames it.
  static func write(_ bytes: [UInt8], to path: FilePath) throws(OutputError) {
    let partial = FilePath(path.string + ".partial-\(getpid())")
    do {
      let file = try FileDescriptor.open(
        partial, .writeOnly, options: [.create, .truncate, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try file.closeAfter { _ = try file.writeAll(bytes) }
      guard rename(partial.string, path.string) == 0 else { throw Errno(rawValue: errno) }
    } catch {
      unlink(partial.string)
      throw OutputError(path, "cannot be written: \(error)", remedy: "choose another place with --out")
    }
  }
}
