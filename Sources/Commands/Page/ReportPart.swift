import Experimentation
import FoundationEssentials
import Results
import SystemPackage

/// A directory that goes into a report, read.
struct ReportPart {
  let directory: RecordedDirectory
  let results: ResultSet
  let verification: DirectoryVerification
  let charts: [Chart]

  init(_ path: FilePath, _ language: Language) throws {
    directory = try RecordedDirectory(path)
    verification = directory.verification()
    results = try directory.results()
    charts = results.charts(in: language)
  }

  /// What the results rest upon: the hashes of the inputs and of the experiment.
  var assumptions: [String?] {
    [directory.file(.inputs)?.sha256 ?? directory.path.string, directory.experimentHash]
  }

  /// The texts of the tables that its charts read, by their addresses in the specifications.
  func tables() -> [(address: String, text: String)] {
    let addresses = Set(charts.flatMap { Self.addresses(in: $0.specification) }).sorted()
    return addresses.compactMap { address in
      let path = directory.path.appending(String(address.dropFirst(3)))
      guard let bytes = try? RegularFile.contents(of: path) else { return nil }
      let text = String(decoding: bytes, as: UTF8.self)
      guard directory.files.contains(where: { $0.isLong && address.hasSuffix("/" + $0.path) }) else {
        return (address, text)
      }
      // A row a future: the picture shows the first of them only.
      let shown = ChartElements.rowsShown + 1
      let rows = text.split(separator: "\r\n", maxSplits: shown, omittingEmptySubsequences: false)
      return (address, rows.prefix(shown).joined(separator: "\r\n"))
    }
  }

  private static func addresses(in specification: JSONValue) -> [String] {
    switch specification {
    case .array(let values): values.flatMap(addresses)
    case .object(let members):
      members.flatMap { member -> [String] in
        if member.name == "data", case .string(let address)? = member.value["url"] { return [address] }
        return addresses(in: member.value)
      }
    default: []
    }
  }
}
