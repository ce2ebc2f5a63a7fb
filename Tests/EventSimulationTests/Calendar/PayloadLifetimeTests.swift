import EventSimulation
import Randomness
import Testing

/// Counts the payloads that live.
final class Census {
  var alive = 0
}

/// An event's payload that is counted while it lives.
final class Payload {
  let census: Census

  init(_ census: Census) {
    self.census = census
    census.alive += 1
  }

  deinit { census.alive -= 1 }
}

@Suite struct `Lifetime of what events hold` {
  /// Each event brings about two more, so the calendar grows while payloads come and go.
  private struct Breeding: EventModel {
    var held: Payload?
    mutating func handle(_ event: Payload, _ calendar: inout EventCalendar<Payload>) {
      held = event
      let delay = Double(event.census.alive % 7)
      calendar.schedule(Payload(event.census), after: delay)
      calendar.cancel(calendar.scheduleCancellable(Payload(event.census), after: delay))
      _ = calendar.scheduleCancellable(Payload(event.census), after: delay + 1)
    }
  }

  @Test(arguments: [0, 1, 2, 10, 500])
  func `a simulation abandoned midway frees what its events hold`(steps: Int) {
    let census = Census()
    do {
      var simulation = Simulation(Breeding())
      simulation.calendar.schedule(Payload(census), at: 0)
      for _ in 0..<steps { simulation.step() }
      #expect(census.alive > steps)
    }
    #expect(census.alive == 0)
  }

  @Test func `a calendar abandoned while an event is handled frees the others and not that one`() {
    let census = Census()
    var taken: Payload?
    do {
      var calendar = EventCalendar<Payload>()
      for time in 0..<5 { calendar.schedule(Payload(census), at: Double(time)) }
      taken = calendar.next(through: 0)
    }
    #expect(census.alive == 1)
    #expect(taken != nil)
    taken = nil
    #expect(census.alive == 0)
  }

  @Test func `each payload lives exactly as long as its event is to come`() {
    let census = Census()
    let random = RandomStream(seed: 3, replication: 0, name: "payloads")
    var calendar = EventCalendar<Payload>(minimumCapacity: 1)
    for _ in 0..<3000 {
      switch random.uniform() {
      case ..<0.5: calendar.schedule(Payload(census), after: random.uniform())
      default: _ = calendar.next(through: .infinity)
      }
      #expect(census.alive == calendar.count)
    }
  }

  @Test func `a queue frees its elements, also around its end and when it grows`() {
    let census = Census()
    do {
      var queue = FIFOQueue<Payload>(minimumCapacity: 4)
      for _ in 0..<3 { queue.append(Payload(census)) }
      for _ in 0..<2 { _ = queue.popFirst() }
      for _ in 0..<3 { queue.append(Payload(census)) }
      #expect(census.alive == 4)
      for _ in 0..<5 { queue.append(Payload(census)) }
      #expect(census.alive == 9)
      _ = queue.popFirst()
      #expect(census.alive == queue.count)
    }
    #expect(census.alive == 0)
  }
}
