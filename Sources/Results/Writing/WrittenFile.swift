import FoundationEssentials
import Glibc
package import SystemPackage

/// Files that are written whole or not at all.
package enum WrittenFile {
  package static func makeFolder(_ folder: FilePath) throws(OutputError) {
    do {
      try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    } catch {
      throw OutputError(folder, "cannot be made: \(Errno(rawValue: errno))", remedy: "choose another place with --out")
    }
  }

  /// Sees to it that the names in a folder outlast a power cut.
  package static func synchronise(_ folder: FilePath) { OutputFile.synchronise(folder) }

  /// Writes under another name, and renames it. What is no file, such as a pipe or a device, is written to.
  package static func write(_ bytes: [UInt8], to path: FilePath) throws(OutputError) {
    var status = stat()
    let isThere = stat(path.string, &status) == 0
    do {
      guard !isThere || status.st_mode & S_IFMT == S_IFREG else { return try writeThere(bytes, path) }
      guard !path.isDanglingLink else {
        throw OutputError(path, "is a link that leads nowhere", remedy: "choose another place with --out")
      }
      try replace(path.resolved ?? path, by: bytes)
    } catch let error as OutputError {
      throw error
    } catch {
      throw OutputError(path, "cannot be written: \(error)", remedy: "choose another place with --out")
    }
  }

  private static func writeThere(_ bytes: [UInt8], _ path: FilePath) throws {
    let file = try FileDescriptor.open(path, .writeOnly, options: .closeOnExec)
    try file.closeAfter {
      do {
        _ = try file.writeAll(bytes)
      } catch Errno.brokenPipe {
        // Whoever reads a pipe may leave when it has seen enough.
      }
    }
  }

  private static func replace(_ path: FilePath, by bytes: [UInt8]) throws {
    let partial = FilePath(path.string + ".partial-" + FilePath.partialEnding)
    do {
      let file = try FileDescriptor.open(
        partial, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try file.closeAfter {
        _ = try file.writeAll(bytes)
        guard fsync(file.rawValue) == 0 || errno == EINVAL else { throw Errno(rawValue: errno) }
      }
      guard rename(partial.string, path.string) == 0 else { throw Errno(rawValue: errno) }
    } catch {
      unlink(partial.string)
      throw error
    }
  }
}
