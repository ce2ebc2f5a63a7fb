import Demand
package import SystemPackage

/// What `payoff evidence` left of an experiment.
package struct RecordedEvidence: Sendable {
  /// A row of `claims.csv`.
  package struct Claim: Sendable {
    package let fact: String
    package let claim: String
    package let unit: String
    package let figure: Double?
    package let certain: Double?
    /// P10, P50 and P90.
    package let quantiles: [Double?]
    package let verdict: String
    package let explanation: String
  }

  /// A row of `evidence.csv`.
  package struct Figure: Sendable {
    package let input: String
    package let meaning: String
    package let value: String
    package let unit: String
    package let date: String
    package let source: String
    package let confidence: String
    package let flags: String
    package let influence: Double?
  }

  package let experiment: String
  package let question: String
  package let replications: Int
  package let seed: UInt64
  package let claims: [Claim]
  package let figures: [Figure]

  /// - Throws: ``DataFileError`` for a folder that is none of `payoff evidence`.
  package init(_ path: FilePath) throws {
    let package = try RecordedPackage(path)
    guard let seed = package.run.seed, let replications = package.run.replications else {
      throw DataFileError(file: path.string, "is of another command than payoff evidence")
    }
    experiment = package.title
    question = package.description
    self.replications = replications
    self.seed = seed
    let claims = try DataTable(contentsOf: path.appending("claims.csv").string)
    let figures = try DataTable(contentsOf: path.appending("evidence.csv").string)
    func texts(_ table: DataTable, _ names: [String]) throws -> [DataTable.Column] {
      try names.map { try table.requiredColumn($0) }
    }
    let claimTexts = try texts(claims, ["fact", "claim", "unit", "verdict", "explanation"])
    let claimNumbers = try texts(claims, ["figure", "certain", "p10", "p50", "p90"])
    self.claims = try (0..<claims.count).map { row in
      let text = claimTexts.map { $0.text(row) }
      let numbers = try claimNumbers.map { try $0.numberIfAny(row) }
      return Claim(
        fact: text[0], claim: text[1], unit: text[2], figure: numbers[0], certain: numbers[1],
        quantiles: Array(numbers[2...]), verdict: text[3], explanation: text[4])
    }
    let figureTexts = try texts(
      figures, ["input", "meaning", "value", "unit", "date", "source", "confidence", "flags"])
    let influences = try figures.requiredColumn("influence")
    self.figures = try (0..<figures.count).map { row in
      let text = figureTexts.map { $0.text(row) }
      return Figure(
        input: text[0], meaning: text[1], value: text[2], unit: text[3], date: text[4], source: text[5],
        confidence: text[6], flags: text[7], influence: try influences.numberIfAny(row))
    }
  }
}
