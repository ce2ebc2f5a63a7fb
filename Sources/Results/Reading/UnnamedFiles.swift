import FoundationEssentials
import Glibc
import SystemPackage

/// What lies in a directory of results and is not named in its description.
///
/// A link is an entry of the directory and is not followed, so nothing outside is looked at. A folder that lies too deep, or
/// cannot be read, is an entry of its own.
package struct UnnamedFiles: Sendable, CustomStringConvertible {
  /// Paths in the directory, sorted; control characters in them are escapes.
  package private(set) var names: [String] = []
  /// Whether the directory has no more entries than are looked at.
  private var isComplete = true

  /// How many entries are looked at.
  static let mostEntries = 100_000
  /// How many folders lie in each other.
  static let mostFolders = 64
  /// How many names are shown.
  static let shown = 20

  package init(in directory: RecordedDirectory) {
    let known = Set(directory.files.map(\.path) + [DataPackage.file])
    var folders: [(path: FilePath, prefix: String, depth: Int)] = [(directory.path, "", 0)]
    var (found, seen): ([String], Int) = ([], 0)
    while isComplete, let folder = folders.popLast() {
      guard folder.depth < Self.mostFolders,
        let entries = try? FileManager.default.contentsOfDirectory(atPath: folder.path.string)
      else {
        found.append(folder.prefix)
        continue
      }
      for entry in entries {
        guard seen < Self.mostEntries else {
          isComplete = false
          break
        }
        seen += 1
        let (path, name) = (folder.path.appending(entry), folder.prefix + entry)
        var status = stat()
        if lstat(path.string, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
          folders.append((path, name + "/", folder.depth + 1))
        } else if !known.contains(name) {
          found.append(name)
        }
      }
    }
    names = found.sorted().map { $0.showingControls() }
  }

  package var isEmpty: Bool { names.isEmpty }

  /// The first names, and how many there are besides.
  package var description: String {
    let list = names.prefix(Self.shown).joined(separator: ", ")
    let others = names.count - Self.shown
    if !isComplete { return list + " and more than \(max(others, 0)) more" }
    return list + (others > 0 ? " and \(others) more" : "")
  }
}
