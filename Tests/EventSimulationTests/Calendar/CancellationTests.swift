import EventSimulation
import Randomness
import Testing

@Suite struct `Cancelling events` {
  @Test func `of events at one instant, one can cancel another that is still to come`() {
    struct Race: EventModel {
      enum Event { case start, first, second }
      var keys: [EventKey] = []
      var handled: [Event] = []
      mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
        handled.append(event)
        switch event {
        case .start:
          keys = [
            calendar.scheduleCancellable(.first, after: 1), calendar.scheduleCancellable(.second, after: 1),
          ]
        case .first:
          #expect(calendar.isScheduled(keys[0]) == false)
          #expect(calendar.cancel(keys[0]) == false)
          #expect(calendar.cancel(keys[1]) == true)
          #expect(calendar.cancel(keys[1]) == false)
          #expect(calendar.peek() == nil)
        case .second: Issue.record("a cancelled event was handled")
        }
      }
    }
    var simulation = Simulation(Race())
    simulation.calendar.schedule(.start, at: 0)
    simulation.run()
    #expect(simulation.model.handled == [.start, .first])
    #expect(simulation.now == 1)
  }

  @Test func `a cancelled event does not move the clock`() {
    var calendar = EventCalendar<Int>()
    let key = calendar.scheduleCancellable(0, at: 7)
    calendar.schedule(1, at: 3)
    calendar.cancel(key)
    #expect(calendar.next(through: .infinity) == 1)
    #expect(calendar.next(through: .infinity) == nil)
    #expect(calendar.now == 3)
  }

  @Test func `an old key never cancels a later event`() {
    var calendar = EventCalendar<Int>()
    var keys: [EventKey] = []
    for round in 0..<200 {
      keys.append(calendar.scheduleCancellable(round, after: 1))
      for key in keys.dropLast() { #expect(calendar.cancel(key) == false) }
      if round.isMultiple(of: 3) {
        calendar.removeAll()
      } else if round.isMultiple(of: 2) {
        #expect(calendar.cancel(keys[round]) == true)
      } else {
        #expect(calendar.next(through: .infinity) == round)
      }
    }
    #expect(Set(keys).count == keys.count)
  }

  /// A deadline far away for every customer, cancelled each time: what a patient crowd does to a calendar.
  @Test func `the memory of a run that cancels forever stays bounded`() {
    var calendar = EventCalendar<Int>()
    for customer in 0..<50_000 {
      let deadline = calendar.scheduleCancellable(customer, after: customer.isMultiple(of: 2) ? 1e9 : .infinity)
      calendar.schedule(customer, after: 1)
      #expect(calendar.next(through: .greatestFiniteMagnitude) == customer)
      calendar.cancel(deadline)
    }
    #expect(calendar.isEmpty == true)
    #expect(calendar.places <= 64)
  }

  @Test func `what a cancelled event holds is freed when most places are cancelled`() {
    let census = Census()
    var calendar = EventCalendar<Payload>()
    for _ in 0..<1000 { calendar.cancel(calendar.scheduleCancellable(Payload(census), after: 1e9)) }
    #expect(census.alive <= 64)
    calendar.removeAll()
    #expect(census.alive == 0)
  }

  /// The sweep of cancelled places restores the order, between events and while one is handled.
  @Test(arguments: 0..<6)
  func `after most events were cancelled the others come in order`(seed: Int) {
    let random = RandomStream(seed: UInt64(seed), replication: 0, name: "cancellations")
    var calendar = EventCalendar<Int>()
    var remaining: [(time: Double, number: Int)] = []
    var keys: [EventKey] = []
    for number in 0..<600 {
      let time = 1 + (random.uniform() * 50).rounded(.down)
      if number.isMultiple(of: 6) {
        calendar.schedule(number, at: time)
        remaining.append((time, number))
      } else {
        keys.append(calendar.scheduleCancellable(number, at: time))
      }
    }
    if seed.isMultiple(of: 2) {
      calendar.schedule(-1, at: 0)
      #expect(calendar.next(through: 0) == -1)
    }
    while !keys.isEmpty {
      let key = keys.remove(at: Int(random.uniform() * Double(keys.count)))
      #expect(calendar.cancel(key) == true)
    }
    #expect(calendar.count == remaining.count)
    remaining.sort { $0 < $1 }
    for (time, number) in remaining {
      #expect(calendar.next(through: .infinity) == number)
      #expect(calendar.now == time)
    }
    #expect(calendar.next(through: .infinity) == nil)
  }

  @Test func `an event at infinity is never handled and can be cancelled`() {
    var calendar = EventCalendar<Int>()
    let never = calendar.scheduleCancellable(0, at: .infinity)
    calendar.schedule(1, at: .infinity)
    #expect(calendar.next(through: .greatestFiniteMagnitude) == nil)
    #expect(calendar.count == 2)
    #expect(calendar.cancel(never) == true)
    #expect(calendar.peek() == .infinity)
  }
}
