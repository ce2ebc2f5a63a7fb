/// A value's name and its parameters as they were written: for its description, and for messages about them.
///
/// ```swift
/// let list = ParameterList("normal", ["mean": mean, "deviation": deviation])
/// try list.requireFinite()
/// try list.requirePositive("deviation")
/// list.text  // normal(mean: 1, deviation: 2)
/// ```
package struct ParameterList {
  package let name: String
  private var parameters: [(label: String, value: Double)]
  /// Whether the labels are part of the text.
  private let isLabelled: Bool

  package init(_ name: String, _ parameters: KeyValuePairs<String, Double>, isLabelled: Bool = true) {
    self.name = name
    self.parameters = parameters.map { ($0.key, $0.value) }
    self.isLabelled = isLabelled
  }

  /// As it is written in Swift and on the command line.
  package var text: String {
    let arguments = parameters.map { isLabelled ? "\($0.label): \($0.value.shortest)" : $0.value.shortest }
    return "\(name)(\(arguments.joined(separator: ", ")))"
  }

  /// The text with other values, to show what might be meant.
  func text(with values: [Double]) -> String {
    var other = self
    for (index, value) in values.enumerated() { other.parameters[index].value = value }
    return other.text
  }

  private func value(of label: String) -> Double? { parameters.first { $0.label == label }?.value }

  /// An error about the value.
  package func error(_ problem: String, remedy: String? = nil) -> InvalidValue {
    InvalidValue(text, problem, remedy: remedy)
  }

  /// Whether what is checked holds; if not, it is reported with its place.
  package func isValid(
    _ file: StaticString, _ line: UInt, _ check: (ParameterList) throws(InvalidValue) -> Void
  ) -> Bool {
    do throws(InvalidValue) {
      try check(self)
      return true
    } catch {
      ValidationErrors.report(error.located(file, line))
      return false
    }
  }

  /// Whether a number is a probability; if not, it is reported as the argument of that function.
  package static func isProbability(
    _ probability: Double, of function: String, _ file: StaticString, _ line: UInt
  ) -> Bool {
    ParameterList(function, ["probability": probability], isLabelled: false)
      .isValid(file, line) { (list) throws(InvalidValue) in try list.requireProbability("probability") }
  }

  /// Every parameter is a finite number.
  package func requireFinite() throws(InvalidValue) {
    for (label, value) in parameters where !value.isFinite {
      throw error("\(label) is \(value); a finite number was expected")
    }
  }

  /// These parameters are above 0.
  package func requirePositive(_ labels: String..., remedy: String? = nil) throws(InvalidValue) {
    for label in labels {
      guard let value = value(of: label), !(value > 0) else { continue }
      throw error("\(label) is \(value.shortest); a number above 0 was expected", remedy: remedy)
    }
  }

  /// These parameters are at least 0.
  package func requireNonNegative(_ labels: String...) throws(InvalidValue) {
    for label in labels {
      guard let value = value(of: label), !(value >= 0) else { continue }
      throw error("\(label) is \(value.shortest); a number from 0 was expected")
    }
  }

  /// A standard deviation or coefficient of variation is above 0.
  func requireSpread(_ label: String, around centre: Double) throws(InvalidValue) {
    guard let value = value(of: label) else { return }
    let remedy =
      value < 0
      ? "write \(label): \((-value).shortest)" : "a value without spread is the number itself, \(centre.shortest)"
    try requirePositive(label, remedy: remedy)
  }

  /// A probability lies in 0...1, or also above 0.
  package func requireProbability(_ label: String, above zero: Bool = false) throws(InvalidValue) {
    guard let value = value(of: label), !(value >= 0 && value <= 1) || zero && value == 0 else { return }
    let expected = zero ? "above 0 and at most 1" : "from 0 to 1"
    let percent = value > 1 && value <= 100 ? "for \(value.shortest) % write \((value / 100).shortest)" : nil
    throw error("\(label) is \(value.shortest); a probability is \(expected)", remedy: percent)
  }

  /// The low end lies below the high end.
  func requireRange(_ low: String = "low", _ high: String = "high") throws(InvalidValue) {
    guard let lowValue = value(of: low), let highValue = value(of: high), !(lowValue < highValue) else { return }
    guard lowValue > highValue else {
      throw error(
        "\(low) and \(high) are both \(lowValue.shortest); the low end must be below the high end",
        remedy: "a value without spread is the number itself, \(lowValue.shortest)")
    }
    let swapped = parameters.map { $0.label == low ? highValue : $0.label == high ? lowValue : $0.value }
    throw error(
      "the low end \(lowValue.shortest) is above the high end \(highValue.shortest)",
      remedy: "swap them: \(text(with: swapped))")
  }

  /// The mode lies in low...high.
  func requireMode() throws(InvalidValue) {
    try requireRange()
    guard let low = value(of: "low"), let mode = value(of: "mode"), let high = value(of: "high") else { return }
    guard !(mode >= low && mode <= high) else { return }
    throw error(
      "the most likely value \(mode.shortest) is not between the low end \(low.shortest) and the high end \(high.shortest)",
      remedy: "the order is low, mode, high: \(text(with: [low, mode, high].sorted()))")
  }

  /// These parameters are whole numbers from `least`.
  package func requireWhole(_ labels: String..., from least: Double) throws(InvalidValue) {
    for label in labels { try requireWhole(label, from: least) }
  }

  private func requireWhole(_ label: String, from least: Double) throws(InvalidValue) {
    guard let value = value(of: label) else { return }
    guard value == value.rounded() else {
      throw error(
        "\(label) is \(value.shortest); a whole number was expected", remedy: "write \(value.rounded().shortest)")
    }
    guard value >= least else {
      throw error("\(label) is \(value.shortest); a whole number from \(least.shortest) was expected")
    }
  }

  /// These parameters are whole numbers from `least` that can be counted to.
  func requireCounts(_ labels: String..., from least: Double) throws(InvalidValue) {
    for label in labels {
      try requireWhole(label, from: least)
      if let value = value(of: label) { try requireCountable(label, value) }
    }
  }

  /// An offered load that servers can be counted for, and a share of the customers above 0.
  package func requireLoad(_ load: String, share: String?) throws(InvalidValue) {
    try requireFinite()
    try requireNonNegative(load)
    if let value = value(of: load), value > Self.greatestCount {
      throw error("\(load) is \(value.shortest); loads go to \(Self.greatestCount.shortest)", remedy: "divide the load")
    }
    if let share { try requireProbability(share, above: true) }
  }

  /// The greatest count: GSL counts with 32 bits, and means and populations stay well below.
  package static let greatestCount = 1e9

  /// A count, or the mean of one, can be counted to.
  func requireCountable(_ label: String, _ value: Double) throws(InvalidValue) {
    guard value > Self.greatestCount else { return }
    throw error(
      "\(label) is \(value.shortest); counts go to \(Self.greatestCount.shortest)",
      remedy: "a count so large is nearly normal: write normal(mean:, deviation:)")
  }
}

extension Double {
  /// The shortest text that reads back as the same number; whole numbers without a decimal point.
  package var shortest: String {
    guard self == rounded(), abs(self) < 1e16 else { return description }
    return Int64(self).description
  }
}
