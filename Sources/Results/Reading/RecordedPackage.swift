import Demand
import FoundationEssentials
import SystemPackage

/// What is read of `datapackage.json`.
struct RecordedPackage: Decodable {
  struct Resource: Decodable {
    let path: String
    let schema: Schema?
  }

  struct Schema: Decodable {
    let fields: [Field]
  }

  struct Field: Decodable {
    let name: String
    let type: String
    let unit: String?
    let description: String?
  }

  struct Run: Decodable {
    let seed: UInt64
    let replications: Int
    let sampling: String?
    let overrides: [String: String]
    let inputs: [String]?
    let payoffVersion: String
  }

  let title: String
  let description: String
  let resources: [Resource]
  let run: Run
}

extension RecordedPackage {
  /// Reads the description of a folder.
  /// - Throws: ``DataFileError`` for a folder that has none, or one of something else.
  init(_ path: FilePath) throws {
    let description = path.appending("datapackage.json").string
    guard let data = FileManager.default.contents(atPath: description) else {
      throw DataFileError(file: path.string, "is no run directory: it has no datapackage.json")
    }
    do {
      self = try JSONDecoder().decode(RecordedPackage.self, from: data)
    } catch {
      throw DataFileError(file: description, "is not the description of a run of Payoff")
    }
  }
}
