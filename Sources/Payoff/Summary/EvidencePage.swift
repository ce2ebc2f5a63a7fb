import Experimentation
import Results

/// The audit of the case claim by claim, in Markdown: what is claimed, what experiments make of it, and what they rest on.
struct EvidencePage {
  private let experiments: [RecordedEvidence]

  init(_ experiments: [RecordedEvidence]) { self.experiments = experiments }

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
        CaseFact.all.map { [$0.id, $0.system, $0.says, $0.implies, $0.agreement.text] })
  }

  private var claims: String {
    let order = Dictionary(
      CaseFact.all.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
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
