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
  /// The values as they are written.
  package let labels: [String]

  /// More points than this are taken for a mistake.
  package static let largestGrid = 1_000_000

  /// Reads `name=a,b,c`, `name=lo..hi:step`, or `name=*` for a choice.
  /// - Parameter option: the option that it stands behind, for messages.
  package init<E: Experiment>(
    _ argument: String, of experiment: ResolvedExperiment<E>, option: String = "--vary"
  ) throws(InvalidValue) {
    let parts = argument.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
    let subject = "\(option) \(argument)"
    guard parts.count == 2, !parts[1].isEmpty else {
      throw InvalidValue(subject, "expected name=VALUES", remedy: "for example \(option) priceFall=0.3..0.5:0.05")
    }
    name = String(parts[0])
    let text = String(parts[1])
    if let index = experiment.inputs.firstIndex(where: { $0.declaration.name == parts[0] }) {
      target = .input(index)
      unit = experiment.inputs[index].declaration.unit
      values = try Self.numbers(text, subject)
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
    } else {
      let names = experiment.inputs.map(\.declaration.name) + experiment.choices.map(\.declaration.name)
      throw InvalidValue(
        subject, "there is no input or choice \"\(parts[0])\"",
        remedy: NearestName.remedy(for: String(parts[0]), among: names))
    }
    if Set(values).count < values.count { throw InvalidValue(subject, "a value stands there twice") }
  }

  private static func numbers(_ text: String, _ subject: String) throws(InvalidValue) -> [Double] {
    guard let dots = text.firstRange(of: "..") else {
      var values: [Double] = []
      for field in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let value = Double(field), value.isFinite else {
          throw InvalidValue(subject, "\"\(field)\" is not a number", remedy: "separate numbers by commas: 0.3,0.4,0.5")
        }
        values.append(value)
      }
      return values
    }
    let rest = text[dots.upperBound...].split(separator: ":", omittingEmptySubsequences: false)
    guard rest.count == 2, let low = Double(text[..<dots.lowerBound]), let high = Double(rest[0]),
      let step = Double(rest[1]), low.isFinite, high.isFinite, step.isFinite
    else {
      throw InvalidValue(subject, "a range is written low..high:step", remedy: "for example 0.3..0.5:0.05")
    }
    guard low < high else {
      throw InvalidValue(
        subject, low == high ? "the range has no width" : "the range is upside down",
        remedy: low == high ? "write the one value, \(low.shortest)" : "write \(high.shortest)..\(low.shortest)")
    }
    guard step > 0 else {
      throw InvalidValue(
        subject, "a step of \(step.shortest) never arrives at \(high.shortest)", remedy: "use a step above 0")
    }
    // A step that fits up to rounding arrives.
    let count = ((high - low) / step * (1 + 1e-12)).rounded(.down)
    guard count < Double(largestGrid) else {
      throw InvalidValue(
        subject, "a step of \(step.shortest) makes \((count + 1).shortest) points; there are at most a million",
        remedy: "use a larger step")
    }
    // Multiples of the step, with the digits that a person would write.
    return (0...Int(count)).map { index in
      let value = low + Double(index) * step
      let scale = pow(10, 13 - log10(max(abs(value), step)).rounded(.down))
      return scale.isFinite && scale > 0 ? (value * scale).rounded() / scale : value
    }
  }
}
