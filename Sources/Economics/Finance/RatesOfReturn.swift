import Glibc
import Randomness

/// The internal rates of return of a cash flow: all rates above −100 % at which its net present value is 0.
///
/// ```swift
/// CashSeries(yearly: [-100, 230, -132]).ratesOfReturn
/// // 2 rates of return, 10 % and 20 % a year: none says alone whether it is worth it; compare net present values
/// ```
/// A flow that changes its sign more than once may have several, or none. A program that returns one of them hides
/// that: for this flow, two peers return 0.10 and 0.20.
public struct RatesOfReturn: Sendable, Hashable, CustomStringConvertible {
  /// In rising order, fractions a year; a rate at which the value touches 0 without crossing it stands once.
  public let all: [Double]
  /// How often the flow changes its sign: there cannot be more rates.
  public let signChanges: Int

  /// The rate where there is exactly one; `nil` where there is none, and where there are several.
  public var only: Double? { all.count == 1 ? all[0] : nil }

  public var description: String {
    let rates = all.map { rate -> String in
      let percent = (rate * 10_000).rounded() / 100
      return "\(percent.shortest) %"
    }
    switch all.count {
    case 0:
      return signChanges == 0
        ? "no rate of return: the flow never changes its sign"
        : "no rate of return: the net present value has the same sign at every rate"
    case 1:
      return "a rate of return of \(rates[0]) a year"
    default:
      let list = rates.dropLast().joined(separator: ", ") + " and " + rates[rates.count - 1]
      return "\(rates.count) rates of return, \(list) a year: none says alone whether it is worth it; compare net "
        + "present values"
    }
  }
}

extension CashSeries {
  /// All internal rates of return, a year: with dates, what `XIRR` of a spreadsheet seeks.
  ///
  /// - Complexity: the number of amounts times that of the changes of sign squared, at worst.
  public var ratesOfReturn: RatesOfReturn {
    let zeros = amounts.allSatisfy(\.isFinite) ? ExponentialSum(coefficients: amounts, times: times).zeros : []
    return RatesOfReturn(all: zeros.map { expm1($0) }, signChanges: signChanges)
  }

  /// The modified internal rate of return, a year: what comes in is reinvested until the last amount, what goes out is
  /// financed from time zero on.
  ///
  /// There is one at most; `nil` where nothing comes in or nothing goes out.
  ///
  /// - `finance`: the rate at which what goes out is financed, a fraction a year above −1.
  /// - `reinvestment`: the rate at which what comes in is reinvested, a fraction a year above −1.
  public func modifiedRateOfReturn(
    financing finance: Double, reinvesting reinvestment: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Double? {
    let location = "\(file):\(line)"
    guard
      Self.accepts(finance, as: "financing: a rate", location),
      Self.accepts(reinvestment, as: "reinvesting: a rate", location)
    else { return nil }
    guard let end = times.last, end > 0 else { return nil }
    var (received, spent) = (0.0, 0.0)
    for (time, amount) in zip(times, amounts) {
      if amount > 0 {
        received += amount * pow(1 + reinvestment, end - time)
      } else {
        spent -= amount * pow(1 + finance, -time)
      }
    }
    guard received > 0, spent > 0 else { return nil }
    return pow(received / spent, 1 / end) - 1
  }

  /// The value at time zero of what comes after it, over what is spent at it; `nil` where nothing is spent at time
  /// zero.
  ///
  /// Above 1 where the net present value is above 0.
  ///
  /// - `rate`: a fraction a year, above −1.
  public func profitabilityIndex(at rate: Double, file: StaticString = #fileID, line: UInt = #line) -> Double? {
    guard Self.accepts(rate, "\(file):\(line)") else { return nil }
    let start = zip(times, amounts).filter { $0.0 == 0 }.reduce(0) { $0 + $1.1 }
    guard start < 0 else { return nil }
    return (discounted(at: rate).reduce(0, +) - start) / -start
  }

  /// The equal amount at the end of each of so many years that is worth as much: the equivalent annual cost, or worth.
  ///
  /// It compares what lasts three years with what lasts five.
  ///
  /// - `rate`: a fraction a year, above −1.
  /// - `years`: how many years the series stands for; by default, as long as it lasts.
  public func equivalentAnnualAmount(
    at rate: Double, over years: Double? = nil, file: StaticString = #fileID, line: UInt = #line
  ) -> Double {
    let span = years ?? times.last ?? 0
    guard Self.accepts(rate, "\(file):\(line)") else { return .nan }
    guard span > 0, span.isFinite else {
      ValidationErrors.report(
        InvalidValue("over \(span) years", "a stretch of time is above 0", location: "\(file):\(line)"))
      return .nan
    }
    let value = discounted(at: rate).reduce(0, +)
    return rate == 0 ? value / span : value * rate / -expm1(-span * log1p(rate))
  }
}
