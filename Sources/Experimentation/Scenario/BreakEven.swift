import Economics
import Randomness

/// The value of an input at which a figure of the forecast is 0, found in every replication on its own draws.
///
/// ```swift
/// BreakEven("break_even", of: $callsPerDay, within: 1_000...10_000_000)
/// BreakEven(
///   "contracts_needed", of: $contracts, within: 1...1e6, meaning: "the operating result of the last year is 10 M CNY"
/// ) { $0.operatingResult.suffix(12).reduce(0, +) - 10e6 }
/// ```
/// The scenario is evaluated again with other values of the input, and with the same values of all others and the same
/// chance. So the figure is 0 when the value is set, whatever the scenario consists of. Where the figure jumps over 0, as
/// with one more whole server, it is the value on the side of the jump where the figure is above 0. The median over
/// the replications is the value with which the figure is above 0 in half of them, as `payoff seek` finds it. An input may
/// have several break-evens by different figures; reports say of each what its figure is.
public struct BreakEven: ScenarioPart {
  let name: String
  let input: InputSlot
  let range: ClosedRange<Double>
  let figure: (Forecast) -> Double
  /// What is so at the value, in words.
  private(set) var definition: Text
  private(set) var claim: Trial.Outcome.Claim?
  /// The figure by the value of the input, without another scenario: that of a forecast with the input as it was drawn.
  /// `nil` where the scenario has to be evaluated again.
  private(set) var shortcut: ((Forecast) -> (Double) -> Double)?
  /// By how much the figure may fall again above a value at which it is 0, as it does where one more server is needed;
  /// `nil` where the value is any at which it is 0.
  private(set) var dip: ((Forecast) -> Double)?

  ///
  /// - `input`: the projected value of a property: `$callsPerDay`.
  /// - `range`: where it is sought. The measure has no value, which counts as later than any, where the figure is below 0
  ///   at both ends; it is the lower end where the figure is 0 or above there and at the upper end.
  /// - `meaning`: what is so at the value, where it is not that the net present value is 0: "the operating result of the
  ///   last year is 10 M CNY".
  /// - `figure`: the net present value unless given; it should rise with the input, or fall throughout.
  public init(
    _ name: String, of input: UncertainInput, within range: ClosedRange<Double>, meaning: String? = nil,
    file: StaticString = #fileID, line: UInt = #line, _ figure: ((Forecast) -> Double)? = nil
  ) {
    self.name = name
    self.input = input.slot
    self.range = range
    self.figure = figure ?? { $0.cash.netPresentValue(at: $0.books.discountRate) }
    definition =
      if let meaning {
        Text(meaning)
      } else if figure == nil {
        Text("the net present value (npv) is 0", zh: "净现值（npv）为 0")
      } else {
        Text("a figure of the experiment's own is 0", zh: "实验自定义的指标为 0")
      }
    if !(range.lowerBound.isFinite && range.upperBound.isFinite && range.lowerBound < range.upperBound) {
      ValidationErrors.report(
        InvalidValue(
          "BreakEven(\"\(name)\", within: \(range))", "the range has two finite ends that differ",
          location: "\(file):\(line)"))
    }
  }

  /// The same with a figure of the case to compare with, like a ``Check``.
  ///
  /// - `byHand`: the figure.
  /// - `name`: what the figure is called.
  /// - `explanation`: where it comes from, and why the simulation may differ.
  /// - `range`: what is claimed where that is more than the one figure.
  /// - `fact`: the id of the case's figure; `nil` where the figure is not the case's own.
  /// - `isByConstruction`: whether the stated inputs are the case's own figures, so that it comes out with them.
  public func compared(
    with byHand: Double, _ name: String, _ explanation: String, claimed range: ClosedRange<Double>? = nil,
    of fact: String? = nil, isByConstruction: Bool = false, file: StaticString = #fileID, line: UInt = #line
  ) -> BreakEven {
    if let fact { _ = Source.fact(fact, file: file, line: line) }
    var compared = self
    compared.claim = .init(
      name: name, byHand: byHand, explanation: explanation, range: range, fact: fact,
      isByConstruction: isByConstruction)
    return compared
  }

  /// The same with what is so at the value.
  func defined(as definition: Text) -> BreakEven {
    var defined = self
    defined.definition = definition
    return defined
  }

  /// The same with a quicker way to the figure, which is taken where it agrees with the scenario at the upper end.
  func quicker(_ shortcut: ((Forecast) -> (Double) -> Double)?) -> BreakEven {
    var quicker = self
    quicker.shortcut = shortcut
    return quicker
  }

  /// The same as the value from which on the figure stays above 0, where it rises but for falls that are no deeper than `dip`
  /// below what it was before.
  func staying(dip: @escaping (Forecast) -> Double) -> BreakEven {
    var staying = self
    staying.dip = dip
    return staying
  }

  /// The value that is sought.
  ///
  /// - `forecast`: with the input as it was drawn.
  /// - `step`: in which the figure is looked at above its root, as a share of the value.
  /// - `figure`: by the value of the input.
  func root(
    in forecast: Forecast, step: Double = RootSearch.coarseStep, of figure: (Double) throws -> Double
  ) rethrows -> Double? {
    let root = try RootSearch.root(in: range, of: figure)
    guard let root, let dip = dip?(forecast) else { return root }
    return try RootSearch.lastRise(from: root, upTo: range.upperBound, dip: dip, step: step, of: figure)
  }

  public func add(to scenario: inout Scenario, at location: String) {
    scenario.breakEvens.append(Located(self, location))
  }
}

/// An uncertain input itself, rather than its value: what `$priceFall` is of `@Uncertain(…) var priceFall`.
public struct UncertainInput {
  let slot: InputSlot
}

/// Finds where a function of one variable is 0.
enum RootSearch {
  /// The root of a function in a range: to the last digits, by Brent's method (Brent 1973, Algorithms for Minimization
  /// without Derivatives, chapter 4).
  ///
  /// - Returns: the lower end where the function is 0 or above at both ends, `nil` where it is below 0 at both; where it
  ///   jumps over 0, the side on which it is above 0.
  static func root(in range: ClosedRange<Double>, of function: (Double) throws -> Double) rethrows -> Double? {
    var (a, b) = (range.lowerBound, range.upperBound)
    var (atA, atB) = (try function(a), try function(b))
    guard (atA >= 0) != (atB >= 0) else { return atA >= 0 ? a : nil }
    // Amounts as small as rounding leaves them are 0.
    let least = 1e-14 * min(abs(atA), abs(atB))
    var (c, atC) = (a, atA)
    var (step, before) = (b - a, b - a)
    for _ in 0..<200 {
      if (atB > 0) == (atC > 0) {
        (c, atC) = (a, atA)
        step = b - a
        before = step
      }
      // b is the better of the two.
      if abs(atC) < abs(atB) { (a, b, c, atA, atB, atC) = (b, c, b, atB, atC, atB) }
      let tolerance = 2 * b.ulp
      let middle = (c - b) / 2
      if abs(atB) <= least || abs(middle) <= tolerance { break }
      if abs(before) >= tolerance, abs(atA) > abs(atB) {
        let ratio = atB / atA
        var (p, q): (Double, Double)
        if a == c {
          (p, q) = (2 * middle * ratio, 1 - ratio)
        } else {
          let (s, t) = (atA / atC, atB / atC)
          p = ratio * (2 * middle * s * (s - t) - (b - a) * (t - 1))
          q = (s - 1) * (t - 1) * (ratio - 1)
        }
        if p > 0 { q = -q } else { p = -p }
        if 2 * p < min(3 * middle * q - abs(tolerance * q), abs(before * q)) {
          (before, step) = (step, p / q)
        } else {
          (before, step) = (middle, middle)
        }
      } else {
        (before, step) = (middle, middle)
      }
      (a, atA) = (b, atB)
      b += abs(step) > tolerance ? step : (middle > 0 ? tolerance : -tolerance)
      atB = try function(b)
    }
    // A jump: the two sides are as near as numbers are, and neither is 0.
    let isJump = abs(atB) > 1e-6 * abs(atC - atB) && atC != atB && (atB >= 0) != (atC >= 0)
    return isJump && atB < 0 ? c : b
  }

  /// Steps, as a share of the value, in which a function is looked at above a root, where its value takes little and where a
  /// scenario is evaluated for it: falls between two steps are not seen.
  static let (fineStep, coarseStep) = (0.002, 0.02)

  /// The root from which on a function stays at 0 or above, to the end of a range.
  ///
  /// - `root`: one of its roots above 0, or a value where it is above 0.
  /// - `dip`: by how much it may fall below what it was before, above the root.
  /// - `step`: in which it is looked at, as a share of the value.
  static func lastRise(
    from root: Double, upTo end: Double, dip: Double, step: Double = fineStep, of function: (Double) throws -> Double
  ) rethrows -> Double? {
    var last: ClosedRange<Double>?
    var value = root
    while value < end, value > 0 {
      let next = min(value * (1 + step), end)
      let found = try function(next)
      if found < 0 { last = next...min(next * (1 + step), end) }
      if found > dip { break }
      value = next
    }
    guard let last else { return root }
    return try self.root(in: last, of: function)
  }
}
