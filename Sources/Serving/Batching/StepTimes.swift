import Glibc

/// The duration of steps in the unit of the replica's clock, of which all times are whole numbers.
struct StepTimes: Sendable {
  let clock: StepClock
  let base: Double
  let perPromptToken: Double
  let perPromptPair: Double
  let perContextToken: Double
  let perSequence: Double
  let perDecodeToken: Double
  /// In place of the coefficients, where the cost is a table or a formula.
  private let table: StepTable?
  private let formula: StepFormula?
  private let isLinear: Bool
  /// The units of the clock in a millisecond.
  private let unitsPerMillisecond: Double
  /// In microseconds, the coefficients as whole numbers of 2⁻⁵⁶ µs, so that sums of many steps are exact.
  private let exactBase: Int128
  private let exactPerPromptToken: Int128
  private let exactPerPromptPair: Int128
  private let exactPerContextToken: Int128
  private let exactPerSequence: Int128
  private let exactPerDecodeToken: Int128

  init(_ cost: StepCost, _ clock: StepClock) {
    let units = clock == .nanoseconds ? 1e6 : 1e3
    self.clock = clock
    unitsPerMillisecond = units
    table = cost.table
    formula = cost.formula
    isLinear = cost.table == nil && cost.formula == nil
    base = cost.base * units
    perPromptToken = cost.perPromptToken * units
    perPromptPair = cost.perPromptPair * units
    perContextToken = cost.perContextToken * units
    perSequence = cost.perSequence * units
    perDecodeToken = cost.perDecodeToken * units
    func exact(_ value: Double) -> Int128 { clock == .nanoseconds ? 0 : Self.exact(value) }
    exactBase = exact(base) &+ (clock == .nanoseconds ? 0 : Self.exactTolerance)
    exactPerPromptToken = exact(perPromptToken)
    exactPerPromptPair = exact(perPromptPair)
    exactPerContextToken = exact(perContextToken)
    exactPerSequence = exact(perSequence)
    exactPerDecodeToken = exact(perDecodeToken)
  }

  private static func exact(_ microseconds: Double) -> Int128 { Int128(microseconds * 0x1p56) }
  /// 2⁻³⁰ µs, so that a sum of decimals which is whole but for rounding is not truncated to less.
  private static let exactTolerance: Int128 = 1 << 26

  /// Seconds on the clock of the simulation: the number nearest to the decimals.
  @inline(__always)
  func seconds(_ time: Double) -> Double { clock == .nanoseconds ? time / 1e9 : time / 1e6 }

  /// A time in seconds on the clock of the replica, rounded up.
  @inline(__always)
  func time(_ seconds: Double) -> Double {
    let exact = seconds * (clock == .nanoseconds ? 1e9 : 1e6)
    // A whole number of units, read from decimals, is off by rounding.
    let near = exact.rounded()
    return abs(exact - near) <= near * 0x1p-50 ? near : exact.rounded(.up)
  }

  /// The duration of a step with prompts.
  @inline(__always)
  func step(promptTokens: Int, promptPairs: Double, context: Int, prompts: Int, answers: Int) -> Double {
    guard isLinear else {
      let units =
        unitsPerMillisecond
        * curved(promptTokens: promptTokens, pairs: promptPairs, prompts: prompts, context: context, answers: answers)
      return clock == .nanoseconds ? WholeNanoseconds.nearest(units) : max(1, (units + 0x1p-30).rounded(.down))
    }
    let sequences = prompts + answers
    guard clock == .nanoseconds else {
      // Pairs come in halves.
      let exact =
        exactFirst(context: context, sequences: sequences, answers: answers) &+ exactPerPromptToken
        &* Int128(promptTokens)
        &+ (exactPerPromptPair &* Int128(2 * promptPairs)) >> 1
      return max(1, Double(Int(truncatingIfNeeded: exact >> 56)))
    }
    return WholeNanoseconds.nearest(
      base + perPromptToken * Double(promptTokens) + perPromptPair * promptPairs + perContextToken * Double(context)
        + perSequence * Double(sequences) + perDecodeToken * Double(answers))
  }

  /// The duration of a step that verifies drafts: for each answer a token and so many drafted ones, which are computed as the
  /// tokens of a prompt are.
  func verification(
    promptTokens: Int, promptPairs: Double, context: Int, prompts: Int, answers: Int, drafted: Int
  ) -> Double {
    step(
      promptTokens: promptTokens + drafted * answers, promptPairs: promptPairs + Double(drafted) * Double(context),
      context: context, prompts: prompts + (table == nil ? 0 : answers), answers: answers)
  }

  @inline(__always)
  private func exactFirst(context: Int, sequences: Int, answers: Int) -> Int128 {
    exactBase &+ exactPerContextToken &* Int128(truncatingIfNeeded: context)
      &+ exactPerSequence &* Int128(truncatingIfNeeded: sequences)
      &+ exactPerDecodeToken &* Int128(truncatingIfNeeded: answers)
  }

  /// Milliseconds of a step by the table or the formula.
  @inline(never)
  private func curved(promptTokens: Int, pairs: Double, prompts: Int, context: Int, answers: Int) -> Double {
    if let table {
      return table.milliseconds(promptTokens: promptTokens, prompts: prompts, context: context, answers: answers)
    }
    return formula?.milliseconds(
      answers: Double(answers), context: answers == 0 ? 0 : Double(context) / Double(answers),
      promptTokens: Double(promptTokens), pairs: pairs) ?? 0
  }

  /// A run of decode steps with the same sequences, the first with that much context.
  @inline(__always)
  func run(from start: Double, context: Int, sequences: Int) -> DecodeRun {
    if !isLinear { return curvedRun(from: start, context: context, sequences: sequences) }
    let first =
      base + perContextToken * Double(context) + perSequence * Double(sequences) + perDecodeToken * Double(sequences)
    let rise = perContextToken * Double(sequences)
    if clock == .nanoseconds { return DecodeRun(start: start, first: first, rise: rise) }
    return DecodeRun(
      start: start, first: first, rise: rise,
      exactFirst: exactFirst(context: context, sequences: sequences, answers: sequences),
      exactRise: exactPerContextToken &* Int128(truncatingIfNeeded: sequences))
  }

  /// Up to the last step before the next row of the table, or kink of the formula, where the rise changes.
  private func curvedRun(from start: Double, context: Int, sequences: Int) -> DecodeRun {
    let cell =
      table?.decoding.cell(tokens: Double(context), sequences: Double(sequences))
      ?? formula?.cell(context: Double(context), answers: Double(sequences))
      ?? StepTable.Grid.Cell(milliseconds: 0, perToken: 0, end: .infinity)
    let first = cell.milliseconds * unitsPerMillisecond
    let rise = cell.perToken * Double(sequences) * unitsPerMillisecond
    let rest = (cell.end - Double(context)) / Double(sequences)
    let limit = rest < 1e9 ? max(Int(rest.rounded(.down)) + 1, 1) : .max
    if clock == .nanoseconds { return DecodeRun(start: start, first: first, rise: rise, limit: limit) }
    return DecodeRun(
      start: start, first: first, rise: rise, exactFirst: Self.exact(first) &+ Self.exactTolerance,
      exactRise: Self.exact(rise), limit: limit)
  }
}

/// The resolution of a replica's clock. Times are whole numbers of it, so that events at the same instant are ties and no
/// rounding decides which comes first.
public enum StepClock: String, Sendable, Hashable, CaseIterable {
  /// Nanoseconds: the ends of steps are rounded to the nearest, as sums of exact durations.
  case nanoseconds
  /// Microseconds: the duration of each step is truncated, and arrivals are rounded up. As in inference-sim, whose results it
  /// reproduces.
  case microseconds

  /// What a step takes at least.
  var leastMilliseconds: Double { self == .microseconds ? 1e-3 : 1e-6 }
}

/// Times in whole nanoseconds.
enum WholeNanoseconds {
  /// The nearest whole number; halves to even. Exact below 2⁵¹, which is 26 days.
  @inline(__always)
  static func nearest(_ value: Double) -> Double { (value + 0x1.8p52) - 0x1.8p52 }

  /// A time in seconds to the nanosecond.
  @inline(__always)
  static func time(_ seconds: Double) -> Double { (seconds * 1e9).rounded() / 1e9 }

  /// A duration in seconds to the nanosecond.
  @inline(__always)
  static func duration(_ seconds: Double) -> Double {
    seconds < 1e6 ? max(nearest(seconds * 1e9), 0) / 1e9 : seconds
  }
}

/// A run of decode steps with the same sequences: each step takes longer than the previous one by the same amount, because
/// every context has grown by a token.
///
/// The end of the k-th step has a closed form, so k steps are taken at once. In nanoseconds that form, rounded, *is* the end of
/// the step, not a sum rounded step by step: a run that is split ends when the whole run does. In microseconds it is the exact
/// sum of the truncated steps, a floor sum.
struct DecodeRun {
  /// When the first step begins, and the durations, in the unit of the replica's clock.
  let start: Double
  let first: Double
  let rise: Double
  /// The steps for which the rise holds.
  let limit: Int
  /// In microseconds: the durations as whole numbers of 2⁻⁵⁶ µs.
  private let exactFirst: Int128
  private let exactRise: Int128
  private let isTruncated: Bool

  /// A run in nanoseconds.
  @inline(__always)
  init(start: Double, first: Double, rise: Double, limit: Int = .max) {
    self.start = start
    self.first = first
    self.rise = rise
    exactFirst = 0
    exactRise = 0
    isTruncated = false
    self.limit = limit
  }

  /// A run of truncated microseconds.
  @inline(__always)
  init(
    start: Double, first: Double, rise: Double, exactFirst: Int128, exactRise: Int128, limit: Int = .max
  ) {
    self.start = start
    self.first = first
    self.rise = rise
    self.exactFirst = exactFirst
    self.exactRise = exactRise
    isTruncated = true
    self.limit = limit
  }

  /// When the step of that number, from 1, ends.
  /// - Complexity: O(1) in nanoseconds, O(log count) in microseconds.
  @inline(__always)
  func end(of count: Int) -> Double {
    if isTruncated { return start + Double(wholeDuration(of: count)) }
    let steps = Double(count)
    return start + WholeNanoseconds.nearest(steps * first + rise * (0.5 * steps * (steps - 1)))
  }

  /// The first step, from 1 to `limit`, that ends at that time or after it; `limit` when none does.
  @inline(__always)
  func step(endingFrom time: Double, atMost limit: Int) -> Int {
    let elapsed = time - start
    // A truncated step is half a microsecond shorter than its cost, on average.
    let half = max(first - 0.5 * rise - (isTruncated ? 0.5 : 0), 0.5 * first)
    let estimate = 2 * elapsed / (half + (half * half + 2 * rise * max(elapsed, 0)).squareRoot())
    var step = estimate < Double(limit) ? min(max(Int(estimate.rounded(.up)), 1), limit) : limit
    while step < limit, end(of: step) < time { step += 1 }
    while step > 1, end(of: step - 1) >= time { step -= 1 }
    return step
  }

  /// Microseconds of the first `count` steps, each truncated.
  @inline(never)
  private func wholeDuration(of count: Int) -> Int {
    let mask: Int128 = (1 << 56) - 1
    let (first, rise) = (Int(truncatingIfNeeded: exactFirst >> 56), Int(truncatingIfNeeded: exactRise >> 56))
    return count * first + count * (count - 1) / 2 * rise
      + Int(
        FloorSum.sum(
          count: UInt64(count), slope: UInt64(truncatingIfNeeded: exactRise & mask),
          offset: UInt64(truncatingIfNeeded: exactFirst & mask), divisor: 1 << 56))
  }
}

/// Sums of the integer parts of an arithmetic progression of fractions.
enum FloorSum {
  /// The sum of ⌊(slope·i + offset)/divisor⌋ over i from 0 to count − 1.
  ///
  /// Counts the lattice points under a line as Euclid's algorithm does. Graham, Knuth and Patashnik, *Concrete Mathematics*,
  /// section 3.5. The sum must fit 64 bits, which sums of times always do.
  /// - Complexity: O(log divisor), and O(log count) where the progression rises by less than a whole in all.
  static func sum(count: UInt64, slope: UInt64, offset: UInt64, divisor: UInt64) -> UInt64 {
    var (count, slope, offset, divisor) = (count, slope, offset, divisor)
    var sum: UInt64 = 0
    while count > 0 {
      if slope >= divisor {
        let (quotient, remainder) = slope.quotientAndRemainder(dividingBy: divisor)
        // One of the two factors is even.
        sum &+= (count & 1 == 0 ? (count / 2) &* (count &- 1) : count &* ((count &- 1) / 2)) &* quotient
        slope = remainder
      }
      if offset >= divisor {
        let (quotient, remainder) = offset.quotientAndRemainder(dividingBy: divisor)
        sum &+= count &* quotient
        offset = remainder
      }
      let product = slope.multipliedFullWidth(by: count)
      let (low, carry) = product.low.addingReportingOverflow(offset)
      let high = product.high &+ (carry ? 1 : 0)
      if high == 0, low < divisor { break }
      (count, offset) = divisor.dividingFullWidth((high, low))
      (slope, divisor) = (divisor, slope)
    }
    return sum
  }
}
