import Demand
import Experimentation
import Results
import SystemPackage

/// The audit of the case claim by claim, in Markdown: what is claimed, what experiments make of it, and what they rest on.
struct EvidencePage {
  private let experiments: [RecordedEvidence]
  private let facts: CaseFacts

  /// - `facts`: the figures of the case.
  init(_ experiments: [RecordedEvidence], of facts: CaseFacts) {
    self.experiments = experiments
    self.facts = facts
  }

  var text: String {
    ([heading, caseFacts, claims] + experiments.map(figures)).joined(separator: "\n\n") + "\n"
  }

  private var heading: String {
    let runs = Set(experiments.map { "\($0.replications) replications, seed \($0.seed)" }).sorted()
    return """
      # Evidence

      What the case claims, whether its figures agree with one another, what the experiments make of each claim, and what \
      they rest on themselves. Made by `make evidence` from \(runs.joined(separator: "; ")); `payoff evidence EXPERIMENT` \
      tells it of one experiment.
      """
  }

  private var caseFacts: String {
    "## The figures of the case\n\n"
      + table(
        ["id", "system", "says", "implies", "agreement"],
        facts.all.map { [$0.id, $0.system, $0.says, $0.implies, $0.agreement.text] })
  }

  private var claims: String {
    let order = Dictionary(
      facts.all.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    let all = experiments.flatMap { experiment in experiment.claims.map { (experiment: experiment, claim: $0) } }
      .enumerated().sorted { one, other in
        let (a, b) = (order[one.element.claim.fact] ?? .max, order[other.element.claim.fact] ?? .max)
        return a != b ? a < b : one.offset < other.offset
      }.map(\.element)
    let rows = all.map { entry in
      let claim = entry.claim
      return [
        claim.fact, claim.claim, number(claim.figure, claim.unit), number(claim.certain, claim.unit),
        claim.quantiles.map { number($0, "1") }.joined(separator: " / "), "**\(claim.verdict)**",
        entry.experiment.experiment,
      ]
    }
    let explanations = all.filter { !$0.claim.explanation.isEmpty }.map {
      "- \($0.claim.fact), \($0.claim.claim): \(escaped($0.claim.explanation))"
    }
    return """
      ## Claim by claim

      \(table(
        ["fact", "claim", "figure", "nothing uncertain", "P10 / P50 / P90", "verdict", "experiment"], rows))

      A claim holds where the simulation gives its figure within 2 %, or the range that is claimed, when every input is what \
      its source states, and the 10 % and the 90 % quantile lie about it when they are uncertain.

      \(explanations.joined(separator: "\n"))
      """
  }

  private func figures(of experiment: RecordedEvidence) -> String {
    let rows = experiment.figures.map { figure in
      [
        figure.input.isEmpty ? figure.meaning : "`\(figure.input)`: \(figure.meaning)",
        figure.value + (figure.unit == "1" || figure.unit.isEmpty ? "" : " \(figure.unit)"), figure.source,
        figure.date.isEmpty ? "-" : figure.date, figure.confidence, figure.flags.isEmpty ? "-" : figure.flags,
        figure.influence.map { NumberText.short($0) } ?? "-",
      ]
    }
    return """
      ## What \(experiment.experiment) rests on

      \(experiment.question)

      \(table(
        ["figure", "value", "source", "date", "confidence", "against it", "rank correlation of the answer"], rows))
      """
  }

  private func number(_ value: Double?, _ unit: String) -> String {
    guard let value else { return "-" }
    return NumberText.short(value) + (unit == "1" || unit.isEmpty ? "" : " \(unit)")
  }

  private func table(_ headings: [String], _ rows: [[String]]) -> String {
    ([headings, headings.map { _ in "---" }] + rows.map { $0.map(escaped) })
      .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  /// A bar would end a cell.
  private func escaped(_ text: String) -> String {
    text.replacing("|", with: "\\|").split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

/// What `payoff evidence` left of an experiment.
struct RecordedEvidence: Sendable {
  /// A row of `claims.csv`.
  struct Claim: Sendable {
    let fact: String
    let claim: String
    let unit: String
    let figure: Double?
    let certain: Double?
    /// P10, P50 and P90.
    let quantiles: [Double?]
    let verdict: String
    let explanation: String
  }

  /// A row of `evidence.csv`.
  struct Figure: Sendable {
    let input: String
    let meaning: String
    let value: String
    let unit: String
    let date: String
    let source: String
    let confidence: String
    let flags: String
    let influence: Double?
  }

  let experiment: String
  let question: String
  let replications: Int
  let seed: UInt64
  let claims: [Claim]
  let figures: [Figure]

  /// - Throws: ``DataFileError`` for a folder that is none of `payoff evidence`.
  init(_ path: FilePath) throws {
    let directory = try RecordedDirectory(path)
    guard let seed = directory.seed, let replications = directory.replications else {
      throw DataFileError(file: path.string, "is of another command than payoff evidence")
    }
    experiment = directory.facts.experiment
    question = directory.facts.question
    self.replications = replications
    self.seed = seed
    let claims = try DataTable(contentsOf: path.appending(ResultTable.claims.file).string)
    let figures = try DataTable(contentsOf: path.appending(ResultTable.evidence.file).string)
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
