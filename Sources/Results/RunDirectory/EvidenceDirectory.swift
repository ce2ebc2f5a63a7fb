package import Experimentation
package import SystemPackage

/// The folder that `payoff evidence` leaves behind: `evidence.csv` has a row for each figure, `claims.csv` one for each claim.
package struct EvidenceDirectory {
  /// Every file that it may hold.
  package static let fileNames = ["evidence.csv", "claims.csv", "experiment.swift", "datapackage.json"]

  private let directory: OutputDirectory
  private let description: RunDescription
  private let schema: RunSchema

  package init(
    _ path: FilePath, replaces: Bool, _ description: RunDescription, _ schema: RunSchema
  ) throws(OutputError) {
    directory = try OutputDirectory(path, replaces: replaces)
    self.description = description
    self.schema = schema
  }

  /// Writes the files and puts the directory in its place.
  ///
  /// - `answer`: what was found, in sentences.
  package func finish(_ review: EvidenceReview, answer: String) throws(OutputError) -> WrittenResults {
    try description.finish(
      directory, schema, [try writeFigures(review), try writeClaims(review)], measure: review.measure,
      answer: answer)
  }

  private func writeFigures(_ review: EvidenceReview) throws(OutputError) -> CSVFile.Record {
    let file = try directory.csv(
      "evidence.csv",
      columns: [
        Column("input", .string, "empty for a fact of the catalogues"), Column("meaning", .string),
        Column("value", .string), Column("unit", .string),
        Column("stated", .number, "by the source, where it is not the median"), Column("date", .string),
        Column("source", .string), Column("confidence", .string), Column("flags", .string),
        Column("influence", .number, "rank correlation of \(review.measure) with it"),
        Column("ci95_low", .number), Column("ci95_high", .number),
      ])
    for figure in review.figures {
      let item = figure.item
      var fields = [item.input, item.meaning, item.value, item.unit].map { CSVText.field($0) }
      fields.append(CSVText.number(item.stated))
      fields += [
        item.date ?? "", item.source, item.confidence.rawValue, item.flags.map(\.text).joined(separator: "; "),
      ].map { CSVText.field($0) }
      fields += figure.influence.map { ComparisonFiles.numbers($0) } ?? ["", "", ""]
      try file.write(fields)
    }
    return try file.close()
  }

  private func writeClaims(_ review: EvidenceReview) throws(OutputError) -> CSVFile.Record {
    let file = try directory.csv(
      "claims.csv",
      columns: [
        Column("fact", .string), Column("claim", .string), Column("unit", .string), Column("figure", .number),
        Column("certain", .number, "simulated where nothing is uncertain"), Column("p10", .number),
        Column("p50", .number), Column("p90", .number), Column("verdict", .string), Column("explanation", .string),
      ])
    for claim in review.claims {
      let check = claim.check
      var fields = [check.fact ?? "", check.name, check.unit.description].map { CSVText.field($0) }
      fields += ([check.byHand, claim.certain] + claim.quantiles).map { CSVText.number($0) }
      fields += [claim.verdict.rawValue, check.explanation].map { CSVText.field($0) }
      try file.write(fields)
    }
    return try file.close()
  }
}
