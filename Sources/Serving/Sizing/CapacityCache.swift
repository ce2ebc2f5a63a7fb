import Demand
import FoundationEssentials
import Randomness
import Synchronization

/// Keeps the results of searches by all that they depend on: in memory, and in a folder where there is one.
package enum CapacityCache {
  private static let curves = ComputationCache<CapacitySearch, CapacityCurve>(capacity: 1024)
  private static let folderPath = Mutex<String?>(nil)
  /// The folder; without one nothing is kept beyond the program.
  package static var folder: String? {
    get { folderPath.withLock { $0 } }
    set { folderPath.withLock { $0 = newValue } }
  }

  /// How many curves this program has found, by simulation or in the folder.
  static var computedCount: Int { curves.computedCount }

  /// The curve of a search, from `curve` where it is not in memory.
  ///
  /// A thread that asks for a curve that another is finding waits for it; different curves are found at the same time.
  static func curve(for search: CapacitySearch, _ curve: (CapacitySearch.Found) -> CapacityCurve) -> CapacityCurve {
    curves.value(for: search) { curve(folder.flatMap { kept(search, in: $0) } ?? make(search)) }
  }

  private static func make(_ search: CapacitySearch) -> CapacitySearch.Found {
    let found = search.find()
    // A folder that cannot be written costs time, and nothing else.
    if let folder { try? keep(found, of: search, in: folder) }
    return found
  }

  /// What is on disk: the search in words beside its result, since a hash may collide.
  private struct Entry: Codable {
    let search: String
    let found: CapacitySearch.Found
  }

  private static func path(_ search: CapacitySearch, in folder: String) -> String {
    "\(folder)/capacity/\(String(Streams.key(of: search.text), radix: 16)).json"
  }

  /// What a folder holds of a search; `nil` where it holds nothing, or a file that is damaged.
  static func kept(_ search: CapacitySearch, in folder: String) -> CapacitySearch.Found? {
    guard let data = FileManager.default.contents(atPath: path(search, in: folder)),
      let entry = try? JSONDecoder().decode(Entry.self, from: data), entry.search == search.text
    else { return nil }
    return entry.found
  }

  static func keep(_ found: CapacitySearch.Found, of search: CapacitySearch, in folder: String) throws {
    try FileManager.default.createDirectory(atPath: "\(folder)/capacity", withIntermediateDirectories: true)
    let data = try JSONEncoder().encode(Entry(search: search.text, found: found))
    try data.write(to: URL(fileURLWithPath: path(search, in: folder)), options: .atomic)
  }
}
