import Randomness
import Synchronization

/// The data files that this program has read, and the copies that are read in their place.
package enum InputFiles {
  private struct State {
    var read: Set<String> = []
    /// Copies by the path of the file; `nil` where files are read themselves.
    var copies: [String: String]?
  }

  private static let state = Mutex(State())

  /// The paths of the files that have been read, sorted.
  package static var read: [String] { state.withLock { $0.read.sorted() } }

  /// Reads these copies from now on, and no other file.
  package static func use(_ copies: [String: String]) { state.withLock { $0.copies = copies } }

  /// The path at which a file is to be read, which is noted.
  /// - Throws: ``DataFileError`` for a file of which there is no copy where copies are read.
  static func place(of path: String) throws(DataFileError) -> String {
    let copies = state.withLock { state in
      state.read.insert(path)
      return state.copies
    }
    guard let copies else { return path }
    guard let copy = copies[path] else {
      throw DataFileError(
        file: path,
        "is not among the files of the plan, which keeps those that the first replication of each option reads")
    }
    return copy
  }
}
