import EventSimulation
import Testing

private struct Metronome: EventModel {
  enum Event { case tick, alarm }
  var ticks = 0
  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    switch event {
    case .tick:
      ticks += 1
      calendar.schedule(.tick, after: 1)
    case .alarm: calendar.stop()
    }
  }
}

private func startedMetronome() -> Simulation<Metronome> {
  var simulation = Simulation(Metronome())
  simulation.calendar.schedule(.tick, at: 0)
  return simulation
}

@Suite struct `Running a simulation` {
  @Test func `a run handles the events at its end and leaves the clock there`() {
    var simulation = startedMetronome()
    simulation.run(through: 9)
    #expect(simulation.model.ticks == 10)
    simulation.run(through: 9.5)
    #expect(simulation.model.ticks == 10)
    #expect(simulation.now == 9.5)
    #expect(simulation.peek() == 10)
    simulation.run(through: 3)
    #expect(simulation.now == 9.5)
    simulation.run(through: 11)
    #expect(simulation.model.ticks == 12)
  }

  @Test func `a simulation can be driven by hand`() {
    var simulation = startedMetronome()
    var times: [Double] = []
    while let next = simulation.peek(), next <= 3 {
      times.append(next)
      simulation.step()
      #expect(simulation.now == next)
    }
    #expect(times == [0, 1, 2, 3])
    simulation.calendar.removeAll()
    #expect(simulation.peek() == nil)
    #expect(simulation.step() == false)
  }

  @Test func `a handler can stop the run, which another run takes up`() {
    var simulation = startedMetronome()
    simulation.calendar.schedule(.alarm, at: 4.5)
    simulation.run()
    #expect(simulation.now == 4.5)
    #expect(simulation.model.ticks == 5)
    simulation.run(through: 6)
    #expect(simulation.model.ticks == 7)
    simulation.calendar.schedule(.alarm, at: 7)
    simulation.run(through: 100)
    #expect(simulation.now == 7)
    #expect(simulation.step() == true)
  }

  @Test func `a run ends as soon as a condition holds`() {
    var simulation = startedMetronome()
    #expect(simulation.run { $0.ticks == 3 } == true)
    #expect(simulation.now == 2)
    simulation.calendar.schedule(.alarm, after: 1.5)
    #expect(simulation.run { $0.ticks == 30 } == false)
    #expect(simulation.now == 3.5)
  }

  @Test func `a run shows its events on request`() {
    var simulation = startedMetronome()
    simulation.calendar.schedule(.alarm, at: 2, priority: -3)
    var trace: [EventRecord<Metronome.Event>] = []
    simulation.run(through: 100) { trace.append($0) }
    #expect(
      trace == [
        EventRecord(time: 0, priority: 0, sequence: 0, event: .tick),
        EventRecord(time: 1, priority: 0, sequence: 2, event: .tick),
        EventRecord(time: 2, priority: -3, sequence: 1, event: .alarm),
      ])
    #expect(trace.map(\.description) == ["0.0 0 0 tick", "1.0 0 2 tick", "2.0 -3 1 alarm"])
  }

  @Test func `two runs of a model with ties give one trace`() {
    struct Crowd: EventModel {
      var random: UInt64 = 1
      mutating func handle(_ event: Int, _ calendar: inout EventCalendar<Int>) {
        random = random &* 6_364_136_223_846_793_005 &+ 1
        calendar.schedule(event, after: Double(random >> 62), priority: Int16(random >> 60 & 1))
      }
    }
    func trace() -> [EventRecord<Int>] {
      var simulation = Simulation(Crowd())
      for member in 0..<20 { simulation.calendar.schedule(member, at: 0) }
      var trace: [EventRecord<Int>] = []
      simulation.run(through: 20) { trace.append($0) }
      return trace
    }
    let first = trace()
    #expect(first == trace())
    #expect(first.count > 200)
    #expect(zip(first, first.dropFirst()).allSatisfy { $0.time <= $1.time })
  }
}
