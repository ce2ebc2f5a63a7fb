import EventSimulation
import Randomness

/// Replicas that boot, leave, fail and are interrupted.
extension FleetModel {
  mutating func beginChanges(_ calendar: inout EventCalendar<Event>) {
    for pool in pools.indices {
      let operation = pools[pool].pool.operation
      for replica in pools[pool].places where slots[replica].state == .serving { expectEnd(of: replica, &calendar) }
      if case .spot(let market) = pools[pool].pool.purchaseOption {
        scheduleCapacity(of: pool, market, after: 0, &calendar)
      }
      if let scaling = operation?.scaling {
        let start = if case .plan = scaling.rule { 0.0 } else { scaling.interval }
        calendar.schedule(.evaluation(pool: Int32(pool)), at: start, priority: Self.evaluationPriority)
      }
    }
  }

  mutating func change(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    switch event {
    case .ready(let replica, let generation):
      if isCurrent(replica, generation) { becomeReady(Int(replica), &calendar) }
    case .failure(let replica, let generation):
      if isCurrent(replica, generation) { fail(Int(replica), &calendar) }
    case .discovery(let pool):
      pools[Int(pool)].unnoticed -= 1
      adjust(Int(pool), &calendar)
    case .returning(let pool):
      pools[Int(pool)].missing.add(-1, at: calendar.now)
      adjust(Int(pool), &calendar)
    case .notice(let replica, let generation):
      if isCurrent(replica, generation) { giveNotice(to: Int(replica), &calendar) }
    case .interruption(let replica, let generation):
      if isCurrent(replica, generation) { interrupt(Int(replica), &calendar) }
    case .capacity(let pool, let isAvailable):
      changeCapacity(of: Int(pool), isAvailable: isAvailable, &calendar)
    case .warning(let pool):
      warn(Int(pool), &calendar)
    case .evaluation(let pool):
      evaluate(Int(pool), &calendar)
    case .arrival, .followUp, .joining, .step, .observation:
      return
    }
  }

  private func isCurrent(_ replica: Int32, _ generation: UInt32) -> Bool {
    slots[Int(replica)].generation == generation && slots[Int(replica)].state != .empty
  }

  func tell(_ kind: FleetEvent.Kind, pool: Int, replica: Int? = nil, at now: Double) {
    if let fleetObserver { fleetObserver(FleetEvent(time: now, pool: pool, replica: replica, kind: kind)) }
  }

  // MARK: - Coming

  /// Launches replicas, or lets some leave, until the target is reached.
  mutating func adjust(_ pool: Int, _ calendar: inout EventCalendar<Event>) {
    while pools[pool].present < pools[pool].wanted, pools[pool].free > 0 {
      guard let replica = pools[pool].places.first(where: { slots[$0].state == .empty }) else { break }
      launch(replica, of: pool, &calendar)
    }
    while pools[pool].present > pools[pool].wanted {
      guard let replica = dispensable(in: pool) else { break }
      if slots[replica].state == .booting { leave(replica, &calendar) } else { drain(replica, &calendar) }
    }
  }

  private mutating func launch(_ replica: Int, of pool: Int, _ calendar: inout EventCalendar<Event>) {
    guard let operation = pools[pool].pool.operation else { return }
    slots[replica].state = .booting
    slots[replica].generation &+= 1
    slots[replica].launched = calendar.now
    pools[pool].booting.add(1, at: calendar.now)
    pools[pool].launches += 1
    tell(.launched, pool: pool, replica: replica, at: calendar.now)
    expectEnd(of: replica, &calendar)
    let boot = max(operation.boot.draw(from: pools[pool].boots), 0)
    calendar.schedule(
      .ready(Int32(replica), generation: slots[replica].generation), after: boot, priority: Self.changePriority)
  }

  /// Draws when a replica will fail and when it will be interrupted.
  private mutating func expectEnd(of replica: Int, _ calendar: inout EventCalendar<Event>) {
    let pool = poolOf[replica]
    let generation = slots[replica].generation
    if let failures = pools[pool].pool.operation?.failures {
      let mean = failures.secondsBetween(pools[pool].pool.deployment)
      calendar.schedule(
        .failure(Int32(replica), generation: generation), after: pools[pool].failing.exponential(mean: mean),
        priority: Self.changePriority)
    }
    if case .spot(let market) = pools[pool].pool.purchaseOption, case .interrupted(let hours, _) = market.availability {
      let life = pools[pool].market.exponential(mean: 3600 * hours)
      calendar.schedule(
        .notice(Int32(replica), generation: generation), after: max(life - market.notice, 0),
        priority: Self.changePriority)
    }
  }

  private mutating func becomeReady(_ replica: Int, _ calendar: inout EventCalendar<Event>) {
    guard slots[replica].state == .booting else { return }
    let pool = poolOf[replica]
    slots[replica].state = .serving
    pools[pool].booting.add(-1, at: calendar.now)
    pools[pool].countServing(1, at: calendar.now)
    tell(.ready, pool: pool, replica: replica, at: calendar.now)
    loadIndexes[loadIndex(of: replica)].open(replica)
    open.append(Int32(replica))
    admitFromDispatchQueue(pools[pool].pool.deployment.batching.sequences, to: replica, &calendar)
  }

  // MARK: - Leaving

  /// The replica to remove first: a booting one, the last launched first, or the one with the fewest requests.
  private func dispensable(in pool: Int) -> Int? {
    let places = pools[pool].places
    if let booting = places.filter({ slots[$0].state == .booting }).max(by: {
      (slots[$0].launched, $0) < (slots[$1].launched, $1)
    }) {
      return booting
    }
    return places.filter { slots[$0].state == .serving }.min {
      let (one, other) = (loadIndexes[loadIndex(of: $0)].count(of: $0), loadIndexes[loadIndex(of: $1)].count(of: $1))
      return one != other ? one < other : (slots[$0].launched, $0) > (slots[$1].launched, $1)
    }
  }

  private mutating func drain(_ replica: Int, _ calendar: inout EventCalendar<Event>) {
    stopServing(replica, &calendar)
    tell(.draining, pool: poolOf[replica], replica: replica, at: calendar.now)
    if pools[poolOf[replica]].pool.operation?.draining == .movingWaiting { moveWaiting(from: replica, &calendar) }
    leaveIfEmpty(replica, &calendar)
  }

  private mutating func stopServing(_ replica: Int, _ calendar: inout EventCalendar<Event>) {
    let pool = poolOf[replica]
    slots[replica].state = .draining
    pools[pool].countServing(-1, at: calendar.now)
    pools[pool].draining.add(1, at: calendar.now)
    stopRouting(to: replica)
  }

  private mutating func stopRouting(to replica: Int) {
    loadIndexes[loadIndex(of: replica)].close(replica)
    open.removeAll { $0 == Int32(replica) }
  }

  private mutating func moveWaiting(from replica: Int, _ calendar: inout EventCalendar<Event>) {
    var waiting: [RequestState] = []
    replicas[replica].giveUpWaiting(into: &waiting)
    // Events of requests on their way to it are skipped.
    while let request = underway[replica].popFirst() { waiting.append(request) }
    loadIndexes[loadIndex(of: replica)].remove(waiting.count, from: replica)
    for request in waiting { resend(request, &calendar) }
  }

  private mutating func leaveIfEmpty(_ replica: Int, _ calendar: inout EventCalendar<Event>) {
    if slots[replica].state == .draining, !slots[replica].isNoticed,
      loadIndexes[loadIndex(of: replica)].count(of: replica) == 0
    {
      leave(replica, &calendar)
    }
  }

  /// Removes a replica that holds no request.
  private mutating func leave(_ replica: Int, _ calendar: inout EventCalendar<Event>) {
    let pool = poolOf[replica]
    vacate(replica, at: calendar.now)
    tell(.left, pool: pool, replica: replica, at: calendar.now)
    // A launch may have waited for its GPUs.
    if pools[pool].present < pools[pool].wanted { adjust(pool, &calendar) }
  }

  private mutating func vacate(_ replica: Int, at now: Double) {
    let pool = poolOf[replica]
    switch slots[replica].state {
    case .empty: return
    case .booting: pools[pool].booting.add(-1, at: now)
    case .serving:
      pools[pool].countServing(-1, at: now)
      stopRouting(to: replica)
    case .draining: pools[pool].draining.add(-1, at: now)
    }
    slots[replica].state = .empty
    slots[replica].isNoticed = false
    slots[replica].generation &+= 1
  }

  // MARK: - Being lost

  private mutating func fail(_ replica: Int, _ calendar: inout EventCalendar<Event>) {
    let pool = poolOf[replica]
    let wasWanted = slots[replica].state != .draining
    let lost = lose(replica, &calendar)
    pools[pool].failures += 1
    tell(.failed(resent: lost.count), pool: pool, replica: replica, at: calendar.now)
    if let failures = pools[pool].pool.operation?.failures {
      if wasWanted {
        pools[pool].unnoticed += 1
        calendar.schedule(
          .discovery(pool: Int32(pool)), after: failures.noticedAfter, priority: Self.changePriority)
      }
      var gone = failures.noticedAfter
      if case .owned = pools[pool].pool.purchaseOption {
        gone = max(gone, 3600 * failures.repairHours.draw(from: pools[pool].repairs))
      }
      withdraw(pool, for: gone, &calendar)
    }
    for request in lost { resend(request, &calendar) }
  }

  /// GPUs of the pool cannot be launched for so many seconds.
  private mutating func withdraw(_ pool: Int, for seconds: Double, _ calendar: inout EventCalendar<Event>) {
    pools[pool].missing.add(1, at: calendar.now)
    calendar.schedule(.returning(pool: Int32(pool)), after: seconds, priority: Self.changePriority)
  }

  private mutating func giveNotice(to replica: Int, _ calendar: inout EventCalendar<Event>) {
    guard case .spot(let market) = pools[poolOf[replica]].pool.purchaseOption else { return }
    tell(.noticed, pool: poolOf[replica], replica: replica, at: calendar.now)
    switch slots[replica].state {
    case .booting:
      // It would hardly be ready before the interruption.
      interrupt(replica, &calendar)
      return
    case .serving:
      slots[replica].isNoticed = true
      stopServing(replica, &calendar)
    case .draining, .empty: break
    }
    calendar.schedule(
      .interruption(Int32(replica), generation: slots[replica].generation), after: market.notice,
      priority: Self.changePriority)
    adjust(poolOf[replica], &calendar)
  }

  private mutating func interrupt(_ replica: Int, _ calendar: inout EventCalendar<Event>) {
    let pool = poolOf[replica]
    let lost = lose(replica, &calendar)
    pools[pool].interruptions += 1
    tell(.interrupted(resent: lost.count), pool: pool, replica: replica, at: calendar.now)
    if case .spot(let market) = pools[pool].pool.purchaseOption,
      case .interrupted(_, let backAfter) = market.availability
    {
      withdraw(pool, for: max(backAfter.draw(from: pools[pool].market), 0), &calendar)
    }
    adjust(pool, &calendar)
    for request in lost { resend(request, &calendar) }
  }

  /// Removes a replica and returns its requests.
  private mutating func lose(_ replica: Int, _ calendar: inout EventCalendar<Event>) -> [RequestState] {
    var lost: [RequestState] = []
    replicas[replica].evacuate(at: calendar.now, into: &lost)
    while let request = underway[replica].popFirst() { lost.append(request) }
    loadIndexes[loadIndex(of: replica)].remove(lost.count, from: replica)
    vacate(replica, at: calendar.now)
    return lost
  }

  // MARK: - Spot capacity

  private mutating func scheduleCapacity(
    of pool: Int, _ market: SpotMarket, after time: Double, _ calendar: inout EventCalendar<Event>
  ) {
    guard let next = market.nextChange(after: time) else { return }
    calendar.schedule(
      .capacity(pool: Int32(pool), isAvailable: next.isAvailable), at: next.time, priority: Self.changePriority)
    if !next.isAvailable {
      calendar.schedule(
        .warning(pool: Int32(pool)), at: max(next.time - market.notice, calendar.now), priority: Self.changePriority)
    }
  }

  /// Gives notice to every replica of a pool.
  private mutating func warn(_ pool: Int, _ calendar: inout EventCalendar<Event>) {
    pools[pool].isAvailable = false
    for replica in pools[pool].places where slots[replica].state != .empty { giveNotice(to: replica, &calendar) }
  }

  private mutating func changeCapacity(of pool: Int, isAvailable: Bool, _ calendar: inout EventCalendar<Event>) {
    guard case .spot(let market) = pools[pool].pool.purchaseOption else { return }
    pools[pool].isAvailable = isAvailable
    tell(.available(isAvailable), pool: pool, at: calendar.now)
    scheduleCapacity(of: pool, market, after: calendar.now, &calendar)
    if isAvailable { adjust(pool, &calendar) }
  }

  // MARK: - Requests that have to go elsewhere

  /// Sends a lost request again; its latency counts from its first arrival.
  mutating func resend(_ request: RequestState, _ calendar: inout EventCalendar<Event>) {
    if request.arrival >= warmUp { resent += 1 }
    let texts = contents?[request.number]
    place(
      request, on: dispatchQueue.isEmpty ? route(inputTokens: Int(request.input), sharing: texts) : -1, &calendar)
  }

  /// Sends a request to a replica if it fits there.
  private mutating func place(_ request: RequestState, on replica: Int, _ calendar: inout EventCalendar<Event>) {
    if replica >= 0,
      let limit = limits[poolOf[replica]].limit(inputTokens: Int(request.input), outputTokens: Int(request.output))
    {
      inSystem.add(-1, at: calendar.now)
      if request.arrival >= warmUp { refused += 1 }
      if let observer { observer(.refused(number: request.number, limit)) }
      return
    }
    send(request, to: replica, &calendar)
  }

  /// Sends requests from the dispatch queue to a replica.
  private mutating func admitFromDispatchQueue(_ most: Int, to replica: Int, _ calendar: inout EventCalendar<Event>) {
    for _ in 0..<most {
      guard let request = dispatchQueue.popFirst() else { return }
      place(request, on: replica, &calendar)
    }
  }

  /// After requests have left a replica: a draining replica leaves if it is empty, others take from the dispatch queue.
  mutating func release(_ left: Int, from replica: Int, _ calendar: inout EventCalendar<Event>) {
    if slots[replica].state == .draining { leaveIfEmpty(replica, &calendar) }
    if !dispatchQueue.isEmpty, slots[replica].state == .serving { admitFromDispatchQueue(left, to: replica, &calendar) }
  }
}
