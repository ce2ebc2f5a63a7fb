import Glibc
import Randomness

/// A ramp-up: the share of full effect that roll-out, exposure or learning has reached in a month.
///
/// A share from 0 to 1 at the beginning of the month, by the month's index from 0.
public struct Ramp: Sendable, Hashable {
  private enum Shape: Hashable {
    case immediate(from: Double)
    case linear(from: Double, over: Double)
    case saturating(lag: Double, time: Double)
    case logistic(middle: Double, width: Double)
  }

  private let shape: Shape

  /// Full effect from a month on.
  public static func immediate(from month: Double = 0) -> Ramp { Ramp(shape: .immediate(from: month)) }

  /// Nothing until a month, and then a linear rise over so many months; over 0 months, full effect from that month on.
  public static func linear(
    from month: Double = 0, over months: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Ramp {
    rise(over: months, "Ramp.linear(over: \(months.shortest))", file, line, immediate: .immediate(from: month)) {
      .linear(from: month, over: months)
    }
  }

  /// 1 − e^(−(t − lag)/τ) after a lag: exponential saturation.
  ///
  /// - `lag`: months before the rise begins.
  /// - `time`: the months τ after which 63 % is reached; 0 for full effect once the lag is over.
  public static func saturating(
    after lag: Double = 0, time: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Ramp {
    rise(over: time, "Ramp.saturating(time: \(time.shortest))", file, line, immediate: .immediate(from: lag)) {
      .saturating(lag: lag, time: time)
    }
  }

  /// 1 / (1 + e^(−(t − middle)/width)): a logistic curve.
  ///
  /// - `middle`: the month at which half is reached.
  /// - `width`: in months; from 12 % to 88 % it takes four of them. 0 for full effect from the middle on.
  public static func logistic(
    around middle: Double, width: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Ramp {
    rise(over: width, "Ramp.logistic(width: \(width.shortest))", file, line, immediate: .immediate(from: middle)) {
      .logistic(middle: middle, width: width)
    }
  }

  /// A rise that takes so many months; one that takes none is immediate.
  private static func rise(
    over months: Double, _ subject: String, _ file: StaticString, _ line: UInt, immediate: Ramp, _ shape: () -> Shape
  ) -> Ramp {
    if months > 0 && months.isFinite { return Ramp(shape: shape()) }
    if months != 0 {
      ValidationErrors.report(
        InvalidValue(
          subject, "a number of months from 0 on was expected", remedy: "0 months are all at once",
          location: "\(file):\(line)"))
    }
    return immediate
  }

  /// The share at the beginning of the month with that index.
  public func share(inMonth month: Int) -> Double { share(after: Double(month)) }

  /// The share so many months from the start.
  public func share(after months: Double) -> Double {
    switch shape {
    case .immediate(let start): months >= start ? 1 : 0
    case .linear(let start, let length): min(max((months - start) / length, 0), 1)
    case .saturating(let lag, let time): months > lag ? -expm1(-(months - lag) / time) : 0
    case .logistic(let middle, let width): 1 / (1 + exp(-(months - middle) / width))
    }
  }
}
