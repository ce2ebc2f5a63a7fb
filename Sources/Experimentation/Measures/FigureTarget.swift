package import Randomness

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
