import Demand
import Randomness

/// A unit as people write it, in a form in which two can be compared.
///
/// `USD per 1k tokens` and `$/Mtok` are both dollars over tokens, with a factor each.
struct UnitReading: Hashable {
  /// How many of ``numerator`` stand over how many of ``denominator``: 1 and 1000 of `USD per 1k tokens`.
  let above: Double
  private(set) var below = 1.0
  /// `usd`, `request`, `1`; empty in `/day`.
  let numerator: String
  /// `nil` where there is none.
  let denominator: String?

  private static let known = ComputationCache<InputUnit, UnitReading>(capacity: 1024)

  /// The reading of a unit, kept: the units of all inputs are read for each value that a case sets.
  static func of(_ unit: InputUnit) -> UnitReading { known.value(for: unit) { UnitReading(unit) } }

  init(_ unit: InputUnit) {
    let text = unit.description.replacing(Self.division, with: "/")
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map { String($0).trimmed }
    (numerator, above) = Self.word(parts[0])
    guard parts.count > 1 else {
      denominator = nil
      return
    }
    let (word, count) = Self.word(parts[1])
    (denominator, below) = (word, count)
  }

  /// The currency, where the numerator is one.
  var currency: String? { Self.currencies.contains(numerator) ? numerator.uppercased() : nil }

  /// The length of the denominator in seconds, where it is a time.
  var seconds: Double? { denominator.flatMap { Self.times[$0] } }

  /// The length of the numerator in seconds, where it is a time.
  var secondsAbove: Double? { Self.times[numerator] }

  /// A word without its plural and its capitals, and the number in front of it: `1k tokens` are 1000 of a token.
  private static func word(_ text: String) -> (word: String, scale: Double) {
    var text = text.lowercased()
    var scale = 1.0
    if let number = text.prefixMatch(of: Self.number), let value = Double(number.output.1) {
      scale = value
      text = String(text[number.range.upperBound...])
    }
    if let words = text.prefixMatch(of: Self.scale) {
      scale *= words.output.1.hasPrefix("m") ? 1e6 : 1e3
      text = String(text[words.range.upperBound...])
    }
    let singular = text.count > 2 && text.hasSuffix("s") ? String(text.dropLast()) : text
    let name = names[text] ?? names[singular] ?? singular
    if let (base, count) = multiples[name] { return (base, scale * count) }
    return (name, scale)
  }

  // A literal within a function is compiled each time. Nothing changes them, but their type does not say so.
  nonisolated(unsafe) fileprivate static let division = #/(?:^|\s+)(?:per|an?|each)\s+|\//#
  nonisolated(unsafe) private static let number = /([0-9][0-9.]*(?:e[0-9]+)?) *(?=[a-z])/
  nonisolated(unsafe) private static let scale = /(k|m|thousand|million) +/

  private static let currencies: Set = ["usd", "eur", "gbp", "jpy", "cny"]

  private static let names = [
    "$": "usd", "us$": "usd", "dollar": "usd", "€": "eur", "euro": "eur", "£": "gbp", "pound": "gbp", "yen": "jpy",
    "円": "jpy", "yuan": "cny", "rmb": "cny", "元": "cny",
    "jp¥": "jpy", "cn¥": "cny", "person": "people", "fte": "people",
    "tok": "token", "mtok": "mtoken", "ktok": "ktoken",
    "gpu-h": "gpu-hour", "gpu hour": "gpu-hour", "gpuh": "gpu-hour", "gpu-hr": "gpu-hour",
    "h": "hour", "hr": "hour", "sec": "s", "second": "s", "min": "minute", "d": "day", "wk": "week", "mo": "month",
    "yr": "year", "y": "year", "annum": "year", "millisecond": "ms",
  ]

  private static let multiples: [String: (String, Double)] = ["mtoken": ("token", 1e6), "ktoken": ("token", 1e3)]

  /// A day in seconds.
  static let day = 86_400.0

  private static let times: [String: Double] = [
    "ms": 0.001, "s": 1, "minute": 60, "hour": 3600, "day": day, "week": 604_800, "month": 365.25 / 12 * 86_400,
    "year": 365.25 * 86_400,
  ]
}

extension InputUnit {
  /// What stands behind the slash or `per`, as it is written: `day` of `requests per day`; `nil` where there is neither.
  var period: String? {
    let parts = description.replacing(UnitReading.division, with: "/").split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count > 1 ? String(parts[1]).trimmed : nil
  }

  /// The same of a unit that is nothing but a period, `/day`, `per day` or `1/day`; `nil` of another.
  var barePeriod: String? {
    description.replacing(UnitReading.division, with: "/").contains(#/^\s*1?\s*\//#) ? period : nil
  }

  /// The unit for a period: `EUR` per `h` is `EUR/h`.
  func per(_ period: String) -> InputUnit { InputUnit("\(self)/\(period)") }

  /// Whether both are the same unit, however they are written: `USD per conversation`, `$`, of a price for a conversation.
  package func isSame(as other: InputUnit) -> Bool { factor(from: other) == 1 }

  /// What a value written with the unit `other` is to be multiplied with to be in this unit; `nil` when it cannot be.
  ///
  /// `%` stands for a hundredth of a plain number and of a rate of any period. Of a price the amount alone may be written, of
  /// a number a day the period alone, and both may be for another time: 1 000 a month is 32.9 a day. A time may be written
  /// in another unit of time: 1 year is 12 months. A rate that compounds is not turned into one of another period, and an amount
  /// of money for a day or longer into none for an hour: hours may be those of the clock or those that are worked.
  ///
  /// - `exchange`: the value of one currency in another; `nil` where it is not known.
  func factor(from other: InputUnit, exchange: ExchangeTable = .none) -> Double? {
    if other == self { return 1 }
    let percentage = "%" + description.dropFirst()
    if description.hasPrefix("1"), other.description == "%" || other.description == percentage { return 0.01 }
    let (own, written) = (UnitReading.of(self), UnitReading.of(other))
    if own.numerator == "1", own.denominator != nil, written.numerator == "%" {
      return written.denominator == own.denominator ? 0.01 : nil
    }
    var factor = (written.above * own.below) / (written.below * own.above)
    if written.numerator.isEmpty {
      // `/day`
    } else if let from = written.currency, let to = own.currency {
      guard let rate = exchange.value(of: from, in: to) else { return nil }
      factor *= rate
    } else if written.numerator != own.numerator {
      guard let long = written.secondsAbove, let short = own.secondsAbove else { return nil }
      factor *= long / short
    }
    if written.denominator == own.denominator { return factor }
    guard let below = written.denominator else {
      // `4 EUR` of a price for a conversation.
      return written.currency == nil ? nil : factor / own.below
    }
    // An hour of a GPU is the only hour that its price could be for.
    if below == "hour", let denominator = own.denominator, denominator.hasSuffix("-hour") { return factor }
    guard own.numerator != "1", let long = written.seconds, let short = own.seconds else { return nil }
    if own.currency != nil, (long < UnitReading.day) != (short < UnitReading.day) { return nil }
    return factor * short / long
  }

  /// A value times the factor of its unit: a division where that is by a whole number, so that 57 % is 0.57 to the last digit.
  static func product(_ value: Double, _ factor: Double) -> Double {
    let inverse = (1 / factor).rounded()
    return factor < 1 && inverse * factor == 1 ? value / inverse : value * factor
  }
}

/// The exchange rates that an experiment has among its inputs, such as one in `USD/EUR`.
struct ExchangeTable: Sendable {
  private struct Rate: Sendable {
    let of: String
    let currency: String
    let value: Double
    /// The column of the input that it is.
    let column: Int?
  }

  /// A rate on the way from one currency to another, or what one is divided by.
  private struct Step: Sendable {
    let rate: Rate
    let isInverse: Bool
    var value: Double { isInverse ? 1 / rate.value : rate.value }
  }

  private var rates: [Rate] = []

  static let none = ExchangeTable()

  /// Whether the unit is that of an exchange rate: `USD/EUR`.
  static func isRate(_ unit: InputUnit) -> Bool {
    let parts = unit.description.split(separator: "/")
    return parts.count == 2 && parts.allSatisfy { UnitReading.of(InputUnit(String($0))).currency != nil }
  }

  /// Notes an input that is an exchange rate.
  ///
  /// - `value`: 1.1 for `USD/EUR`, of a euro in dollars.
  /// - `column`: the column of the input.
  mutating func note(_ unit: InputUnit, _ value: Double, column: Int? = nil) {
    let parts = unit.description.split(separator: "/").map(String.init)
    guard Self.isRate(unit), value > 0 else { return }
    rates.append(Rate(of: parts[1], currency: parts[0], value: value, column: column))
  }

  /// The value of one currency in another: by its own rate, or through a third currency.
  func value(of currency: String, in other: String) -> Double? {
    steps(from: currency, to: other)?.reduce(1) { $0 * $1.value }
  }

  /// How an amount in one unit, taken at the rates of this table, follows the rates of a row; `nil` where both are in one
  /// currency, or there is no rate.
  func conversion(from unit: InputUnit, to other: InputUnit) -> CurrencyConversion? {
    guard let from = UnitReading.of(unit).currency, let to = UnitReading.of(other).currency, from != to,
      let path = steps(from: from, to: to)
    else { return nil }
    let followed = path.compactMap { step in
      step.rate.column.map { CurrencyConversion.Rate(column: $0, taken: step.rate.value, isInverse: step.isInverse) }
    }
    return followed.count == path.count ? CurrencyConversion(rates: followed) : nil
  }

  private func steps(from currency: String, to other: String) -> [Step]? {
    if let direct = direct(currency, other) { return direct }
    for third in rates.flatMap({ [$0.of, $0.currency] }) {
      if let first = direct(currency, third), let second = direct(third, other) { return first + second }
    }
    return nil
  }

  private func direct(_ currency: String, _ other: String) -> [Step]? {
    if currency == other { return [] }
    for rate in rates {
      if rate.of == currency, rate.currency == other { return [Step(rate: rate, isInverse: false)] }
      if rate.of == other, rate.currency == currency { return [Step(rate: rate, isInverse: true)] }
    }
    return nil
  }
}
