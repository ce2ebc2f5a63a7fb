/// A time as a file records it, to the nanosecond.
///
/// Times since 1970 have more digits than a `Double` holds: their differences are exact only between whole nanoseconds.
package struct RecordedTime: Sendable, Hashable {
  /// The number nearest to what was written.
  package let seconds: Double
  /// The nearest whole number; halves are rounded up.
  package let nanoseconds: UInt64

  /// Seconds since an earlier time: the number nearest to the difference in nanoseconds, below a hundred days.
  package func seconds(since earlier: RecordedTime) -> Double { Double(nanoseconds - earlier.nanoseconds) / 1e9 }

  /// Seconds with all decimals, which tell times apart whose numbers of seconds are the same.
  var decimals: String {
    let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    var digits = String(1_000_000_000 + rest).dropFirst()
    while digits.count > 1, digits.last == "0" { digits.removeLast() }
    return "\(whole).\(digits)"
  }
}

/// The unit in which a column of a file records times.
package enum TimeUnit: Sendable {
  case seconds
  case microseconds

  /// How many there are in a second.
  fileprivate var perSecond: Double { self == .seconds ? 1 : 1e6 }

  /// The power of ten of nanoseconds in one.
  fileprivate var nanosecondDigits: Int { self == .seconds ? 9 : 3 }

  /// What a time can be.
  fileprivate var expected: String {
    self == .seconds ? "a number of seconds, from 0 to 1e10," : "a number of microseconds, from 0 to 1e16,"
  }

  /// What to do where a number is too large for the unit and is a time since 1970 in a smaller one; empty for others.
  fileprivate func remedy(for number: Double) -> String {
    // A thousand million seconds since 1970 were over in 2001.
    switch (self, number) {
    case (.seconds, 1e11..<1e13): "; divide milliseconds by 1000"
    case (.seconds, 1e14..<1e16): "; divide microseconds by 1e6"
    case (.seconds, 1e17..<1e19): "; divide nanoseconds by 1e9"
    case (.microseconds, 1e17..<1e19): "; divide nanoseconds by 1000"
    default: ""
    }
  }
}

extension DataTable.Column {
  /// The time in a row, from 0 to ten thousand million seconds.
  /// - Throws: ``DataFileError`` for what is no such number; times in smaller units are told how to be divided.
  package func time(_ row: Int, in unit: TimeUnit) throws -> RecordedTime {
    let field = try text(row, unit.expected)
    let number = DataTable.number(field)
    guard let number, (0...RequestTrace.latestArrival * unit.perSecond).contains(number) else {
      throw table.error(
        row: row, column: name,
        "expected \(unit.expected) and found \"\(field)\"" + (number.map(unit.remedy) ?? ""))
    }
    return RecordedTime(
      seconds: number / unit.perSecond, nanoseconds: Self.whole(field, scaledBy: unit.nanosecondDigits))
  }

  /// The whole number nearest to the decimal number times a power of ten; halves are rounded up.
  ///
  /// - `text`: a number of at least 0 that fits when it is scaled.
  private static func whole(_ text: String, scaledBy power: Int) -> UInt64 {
    var digits: [UInt8] = []
    // The number of digits before the point.
    var point: Int?
    var exponent = 0
    var rest = Substring(text).utf8
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "."): point = digits.count
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        // An exponent beyond the longest line is that of zero, or of a number that is rounded to it.
        exponent = Int(String(Substring(rest))).map { min(max($0, -(1 << 32)), 1 << 32) } ?? -(1 << 32)
        rest = Substring().utf8
      default: continue
      }
    }
    let end = (point ?? digits.count) + exponent + power
    guard end >= 0, let first = digits.firstIndex(where: { $0 > 0 }), first <= end else { return 0 }
    var whole: UInt64 = 0
    for place in first..<max(end, first) { whole = whole * 10 + UInt64(place < digits.count ? digits[place] : 0) }
    return end < digits.count && digits[end] >= 5 ? whole + 1 : whole
  }
}
