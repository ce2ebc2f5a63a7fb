package import Demand
package import Economics
package import Randomness

/// A measure's name, unit, and what an empty cell means.
package struct MeasureDeclaration: Sendable, Hashable {
  package let name: String
  package let unit: InputUnit
  /// What it measures, in words.
  package let meaning: String
}

/// A hand-worked figure with the measure it stands beside.
package struct CheckDeclaration: Sendable, Hashable {
  package let name: String
  package let unit: InputUnit
  package let byHand: Double
  package let explanation: String
  /// The column of the simulated number among the measures.
  package let measure: Int
}

/// What a run's rows hold: known once the first replication is done, and the same in all.
package struct RunSchema: Sendable, Hashable {
  package let measures: [MeasureDeclaration]
  package let series: [MeasureDeclaration]
  package let checks: [CheckDeclaration]
  /// `nil` where the scenario has no horizon.
  package let horizon: Horizon?
  package let currency: CurrencyCode?
}

extension RunSchema {
  /// The position of the measure of that name; of `npv`, or the first, where none is named.
  /// - Throws: `InvalidValue` for a name that is not there, with the nearest.
  package func measure(named name: String?) throws(InvalidValue) -> Int {
    let names = measures.map(\.name)
    guard let name else { return names.firstIndex(of: "npv") ?? 0 }
    if let index = names.firstIndex(of: name) { return index }
    throw InvalidValue(
      "--measure \(name)", "there is no measure of that name",
      remedy: NearestName.suggestion(for: name, among: names).map { "did you mean \($0)?" }
        ?? "there are \(names.joined(separator: ", "))")
  }
}
