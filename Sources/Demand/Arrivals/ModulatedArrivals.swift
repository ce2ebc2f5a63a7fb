import CGSL
public import EventSimulation
public import Randomness

/// A Markov-modulated Poisson process: Poisson arrivals whose rate jumps between states and may follow a profile too.
///
/// ```swift
/// var arrivals = ModulatedArrivals(.onOff(rate: 40, on: 20, off: 100), from: streams.stream("retries"))
/// var day = ModulatedArrivals(
///   calmAndBusy.relative, following: .day(shape, meanRate: 5.5), from: streams.stream("chat/arrivals"))
/// ```
/// The rate at a time is that of the state times that of the profile. The first state is drawn from the stationary
/// distribution.
///
/// Exact: an exponential amount of expected arrivals is used up by state after state, which Poisson arrivals allow.
/// - Complexity: a draw for each arrival and two for each change of state.
public struct ModulatedArrivals: ArrivalProcess {
  private var clock: RateClock
  private let stream: RandomStream
  private let rates: [Double]
  /// The mean time in each state.
  private let stays: [Double]
  /// Cumulative transition probabilities, row by row.
  private let onward: [Double]
  private var state: Int
  private var stateEnd: Double

  /// Arrivals at the rate of the current state times the rate of a profile.
  public init(_ states: RateStates, following profile: RateProfile = .constant(1), from stream: RandomStream) {
    clock = RateClock(profile)
    self.stream = stream
    rates = states.rates
    let frequencies = states.transitions.map { $0.reduce(0, +) }
    stays = frequencies.map { 1 / $0 }
    onward = zip(states.transitions, frequencies).flatMap { row, frequency in
      var sum = 0.0
      return row.map { entry in
        sum += entry
        return sum / frequency
      }
    }
    var rest = stream.uniform()
    state =
      states.shares.firstIndex { share in
        rest -= share
        return rest < 0
      } ?? 0
    stateEnd = stream.exponential(mean: stays[state])
  }

  public mutating func next() -> Double? {
    var area = stream.exponential(mean: 1)
    while true {
      let rate = rates[state]
      let rest = rate > 0 ? clock.advance(expecting: area / rate, until: stateEnd) : area
      if rate > 0, rest == 0 { return clock.time }
      guard clock.time < .infinity, !clock.hasEnded else { return nil }
      if rate > 0 { area = rest * rate } else { clock.skip(to: stateEnd) }
      enterNextState()
    }
  }

  private mutating func enterNextState() {
    let row = state * rates.count
    if rates.count == 2 {
      state = 1 - state
    } else {
      let number = stream.uniform()
      var next = 0
      while next + 1 < rates.count, number >= onward[row + next] { next += 1 }
      state = next
    }
    stateEnd += stream.exponential(mean: stays[state])
  }
}

/// The states of a rate that jumps at random times: calm and busy, on and off.
///
/// ```swift
/// let retries = RateStates.onOff(rate: 40, on: 20, off: 100)
/// // retries.meanRate is 6.7 a second, and the variance of a minute's counts is 812 times Poisson's
/// let calmAndBusy = RateStates(rates: [3, 12], stays: [600, 120])
/// ```
/// Each state lasts an exponential time and brings Poisson arrivals at its rate: the Markov-modulated Poisson process.
/// Rates are in arrivals a second, or multiples of a profile's rate; times are in seconds.
/// Fischer and Meier-Hellstern, "The Markov-modulated Poisson process (MMPP) cookbook", Performance Evaluation 18, 1993.
public struct RateStates: Sendable, Hashable {
  /// The rate in each state.
  public let rates: [Double]
  /// The rate of transition a second from each state to each other, row by row; 0 on the diagonal.
  public let transitions: [[Double]]
  /// The share of the time that is spent in each state.
  public let shares: [Double]

  /// States with the rates of transition between them.
  ///
  /// - `transitions`: transitions a second from each state to each other, row by row; the diagonal is ignored.
  public init(
    rates: [Double], transitions: [[Double]], file: StaticString = #fileID, line: UInt = #line
  ) {
    if let (problem, remedy) = Self.problem(rates, transitions) {
      ValidationErrors.report(InvalidValue("RateStates", problem, remedy: remedy, location: "\(file):\(line)"))
      self.init(accepted: [1, 1], [[0, 1], [1, 0]])
    } else {
      self.init(
        accepted: rates,
        transitions.enumerated().map { row, entries in entries.enumerated().map { $0 == row ? 0 : $1 } })
    }
  }

  /// States that follow each other in a cycle, each with its mean duration in seconds.
  public init(rates: [Double], stays: [Double], file: StaticString = #fileID, line: UInt = #line) {
    guard rates.count == stays.count, stays.allSatisfy({ $0 > 0 && $0 < .infinity }) else {
      ValidationErrors.report(
        InvalidValue(
          "RateStates with \(rates.count) rates and stays \(stays.map(\.shortest).joined(separator: ", "))",
          "each state lasts a mean time above 0 s", location: "\(file):\(line)"))
      self.init(accepted: [1, 1], [[0, 1], [1, 0]])
      return
    }
    let transitions = stays.indices.map { row in
      stays.indices.map { stays.count > 1 && $0 == (row + 1) % stays.count ? 1 / stays[row] : 0 }
    }
    self.init(rates: rates, transitions: transitions, file: file, line: line)
  }

  /// Arrivals at a rate while a source is on, and none while it is off; both times are exponential with the given means.
  ///
  /// The interrupted Poisson process, whose gaps are independent. Kuczura 1973.
  public static func onOff(
    rate: Double, on: Double, off: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> RateStates {
    RateStates(rates: [rate, 0], stays: [on, off], file: file, line: line)
  }

  private init(accepted rates: [Double], _ transitions: [[Double]]) {
    self.rates = rates
    self.transitions = transitions
    shares = MarkovChain(transitions).shares
  }

  private static func problem(_ rates: [Double], _ transitions: [[Double]]) -> (String, String?)? {
    let count = rates.count
    guard count > 1 else {
      return ("there is only one state", "for a constant rate use RenewalArrivals.poisson")
    }
    for (state, rate) in rates.enumerated() where !(rate >= 0 && rate < .infinity) {
      return ("the rate of state \(state) is \(rate.shortest); a number from 0 on was expected", nil)
    }
    if rates.allSatisfy({ $0 == 0 }) { return ("no state has arrivals", "give one of them a rate above 0") }
    guard transitions.count == count, transitions.allSatisfy({ $0.count == count }) else {
      return ("\(count) rates need \(count) rows of \(count) transitions", nil)
    }
    for (state, row) in transitions.enumerated() {
      for (other, frequency) in row.enumerated() where state != other && !(frequency >= 0 && frequency < .infinity) {
        return ("state \(state) is left for \(other) \(frequency.shortest) times a second; 0 or more was expected", nil)
      }
    }
    if let (from, to) = MarkovChain(transitions).unreachable {
      return (
        "state \(to) cannot be reached from state \(from), so the long-run shares are not determined",
        "give every state a transition that leads to all others"
      )
    }
    return nil
  }

  /// Arrivals a second in the long run.
  public var meanRate: Double { zip(rates, shares).reduce(0) { $0 + $1.0 * $1.1 } }

  /// The states with rates scaled to a mean of 1, to modulate a profile.
  public var relative: RateStates {
    let mean = meanRate
    return RateStates(accepted: rates.map { $0 / mean }, transitions)
  }

  /// The variance of the counts in windows of that many seconds over their mean: 1 for Poisson arrivals.
  ///
  /// Exact, by the matrix exponential. Fischer and Meier-Hellstern 1993.
  public func indexOfDispersion(over seconds: Double, file: StaticString = #fileID, line: UInt = #line) -> Double {
    guard seconds > 0, seconds < .infinity else {
      ValidationErrors.report(
        InvalidValue(
          "indexOfDispersion(over: \(seconds.shortest))", "a window lasts a finite time above 0 s",
          remedy: "limitingDispersion is that of long windows", location: "\(file):\(line)"))
      return 1
    }
    return MarkovChain(transitions).indexOfDispersion(of: rates, over: seconds)
  }

  /// The limit of the index of dispersion in long windows.
  public var limitingDispersion: Double { MarkovChain(transitions).limitingDispersion(of: rates) }

  /// Standard deviation over mean of the gaps between arrivals.
  ///
  /// Fischer and Meier-Hellstern 1993, 2.2: moments of the gap from an arrival taken at random.
  public var variationOfGaps: Double { MarkovChain(transitions).variationOfGaps(at: rates) }
}
