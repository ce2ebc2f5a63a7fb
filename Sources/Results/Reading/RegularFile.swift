import Glibc
package import SystemPackage

/// A file of a directory that may be somebody else's: what is no file is neither followed nor waited for.
///
/// ```swift
/// let bytes = try RegularFile.contents(of: plan.appending("shards/0.json"))
/// ```
package enum RegularFile {
  /// Something else has the name of the file.
  package struct Other: Error, Sendable, Hashable, CustomStringConvertible {
    package let kind: String
    package var description: String { "is no regular file, but \(kind)" }
  }

  /// Opens a file to be read.
  /// - Parameter followsLinks: whether the file may lie where a link leads.
  /// - Throws: ``Other`` for what is no file, and the error of the system for one that cannot be opened.
  package static func open(_ path: FilePath, followsLinks: Bool = false) throws -> FileDescriptor {
    let file: FileDescriptor
    do {
      // A pipe without a writer would be waited for.
      file = try FileDescriptor.open(
        path, .readOnly,
        options: followsLinks ? [.nonBlocking, .closeOnExec] : [.nonBlocking, .closeOnExec, .noFollow])
    } catch Errno.tooManySymbolicLinkLevels where !followsLinks {
      throw Other(kind: "a link")
    } catch Errno.noSuchAddressOrDevice {
      throw Other(kind: WrittenFile.kind(at: path))
    }
    var status = stat()
    guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      try? file.close()
      throw Other(kind: WrittenFile.kind(at: path))
    }
    return file
  }

  /// The bytes of a file.
  /// - Throws: as ``open(_:followsLinks:)``, and the error of the system for one that cannot be read.
  package static func contents(of path: FilePath, followsLinks: Bool = false) throws -> [UInt8] {
    let file = try open(path, followsLinks: followsLinks)
    return try file.closeAfter {
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
        if count == 0 { return bytes }
        bytes += buffer[..<count]
      }
    }
  }
}
