import Demand
import Randomness

/// What a run came to: what an experiment makes its answer of.
///
/// ```swift
/// static func answer(_ findings: Findings) -> String? {
///   "The run costs \(findings["cost_this_year"]), and a year later \(findings["cost_next_year"])."
/// }
/// ```
public struct Findings {
  private let schema: RunSchema
  private let summaries: [MeasureSummary]
  private let options: [String: String]

  /// - `options`: the option that was taken of each choice, by name.
  package init(_ summary: RunSummary, options: [String: String]) {
    schema = summary.schema
    summaries = summary.measures
    self.options = options
  }

  /// What the measure of that name came to; a name that is not there is refused, with the nearest.
  public subscript(measure: String) -> Finding {
    if let index = schema.measures.firstIndex(where: { $0.name == measure }) {
      return Finding(schema.measures[index], summaries[index], schema.horizon)
    }
    refuse("findings[\"\(measure)\"]", "there is no measure of that name", measure, schema.measures.map(\.name))
    return Finding(MeasureDeclaration(name: measure, unit: .one, meaning: ""), MeasureSummary(), schema.horizon)
  }

  /// The option that was taken of a choice.
  public func option(_ choice: String) -> String {
    if let option = options[choice] { return option }
    refuse("option(\"\(choice)\")", "there is no choice of that name", choice, options.keys.sorted())
    return ""
  }

  /// A number in three figures, with a word for thousands: `1.84 M`.
  public func short(_ number: Double) -> String { NumberText.short(number) }

  /// A share as a percentage: `12.5 %`.
  public func percent(_ share: Double) -> String { NumberText.percent(share) }

  private func refuse(_ subject: String, _ problem: String, _ name: String, _ known: [String]) {
    ValidationErrors.report(
      InvalidValue(
        subject, problem,
        remedy: NearestName.remedy(for: name, among: known, quoted: true)))
  }
}
