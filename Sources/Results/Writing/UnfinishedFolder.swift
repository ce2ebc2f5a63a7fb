import FoundationEssentials
import Glibc
package import SystemPackage

/// The hidden folder beside its place in which results lie until they are complete.
///
/// Its name is nobody else's, also among programs with the same number in other containers. It is locked as long as its
/// writer lives: by that the next one tells what a killed program left behind, and removes it.
package final class UnfinishedFolder {
  package let path: FilePath
  private let lock: FileDescriptor

  /// - Throws: the error of the system where it cannot be made.
  package init(beside place: FilePath) throws(Errno) {
    let folder = place.removingLastComponent()
    let prefix = ".\(place.lastComponent?.string ?? "results").partial-"
    Self.removeLeftovers(in: folder, prefix)
    while true {
      let path = folder.appending(prefix + FilePath.partialEnding)
      guard mkdir(path.string, 0o777) == 0 else {
        if errno == EEXIST { continue }
        throw Errno(rawValue: errno)
      }
      // Somebody who tidies up may have taken it for a leftover in between.
      guard let lock = Self.locked(path, LOCK_EX) else { continue }
      self.path = path
      self.lock = lock
      return
    }
  }

  deinit { try? lock.close() }

  /// A lock on a folder that is there; `nil` where it has gone, or somebody else has it.
  private static func locked(_ path: FilePath, _ kind: Int32) -> FileDescriptor? {
    guard let folder = try? FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec, .noFollow]) else {
      return nil
    }
    var (own, there) = (stat(), stat())
    // A file system without locks tells nothing: then nothing is a leftover.
    let isLocked = flock(folder.rawValue, kind) == 0 || kind == LOCK_EX
    guard isLocked, fstat(folder.rawValue, &own) == 0, lstat(path.string, &there) == 0, own.st_ino == there.st_ino
    else {
      try? folder.close()
      return nil
    }
    return folder
  }

  /// Removes what programs that were killed left of the same results.
  private static func removeLeftovers(in folder: FilePath, _ prefix: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder.string)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let path = folder.appending(name)
      guard let lock = locked(path, LOCK_EX | LOCK_NB) else { continue }
      try? FileManager.default.removeItem(atPath: path.string)
      try? lock.close()
    }
  }
}
