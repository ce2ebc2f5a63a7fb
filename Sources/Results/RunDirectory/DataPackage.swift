import FoundationEssentials
import SystemPackage

/// `datapackage.json`: a Frictionless Data Package that describes the files of a folder and how they were made.
struct DataPackage<Making: Encodable> {
  let title: String
  let description: String
  let files: [CSVFile.Record]
  /// Files that are no tables.
  let others: [OtherFile]
  /// How it was made: what stands under `run`.
  let making: Making

  /// The package as JSON with sorted keys.
  func json() throws(OutputError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(package)) + [0x0A]
    } catch {
      throw OutputError("datapackage.json", error)
    }
  }

  private var package: Package {
    let tables = files.map { file in
      Resource(
        name: String(file.name.prefix { $0 != "." }), path: file.name, profile: "tabular-data-resource", format: "csv",
        mediatype: "text/csv", encoding: "utf-8", bytes: file.bytes, hash: "sha256:\(file.sha256)", rows: file.rows,
        title: nil,
        schema: Schema(
          fields: file.columns.map {
            Field(
              name: $0.name, type: $0.kind.rawValue, unit: $0.unit, description: $0.meaning.isEmpty ? nil : $0.meaning)
          }, missingValues: [""]))
    }
    let rest = others.map { other in
      Resource(
        name: other.name, path: other.record.name, profile: "data-resource", format: other.format,
        mediatype: other.mediaType, encoding: "utf-8", bytes: other.record.bytes,
        hash: "sha256:\(other.record.sha256)", rows: nil, title: other.title, schema: nil)
    }
    return Package(
      profile: "data-package", name: Self.packageName(title), title: title, description: description,
      resources: tables + rest, run: making)
  }

  /// A package's name has small letters, digits, and a few signs.
  private static func packageName(_ name: String) -> String {
    String(name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }

  private struct Package: Encodable {
    let profile: String
    let name: String
    let title: String
    let description: String
    let resources: [Resource]
    let run: Making
  }

  private struct Resource: Encodable {
    let name: String
    let path: String
    let profile: String
    let format: String
    let mediatype: String
    let encoding: String
    let bytes: Int
    let hash: String
    let rows: Int?
    let title: String?
    let schema: Schema?
  }

  private struct Schema: Encodable {
    let fields: [Field]
    let missingValues: [String]
  }

  private struct Field: Encodable {
    let name: String
    let type: String
    let unit: String?
    let description: String?
  }
}
