import Demand
import Experimentation
import Results
import SystemPackage

/// The audit of the case in Markdown: the claims, the results of the experiments, and the sources of their inputs.
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

      This page audits the case. It lists the figures of the case and whether they agree with each other, compares each \
      claim with the simulations, and lists the sources of all inputs of the experiments. `make evidence` writes it from \
      runs with \(runs.joined(separator: "; ")). `payoff evidence EXPERIMENT` prints the audit of one experiment.
      """
  }

  private var caseFacts: String {
    "## The figures of the case\n\n"
      + table(
        ["id", "system", "claim", "implication", "consistency"],
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
        claim.fact, claim.claim, number(claim.figure, claim.unit), number(claim.deterministic, claim.unit),
        claim.quantiles.map { number($0, "1") }.joined(separator: " / "),
        claim.chance.map { NumberText.percent($0) } ?? "-", "**\(claim.verdict)**",
        entry.experiment.experiment,
      ]
    }
    let explanations = all.filter { !$0.claim.explanation.isEmpty }.map {
      "- \($0.claim.fact), \($0.claim.claim): \(escaped($0.claim.explanation))"
    }
    return """
      ## Claims and simulations

      \(table(
        ["fact", "claim", "figure", "deterministic", "P10 / P50 / P90", "reached in", "verdict", "experiment"], rows))

      A claim holds if both conditions are met. With every input at its stated value, the simulation gives the claimed \
      figure within 2 %, or a figure in the claimed range. With uncertain inputs, the claimed figure lies between the 10 % \
      and the 90 % quantile. "By construction" means that it comes out because the stated inputs are the case's own
      figures, which is no test of it. "Reached in" is the share of the futures in which the simulated figure is at least \
      the claimed one, or within the claimed range, up to 2 %.

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
      ## Sources of \(experiment.experiment)

      \(experiment.question)

      \(table(
        ["figure", "value", "source", "date", "confidence", "objections", "rank correlation with the answer"], rows))
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

/// The results of `payoff evidence` for an experiment.
struct RecordedEvidence: Sendable {
  /// A row of `claims.csv`.
  struct Claim: Sendable {
    let fact: String
    let claim: String
    let unit: String
    let figure: Double?
    let deterministic: Double?
    /// P10, P50 and P90.
    let quantiles: [Double?]
    /// The share of the replications that reach it.
    let chance: Double?
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

  /// - Throws: ``DataFileError`` for a directory that `payoff evidence` did not write.
  init(_ path: FilePath) throws {
    let directory = try RecordedDirectory(path)
    directory.verification()
    guard let seed = directory.seed, let replications = directory.replications else {
      throw DataFileError(file: path.string, "is of another command than payoff evidence")
    }
    experiment = directory.facts.experiment
    question = directory.facts.question
    self.replications = replications
    self.seed = seed
    let claims = try directory.rows(of: .claims)
    let figures = try directory.rows(of: .evidence)
    func texts(_ table: DataTable, _ names: [String]) throws -> [DataTable.Column] {
      try names.map { try table.requiredColumn($0) }
    }
    let claimTexts = try texts(claims, ["fact", "claim", "unit", "verdict", "explanation"])
    let claimNumbers = try texts(claims, ["figure", "deterministic", "p10", "p50", "p90", "chance"])
    self.claims = try (0..<claims.count).map { row in
      let text = claimTexts.map { $0.text(row).showingControls(inLines: true) }
      let numbers = try claimNumbers.map { try $0.numberIfAny(row) }
      return Claim(
        fact: text[0], claim: text[1], unit: text[2], figure: numbers[0], deterministic: numbers[1],
        quantiles: Array(numbers[2...4]), chance: numbers[5],
        verdict: text[3], explanation: text[4])
    }
    let figureTexts = try texts(
      figures, ["input", "meaning", "value", "unit", "date", "source", "confidence", "flags"])
    let influences = try figures.requiredColumn("influence")
    self.figures = try (0..<figures.count).map { row in
      let text = figureTexts.map { $0.text(row).showingControls(inLines: true) }
      return Figure(
        input: text[0], meaning: text[1], value: text[2], unit: text[3], date: text[4], source: text[5],
        confidence: text[6], flags: text[7], influence: try influences.numberIfAny(row))
    }
  }
}
