package import Randomness

/// One row a replication, each input drawn from its own stream by inverse transform, as the plan's sampling says.
package struct MonteCarloRows<E: Experiment>: RowSource {
  private let experiment: ResolvedExperiment<E>
  private let seed: UInt64
  private let sampling: FutureSampling
  /// The input whose strata the replications cycle through.
  private let stratified: Int?
  private let points: BlockPoints?
  private let choices: [Int]

  /// - Throws: `InvalidValue` for a stratified input that is not there or constant, and where a design cannot be made.
  package init(_ experiment: ResolvedExperiment<E>, plan: RunPlan) throws(InvalidValue) {
    self.experiment = experiment
    seed = plan.seed
    sampling = plan.sampling
    choices = experiment.choices.map(\.selected)
    stratified = try Self.stratifiedInput(plan.sampling, of: experiment)
    points = try BlockPoints(
      plan.sampling, inputs: experiment.inputs.map(\.declaration.name), replications: plan.replications, seed: plan.seed
    )
  }

  package func row(_ number: Int) -> RunRow {
    // The second of an antithetic pair draws from the streams of the first.
    let replication = sampling == .antithetic ? number & ~1 : number
    let way: Sampling = sampling == .antithetic ? (number == replication ? .inverse : .antithetic) : .fastest
    let streams = Streams(seed: seed, replication: replication, sampling: way)
    var numbers =
      points?.row(number)
      ?? experiment.inputs.map { streams.stream("input/\($0.declaration.name)").uniformOpen() }
    if let stratified {
      let stratum = Double(number % FutureSampling.strata)
      numbers[stratified] = (stratum + numbers[stratified]) / Double(FutureSampling.strata)
    }
    return RunRow(
      inputs: experiment.values(at: numbers), conversions: experiment.conversions, choices: choices,
      replication: replication, sampling: way)
  }

  package func place(of number: Int) -> String {
    "in replication \(number) of seed \(seed): --seed \(seed) --replications \(number + 1) reproduces it"
  }

  private static func stratifiedInput(
    _ sampling: FutureSampling, of experiment: ResolvedExperiment<E>
  ) throws(InvalidValue) -> Int? {
    guard case .stratified(let name) = sampling else { return nil }
    let names = experiment.inputs.map(\.declaration.name)
    guard let index = names.firstIndex(of: name) else {
      throw InvalidValue(
        "--sampling \(sampling)", "there is no input \"\(name)\"",
        remedy: NearestName.remedy(for: name, among: names))
    }
    guard experiment.inputs[index].distribution.variance != 0 else {
      throw InvalidValue("--sampling \(sampling)", "\(name) is the same in every replication, so it has no strata")
    }
    return index
  }
}

/// The rows of another source with the chance of later replications: the same inputs meet another chance.
package struct OtherChanceRows: RowSource {
  private let rows: any RowSource
  private let offset: Int

  /// - `offset`: how many replications later their chance is.
  package init(_ rows: some RowSource, later offset: Int) {
    self.rows = rows
    self.offset = offset
  }

  package func row(_ number: Int) -> RunRow {
    var row = rows.row(number)
    row.replication += offset
    return row
  }

  package func place(of number: Int) -> String {
    rows.place(of: number) + ", with the chance of replication \(number + offset)"
  }
}

/// The rows of a run: one a replication, or those of a sweep or a design.
package protocol RowSource: Sendable {
  /// The row of that number, from 0; the same whenever it is asked for.
  func row(_ number: Int) -> RunRow

  /// The row in words that reproduce it, for a message.
  func place(of number: Int) -> String
}

/// What one row of a run is computed with: the inputs' values, the options taken, and the replication whose chance it
/// has.
package struct RunRow: Sendable, Hashable {
  /// In the order in which the experiment declares its inputs; amounts in another currency at the medians of its rates.
  package private(set) var inputs: [Double]
  /// How amounts in another currency follow the rates of the row, by column.
  private var conversions: [Int: CurrencyConversion]
  /// The index of the option of each choice.
  package var choices: [Int]
  /// The replication whose streams it draws from: rows that share it share their chance.
  package var replication: Int
  /// How numbers become draws of chance.
  package var sampling: Sampling

  package init(
    inputs: [Double], conversions: [Int: CurrencyConversion] = [:], choices: [Int], replication: Int,
    sampling: Sampling = .fastest
  ) {
    self.inputs = inputs
    self.conversions = conversions
    self.choices = choices
    self.replication = replication
    self.sampling = sampling
  }

  /// The values of the inputs, amounts in another currency at the rates of the row.
  package var values: [Double] {
    guard !conversions.isEmpty else { return inputs }
    return inputs.enumerated().map { column, value in value * (conversions[column]?.factor(inputs) ?? 1) }
  }

  /// Gives an input a value in its own unit.
  ///
  /// - `conversion`: how the value follows the exchange rates of the row, where it is an amount in another currency.
  package mutating func set(_ column: Int, to value: Double, following conversion: CurrencyConversion? = nil) {
    inputs[column] = value
    conversions[column] = conversion
  }
}
