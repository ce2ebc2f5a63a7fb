package import Randomness

/// A statistic of a measure: what is estimated, sought or used as stopping criterion.
package enum Figure: Sendable, Hashable, CustomStringConvertible {
  /// The mean, with Student's interval.
  case mean
  /// The quantile of a probability, with the interval between order statistics.
  case quantile(Double)
  /// The probability of a value above this one, with the score interval.
  case probability(above: Double)

  /// The values that the figure is taken of: of a quantile, those that are later than any are among them; of a mean or a
  /// probability, none may be missing.
  /// - Parameter absence: what a missing value means.
  /// - Throws: ``InvalidValue`` as ``Sample`` does.
  package func sample(
    _ name: String, _ values: [Double?], absence: Absence = .unknown
  ) throws(InvalidValue) -> Sample {
    if case .quantile = self { return try Sample(name, values, absence: absence) }
    return try Sample(name, values)
  }

  /// The figure of a sample with its interval.
  package func estimate(of sample: Sample, confidence: Double = 0.95) -> Estimate {
    switch self {
    case .mean: sample.meanEstimate(confidence: confidence)
    case .quantile(let probability): OrderStatisticInterval.estimate(probability, of: sample, confidence: confidence)
    case .probability(let bar):
      Proportion(sample.values.count { $0 > bar }, of: sample.count).estimate(confidence: confidence)
    }
  }

  /// In words: `the mean`, `the 95 % quantile`, `the probability of more than 0`.
  package var description: String {
    switch self {
    case .mean: "the mean"
    case .quantile(let probability): "the \((probability * 100).shortText) % quantile"
    case .probability(let bar): "the probability of more than \(bar.shortText)"
    }
  }
}

/// A statistic of a measure over the replications: `mean(npv)`, `p20(npv)`, `P(inflection_month<=24)`.
package struct FigureReading: Sendable, Hashable, CustomStringConvertible {
  package let figure: Figure
  package let reading: MeasureReading

  /// Reads `mean(M)`, `median(M)`, `pNN(M)` for a percentile, `P(M>x)` for a probability; a measure alone means its
  /// mean.
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
        "\(option) \(text)", "a probability compares a measure with a number",
        remedy: "for example P(\(reading.measure.name)>0)")
    case (_, .some):
      throw InvalidValue(
        "\(option) \(text)", "a condition has a probability and no \(name)",
        remedy: "write P(\(reading.name))")
    default:
      throw InvalidValue(
        "\(option) \(text)", "there is no figure \"\(name)\"",
        remedy: "there are mean(npv), median(npv), p20(npv) for a percentile, and P(npv>0) for a probability")
    }
  }

  /// Whether the figure may be never: a quantile of a measure whose absence is later than any number. It is a number where
  /// fewer than 1 - p of the replications are without one.
  package var mayBeNever: Bool {
    if case .quantile = figure { reading.bar == nil && reading.measure.absence == .laterThanAny } else { false }
  }

  /// The error of a figure of which replications have no value, with what to ask for instead.
  /// - Parameters:
  ///   - empty: the replications without a value.
  ///   - count: all replications.
  package func missing(_ empty: Int, of count: Int, in schema: RunSchema) -> MissingValues {
    let missing = reading.missing(empty, of: count, in: schema)
    guard reading.bar == nil, reading.measure.absence == .laterThanAny else { return missing }
    return MissingValues(
      measure: missing.measure, empty: empty, count: count, absence: missing.absence,
      instead: ["'median(\(reading.measure.name))'"] + missing.instead)
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

/// A figure and the value that it is to have: `P(npv>0)=80%`.
package struct FigureTarget: Sendable, Hashable, CustomStringConvertible {
  package let figure: FigureReading
  package let value: Double

  /// Reads `FIGURE=VALUE`; a value may be a percentage.
  /// - Throws: `InvalidValue` where a part is missing or not known.
  package init(_ text: String, of schema: RunSchema, option: String) throws(InvalidValue) {
    guard
      let sign = text.indices.last(where: { index in
        text[index] == "=" && (index == text.startIndex || !"<>".contains(text[text.index(before: index)]))
      })
    else {
      throw InvalidValue(
        "\(option) \(text)", "expected FIGURE=VALUE", remedy: "for example 'mean(npv)=0' or 'P(npv>0)=80%'")
    }
    figure = try FigureReading(String(text[..<sign]).trimmed, of: schema, option: option)
    value = try Self.number(String(text[text.index(after: sign)...]).trimmed, "\(option) \(text)")
    if case .probability = figure.figure, !(0...1).contains(value) {
      throw InvalidValue("\(option) \(text)", "a probability lies between 0 and 1", remedy: "for example 0.8 or 80%")
    }
  }

  /// A number or a percentage.
  static func number(_ text: String, _ subject: String) throws(InvalidValue) -> Double {
    let isPercent = text.hasSuffix("%")
    guard let value = Double((isPercent ? String(text.dropLast()) : text).trimmed), value.isFinite else {
      throw InvalidValue(subject, "\"\(text)\" is no number", remedy: "for example 0, 2.5e6 or 80%")
    }
    return isPercent ? value / 100 : value
  }

  package var description: String { "\(figure)=\(value.shortest)" }
}
