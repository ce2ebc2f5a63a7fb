/// A regular fraction of the two-level factorial: effects of many inputs from few runs, at the price of aliases.
///
/// ```swift
/// // Five inputs in eight runs: the fourth is the product of the first two, the fifth of the first and third.
/// let fraction = try FractionalFactorial(inputs: ["a", "b", "c", "d", "e"], generators: ["AB", "AC"])
/// let design = fraction.design(low: 0.1, high: 0.9)
/// ```
/// Inputs are called A, B, C, … in their order, without I. Box, Hunter, Hunter, Statistics for Experimenters, 2nd ed.,
/// 6.
package struct FractionalFactorial: Sendable, Hashable {
  /// The names of the inputs.
  package let inputs: [String]
  /// The products that are always +1 or always −1, as `ABD` or `-ACE`: all of them, the shortest first.
  package let definingRelation: [String]

  /// The inputs of each generator, and whether their product is turned round.
  private let generators: [Word]

  private struct Word: Sendable, Hashable {
    var inputs: UInt32
    var isNegative: Bool
  }

  private static let letters = Array("ABCDEFGHJKLMNOPQRSTUVWXYZ")

  /// The fraction in which the last inputs are products of the first ones.
  ///
  /// - `generators`: One for each of the last inputs, as `ABC` or `-AB`; the inputs before them take every combination.
  package init(inputs: [String], generators: [String]) throws(InvalidValue) {
    try Design.require(inputs, rows: 1, of: "fractional factorial")
    guard inputs.count <= Self.letters.count, generators.count < inputs.count else {
      throw InvalidValue(
        "fractional factorial",
        "it has \(inputs.count) inputs and \(generators.count) generators; up to \(Self.letters.count) inputs and fewer "
          + "generators were expected")
    }
    let basic = inputs.count - generators.count
    var words: [Word] = []
    for text in generators {
      let isNegative = text.hasPrefix("-")
      var mask: UInt32 = 0
      for letter in text.dropFirst(isNegative ? 1 : 0) {
        guard let index = Self.letters.firstIndex(of: letter), index < basic else {
          throw InvalidValue(
            "generator \(text)", "\(letter) is none of the first \(basic) inputs",
            remedy: "write letters from A to \(Self.letters[basic - 1]), without I")
        }
        mask ^= 1 << UInt32(index)
      }
      guard mask.nonzeroBitCount > 0 else {
        throw InvalidValue("generator \"\(text)\"", "it names no input; a product such as AB was expected")
      }
      words.append(Word(inputs: mask, isNegative: isNegative))
    }
    self.inputs = inputs
    self.generators = words
    definingRelation = Self.products(of: words, basic: basic)
  }

  /// The length of the shortest word of the defining relation: main effects are aliased with products of one input
  /// less.
  ///
  /// `nil` for the full factorial, which has no aliases.
  package var resolution: Int? { definingRelation.first.map { $0.filter { $0 != "-" }.count } }

  private static func products(of words: [Word], basic: Int) -> [String] {
    var relation: [Word] = []
    for (index, word) in words.enumerated() {
      let whole = Word(inputs: word.inputs | 1 << UInt32(basic + index), isNegative: word.isNegative)
      relation +=
        [whole]
        + relation.map {
          Word(inputs: $0.inputs ^ whole.inputs, isNegative: $0.isNegative != whole.isNegative)
        }
    }
    return
      relation
      .sorted { ($0.inputs.nonzeroBitCount, $0.inputs) < ($1.inputs.nonzeroBitCount, $1.inputs) }
      .map { word in
        let letters = letters.indices.filter { word.inputs >> UInt32($0) & 1 == 1 }.map { Self.letters[$0] }
        return (word.isNegative ? "-" : "") + String(letters)
      }
  }

  /// The runs, in Yates's order: the first input changes fastest.
  ///
  /// - `low`: The number from 0 to 1 of an input at its low level.
  /// - `high`: The number at its high level.
  package func design(low: Double = 0.25, high: Double = 0.75) throws(InvalidValue) -> Design {
    guard low >= 0, low < high, high <= 1 else {
      throw InvalidValue(
        "fractional factorial", "its levels are \(low.shortest) and \(high.shortest); 0 ≤ low < high ≤ 1 was expected")
    }
    let basic = inputs.count - generators.count
    return Design.byColumns(inputs, rows: 1 << basic, edge: low == 0 || high == 1 ? 0.25 : 0) { column, put in
      for row in 0..<(1 << basic) {
        let isHigh: Bool
        if column < basic {
          isHigh = row >> column & 1 == 1
        } else {
          let generator = generators[column - basic]
          let lows = (generator.inputs & ~UInt32(row)).nonzeroBitCount
          isHigh = lows.isMultiple(of: 2) != generator.isNegative
        }
        put(row, isHigh ? high : low)
      }
    }
  }
}
