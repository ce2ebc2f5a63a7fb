/// The cost of steps in the unit of a replica's clock: seconds, or microseconds of which every step has a whole number.
struct StepTimes: Sendable {
  let clock: StepClock
  let base: Double
  let perPromptToken: Double
  let perPromptPair: Double
  let perContextToken: Double
  let perSequence: Double
  /// The coefficients of decode steps as whole numbers of 2⁻⁵⁶ µs, so that sums of many steps are exact.
  let exactBase: Int128
  let exactPerContextToken: Int128
  let exactPerSequence: Int128

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
    let time =
      base + perPromptToken * Double(promptTokens) + perPromptPair * promptPairs + perContextToken * Double(context)
      + perSequence * Double(sequences)
    return clock == .seconds ? time : max(1, time.rounded(.down))
  }

  /// Steps that work on the same answers, the first of which looks back at that much context.
  @inline(__always)
  func run(from start: Double, context: Int, sequences: Int) -> DecodeRun {
    let first = base + perContextToken * Double(context) + perSequence * Double(sequences)
    let rise = perContextToken * Double(sequences)
    if clock == .seconds { return DecodeRun(start: start, first: first, rise: rise) }
    let exactFirst =
      exactBase &+ exactPerContextToken &* Int128(truncatingIfNeeded: context)
      &+ exactPerSequence &* Int128(truncatingIfNeeded: sequences)
    return DecodeRun(
      start: start, first: first, rise: rise, exactFirst: exactFirst,
      exactRise: exactPerContextToken &* Int128(truncatingIfNeeded: sequences))
  }
}
