import Demand
import Randomness

/// Reads the tables that are part of the program. They are known to be right, because tests read all of them.
enum CatalogueData {
  /// A row, read by the names of columns.
  struct Row {
    fileprivate let table: DataTable
    fileprivate let place: Int

    func text(_ name: String) -> String {
      guard let column = table.column(name) else { preconditionFailure("\(table.file) has no column \(name)") }
      return column.text(place)
    }

    func number(_ name: String) -> Double { CatalogueData.number(text(name)) }

    /// `nil` where nothing is known.
    func numberIfAny(_ name: String) -> Double? {
      let text = text(name)
      return text.isEmpty ? nil : CatalogueData.number(text)
    }

    func list(_ name: String, separator: Character) -> [String] {
      text(name).split(separator: separator).map(String.init)
    }
  }

  static func number(_ text: String) -> Double {
    guard let number = Double(text) else { preconditionFailure("\"\(text)\" is no number") }
    return number
  }

  static func rows<Value>(_ bytes: [UInt8], _ file: String, _ read: (Row) -> Value) -> [Value] {
    do {
      let table = try DataTable(csv: String(decoding: bytes, as: UTF8.self), file: file)
      return (0..<table.count).map { read(Row(table: table, place: $0)) }
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// The entry one of whose names is that name, capitals and signs aside.
  static func find<Value>(
    _ name: String, among all: [Value], subject: String, kind: String, _ names: (Value) -> [String]
  ) throws(InvalidValue) -> Value {
    let wanted = plain(name)
    if let found = all.first(where: { names($0).contains { plain($0) == wanted } }) { return found }
    // Without signs, so that llama3 is near Llama 3.1; shown as commands have it.
    let ids = Dictionary(all.flatMap { value in names(value).map { (plain($0), names(value)[0]) } }) { first, _ in first
    }
    let near = NearestName.suggestion(for: wanted, among: ids.keys.sorted()).flatMap { ids[$0] }
    throw InvalidValue(
      "\(subject) \(name)", "there is no \(kind) of that name in the catalogue",
      remedy: near.map { "did you mean \($0)?" } ?? "there are " + all.map { names($0)[0] }.joined(separator: ", "))
  }

  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }
}
