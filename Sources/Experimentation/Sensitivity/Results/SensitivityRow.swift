import Randomness

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
