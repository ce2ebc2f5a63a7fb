/// A distribution as it was written: its name and its parameters, for messages and for its description.
struct Written {
  var name: String
  var parameters: [(label: String, value: Double)]
  /// Whether the labels are part of the text.
  var isLabelled: Bool

  init(_ name: String, _ parameters: KeyValuePairs<String, Double>, isLabelled: Bool = true) {
    self.name = name
    self.parameters = parameters.map { ($0.key, $0.value) }
    self.isLabelled = isLabelled
  }

  var text: String {
    let arguments = parameters.map { isLabelled ? "\($0.label): \($0.value.shortest)" : $0.value.shortest }
    return "\(name)(\(arguments.joined(separator: ", ")))"
  }

  /// The same with other values, to show what might be meant.
  func with(_ values: [Double]) -> String {
    var other = self
    for (index, value) in values.enumerated() { other.parameters[index].value = value }
    return other.text
  }

  private func value(of label: String) -> Double? { parameters.first { $0.label == label }?.value }

  func refusal(_ problem: String, remedy: String? = nil) -> InvalidValue { InvalidValue(text, problem, remedy: remedy) }

  /// Refuses a parameter that is infinite or not a number.
  func requireFinite() throws(InvalidValue) {
    for (label, value) in parameters where !value.isFinite {
      throw refusal("\(label) is \(value); a finite number was expected")
    }
  }

  /// Refuses parameters that are not above 0.
  func requirePositive(_ labels: String..., remedy: String? = nil) throws(InvalidValue) {
    for label in labels {
      guard let value = value(of: label), !(value > 0) else { continue }
      throw refusal("\(label) is \(value.shortest); a number above 0 was expected", remedy: remedy)
    }
  }

  /// Refuses a standard deviation or coefficient of variation that is not above 0.
  func requireSpread(_ label: String, around centre: Double) throws(InvalidValue) {
    guard let value = value(of: label) else { return }
    let remedy =
      value < 0
      ? "write \(label): \((-value).shortest)" : "a value without spread is the number itself, \(centre.shortest)"
    try requirePositive(label, remedy: remedy)
  }

  /// Refuses a probability outside 0...1, or also 0 itself.
  func requireProbability(_ label: String, above zero: Bool = false) throws(InvalidValue) {
    guard let value = value(of: label), !(value >= 0 && value <= 1) || zero && value == 0 else { return }
    let expected = zero ? "above 0 and at most 1" : "from 0 to 1"
    let percent = value > 1 && value <= 100 ? "for \(value.shortest) % write \((value / 100).shortest)" : nil
    throw refusal("\(label) is \(value.shortest); a probability is \(expected)", remedy: percent)
  }

  /// Refuses bounds of which the low one is not below the high one.
  func requireRange(_ low: String = "low", _ high: String = "high") throws(InvalidValue) {
    guard let lowValue = value(of: low), let highValue = value(of: high), !(lowValue < highValue) else { return }
    guard lowValue > highValue else {
      throw refusal(
        "\(low) and \(high) are both \(lowValue.shortest); the low end must be below the high end",
        remedy: "a value without spread is the number itself, \(lowValue.shortest)")
    }
    let swapped = parameters.map { $0.label == low ? highValue : $0.label == high ? lowValue : $0.value }
    throw refusal(
      "the low end \(lowValue.shortest) is above the high end \(highValue.shortest)",
      remedy: "swap them: \(with(swapped))")
  }

  /// Refuses a mode outside low...high.
  func requireMode() throws(InvalidValue) {
    try requireRange()
    guard let low = value(of: "low"), let mode = value(of: "mode"), let high = value(of: "high") else { return }
    guard !(mode >= low && mode <= high) else { return }
    throw refusal(
      "the most likely value \(mode.shortest) is not between the low end \(low.shortest) and the high end \(high.shortest)",
      remedy: "the order is low, mode, high: \(with([low, mode, high].sorted()))")
  }

  /// Refuses a count that is negative, or too large for GSL to count to.
  func requireCounts(_ labels: String..., from least: Double) throws(InvalidValue) {
    for label in labels {
      guard let value = value(of: label) else { continue }
      guard value == value.rounded() else {
        throw refusal(
          "\(label) is \(value.shortest); a whole number was expected", remedy: "write \(value.rounded().shortest)")
      }
      guard value >= least else {
        throw refusal("\(label) is \(value.shortest); a whole number from \(least.shortest) was expected")
      }
      try requireCountable(label, value)
    }
  }

  /// Refuses a count or the mean of one that is too large for GSL to count to.
  func requireCountable(_ label: String, _ value: Double) throws(InvalidValue) {
    guard value > CountingFamily.most else { return }
    throw refusal(
      "\(label) is \(value.shortest); counts go to \(CountingFamily.most.shortest)",
      remedy: "a count so large is nearly normal: write normal(mean:, deviation:)")
  }
}
