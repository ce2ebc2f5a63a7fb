/// The cost of steps in the unit of a replica's clock: seconds, or microseconds of which every step has a whole number.
struct StepTimes: Sendable {
  let clock: StepClock
  let base: Double
  let perPromptToken: Double
  let perPromptPair: Double
  let perContextToken: Double
  let perSequence: Double
  /// In microseconds, the coefficients as whole numbers of 2⁻⁵⁶ µs, so that sums of many steps are exact.
  private let exactBase: Int128
  private let exactPerPromptToken: Int128
  private let exactPerPromptPair: Int128
  private let exactPerContextToken: Int128
  private let exactPerSequence: Int128

  init(_ cost: StepCost, _ clock: StepClock) {
    func inUnit(_ milliseconds: Double) -> Double { clock == .seconds ? milliseconds / 1000 : milliseconds * 1000 }
    self.clock = clock
    base = inUnit(cost.base)
    perPromptToken = inUnit(cost.perPromptToken)
    perPromptPair = inUnit(cost.perPromptPair)
    perContextToken = inUnit(cost.perContextToken)
    perSequence = inUnit(cost.perSequence)
    func exact(_ value: Double) -> Int128 { clock == .seconds ? 0 : Int128(value * 0x1p56) }
    exactBase = exact(base)
    exactPerPromptToken = exact(perPromptToken)
    exactPerPromptPair = exact(perPromptPair)
    exactPerContextToken = exact(perContextToken)
    exactPerSequence = exact(perSequence)
  }

  /// Seconds on the clock of the simulation.
  @inline(__always)
  func seconds(_ time: Double) -> Double { clock == .seconds ? time : time / 1e6 }

  /// The time, on the clock of the replica, at which something happens that many seconds from the start.
  @inline(__always)
  func time(_ seconds: Double) -> Double {
    if clock == .seconds { return seconds }
    let exact = seconds * 1e6
    // A whole number of microseconds, read from decimals, is off by rounding.
    let near = exact.rounded()
    return abs(exact - near) <= near * 0x1p-50 ? near : exact.rounded(.up)
  }

  /// A step that works on prompts too.
  @inline(__always)
  func step(promptTokens: Int, promptPairs: Double, context: Int, sequences: Int) -> Double {
    guard clock == .seconds else {
      // Pairs come in halves.
      let exact =
        exactFirst(context: context, sequences: sequences) &+ exactPerPromptToken &* Int128(promptTokens)
        &+ (exactPerPromptPair &* Int128(2 * promptPairs)) >> 1
      return max(1, Double(Int(truncatingIfNeeded: exact >> 56)))
    }
    return base + perPromptToken * Double(promptTokens) + perPromptPair * promptPairs + perContextToken
      * Double(context)
      + perSequence * Double(sequences)
  }

  @inline(__always)
  private func exactFirst(context: Int, sequences: Int) -> Int128 {
    exactBase &+ exactPerContextToken &* Int128(truncatingIfNeeded: context)
      &+ exactPerSequence &* Int128(truncatingIfNeeded: sequences)
  }

  /// Steps that work on the same answers, the first of which looks back at that much context.
  @inline(__always)
  func run(from start: Double, context: Int, sequences: Int) -> DecodeRun {
    let first = base + perContextToken * Double(context) + perSequence * Double(sequences)
    let rise = perContextToken * Double(sequences)
    if clock == .seconds { return DecodeRun(start: start, first: first, rise: rise) }
    return DecodeRun(
      start: start, first: first, rise: rise, exactFirst: exactFirst(context: context, sequences: sequences),
      exactRise: exactPerContextToken &* Int128(truncatingIfNeeded: sequences))
  }
}
