import Randomness

/// The indices that a method found, and what to know before believing them.
package struct SensitivityAnalysis: Sendable, Hashable {
  package let method: String
  package let measure: String
  package private(set) var rows: [SensitivityRow] = []
  package private(set) var warnings: [SensitivityWarning] = []

  /// What stands in the place of an input in the row that holds the share of chance.
  package static let chance = "(chance)"

  init(_ method: String, of results: DesignResults) {
    self.init(method, measure: results.measure, aleatoryShare: results.aleatoryShare)
  }

  /// - `aleatoryShare`: the share of chance in the variance of the outputs, where that is known.
  init(_ method: String, measure: String, aleatoryShare: Double? = nil) {
    self.method = method
    self.measure = measure
    if let share = aleatoryShare, share > 0.5 { warn(.chanceDominates(share: share)) }
  }

  /// The first row of an index of an input.
  package func row(_ index: String, of input: String, and second: String? = nil) -> SensitivityRow? {
    rows.first { $0.index == index && $0.input == input && $0.secondInput == second }
  }

  mutating func warn(_ warning: SensitivityWarning) {
    if !warnings.contains(warning) { warnings.append(warning) }
  }

  /// Adds an index with its interval, `value` ± `halfWidth`.
  ///
  /// - `zeroMeansNoEffect`: Whether an interval about zero is worth a warning.
  /// - `limits`: What the index can't exceed, nor its interval.
  mutating func add(
    _ index: String, of input: String, and second: String? = nil, _ value: Double?, halfWidth: Double? = nil,
    zeroMeansNoEffect: Bool = false, within limits: ClosedRange<Double>? = nil
  ) {
    let value = value.flatMap { $0.isFinite ? $0 : nil }
    var interval: ClosedRange<Double>?
    if let value, let halfWidth, halfWidth.isFinite {
      interval = (value - halfWidth)...(value + halfWidth)
      if let limits { interval = interval?.clamped(to: limits) }
    }
    let row = SensitivityRow(
      method: method, measure: measure, input: input, secondInput: second, index: index, value: value,
      interval: interval)
    rows.append(row)
    guard zeroMeansNoEffect, let value else { return }
    let inputs = [input] + (second.map { [$0] } ?? [])
    if value < 0, limits == nil {
      warn(.negativeIndex(index: index, inputs: inputs, value: value))
    } else if row.isIndistinguishableFromZero {
      // Half widths shrink with the root of the number of rows.
      let factor = halfWidth.map { ($0 / abs(value)) * ($0 / abs(value)) } ?? .infinity
      warn(.intervalContainsZero(index: index, inputs: inputs, factor: factor < 100 ? Int(factor.rounded(.up)) : nil))
    }
  }

  /// Adds a row that came with its interval.
  mutating func add(_ row: SensitivityRow) { rows.append(row) }

  /// Adds the share of chance in the variance of single runs, beside those of the inputs.
  package mutating func add(_ split: VarianceSplit) {
    rows.append(
      SensitivityRow(
        method: method, measure: measure, input: Self.chance, index: "aleatory_share", value: split.aleatoryShare,
        interval: split.interval))
  }

  /// Adds indices without a value, for every input.
  mutating func addUndefined(_ indices: [String], of inputs: [String]) {
    for index in indices { for input in inputs { add(index, of: input, nil) } }
  }
}

/// One index of one input: a row of `sensitivity.csv`, the same for every method.
///
/// ```swift
/// SensitivityRow(
///   method: "sobol", measure: "npv", input: "priceFall", index: "S1", value: 0.31, interval: 0.27...0.35)
/// ```
/// An index that is not defined, as every share of a variance of 0, has no value and leaves its field empty.
package struct SensitivityRow: Sendable, Hashable {
  /// The method, as `--method` names it.
  package let method: String
  /// The measure whose changes are explained.
  package let measure: String
  /// The input.
  package let input: String
  /// The other input of a second-order index; `nil` otherwise.
  package let secondInput: String?
  /// The name of the index: `S1`, `ST`, `mu_star` and so on.
  package let index: String
  /// In the unit that the method states; `nil` where the index is not defined.
  package let value: Double?
  /// The 95 % interval; `nil` where the method has none.
  package let interval: ClosedRange<Double>?

  package init(
    method: String, measure: String, input: String, secondInput: String? = nil, index: String, value: Double?,
    interval: ClosedRange<Double>? = nil
  ) {
    self.method = method
    self.measure = measure
    self.input = input
    self.secondInput = secondInput
    self.index = index
    self.value = value
    self.interval = interval
  }

  /// Whether the interval does not tell the index from 0; `false` without an interval.
  package var isIndistinguishableFromZero: Bool { interval?.contains(0) ?? false }

  /// The columns of `sensitivity.csv`.
  package static let columns = [
    "method", "measure", "input", "index", "value", "ci95_low", "ci95_high", "second_input",
  ]

  /// The fields of the row, in the order of ``columns``.
  package var fields: [String] {
    [
      method, measure, input, index, value?.shortest ?? "", interval?.lowerBound.shortest ?? "",
      interval?.upperBound.shortest ?? "", secondInput ?? "",
    ]
  }
}
