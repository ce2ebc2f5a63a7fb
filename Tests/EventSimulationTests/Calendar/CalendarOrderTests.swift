import EventSimulation
import Randomness
import Testing

@Suite struct `Order of events` {
  @Test func `events come in order of time, then lower priority first, then first scheduled first`() {
    var calendar = EventCalendar<String>()
    calendar.schedule("late", at: 2, priority: -5)
    calendar.schedule("third", at: 1)
    calendar.schedule("last", at: 1, priority: 7)
    calendar.schedule("fourth", at: 1)
    calendar.schedule("second", at: 1, priority: -1)
    calendar.schedule("first", at: 1, priority: .min)
    var order: [String] = []
    while let event = calendar.next(through: 10) { order.append(event) }
    #expect(order == ["first", "second", "third", "fourth", "last", "late"])
  }

  /// An entry of the plain array that the calendar is compared with.
  private struct Expected {
    var time: Double
    var priority: Int16
    var number: Int
    var key: EventKey?
  }

  /// Thousands of random schedules, pops and cancellations, with many ties and stale keys.
  @Test(arguments: 0..<12)
  func `the calendar agrees with a sorted array`(seed: Int) {
    let random = RandomStream(seed: UInt64(seed), replication: 0, name: "operations")
    func below(_ bound: Int) -> Int { Int(random.uniform() * Double(bound)) }
    let priorities: [Int16] = [0, 0, 0, 1, -1, .min, .max]
    // From a calendar that is nearly always empty to one that grows to thousands.
    let shareOfPops = [0.35, 0.48, 0.55][seed % 3]
    var calendar = EventCalendar<Int>(minimumCapacity: 1)
    var expected: [Expected] = []
    var stale: [EventKey] = []
    var number = 0
    var popped = 0
    for _ in 0..<4000 {
      let draw = random.uniform()
      if draw < shareOfPops {
        let limit = calendar.now + [0, 1, 3, .infinity][below(4)]
        expected.sort { ($0.time, $0.priority, $0.number) < ($1.time, $1.priority, $1.number) }
        let next = expected.first.flatMap { $0.time <= limit ? $0 : nil }
        #expect(calendar.next(through: limit) == next?.number)
        guard let next else { continue }
        popped += 1
        expected.removeFirst()
        #expect(calendar.now == next.time)
        if let key = next.key { stale.append(key) }
      } else if draw < 0.9 {
        let delay = Double(below(4)) / 2
        let priority = priorities[below(priorities.count)]
        var entry = Expected(time: calendar.now + delay, priority: priority, number: number)
        switch below(4) {
        case 0: calendar.schedule(number, after: delay, priority: priority)
        case 1: calendar.schedule(number, at: calendar.now + delay, priority: priority)
        case 2: entry.key = calendar.scheduleCancellable(number, after: delay, priority: priority)
        default: entry.key = calendar.scheduleCancellable(number, at: calendar.now + delay, priority: priority)
        }
        expected.append(entry)
        number += 1
      } else if draw < 0.98, !expected.isEmpty {
        let place = below(expected.count)
        guard let key = expected[place].key else { continue }
        #expect(calendar.isScheduled(key) == true)
        #expect(calendar.cancel(key) == true)
        expected.remove(at: place)
        stale.append(key)
      } else if !stale.isEmpty {
        let key = stale[below(stale.count)]
        #expect(calendar.isScheduled(key) == false)
        #expect(calendar.cancel(key) == false)
      }
      #expect(calendar.count == expected.count)
      if below(5) == 0 { #expect(calendar.peek() == expected.map(\.time).min()) }
    }
    #expect(popped > 500)
    expected.sort { ($0.time, $0.priority, $0.number) < ($1.time, $1.priority, $1.number) }
    for entry in expected { #expect(calendar.next(through: .infinity) == entry.number) }
    #expect(calendar.isEmpty == true)
  }

  @Test func `minus zero is the same time as zero`() {
    var calendar = EventCalendar<Int>()
    calendar.schedule(0, at: 0)
    calendar.schedule(1, at: -0.0)
    calendar.schedule(2, after: -0.0)
    #expect(calendar.next(through: -0.0) == 0)
    #expect(calendar.next(through: 0) == 1)
    #expect(calendar.next(through: 0) == 2)
  }

  @Test func `nothing comes at or before a negative limit or one that is not a number`() {
    var calendar = EventCalendar<Int>()
    calendar.schedule(0, at: 0)
    #expect(calendar.next(through: -1) == nil)
    #expect(calendar.next(through: .nan) == nil)
    #expect(calendar.next(through: 0) == 0)
  }

  @Test func `an event in the past is reported with its place, and ends the run`() throws {
    let error = #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting {
        var calendar = EventCalendar<Int>()
        calendar.schedule(0, at: 5)
        _ = calendar.next(through: 5)
        calendar.schedule(1, at: 3)
        calendar.schedule(2, at: 6)
        let next = calendar.next(through: 9)
        #expect(next == nil)
      }
    }
    let value = try #require(error?.values.first)
    #expect(value.problem == "an event cannot come at 3.0: the time is a number that is not before now, which is 5.0")
    #expect(value.location?.hasPrefix("CalendarOrderTests.swift:") == true)
  }

  @Test func `a delay below 0 and one that is not a number are reported, and their keys name no event`() throws {
    let error = #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting {
        var calendar = EventCalendar<Int>()
        calendar.schedule(0, after: -0.5)
        calendar.schedule(0, at: .nan)
        let kept = calendar.scheduleCancellable(0, after: 1)
        let key = calendar.scheduleCancellable(0, after: .nan)
        let other = calendar.scheduleCancellable(0, at: -1)
        let scheduled = [key, other, kept].map { calendar.isScheduled($0) }
        #expect(scheduled == [false, false, true])
        let isCancelled = calendar.cancel(key)
        let count = calendar.count
        #expect(!isCancelled && count == 1)
      }
    }
    #expect(error?.values.count == 4)
    #expect(error?.values.first?.problem.hasPrefix("an event cannot come -0.5 from now, which is 0.0") == true)
  }

  @Test func `outside an experiment an event in the past stops the program with its message`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var calendar = EventCalendar<Int>()
      calendar.schedule(0, after: -0.5)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("an event cannot come -0.5 from now"))
  }
}
