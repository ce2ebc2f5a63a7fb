import Randomness

/// A number of an input as people type it, `40k requests/day` or `30 %`, read as `--set` reads one.
struct TypedNumber: Sendable, Hashable {
  /// With its unit, where there is one.
  let text: String
  /// In the unit of the input; of an amount in another currency at the medians of the exchange rates.
  let value: Double
  /// How it follows the exchange rates of a replication; `nil` where it is in the currency of the input.
  let conversion: CurrencyConversion?
}

extension ResolvedExperiment {
  /// The numbers of a list or a range, of which one may have the unit of all: `10, 20, 30 %`, `2..3 USD/GPU-hour:0.5`.
  ///
  /// - `place`: of the number whose unit is that of all that have none; a unit of others alone is refused.
  /// - `steps`: the places of differences, which may be what the input cannot be.
  /// - `column`: of the input.
  /// - `subject`: what a message is about.
  /// - `remedy`: what to write instead of what is no number.
  /// - Throws: `InvalidValue` for what is no number, and for what `--set` refuses.
  func numbers(
    _ texts: [String], unitAt place: Int, steps: Set<Int> = [], of column: Int, in subject: String, remedy: String
  ) throws(InvalidValue) -> [TypedNumber] {
    let declaration = inputs[column].declaration
    let written = texts.map { QuantityText($0).unit }
    // `40 EUR..60 EUR/month` is for a month at both ends.
    let units = written.sharingPeriod
    guard units[place] != nil || units.allSatisfy({ $0 == nil }) else {
      throw InvalidValue(
        subject, "some of the numbers have a unit and others have none",
        remedy: "write the unit behind each of them, or behind \(texts[place]) alone")
    }
    var numbers: [TypedNumber] = []
    for (index, typed) in texts.enumerated() {
      var text = typed
      if let unit = units[index] {
        if unit != written[index] { text = "\(QuantityText(typed).value) \(unit)" }
      } else if let shared = units[place] {
        text += " \(shared)"
      }
      let quantity = QuantityText(text)
      guard let number = QuantityText.number(of: quantity.value), number.isFinite else {
        let isDistribution = quantity.ends != nil || quantity.value.contains("(")
        throw InvalidValue(
          subject, "\"\(typed)\" is \(isDistribution ? "a distribution, where a number is expected" : "not a number")",
          remedy: remedy)
      }
      let override = Override(name: declaration.name, text: text, origin: subject, note: "")
      let set = try override.distribution(for: declaration, exchange: exchange)
      if !steps.contains(numbers.count) { try declaration.requireDomain(set, of: override) }
      numbers.append(
        TypedNumber(
          text: text, value: set.mean, conversion: override.conversion(for: declaration, exchange: exchange)))
    }
    return numbers
  }
}
