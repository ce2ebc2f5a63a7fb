import Randomness

extension ProcessMachine {
  /// From when a source counts its first arrival.
  func sourceStart(_ row: Int32) -> Double { program.sources[Int(row)].start }

  /// Brings the transactions of an arrival into their flow, after the next arrival is scheduled.
  mutating func arrive(at row: Int32, _ calendar: inout Calendar) {
    let source = sources + Int(row)
    var size = 1
    if source.pointee.batch >= 0 {
      let drawn = draw(source.pointee.batch, -1)
      guard drawn > -0.5, drawn < 1e9 else {
        now = calendar.now
        return fail(program.sources[Int(row)].origin, "the size of a batch is a number from 0 on, not \(drawn)")
      }
      size = Int(drawn.rounded())
    }
    size = min(size, source.pointee.left, arrivalsLeft)
    source.pointee.left &-= size
    arrivalsLeft &-= size
    let traced = source.pointee.traced
    if source.pointee.left > 0, arrivalsLeft > 0 { scheduleArrival(at: row, from: calendar.now, &calendar) }
    guard size > 0 else { return }
    now = calendar.now
    for _ in 0..<size {
      if hasFailed { return }
      let slot = admit(to: source.pointee.flow)
      if let traced {
        for entry in traced.attributes {
          attribute(self.row(of: entry.attribute), of: slot).pointee = entry.value
        }
      }
      run(slot, &calendar)
    }
  }

  /// Begins a transaction of a flow.
  @inline(__always)
  mutating func admit(to flow: Int32) -> Int32 {
    let state = flows + Int(flow)
    state.pointee.arrived &+= 1
    state.pointee.inside.add(1, at: now)
    return arena.insert(flow: flow, entry: state.pointee.entry, priority: state.pointee.priority, at: now)
  }

  /// Begins a transaction of a flow with the attributes of another; it goes on when that one waits or leaves.
  mutating func launch(_ flow: Int32, from origin: Int32) {
    let slot = admit(to: flow)
    attribute(0, of: slot).update(from: attribute(0, of: origin), count: arena.width)
    ready.append(Ready(slot: slot, key: arena.records[Int(slot)].key))
  }

  /// Schedules the first arrival of a source after `time`, if there is one.
  @inline(__always)
  mutating func scheduleArrival(at row: Int32, from time: Double, _ calendar: inout Calendar) {
    let source = sources + Int(row)
    if source.pointee.isRenewal {
      let gap = draw(source.pointee.gap, -1)
      guard gap >= 0 else {
        now = calendar.now
        return fail(program.sources[Int(row)].origin, "the time between arrivals is a number from 0 on, not \(gap)")
      }
      if time + gap < .infinity { calendar.schedule(ProcessEvent(.arrival, row), at: time + gap) }
    } else {
      scheduleIrregular(at: row, from: time, &calendar)
    }
  }

  @inline(never)
  private mutating func scheduleIrregular(at row: Int32, from time: Double, _ calendar: inout Calendar) {
    let source = sources + Int(row)
    guard source.pointee.left > 0, arrivalsLeft > 0 else { return }
    let description = program.sources[Int(row)]
    var next = time
    switch description.pattern {
    case .renewal: return
    case .profile:
      next = source.pointee.clock?.advance(expecting: draw(source.pointee.gap, -1)) ?? .infinity
    case .rate(let rate, let greatest):
      var candidates = 0
      repeat {
        candidates += 1
        // A run without an end would look for ever for an arrival where the rate stays 0.
        if horizon == .infinity, candidates > mostSteps {
          now = calendar.now
          return fail(
            description.origin,
            "no arrival comes from time \(now) to \(next); end the run with until:, or raise the rate")
        }
        next += draw(source.pointee.gap, -1)
        let rate = rate(next)
        guard rate >= 0, rate <= greatest else {
          now = calendar.now
          return fail(
            description.origin, "the rate lies from 0 to \(greatest), but at time \(next) is \(rate)")
        }
        if draw(description.thinning, -1) * greatest < rate { break }
      } while next < horizon
    case .trace:
      guard let traced = source.pointee.trace?.next() else { return }
      source.pointee.traced = traced
      next = traced.time + description.start
      guard next >= calendar.now else {
        now = calendar.now
        return fail(
          description.origin, "the times of a trace must not fall, but \(traced.time) comes too late")
      }
    }
    if next < .infinity { calendar.schedule(ProcessEvent(.arrival, row), at: next) }
  }
}

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
