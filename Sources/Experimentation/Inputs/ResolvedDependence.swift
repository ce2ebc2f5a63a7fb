import Randomness

/// The dependence of a run's inputs, made to work on the columns of its rows.
///
/// Of an input that is set to a number, the others that go with it are drawn from the copula conditional on it: on the
/// share of the distribution that it is declared with which lies at or below that number.
package struct ResolvedDependence: Sendable {
  /// An input as the dependence sees it.
  struct Input {
    let name: String
    let isUncertain: Bool
    /// Where it is set to a number: its probability in the distribution that it is declared with.
    var given: Double?
  }

  /// The columns of the inputs that depend on each other, in the order of the copula: first those that are given.
  package let columns: [Int]
  /// The independent numbers of the inputs that are given.
  private let held: [Double]
  private let copula: any Copula
  /// The dependence in words, for the record of a run.
  package let description: String
  /// What was changed to make the correlations consistent; `nil` if nothing was.
  package let repair: String?

  /// - `inputs`: all inputs, in their order.
  /// - Throws: `InvalidValue` for an input that is not there or constant, and for correlations that cannot be.
  init?(_ dependence: Dependence, inputs: [Input], repairs: Bool) throws(InvalidValue) {
    guard !dependence.pairs.isEmpty else { return nil }
    do throws(InvalidValue) {
      let names = try Self.names(dependence.pairs, inputs)
      columns = names.compactMap { name in inputs.firstIndex { $0.name == name } }
      var repair: String?
      copula = try Self.copula(dependence, names, repairs: repairs, &repair)
      let given = names.compactMap { name in inputs.first { $0.name == name }?.given }
      guard let held = copula.independent(atFirst: given) else {
        throw InvalidValue(
          "\(dependence.form) copula",
          "\(names.prefix(given.count).joined(separator: ", ")) are set, and the others are drawn given one of them only",
          remedy: "set one of them, or take the Gaussian copula")
      }
      self.held = held
      self.repair = repair
      description =
        "\(dependence.form) copula: "
        + dependence.pairs.map { "\($0.measure.rawValue)(\($0.first), \($0.second)) = \($0.value.shortest)" }
        .joined(separator: ", ") + (repair == nil ? "" : ", repaired")
        + (given.isEmpty ? "" : "; given \(names.prefix(given.count).joined(separator: ", "))")
    } catch {
      var error = error
      if error.location == nil, let location = dependence.location {
        error = InvalidValue(error.subject, error.problem, remedy: error.remedy, location: location)
      }
      throw error
    }
  }

  /// The numbers of a row, one for each input, with those of dependent inputs replaced.
  package func dependent(_ numbers: [Double]) -> [Double] {
    var numbers = numbers
    let independent = held + columns.dropFirst(held.count).map { numbers[$0] }
    for (column, number) in zip(columns, copula.dependent(on: independent)) { numbers[column] = number }
    return numbers
  }

  /// How each of ``columns`` is drawn given the others.
  /// - Throws: `InvalidValue` where that is not known.
  func conditionals(for method: String) throws(InvalidValue) -> GaussianConditionals {
    guard let gaussian = copula as? GaussianCopula else {
      throw InvalidValue(
        method,
        "it knows the conditional distributions of the Gaussian copula only, and the inputs have: \(description)",
        remedy: "take --copula gaussian, --correlate none, or a method that does not need them: "
          + SensitivityMethods.allowingDependentInputs.joined(separator: ", "))
    }
    guard let conditionals = GaussianConditionals(gaussian, held: held.count) else {
      throw InvalidValue(
        method, "of inputs that are correlated by 1 none can change alone: \(description)",
        remedy: "set one of them, or declare a correlation below 1")
    }
    return conditionals
  }

  /// The names in the order in which the inputs are declared, first those of inputs that are given.
  private static func names(
    _ pairs: [Dependence.Pair], _ inputs: [Input]
  ) throws(InvalidValue) -> [String] {
    let known = inputs.map(\.name)
    for pair in pairs {
      for name in [pair.first, pair.second] {
        let subject = "correlation of \(pair.first) and \(pair.second)"
        guard let input = inputs.first(where: { $0.name == name }) else {
          throw InvalidValue(
            subject, "there is no input \"\(name)\"",
            remedy: NearestName.remedy(for: name, among: known))
        }
        guard input.isUncertain || input.given != nil else {
          throw InvalidValue(
            subject, "\(name) is the same in every replication, so it goes with nothing",
            remedy: "make it uncertain, or leave the correlation out")
        }
      }
    }
    let named = inputs.filter { input in pairs.contains { $0.first == input.name || $0.second == input.name } }
    return (named.filter { $0.given != nil } + named.filter { $0.given == nil }).map(\.name)
  }

  private static func copula(
    _ dependence: Dependence, _ names: [String], repairs: Bool, _ repair: inout String?
  ) throws(InvalidValue) -> any Copula {
    if case .archimedean(let family) = dependence.form {
      guard dependence.pairs.count == 1, let pair = dependence.pairs.first else {
        throw InvalidValue(
          "\(family.rawValue) copula", "it joins two inputs, and \(names.count) are named",
          remedy: "take the Gaussian or the t copula for more")
      }
      let kendall = CorrelationMeasure.kendall.fromNormalScores(pair.measure.ofNormalScores(pair.value))
      return try ArchimedeanCopula(family, kendall: kendall)
    }
    // Where the pairs are measured in several ways, each is turned into the correlation of normal scores.
    let measures = Set(dependence.pairs.map(\.measure))
    let measure = measures.count == 1 ? measures.first ?? .pearson : .pearson
    let pairs = dependence.pairs.map { pair in
      (pair.first, pair.second, measure == pair.measure ? pair.value : pair.measure.ofNormalScores(pair.value))
    }
    let rows = try CorrelationMatrix.rows(of: names, pairs: pairs)
    let matrix: CorrelationMatrix
    if repairs {
      let repaired = try CorrelationMatrix.repaired(names, rows: rows, measuredBy: measure)
      if !repaired.changes.isEmpty { repair = repaired.description }
      matrix = repaired.matrix
    } else {
      do {
        matrix = try CorrelationMatrix(of: names, rows: rows, measuredBy: measure)
      } catch {
        throw InvalidValue(
          error.subject, error.problem,
          remedy: (error.remedy.map { "\($0); or " } ?? "") + "take the nearest that can be with --repair-correlations")
      }
    }
    if case .student(let freedom) = dependence.form { return try StudentCopula(matrix, freedom: freedom) }
    return GaussianCopula(matrix)
  }
}
