import Economics

/// How outputs of a model are compared: two that differ by what their arithmetic is rounded are the same.
///
/// A sum that is constant but for its last digits would otherwise have a variance, and an input that explains it.
package enum OutputTolerance {
  /// Relative to the largest output in size.
  package static let relative = MoneyTolerance.relative

  /// What rounding makes of equal outputs, relative to the largest of them in size: a few hundred units of the last
  /// digit. Outputs that differ by more, as 1e12 and 1e12 + 1, do differ, and an input may explain it.
  static let rounding = MoneyTolerance.rounding

  /// An output that takes at most so many values is one of few values: a count, a class, whether a bar is met.
  static let fewValues = 20

  /// Whether two outputs are the same; an infinite one, such as a month that never comes, is the same as itself alone.
  package static func isSame(_ one: Double, _ other: Double) -> Bool {
    one == other || abs(one - other).isFinite && abs(one - other) <= relative * max(abs(one), abs(other))
  }

  /// Whether all outputs from the least to the greatest are the same.
  static func isConstant(from least: Double, to greatest: Double) -> Bool {
    greatest - least <= relative * max(abs(least), abs(greatest))
  }

  /// Whether the outputs from the least to the greatest differ by rounding alone.
  static func isRounding(from least: Double, to greatest: Double) -> Bool {
    greatest - least <= rounding * max(abs(least), abs(greatest))
  }

  /// The outputs, in which those of a few values are exactly equal where they differ by rounding; others are left as they are.
  ///
  /// Outputs that lie as near to each other as rounding leaves them, but in all over more than that, are no few values.
  /// Outputs that are absent or not finite stay so.
  static func withoutRounding(_ outputs: [Double?]) -> [Double?] {
    let sorted = Set(outputs.compactMap { $0 }.filter(\.isFinite)).sorted()
    guard let least = sorted.first, let greatest = sorted.last, least != greatest else { return outputs }
    let width = rounding * max(abs(least), abs(greatest))
    var values = [least]
    for (previous, output) in zip(sorted, sorted.dropFirst()) {
      if output - previous > width {
        values.append(output)
        if values.count > fewValues { return outputs }
      } else if output - values[values.count - 1] > width {
        return outputs
      }
    }
    guard values.count < sorted.count else { return outputs }
    return outputs.map { output in
      guard let output, output.isFinite else { return output }
      // The last value that is not above the output.
      var (low, high) = (0, values.count)
      while high - low > 1 {
        let middle = (low + high) / 2
        if values[middle] <= output { low = middle } else { high = middle }
      }
      return values[low]
    }
  }
}
