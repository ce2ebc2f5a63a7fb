import Glibc
package import Randomness

/// The values that a sweep gives an input or a choice.
package struct Variation: Sendable, Hashable {
  /// Which column of a row it sets.
  package enum Target: Sendable, Hashable {
    case input(Int)
    case choice(Int)
  }

  package let name: String
  package let unit: InputUnit
  package let target: Target
  /// Values of an input, or indices of options.
  package let values: [Double]
  /// The values as they are written, of an input in its unit.
  package let labels: [String]
  /// How each value follows the exchange rates of a replication, where it is an amount in another currency.
  let conversions: [CurrencyConversion?]

  /// More points than this are taken for a mistake.
  package static let largestGrid = 1_000_000

  /// Reads `name=a,b,c`, `name=lo..hi:step`, or `name=*` for a choice. Numbers are read as `--set` reads them, and a unit behind
  /// the last of a list or the upper end of a range is that of all that have none.
  /// - Parameter option: the option that it stands behind, for messages.
  package init<E: Experiment>(
    _ argument: String, of experiment: ResolvedExperiment<E>, option: String = "--vary"
  ) throws(InvalidValue) {
    let parts = argument.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
    let subject = "\(option) \(argument)"
    guard parts.count == 2, !parts[1].isEmpty else {
      throw InvalidValue(subject, "expected name=VALUES", remedy: "for example \(option) priceFall=0.3..0.5:0.05")
    }
    name = parts[0]
    let text = parts[1]
    if let index = experiment.inputs.firstIndex(where: { $0.declaration.name == parts[0] }) {
      target = .input(index)
      unit = experiment.inputs[index].declaration.unit
      let numbers = try Self.numbers(text, of: index, experiment, subject)
      values = numbers.map(\.value)
      conversions = numbers.map(\.conversion)
      labels = values.map(\.shortest)
    } else if let index = experiment.choices.firstIndex(where: { $0.declaration.name == parts[0] }) {
      target = .choice(index)
      unit = .one
      let options = experiment.choices[index].declaration.options
      // An option may have blanks and commas in its name.
      let written = argument[argument.index(after: argument.firstIndex(of: "=") ?? argument.startIndex)...]
      labels =
        text == "*"
        ? options
        : options.contains(String(written).trimmed)
          ? [String(written).trimmed]
          : written.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
      var indices: [Double] = []
      for label in labels {
        guard let option = options.firstIndex(of: label) else {
          throw InvalidValue(
            subject, "\(name) has no option \"\(label)\"",
            remedy: NearestName.remedy(for: label, among: options))
        }
        indices.append(Double(option))
      }
      values = indices
      conversions = Array(repeating: nil, count: indices.count)
    } else {
      if let refusal = experiment.refusalOfSetting(String(parts[0]), subject: subject) { throw refusal }
      let names = experiment.inputs.map(\.declaration.name) + experiment.choices.map(\.declaration.name)
      throw InvalidValue(
        subject, "there is no input or choice \"\(parts[0])\"",
        remedy: NearestName.remedy(for: name, among: names))
    }
    if Set(values).count < values.count { throw InvalidValue(subject, "a value stands there twice") }
  }

  private static func numbers<E: Experiment>(
    _ text: String, of column: Int, _ experiment: ResolvedExperiment<E>, _ subject: String
  ) throws(InvalidValue) -> [TypedNumber] {
    guard !text.contains("(") else {
      throw InvalidValue(
        subject, "\(text) is a distribution, where numbers are expected",
        remedy: "set it with --set, or list numbers: 0.3,0.4,0.5")
    }
    guard let dots = text.firstRange(of: "..") else { return try list(text, of: column, experiment, subject) }
    let form = "a range is written low..high:step"
    let rest = text[dots.upperBound...].split(separator: ":", omittingEmptySubsequences: false)
    guard rest.count == 2 else { throw InvalidValue(subject, form, remedy: "for example 0.3..0.5:0.05") }
    let typed = try experiment.numbers(
      ([text[..<dots.lowerBound]] + rest).map { String($0).trimmed }, unitAt: 1, steps: [2], of: column, in: subject,
      remedy: "\(form), for example 0.3..0.5:0.05")
    let (low, high, step) = (typed[0], typed[1], typed[2])
    guard low.conversion == high.conversion, low.conversion == step.conversion else {
      throw InvalidValue(
        subject, "the ends of a range and its step are in one currency", remedy: "write the same unit behind each")
    }
    guard low.value < high.value else {
      let isPoint = low.value == high.value
      throw InvalidValue(
        subject, isPoint ? "the range has no width" : "the range is upside down",
        remedy: isPoint ? "write the one value, \(low.text)" : "write \(high.text)..\(low.text)")
    }
    guard step.value > 0 else {
      throw InvalidValue(subject, "a step of \(step.text) never arrives at \(high.text)", remedy: "use a step above 0")
    }
    return try multiples(from: low, through: high, by: step, subject).map {
      TypedNumber(text: $0.shortest, value: $0, conversion: low.conversion)
    }
  }

  /// `a,b,c`
  private static func list<E: Experiment>(
    _ text: String, of column: Int, _ experiment: ResolvedExperiment<E>, _ subject: String
  ) throws(InvalidValue) -> [TypedNumber] {
    guard !text.contains(":") else {
      throw InvalidValue(subject, "a range is written low..high:step", remedy: "for example 0.3..0.5:0.05")
    }
    let fields = text.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
    // The second half of `8,000`.
    if let end = fields.dropFirst().first(where: { $0.prefixMatch(of: /0[0-9]{2}/) != nil }) {
      throw InvalidValue(
        subject, "commas separate the numbers of a list, and \"\(end)\" looks like the end of a larger one",
        remedy: "write 8,000 as 8000 or 8k")
    }
    return try experiment.numbers(
      fields, unitAt: fields.count - 1, of: column, in: subject, remedy: "separate numbers by commas: 0.3,0.4,0.5")
  }

  /// Multiples of the step, with the digits that a person would write.
  private static func multiples(
    from low: TypedNumber, through high: TypedNumber, by step: TypedNumber, _ subject: String
  ) throws(InvalidValue) -> [Double] {
    // A step that fits up to rounding arrives.
    let count = ((high.value - low.value) / step.value * (1 + 1e-12)).rounded(.down)
    guard count < Double(largestGrid) else {
      throw InvalidValue(
        subject, "a step of \(step.text) makes \((count + 1).shortest) points; there are at most a million",
        remedy: "use a larger step")
    }
    return (0...Int(count)).map { index in
      let value = low.value + Double(index) * step.value
      let scale = pow(10, 13 - log10(max(abs(value), step.value)).rounded(.down))
      return scale.isFinite && scale > 0 ? (value * scale).rounded() / scale : value
    }
  }
}
