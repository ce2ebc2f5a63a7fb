import Randomness

/// The rows of an experiment's cases: in each replication the experiment as declared and every case, with the same draws
/// and the same chance.
///
/// An input that a case leaves as declared has the same value in all of them, and one that it sets to a distribution has
/// the quantile of the same number.
package struct CaseRows<E: Experiment>: RowSource {
  /// The cases by name, the experiment as declared first.
  package let names: [String]
  /// What the cases stand for, in the same order; empty of the experiment as declared.
  package let meanings: [String]
  private let rows: [MonteCarloRows<E>]
  private let seed: UInt64

  /// - `only`: the cases that are asked for; all of them where there are none.
  /// - Throws: `InvalidValue` for an experiment without a case and for one that is not there, and as
  ///   ``ResolvedExperiment`` does.
  package init(_ only: [String] = [], of experiment: ResolvedExperiment<E>, plan: RunPlan) throws {
    guard !experiment.cases.isEmpty else {
      throw InvalidValue(
        "\(E.self)", "it has no cases to compare",
        remedy:
          "declare static let cases = [Case(\"bear\", \"…\", [\"input\": 0.1])], or compare two runs: payoff compare "
          + "RUN RUN")
    }
    let known = experiment.cases.map(\.name)
    for (place, name) in only.enumerated() {
      _ = try Case.named(name, among: E.cases, of: "\(E.self)", option: "--only")
      if only[..<place].contains(name) { throw InvalidValue("--only \(name)", "it is named twice") }
    }
    names = [Case.base] + (only.isEmpty ? known : only.filter { $0 != Case.base })
    guard names.count > 1 else {
      throw InvalidValue("--only \(Case.base)", "there is nothing to compare it with", remedy: "name a case beside it")
    }
    meanings = names.map { name in experiment.cases.first { $0.name == name }?.meaning ?? "" }
    rows = try names.map { name in
      var taken = plan
      taken.caseName = name
      return try MonteCarloRows(try ResolvedExperiment<E>(taken), plan: taken)
    }
    seed = plan.seed
  }

  package func row(_ number: Int) -> RunRow { rows[number % names.count].row(number / names.count) }

  package func place(of number: Int) -> String {
    "in case \(names[number % names.count]), in replication \(number / names.count) of seed \(seed)"
  }
}
