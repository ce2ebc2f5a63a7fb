import FoundationEssentials
import Glibc
package import SystemPackage

/// Files that are written whole or not at all.
package enum WrittenFile {
  /// Makes a folder, and those above it that are not there.
  /// - Throws: `OutputError` where it cannot be made, and where something that is no folder is in its place.
  package static func makeFolder(_ folder: FilePath) throws(OutputError) {
    var status = stat()
    if stat(folder.isEmpty ? "." : folder.string, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw OutputError(
          folder, "is \(kind(status.st_mode)), and a folder is needed", remedy: "choose another with --out")
      }
      return
    }
    guard !folder.isDanglingLink else {
      throw OutputError(folder, "is a link that leads nowhere", remedy: "choose another place with --out")
    }
    let above = folder.removingLastComponent()
    if !above.isEmpty, above != folder { try makeFolder(above) }
    // Another program may have made it meanwhile.
    guard mkdir(folder.string, 0o777) == 0 || errno == EEXIST else {
      let error = Errno(rawValue: errno)
      throw OutputError(folder, "cannot be made: \(error)", remedy: "choose another place with --out")
    }
  }

  /// Whether something is there that is no file and no folder, such as a terminal, a pipe or a device, or the standard output
  /// wherever it leads: it is written to.
  package static func isStream(_ path: FilePath) -> Bool {
    if isStandardOutput(path) { return true }
    var status = stat()
    guard stat(path.string, &status) == 0 else { return false }
    return status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFDIR
  }

  /// Whether what is written to a path is written to the standard output.
  package static func isStandardOutput(_ path: FilePath) -> Bool {
    var (there, output) = (stat(), stat())
    return stat(path.string, &there) == 0 && fstat(STDOUT_FILENO, &output) == 0 && there.st_dev == output.st_dev
      && there.st_ino == output.st_ino && there.st_rdev == output.st_rdev
  }

  /// What is at a path, in words; a file where nothing is.
  package static func kind(at path: FilePath) -> String {
    var status = stat()
    return stat(path.string, &status) == 0 ? kind(status.st_mode) : "a file"
  }

  private static func kind(_ mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFREG: "a file"
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
  }

  /// Sees to it that the names in a folder outlast a power cut.
  package static func synchronise(_ folder: FilePath) { OutputFile.synchronise(folder) }

  /// Writes under another name, and renames it. What is no file, such as a pipe or a device, is written to, and so is the
  /// standard output, behind what is there already.
  package static func write(_ bytes: [UInt8], to path: FilePath) throws(OutputError) {
    var status = stat()
    let isThere = stat(path.string, &status) == 0
    do {
      guard !isThere || status.st_mode & S_IFMT != S_IFDIR else {
        throw OutputError(
          path, "is a folder, and a file is written", remedy: "name the file in it, or choose another with --out")
      }
      if isStandardOutput(path) { return try write(bytes, .standardOutput) }
      guard !isThere || status.st_mode & S_IFMT == S_IFREG else {
        let file = try FileDescriptor.open(path, .writeOnly, options: .closeOnExec)
        return try file.closeAfter { try write(bytes, file) }
      }
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

  /// Writes a file in the place of whatever has its name: a pipe is not written to, and a link not followed.
  package static func put(_ bytes: [UInt8], at path: FilePath) throws(OutputError) {
    do {
      try replace(path, by: bytes)
    } catch {
      throw OutputError(path, error)
    }
  }

  private static func write(_ bytes: [UInt8], _ file: FileDescriptor) throws {
    do {
      _ = try file.writeAll(bytes)
    } catch Errno.brokenPipe {
      // Whoever reads a pipe may leave when it has seen enough.
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
