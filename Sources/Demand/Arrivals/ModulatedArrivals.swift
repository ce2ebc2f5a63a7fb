public import EventSimulation
public import Randomness

/// Poisson arrivals whose rate jumps between states, and may follow a profile besides.
///
/// ```swift
/// var arrivals = ModulatedArrivals(.onOff(rate: 40, on: 20, off: 100), from: streams.stream("retries"))
/// var day = ModulatedArrivals(
///   calmAndBusy.relative, following: .day(shape, meanRate: 5.5), from: streams.stream("chat/arrivals"))
/// ```
/// The rate at a time is that of the state times that of the profile. The first state is drawn by the shares of the
/// states, so the start is a moment like any other.
///
/// Exact: an exponential amount of expected arrivals is used up by state after state, which Poisson arrivals allow.
/// - Complexity: a draw for each arrival and two for each change of state.
public struct ModulatedArrivals: ArrivalProcess {
  private var clock: RateClock
  private let stream: RandomStream
  private let rates: [Double]
  /// The mean time in each state.
  private let stays: [Double]
  /// The chance of each next state or one before it, row by row.
  private let onward: [Double]
  private var state: Int
  private var stateEnd: Double

  /// Arrivals at the rate of the state of the moment, times that of a profile.
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
