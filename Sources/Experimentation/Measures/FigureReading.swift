package import Randomness

/// A figure of what is read off the replications: `mean(npv)`, `p20(npv)`, `P(inflection_month<=24)`.
package struct FigureReading: Sendable, Hashable, CustomStringConvertible {
  package let figure: Figure
  package let reading: MeasureReading

  /// Reads `mean(M)`, `median(M)`, `pNN(M)` for a percentile, `P(M>x)` for a probability; a measure alone means its mean.
  /// - Parameter option: the option that the text stands behind, for messages.
  /// - Throws: `InvalidValue` for a figure or a measure that is not known.
  package init(_ text: String, of schema: RunSchema, option: String) throws(InvalidValue) {
    // A measure may have parentheses in its name.
    guard text.hasSuffix(")"), let open = text.firstIndex(of: "("),
      !schema.measures.contains(where: { $0.name == text })
    else {
      reading = try MeasureReading(text, of: schema, option: option)
      figure = reading.bar == nil ? .mean : .probability(above: 0.5)
      return
    }
    let name = String(text[..<open]).trimmed
    reading = try MeasureReading(String(text[text.index(after: open)...].dropLast()), of: schema, option: option)
    let percent = name.first == "p" ? Double(name.dropFirst()) : nil
    switch (name, reading.bar) {
    case ("mean", nil): figure = .mean
    case ("median", nil): figure = .quantile(0.5)
    case ("P", .some): figure = .probability(above: 0.5)
    case (_, nil) where percent.map { $0 > 0 && $0 < 100 } ?? false: figure = .quantile((percent ?? 50) / 100)
    case ("P", nil):
      throw InvalidValue(
        "\(option) \(text)", "a probability is of a measure held against a number",
        remedy: "for example P(\(reading.measure.name)>0)")
    case (_, .some):
      throw InvalidValue(
        "\(option) \(text)", "what holds or does not has a probability and no \(name)",
        remedy: "write P(\(reading.name))")
    default:
      throw InvalidValue(
        "\(option) \(text)", "there is no figure \"\(name)\"",
        remedy: "there are mean(npv), median(npv), p20(npv) for a percentile, and P(npv>0) for a probability")
    }
  }

  /// As it is written.
  package var description: String {
    switch figure {
    case .mean: "mean(\(reading.name))"
    case .quantile(0.5): "median(\(reading.name))"
    case .quantile(let probability): "p\(((probability * 1e8).rounded() / 1e6).shortest)(\(reading.name))"
    case .probability: "P(\(reading.name))"
    }
  }

  /// The unit of the figure.
  package var unit: InputUnit { reading.unit }
}
