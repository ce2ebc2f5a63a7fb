import Glibc
import Synchronization
import SystemPackage

/// The files and folders that are being written: what is to be removed when code stops the program.
///
/// A signal handler may neither allocate nor lock, so the paths are kept as C strings in a place that does not move.
package enum UnfinishedFiles {
  private struct Entry {
    var path: UnsafeMutablePointer<CChar>?
    var isFolder = false
  }

  /// More than any command writes at a time; what is beyond is left behind by a crash.
  private static let capacity = 1024

  nonisolated(unsafe) private static let entries: UnsafeMutablePointer<Entry> = {
    let entries = UnsafeMutablePointer<Entry>.allocate(capacity: capacity)
    entries.initialize(repeating: Entry(), count: capacity)
    return entries
  }()

  private static let count = Atomic<Int>(0)
  /// Directories may be written on several threads; a signal handler takes no part in it.
  private static let isChanging = Mutex(())

  /// Notes a file or folder that is about to be made.
  static func add(_ path: FilePath, isFolder: Bool = false) {
    isChanging.withLock { _ in
      let place = count.load(ordering: .relaxed)
      guard place < capacity else { return }
      entries[place] = Entry(path: strdup(path.string), isFolder: isFolder)
      count.store(place + 1, ordering: .releasing)
    }
  }

  /// Forgets all of them: they are where they belong, or have been removed.
  static func clear() {
    isChanging.withLock { _ in
      let known = count.exchange(0, ordering: .acquiring)
      for place in 0..<known {
        free(entries[place].path)
        entries[place].path = nil
      }
    }
  }

  /// Removes all of them, the last first. Safe in a signal handler.
  package static func remove() {
    var place = count.load(ordering: .acquiring)
    while place > 0 {
      place -= 1
      guard let path = entries[place].path else { continue }
      if entries[place].isFolder { rmdir(path) } else { unlink(path) }
    }
  }
}
