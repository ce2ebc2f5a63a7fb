import Demand
import FoundationEssentials
import SystemPackage

/// What is read of `datapackage.json`.
struct RecordedPackage: Decodable {
  struct Resource: Decodable {
    let path: String
    let title: String?
    let bytes: Int
    let hash: String
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

  /// How it was made; of the analysis of other results there is no seed and there are no replications.
  struct Run: Decodable {
    let command: String?
    let commandLine: String?
    let measure: String?
    let unit: String?
    let lessIsBetter: Bool?
    let firstMonth: String?
    let months: Int?
    let currency: String?
    let answer: String?
    let seed: UInt64?
    let replications: Int?
    let sampling: String?
    let overrides: [String: String]?
    let experimentHash: String?
    let sources: [String]?
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
  /// - Throws: ``DataFileError`` for a folder that has none, or whose description is of something else.
  init(_ path: FilePath) throws(DataFileError) {
    let file = path.appending("datapackage.json").string
    guard let data = FileManager.default.contents(atPath: file) else {
      throw DataFileError(
        file: path.string,
        FileManager.default.fileExists(atPath: path.string)
          ? "is no directory of results: it has no datapackage.json" : "there is no such directory")
    }
    do {
      self = try JSONDecoder().decode(RecordedPackage.self, from: data)
    } catch {
      throw DataFileError(file: file, "is not the description of results of Payoff")
    }
  }
}
