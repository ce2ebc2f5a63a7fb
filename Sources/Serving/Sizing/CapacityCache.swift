import FoundationEssentials
import Randomness
import Synchronization

/// Keeps the simulations behind capacity curves in a folder, by all that they depend on.
package enum CapacityCache {
  private static let folderPath = Mutex<String?>(nil)
  /// The folder; without it nothing is kept after the program ends.
  package static var folder: String? {
    get { folderPath.withLock { $0 } }
    set { folderPath.withLock { $0 = newValue } }
  }

  /// By fleet size: samples by their place on the lattice of rates.
  typealias Samples = [[Int: CapacitySearch.Sample]]

  /// An entry on disk: what it depends on as text beside the samples, because hashes may collide.
  private struct Entry: Codable {
    let search: String
    let samples: Samples
  }

  private static func path(_ text: String, in folder: String) -> String {
    "\(folder)/capacity/\(String(Streams.key(of: text), radix: 16)).json"
  }

  /// The samples in the folder; `nil` where there are none or the file is damaged.
  static func kept(_ text: String) -> Samples? {
    guard let folder, let data = FileManager.default.contents(atPath: path(text, in: folder)),
      let entry = try? JSONDecoder().decode(Entry.self, from: data), entry.search == text
    else { return nil }
    return entry.samples
  }

  /// Writes samples to the folder; a folder that cannot be written only costs time.
  static func keep(_ samples: Samples, as text: String) {
    guard let folder else { return }
    try? FileManager.default.createDirectory(atPath: "\(folder)/capacity", withIntermediateDirectories: true)
    guard let data = try? JSONEncoder().encode(Entry(search: text, samples: samples)) else { return }
    try? data.write(to: URL(fileURLWithPath: path(text, in: folder)), options: .atomic)
  }
}
