import EventSimulation
import Testing

struct Clock: EventModel {
  enum Event { case tick }
  var ticks = 0
  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    ticks += 1
    calendar.schedule(.tick, after: 1)
  }
}

@Test func `a clock ticks once a unit of time`() {
  var simulation = Simulation(Clock())
  simulation.calendar.schedule(.tick, at: 0)
  simulation.run(through: 9)
  #expect(simulation.model.ticks == 10)
}
