package import SystemPackage

/// A directory of results that has just been written.
package struct WrittenResults: Sendable {
  package let path: FilePath
  package let results: ResultSet
  package let charts: [Chart]
  let records: [CSVFile.Record]
}
