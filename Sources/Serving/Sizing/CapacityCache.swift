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

  private static let shippedPath = Mutex<String?>(nil)
  /// A folder with simulations that came with an installed package, which is read where ``folder`` has none.
  package static var shippedFolder: String? {
    get { shippedPath.withLock { $0 } }
    set { shippedPath.withLock { $0 = newValue } }
  }

  /// By fleet size: samples by their place on the lattice of rates.
  typealias Samples = [[Int: CapacitySearch.Sample]]

  /// An entry on disk: what it depends on as text beside the samples, because hashes may collide.
  private struct Entry: Codable {
    let search: String
    let samples: Samples
  }

  /// The replicas that an hour needed in a simulation.
  private struct HourEntry: Codable {
    let hour: String
    let replicas: Int
  }

  private static func path(_ text: String, in folder: String) -> String {
    "\(folder)/capacity/\(String(Streams.key(of: text), radix: 16)).json"
  }

  /// The replicas that an hour needed; `nil` where it was not simulated.
  static func keptHour(_ text: String) -> Int? {
    guard let entry = entry(HourEntry.self, text), entry.hour == text else { return nil }
    return entry.replicas
  }

  static func keepHour(_ replicas: Int, as text: String) { write(HourEntry(hour: text, replicas: replicas), as: text) }

  private static func entry<E: Decodable>(_ type: E.Type, _ text: String) -> E? {
    for case let folder? in [folder, shippedFolder] {
      guard let data = FileManager.default.contents(atPath: path(text, in: folder)) else { continue }
      if let entry = try? JSONDecoder().decode(type, from: data) { return entry }
    }
    return nil
  }

  /// Writes an entry to the folder; a folder that cannot be written only costs time.
  private static func write(_ entry: some Encodable, as text: String) {
    let encoder = JSONEncoder()
    // The same simulations give the same bytes.
    encoder.outputFormatting = .sortedKeys
    guard let folder, let data = try? encoder.encode(entry) else { return }
    try? FileManager.default.createDirectory(atPath: "\(folder)/capacity", withIntermediateDirectories: true)
    try? data.write(to: URL(fileURLWithPath: path(text, in: folder)), options: .atomic)
  }

  /// The samples in the folder; `nil` where there are none or the file is damaged.
  static func kept(_ text: String) -> Samples? {
    guard let entry = entry(Entry.self, text), entry.search == text else { return nil }
    return entry.samples
  }

  static func keep(_ samples: Samples, as text: String) { write(Entry(search: text, samples: samples), as: text) }
}
