import Randomness

/// A source of arrivals during a run.
struct SourceState {
  let flow: Int32
  let gap: Int32
  let batch: Int32
  let isRenewal: Bool
  /// How many it may still bring.
  var left: Int
  /// The rest of its trace, and the arrival of it that is scheduled.
  var trace: AnyIterator<TracedArrival>?
  var traced: TracedArrival?
  /// Where it stands in its profile of rates.
  var clock: RateClock?

  init(_ source: ArrivalSource, streams: Streams) {
    flow = source.flow
    gap = source.gap
    batch = source.batch
    left = source.limit
    switch source.pattern {
    case .renewal: isRenewal = true
    case .rate: isRenewal = false
    case .profile(let profile):
      isRenewal = false
      clock = RateClock(profile, at: source.start)
    case .trace(let begin):
      isRenewal = false
      trace = begin(streams.stream(source.stream))
    }
  }
}
