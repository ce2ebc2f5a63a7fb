import Experimentation
import FoundationEssentials
import SystemPackage

/// A file of a directory of results, as its description names it.
package struct FileRecord: Sendable, Hashable {
  /// What only a table has.
  package struct TableRecord: Sendable, Hashable {
    let columns: [Column]
    let rows: Int
    let isLong: Bool
  }

  /// Its path in the directory.
  package let path: String
  /// What it shows, in English.
  package let title: String
  package let digest: FileDigest
  let name: String
  let format: String
  let mediaType: String
  let table: TableRecord?
}

/// `datapackage.json`: a Frictionless Data Package that describes the files of a folder and how they were made.
struct DataPackage: Encodable {
  static let file = "datapackage.json"

  let profile = "data-package"
  let name: String
  let title: String
  let description: String
  let resources: [Resource]
  let run: Provenance
  /// The hash of this file with 64 zeros in its place, so that an edit of the description itself is seen.
  let digest = "sha256:" + Self.zeros

  init(title: String, description: String, files: [FileRecord], provenance: Provenance) {
    // A package's name has small letters, digits, and a few signs.
    name = String(title.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    self.title = title
    self.description = description
    resources = files.map { Resource($0) }
    run = provenance
  }

  /// The package as JSON with sorted keys.
  func json() throws(OutputError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      let json = Array(try encoder.encode(self)) + [0x0A]
      return Self.marked(in: json).map { json[..<$0.lowerBound] + Self.hash(of: json) + json[$0.upperBound...] } ?? json
    } catch {
      throw OutputError(FilePath(Self.file), error)
    }
  }

  private static let zeros = String(repeating: "0", count: 64)

  /// Whether a description has another hash than it says; one that says none is taken as it is.
  ///
  /// - `hasDigest`: whether it says one. Where that does not stand as it was written, another program has written the file.
  static func wasEdited(_ json: [UInt8], hasDigest: Bool) -> Bool {
    guard let place = marked(in: json) else { return hasDigest }
    return !json[place].elementsEqual(
      hash(of: json[..<place.lowerBound] + Array(zeros.utf8) + json[place.upperBound...]))
  }

  private static func hash(of json: some Collection<UInt8>) -> [UInt8] {
    var digest = MessageDigest()
    digest.update(json)
    return Array(digest.hexadecimal().utf8)
  }

  /// The places of the 64 digits. A line that begins so is in no text: those have their ends of lines escaped.
  private static func marked(in json: [UInt8]) -> Range<Int>? {
    guard let begin = json.firstRange(of: Array("\n  \"digest\" : \"sha256:".utf8)) else { return nil }
    let end = begin.upperBound + zeros.utf8.count
    return end <= json.count ? begin.upperBound..<end : nil
  }

  struct Resource: Encodable {
    let name: String
    let path: String
    let profile: String
    let format: String
    let mediatype: String
    let encoding = "utf-8"
    let bytes: Int
    let hash: String
    let title: String
    let rows: Int?
    /// Only of a table with a row a replication or a request.
    let long: Bool?
    let schema: Schema?

    init(_ file: FileRecord) {
      name = file.name
      path = file.path
      profile = file.table == nil ? "data-resource" : "tabular-data-resource"
      format = file.format
      mediatype = file.mediaType
      bytes = file.digest.bytes
      hash = "sha256:\(file.digest.sha256)"
      title = file.title
      rows = file.table?.rows
      long = file.table?.isLong == true ? true : nil
      schema = file.table.map { Schema(fields: $0.columns.map { Field($0) }) }
    }
  }

  struct Schema: Encodable {
    let fields: [Field]
    let missingValues = [""]
  }

  struct Field: Encodable {
    let name: String
    let type: String
    let unit: String?
    let description: String?
    /// What an empty cell means, of a measure.
    let absence: String?

    init(_ column: Column) {
      name = column.name
      type = column.kind.rawValue
      unit = column.unit
      description = column.meaning.isEmpty ? nil : column.meaning
      absence = column.absence?.rawValue
    }
  }
}
