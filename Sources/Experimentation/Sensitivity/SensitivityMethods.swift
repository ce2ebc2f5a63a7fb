/// The methods there are.
///
/// This list is the only place outside a method's own file that knows it: help, suggestions, errors, reports and charts
/// follow from it.
package enum SensitivityMethods {
  /// In the order in which help and errors name them; the first is taken unless another is asked for.
  package static let all: [any SensitivityMethod] = [
    Tornado(),
    Spider(),
    MorrisEffects(scaled: true, bootstrap: Bootstrap(resamples: 200)),
    SobolIndices(estimator: .saltelli, bootstrap: Bootstrap(resamples: 200)),
    SobolIndices(estimator: .jansen, bootstrap: Bootstrap(resamples: 200)),
    SobolIndices(estimator: .martinez, bootstrap: Bootstrap(resamples: 200)),
    ExtendedFAST(),
    RandomBalanceFAST(),
    PAWN(),
    DeltaMeasure(),
    PartialCorrelations(ranks: true),
    PartialCorrelations(ranks: false),
    RegressionCoefficients(ranks: true),
    RegressionCoefficients(ranks: false),
    Correlations(ranks: true),
    Correlations(ranks: false),
    KendallCorrelations(),
    MonteCarloFilter(),
    RegionalSensitivity(),
  ]

  /// The names, as `--method` takes them.
  package static var names: [String] { all.map(\.name) }

  /// The methods that take the rows of any model.
  package static var designBased: [any DesignBasedMethod] { all.compactMap { $0 as? any DesignBasedMethod } }

  /// The names of the methods that take any rows, so that those without an output can be left out.
  package static var acceptingAnyRows: [String] { designBased.filter(\.acceptsAnyRows).map(\.name) }

  /// The names of the methods whose answer has a meaning when inputs depend on each other.
  package static var allowingDependentInputs: [String] {
    all.filter { $0.dependentInputs == .allowed }.map(\.name)
  }

  /// The method of that name; `nil` for a name that is not known.
  package static func method(named name: String) -> (any SensitivityMethod)? { all.first { $0.name == name } }

  /// The method that recorded a `sensitivity.csv`, by the name in it.
  package static func method(recordedAs name: String) -> (any SensitivityMethod)? {
    all.first { $0.recordedName == name || $0.name == name }
  }

  /// What `--size` counts, method by method: `replications of a point of tornado and spider (40), trajectories of
  /// morris (40)`.
  package static var sizes: String {
    var groups: [(size: SensitivitySize, names: [String])] = []
    for method in all {
      if let place = groups.firstIndex(where: { $0.size == method.size }) {
        groups[place].names.append(method.name)
      } else {
        groups.append((method.size, [method.name]))
      }
    }
    // What most methods count is said of the others, without their names.
    let largest = groups.map(\.names.count).max() ?? 0
    let common = groups.first { $0.names.count == largest }
    let special = groups.filter { $0.size != common?.size }.map { group in
      let names = group.names.dropLast().joined(separator: ", ")
      let last = group.names[group.names.count - 1]
      return "\(group.size.unit) of \(names.isEmpty ? last : "\(names) and \(last)") (\(group.size.standard))"
    }
    return (special + (common.map { ["\($0.size.unit) of the others (\($0.size.standard))"] } ?? []))
      .joined(separator: ", ")
  }
}
