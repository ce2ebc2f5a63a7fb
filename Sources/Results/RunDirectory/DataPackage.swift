import CommandOptions
import Demand
import Economics
import Experimentation
import FoundationEssentials
import SystemPackage

/// `datapackage.json`: a Frictionless Data Package that describes the files of a run and how it was made.
struct DataPackage {
  private let description: RunDescription
  private let schema: RunSchema
  private let files: [CSVFile.Record]
  private let source: CSVFile.Record?

  init(_ description: RunDescription, _ schema: RunSchema, files: [CSVFile.Record], source: CSVFile.Record?) {
    self.description = description
    self.schema = schema
    self.files = files
    self.source = source
  }

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
    var resources = files.map { file in
      Resource(
        name: String(file.name.prefix { $0 != "." }), path: file.name, profile: "tabular-data-resource", format: "csv",
        mediatype: "text/csv", encoding: "utf-8", bytes: file.bytes, hash: "sha256:\(file.sha256)", rows: file.rows,
        schema: Schema(
          fields: file.columns.map {
            Field(
              name: $0.name, type: $0.kind.rawValue, unit: $0.unit, description: $0.meaning.isEmpty ? nil : $0.meaning)
          }, missingValues: [""]))
    }
    if let source {
      resources.append(
        Resource(
          name: "experiment", path: source.name, profile: "data-resource", format: "swift", mediatype: "text/x-swift",
          encoding: "utf-8", bytes: source.bytes, hash: "sha256:\(source.sha256)", rows: nil, schema: nil))
    }
    return Package(
      profile: "data-package", name: Self.packageName(description.experiment), title: description.experiment,
      description: description.question, resources: resources,
      run: Run(
        experimentHash: source.map { "sha256:\($0.sha256)" }, seed: description.plan.seed,
        replications: description.plan.replications,
        overrides: description.overrides,
        firstMonth: schema.horizon.map { "\($0.start)" }, months: schema.horizon?.months,
        currency: schema.currency?.description, payoffVersion: Version.number, streams: "philox4x32-10/1"))
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
    let run: Run
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

  private struct Run: Encodable {
    let experimentHash: String?
    let seed: UInt64
    let replications: Int
    let overrides: [String: String]
    let firstMonth: String?
    let months: Int?
    let currency: String?
    let payoffVersion: String
    let streams: String
  }
}
