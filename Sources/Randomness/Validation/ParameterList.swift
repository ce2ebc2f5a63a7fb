import Glibc

/// A value's name and its parameters as they were written: for its description, and for messages about them.
///
/// ```swift
/// let list = ParameterList("normal", ["mean": mean, "deviation": deviation])
/// try list.requireFinite()
/// try list.requirePositive("deviation")
/// list.text  // normal(mean: 1, deviation: 2)
/// ```
package struct ParameterList {
  private struct Parameter {
    let label: StaticString
    var value: Double

    func isLabelled(_ other: StaticString) -> Bool {
      label.utf8CodeUnitCount == other.utf8CodeUnitCount
        && memcmp(label.utf8Start, other.utf8Start, label.utf8CodeUnitCount) == 0
    }
  }

  package let name: String
  /// In place, so that valid values, which are checked without a message, cost no allocation.
  private var parameters = InlineArray<6, Parameter>(repeating: Parameter(label: "", value: 0))
  private let count: Int
  /// Whether the labels are part of the text.
  private let isLabelled: Bool

  /// Up to six parameters.
  @inline(__always)
  package init(_ name: String, _ parameters: KeyValuePairs<StaticString, Double>, isLabelled: Bool = true) {
    self.name = name
    self.isLabelled = isLabelled
    count = parameters.count
    for index in 0..<parameters.count {
      self.parameters[index] = Parameter(label: parameters[index].key, value: parameters[index].value)
    }
  }

  /// As it is written in Swift and on the command line.
  package var text: String {
    let arguments = (0..<count).map { index in
      let value = parameters[index].value.shortest
      return isLabelled ? "\(parameters[index].label): \(value)" : value
    }
    return "\(name)(\(arguments.joined(separator: ", ")))"
  }

  /// The text with other values, to show what might be meant.
  func text(with values: [Double]) -> String {
    var other = self
    for (index, value) in values.enumerated() { other.parameters[index].value = value }
    return other.text
  }

  private func value(of label: StaticString) -> Double? {
    for index in 0..<count where parameters[index].isLabelled(label) { return parameters[index].value }
    return nil
  }

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
    for index in 0..<count where !parameters[index].value.isFinite {
      throw error("\(parameters[index].label) is \(parameters[index].value); a finite number was expected")
    }
  }

  /// These parameters are above 0.
  @inline(__always)
  package func requirePositive(_ labels: StaticString..., remedy: String? = nil) throws(InvalidValue) {
    for label in labels {
      guard let value = value(of: label), !(value > 0) else { continue }
      throw error("\(label) is \(value.shortest); a number above 0 was expected", remedy: remedy)
    }
  }

  /// These parameters are at least 0.
  @inline(__always)
  package func requireNonNegative(_ labels: StaticString...) throws(InvalidValue) {
    for label in labels {
      guard let value = value(of: label), !(value >= 0) else { continue }
      throw error("\(label) is \(value.shortest); a number from 0 was expected")
    }
  }

  /// A standard deviation or coefficient of variation is above 0.
  func requireSpread(_ label: StaticString, around centre: Double) throws(InvalidValue) {
    guard let value = value(of: label) else { return }
    let remedy =
      value < 0
      ? "write \(label): \((-value).shortest)" : "a value without spread is the number itself, \(centre.shortest)"
    try requirePositive(label, remedy: remedy)
  }

  /// A probability lies in 0...1, or also above 0.
  package func requireProbability(_ label: StaticString, above zero: Bool = false) throws(InvalidValue) {
    guard let value = value(of: label), !(value >= 0 && value <= 1) || zero && value == 0 else { return }
    let expected = zero ? "above 0 and at most 1" : "from 0 to 1"
    let percent = value > 1 && value <= 100 ? "for \(value.shortest) % write \((value / 100).shortest)" : nil
    throw error("\(label) is \(value.shortest); a probability is \(expected)", remedy: percent)
  }

  /// The low end lies below the high end.
  func requireRange(_ low: StaticString = "low", _ high: StaticString = "high") throws(InvalidValue) {
    guard let lowValue = value(of: low), let highValue = value(of: high), !(lowValue < highValue) else { return }
    guard lowValue > highValue else {
      throw error(
        "\(low) and \(high) are both \(lowValue.shortest); the low end must be below the high end",
        remedy: "a value without spread is the number itself, \(lowValue.shortest)")
    }
    let swapped = (0..<count).map { index in
      let parameter = parameters[index]
      return parameter.isLabelled(low) ? highValue : parameter.isLabelled(high) ? lowValue : parameter.value
    }
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
  package func requireWhole(_ labels: StaticString..., from least: Double) throws(InvalidValue) {
    for label in labels { try requireWhole(label, from: least) }
  }

  private func requireWhole(_ label: StaticString, from least: Double) throws(InvalidValue) {
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
  func requireCounts(_ labels: StaticString..., from least: Double) throws(InvalidValue) {
    for label in labels {
      try requireWhole(label, from: least)
      if let value = value(of: label) { try requireCountable(label, value) }
    }
  }

  /// Values can be written down and told apart: they are finite, and differ within the digits of a number.
  ///
  /// - Parameters:
  ///   - ends: the least and the greatest value that a draw may have, whose probability is some 2⁻⁵³.
  ///   - centre: a value in the middle.
  ///   - spread: by how much values differ, such as a standard deviation.
  @inline(__always)
  func requireRepresentable(_ ends: [Double], around centre: Double, spread: Double) throws(InvalidValue) {
    guard ends.allSatisfy(\.isFinite), centre.isFinite, spread.isFinite else {
      throw error("its values reach beyond the greatest number, 1.8e308", remedy: "write it in a larger unit")
    }
    guard spread >= 1e-290 else {
      throw error(
        "its values differ by only \(spread.shortest); 1e-290 and more was expected",
        remedy: "write it in a smaller unit")
    }
    guard spread >= 0x1p-40 * abs(centre) else {
      throw error(
        "its values differ from \(centre.shortest) in the twelfth digit and beyond",
        remedy: "write the number itself, \(centre.shortest)")
    }
  }

  /// An offered load that servers can be counted for, and a share of the customers above 0.
  package func requireLoad(_ load: StaticString, share: StaticString?) throws(InvalidValue) {
    try requireFinite()
    try requireNonNegative(load)
    if let value = value(of: load), value > Self.greatestCount {
      throw error("\(load) is \(value.shortest); loads go to \(Self.greatestCount.shortest)", remedy: "divide the load")
    }
    if let share { try requireProbability(share, above: true) }
  }

  /// The least shape of a gamma or beta distribution: below it, nearly every value is an end of the support.
  static let leastShape = 1e-12

  /// The greatest count: GSL counts with 32 bits, and means and populations stay well below.
  package static let greatestCount = 1e9

  /// A count, or the mean of one, can be counted to.
  func requireCountable(_ label: StaticString, _ value: Double) throws(InvalidValue) {
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
