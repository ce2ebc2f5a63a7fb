import Glibc
import Randomness

/// The internal rates of return of a cash flow: all rates above −100 % at which its net present value is 0.
///
/// ```swift
/// CashSeries(yearly: [-100, 230, -132]).ratesOfReturn
/// // 2 rates of return, 10 % and 20 % a year: none says alone whether it is worth it; compare net present values
/// ```
/// A flow with more than one sign change may have several rates, or none. A program that returns one of them hides
/// that: for this flow, two peers return 0.10 and 0.20.
public struct RatesOfReturn: Sendable, Hashable, CustomStringConvertible {
  /// In rising order, fractions a year; a rate at which the value touches 0 without crossing it stands once.
  public let all: [Double]
  /// Those at which the net present value falls through 0 as the rate rises, as it does for an investment.
  public let falling: [Double]
  /// How often the flow changes its sign: there cannot be more rates.
  public let signChanges: Int

  /// The rate where there is exactly one; `nil` where there is none, and where there are several.
  public var only: Double? { all.count == 1 ? all[0] : nil }

  /// The rate of return of an investment: at every rate from 0 on, the net present value is above 0 below it and below 0 above
  /// it. `nil` where there is no such rate, as where a rate of 0 or more is passed in the other direction too.
  ///
  /// A tax that is due after the last benefit makes the net present value cross 0 once more near −100 %. That rate says
  /// nothing of whether the investment is worth it.
  public var ofInvestment: Double? {
    guard let last = all.last, falling.last == last, all.dropLast().allSatisfy({ $0 < 0 }) else { return nil }
    return last
  }

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
  /// All internal rates of return, a year: `IRR` of a spreadsheet, with dates `XIRR`.
  ///
  /// - Complexity: the number of amounts times that of the changes of sign squared, at worst.
  public var ratesOfReturn: RatesOfReturn {
    let sum = ExponentialSum(coefficients: amounts.allSatisfy(\.isFinite) ? amounts : [], times: times)
    let zeros = sum.zeros
    let signs = sum.signs(between: zeros)
    let falling = zeros.indices.filter { signs[$0] > 0 && signs[$0 + 1] < 0 }
    return RatesOfReturn(
      all: zeros.map { expm1($0) }, falling: falling.map { expm1(zeros[$0]) }, signChanges: signChanges)
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

  /// The profitability index: the present value of later cash over the initial investment; `nil` where nothing is spent
  /// at time zero.
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

  /// The equivalent annual amount: equal yearly amounts with the same present value.
  ///
  /// It makes alternatives of unequal lives comparable.
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

/// A sum of exponentials Σ aᵢ e^(−tᵢ x) with rising tᵢ: the net present value as a function of x = ln(1 + rate).
///
/// All its real zeros are found, by the step that proves Descartes' rule of signs: with a τ between two terms of unlike
/// sign, e^(τx) times the sum has a derivative with the coefficients aᵢ (τ − tᵢ), whose signs change once less often.
/// By Rolle's theorem at most one zero lies between two neighbouring zeros of the derivative, so the zeros of the sum
/// with no change of signs, which has none, lead back to those of the first. Pólya and Szegő, Problems and Theorems in
/// Analysis II, part V, 77.
struct ExponentialSum {
  /// The coefficient is `value` times e^`logScale`: the products of many steps would not fit into one number.
  private struct Term {
    var value: Double
    var logScale = 0.0
    let time: Double
  }

  private let terms: [Term]

  /// Terms with a coefficient of 0 are left out, and those of one time are added.
  init(coefficients: [Double], times: [Double]) {
    var terms: [Term] = []
    for (value, time) in zip(coefficients, times) {
      if let last = terms.last, last.time == time {
        terms[terms.count - 1].value += value
      } else {
        terms.append(Term(value: value, time: time))
      }
    }
    self.terms = terms.filter { $0.value != 0 }
  }

  private init(_ terms: [Term]) { self.terms = terms }

  /// The zeros, in rising order; one at which the sum touches 0 without crossing it counts once.
  var zeros: [Double] {
    var chain = [self]
    while let next = chain[chain.count - 1].reduced { chain.append(next) }
    return chain.dropLast().reversed().reduce(into: []) { zeros, sum in zeros = sum.zeros(between: zeros) }
  }

  /// The sign below the first of its zeros, between neighbours, and above the last.
  func signs(between zeros: [Double]) -> [Double] {
    guard let first = terms.first, let last = terms.last else { return [0] }
    let inner = zip(zeros, zeros.dropFirst()).map { scaled(at: ($0 + $1) / 2) }
    return (zeros.isEmpty ? [first.value] : [last.value] + inner + [first.value]).map { $0 < 0 ? -1 : $0 > 0 ? 1 : 0 }
  }

  /// The first place at which neighbouring terms have unlike signs.
  private var firstChange: Int? {
    terms.indices.dropFirst().first { (terms[$0].value < 0) != (terms[$0 - 1].value < 0) }
  }

  /// The sum with one change of signs less; `nil` where there is none.
  private var reduced: ExponentialSum? {
    guard let change = firstChange else { return nil }
    let pivot = (terms[change - 1].time + terms[change].time) / 2
    return ExponentialSum(
      terms.map { term in
        var term = term
        term.value *= pivot - term.time
        if !(1e-100...1e100).contains(abs(term.value)) {
          term.logScale += log(abs(term.value))
          term.value = term.value < 0 ? -1 : 1
        }
        return term
      })
  }

  /// The sum at x, divided by its greatest exponential: its sign, and 0 where it is rounding.
  private func scaled(at x: Double) -> Double {
    let greatest = terms.reduce(-Double.infinity) { max($0, $1.logScale - $1.time * x) }
    var sum = 0.0
    var size = 0.0
    for term in terms {
      let addend = term.value * exp(term.logScale - term.time * x - greatest)
      sum += addend
      size += abs(addend)
    }
    return sum / size
  }

  /// The zeros, of which at most one lies between two neighbours of the others and at most one beyond either end.
  private func zeros(between critical: [Double]) -> [Double] {
    guard let first = terms.first, let last = terms.last, terms.count > 1 else { return [] }
    // At a zero of the derivative the sum is flat, so that a value within rounding is a zero that it touches.
    let values = critical.map { x in
      let value = scaled(at: x)
      return abs(value) < 8 * Double(terms.count) * Double.ulpOfOne ? 0 : value
    }
    var zeros: [Double] = []
    // How far to step where nothing tells: the terms change by a factor of e over it.
    let reach = 1 / (last.time - first.time)
    for place in 0...critical.count {
      let below = place == 0 ? last.value : values[place - 1]
      let above = place == critical.count ? first.value : values[place]
      if place > 0 && below == 0 { zeros.append(critical[place - 1]) }
      guard below != 0, above != 0, (below < 0) != (above < 0) else { continue }
      let start = place > 0 ? critical[place - 1] : place < critical.count ? critical[place] : 0
      let low = place == 0 ? edge(from: start, by: -reach, sign: below) : critical[place - 1]
      let high = place == critical.count ? edge(from: start, by: reach, sign: above) : critical[place]
      guard let low, let high else { continue }
      let rising: Double = below < 0 ? 1 : -1
      zeros.append(MonotoneInverse(cumulative: { rising * scaled(at: $0) }).chandrupatla(0, low, high))
    }
    return zeros
  }

  /// A point so far out that the sum has the sign that it keeps from there on.
  private func edge(from start: Double, by step: Double, sign: Double) -> Double? {
    var step = step
    for _ in 0..<200 {
      let x = start + step
      let value = scaled(at: x)
      if value != 0, (value < 0) == (sign < 0) { return x }
      step *= 2
    }
    return nil
  }
}
