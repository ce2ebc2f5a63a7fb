import Glibc
import Randomness

/// What to write instead of a value whose unit does not fit that of its input.
struct UnitRemedy {
  /// What is wrong, where it is more than that the units differ.
  private(set) var problem: String?
  private(set) var chineseProblem: String?
  let english: String
  let chinese: String

  /// - `number`: what stands in front of the unit; `nil` for an interval and a distribution.
  /// - `own`: the unit of the input.
  init(_ unit: InputUnit, of number: Double?, for own: InputUnit, exchange: ExchangeTable) {
    let (reading, expected) = (UnitReading.of(unit), UnitReading.of(own))
    if let word = unit.description.prefixMatch(of: Self.doubtfulWord)?.output {
      let rest = String(unit.description.dropFirst(word.count))
      let typed = number.map { "\($0.shortest) " } ?? ""
      let isBillion = word.lowercased() == "b"
      let large = "\(number.map(\.shortest) ?? "0.5")\(isBillion ? "bn" : "M")\(rest)"
      problem = isBillion ? "\"\(word)\" is no word for a number" : "\"\(word)\" can be read in two ways"
      chineseProblem = isBillion ? "\"\(word)\" 不表示数量" : "\"\(word)\" 有两种读法"
      let isTime = expected.secondsAbove != nil && !isBillion
      english =
        isTime
        ? "write \(typed)months or \(typed)minutes" : "write \(large) for a \(isBillion ? "billion" : "million")"
      chinese = isTime ? "请写 \(typed)months（月）或 \(typed)minutes（分钟）" : "若指\(isBillion ? "十亿" : "百万")，请写 \(large)"
    } else if reading.numerator == "¥" {
      problem = "¥ can be yen or yuan"
      chineseProblem = "¥ 可指日元或人民币"
      let period = unit.period.map { "/\($0)" } ?? ""
      english =
        "write JPY or CNY" + (number.map { ": \($0.shortest) JPY\(period) or \($0.shortest) CNY\(period)" } ?? "")
      chinese = "请写 JPY 或 CNY" + (number.map { "：\($0.shortest) JPY\(period) 或 \($0.shortest) CNY\(period)" } ?? "")
    } else if let from = reading.currency, let to = expected.currency, exchange.value(of: from, in: to) == nil {
      english = "convert it: this experiment has no exchange rate between \(from) and \(to)"
      chinese = "请先换算：该实验没有 \(from) 与 \(to) 之间的汇率"
    } else if let hours = Self.hours(reading, number, expected, own, exchange) {
      (english, chinese) = hours
    } else if reading.numerator == "people", expected.currency != nil {
      english = "write what they cost, in \(own): their number times the cost of one"
      chinese = "请写人数乘以每人的成本，单位 \(own)"
    } else if own == .one {
      (english, chinese) = ("write a plain number", "请写不带单位的数")
    } else {
      (english, chinese) = ("write the value in \(own), or leave the unit out", "请换算，或省略单位")
    }
  }

  /// For an amount of money by the hour where one for a day or longer was written, and the other way round.
  private static func hours(
    _ written: UnitReading, _ number: Double?, _ expected: UnitReading, _ own: InputUnit, _ exchange: ExchangeTable
  ) -> (english: String, chinese: String)? {
    guard let from = written.currency, let to = expected.currency, let rate = exchange.value(of: from, in: to),
      let typed = written.denominator, let wanted = expected.denominator
    else { return nil }
    let scale = rate * written.above * expected.below / (written.below * expected.above)
    if isHour(wanted), let seconds = written.seconds, seconds >= UnitReading.day {
      guard wanted != "person-hour" else {
        return (
          "divide it by the hours that a person works in a \(typed), and write the result in \(own)",
          "请除以一人每\(chinese(typed))的工作小时数，并以 \(own) 填写"
        )
      }
      let hours = seconds / 3600
      let amount = number.map { rounded($0 * scale / hours) }
      let worked = wanted == "hour" ? ", or divide it by the hours that are worked" : ""
      return (
        "a \(typed) has \(rounded(hours)) hours: "
          + (amount.map { "write \($0) \(own) if it is for all of them" } ?? "divide it by them if it is for all")
          + worked,
        "一\(chinese(typed))有 \(rounded(hours)) 小时："
          + (amount.map { "若指全部小时，请写 \($0) \(own)" } ?? "若指全部小时，请除以该数") + (worked.isEmpty ? "" : "，否则请除以工作小时数")
      )
    }
    if isHour(typed), let seconds = expected.seconds, seconds >= UnitReading.day {
      let hours = seconds / 3600
      let amount = number.map { rounded($0 * scale * hours) }
      return (
        "multiply it by the hours of a \(wanted) for which it is paid"
          + (amount.map { "; for all \(rounded(hours)) of them it is \($0) \(own)" } ?? ""),
        "请乘以每\(chinese(wanted))付费的小时数" + (amount.map { "；若为全部 \(rounded(hours)) 小时，即 \($0) \(own)" } ?? "")
      )
    }
    return nil
  }

  private static func isHour(_ word: String) -> Bool { word == "hour" || word.hasSuffix("-hour") }

  private static func chinese(_ period: String) -> String {
    ["day": "天", "week": "周", "month": "月", "year": "年"][period] ?? period
  }

  /// Four significant digits.
  private static func rounded(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value.shortest }
    let digits = 3 - Int(log10(abs(value)).rounded(.down))
    guard digits > 0 else { return value.rounded().shortest }
    let scale = pow(10, Double(digits))
    return ((value * scale).rounded() / scale).shortest
  }

  // A literal within a function is compiled each time. Nothing changes it, but its type does not say so.
  /// `m`, `mm` and `b` in front of a unit, or alone.
  nonisolated(unsafe) private static let doubtfulWord = /(?:mm|MM|m|b|B)(?=$|[ .\/€$£¥]|[A-Z]{3})/
}
