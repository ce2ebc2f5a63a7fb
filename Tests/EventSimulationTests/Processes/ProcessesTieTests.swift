import EventSimulation
import Foundation
import Randomness
import Testing

/// The four families of errors that engines of this kind have had, each at the instant at which it shows.
@Suite struct `Ties and stale wake-ups` {
  let desk = Resource("desk", capacity: 1)

  // MARK: - Stale wake-ups

  @Test func `units that come free at the instant at which patience ends are granted, and the timeout is void`() throws
  {
    let lines = try passages {
      Flow("first") {
        Arrive(at: [0])
        Use(desk, for: 5)
      }
      Flow("second") {
        Arrive(at: [1])
        Seize(desk, patience: 4) {
          Count("abandoned")
          Leave()
        }
        Count("granted")
        // Were the timeout still to come, it would end this delay.
        Delay(10)
        Release(desk)
        Count("done")
      }
    }
    #expect(lines == ["2 granted 5.0", "2 done 15.0"])
  }

  @Test func `a grant does not come to one whose patience ended just before`() throws {
    let lines = try passages {
      Flow("first") {
        Arrive(at: [0])
        Use(desk, for: 5)
      }
      Flow("second") {
        Arrive(at: [1])
        Seize(desk, patience: .constant(3.75)) {
          Count("abandoned")
          // The unit comes free in the midst of this delay, and must not end it.
          Delay(10)
          Count("gone")
          Leave()
        }
        Count("granted")
      }
    }
    #expect(lines == ["2 abandoned 4.75", "2 gone 14.75"])
  }

  @Test func `an interruption at the instant at which a delay ends has its effect once`() throws {
    for order in [true, false] {
      let lines = try passages {
        let machine = Flow("machine") {
          Arrive(at: [0])
          Interruptible {
            Delay(5)
            Count("ended")
          } interrupted: {
            Count("interrupted")
            Delay(3)
            Count("repaired")
          }
          Delay(7)
          Count("out")
        }
        let saboteur = Flow("saboteur") {
          Arrive(at: [5])
          Interrupt("machine")
        }
        if order { machine }
        saboteur
        if !order { machine }
      }
      // What was scheduled first happens first: the arrival at 5, before the delay that began at 0.
      #expect(lines.map { String($0.dropFirst(2)) } == ["interrupted 5.0", "repaired 8.0", "out 15.0"])
    }
  }

  @Test func `a signal and a timeout at one instant set free once, and the signal counts`() throws {
    let bell = Signal("bell")
    let which = Attribute("which")
    let lines = try passages {
      Flow("waiter") {
        Arrive(at: [0])
        Wait(forAny: .after(5), .signal(bell), storing: which)
        Decide(by: { $0[which] + 0 * $1.uniform() }) {
          Branch { Count("timeout") }
          Branch { Count("signal") }
        }
        Delay(10)
        Count("out")
      }
      Flow("ringer") {
        Arrive(at: [5])
        Send(bell)
      }
    }
    #expect(lines == ["1 signal 5.0", "1 out 15.0"])
  }

  @Test func `a wake-up for one that left does not wake the next in its place`() throws {
    // The first is cancelled in its delay; the second takes its slot, and is not woken at 10 by the first one's event.
    let lines = try passages {
      Flow("victim") {
        Arrive(at: [0])
        Delay(10)
        Count("victim")
      }
      Flow("canceller") {
        Arrive(at: [1])
        Cancel("victim")
      }
      Flow("next") {
        Arrive(at: [2, 2])
        Delay(100)
        Count("next")
      }
    }
    #expect(lines == ["3 next 102.0", "4 next 102.0"])
  }

  @Test func `one that is granted and cancelled at one instant does not keep its unit`() throws {
    let lines = try passages {
      Flow("first") {
        Arrive(at: [0])
        Seize(desk)
        Delay(5)
        Release(desk)
        Cancel("second")
      }
      Flow("second") {
        Arrive(at: [1])
        Seize(desk)
        Count("second")
        Release(desk)
      }
      Flow("third") {
        Arrive(at: [2])
        Seize(desk)
        Count("third")
        Release(desk)
      }
    }
    #expect(lines == ["3 third 5.0"])
  }

  @Test func `a preemption at the instant at which the delay ends takes no unit that is free`() throws {
    // Once the event of the one that preempts lies behind that of the end, once before.
    for wait in [4.0, 0] {
      let results = try results {
        Flow("plain") {
          Arrive(at: [0])
          Use(desk, for: 5)
          Record("end") { job, _ in job.time }
        }
        Flow("late", priority: 1) {
          Arrive(at: [5 - wait])
          Delay(.constant(wait))
          Use(desk, for: 3, preempting: .resume)
        }
      }
      #expect(results.tally("end").mean == 5)
      #expect(results[desk].preemptions == 0 && results.end == 8)
    }
  }

  @Test(arguments: [Preemption.resume, .restart])
  func `a job that ends when the capacity falls makes room for the others`(preemption: Preemption) throws {
    let staff = Resource("staff", capacity: .schedule([0: 2, 10: 1], whenReduced: .preempting(preemption)))
    let results = try results {
      Flow("short") {
        Arrive(at: [0])
        Use(staff, for: 10)
        Record("short") { job, _ in job.time }
      }
      Flow("long") {
        Arrive(at: [0])
        Use(staff, for: 20)
        Record("long") { job, _ in job.time }
      }
    }
    // At 10 the one job is over, and the one place left is the other's.
    #expect(results.tally("short").mean == 10 && results.tally("long").mean == 20)
    #expect(results[staff].preemptions == 0 && results[staff].interruption.count == 0)
    #expect(results[staff].busy.average == 1.5)
  }

  @Test func `of three jobs one ends when two places go, so one other is cut off`() throws {
    let staff = Resource("staff", capacity: .schedule([0: 3, 10: 1], whenReduced: .preempting(.resume)))
    let lines = try passages {
      Flow("job") {
        Arrive(at: [0, 1, 2])
        Seize(staff)
        Delay { job, _ in job.handle == 1 ? 10 : 20 }
        Release(staff)
        Count("done")
      }
    }
    // The third had 8 of 20 behind it at 10, and has the place again at 21.
    #expect(lines == ["1 done 10.0", "2 done 21.0", "3 done 33.0"])
  }

  @Test func `a job that goes on with its unit at the instant makes no room`() throws {
    let staff = Resource("staff", capacity: .schedule([0: 2, 10: 1], whenReduced: .preempting(.resume)))
    let results = try results {
      Flow("two steps") {
        Arrive(at: [0])
        Seize(staff)
        Delay(10)
        Delay(5)
        Release(staff)
        Record("two steps") { job, _ in job.time }
      }
      Flow("one step") {
        Arrive(at: [0])
        Use(staff, for: 20)
        Record("one step") { job, _ in job.time }
      }
    }
    // The later one has 10 to go at 10, and its place again at 15.
    #expect(results.tally("two steps").mean == 15 && results.tally("one step").mean == 25)
    #expect(results[staff].preemptions == 1 && results[staff].interruption.mean == 5)
  }

  @Test(arguments: [true, false])
  func `whoever preempts takes a unit that comes free at the instant before that of another`(comesFree: Bool) throws {
    let pair = Resource("pair", capacity: 2)
    let results = try results {
      Flow("ends") {
        Arrive(at: [0])
        Seize(pair)
        Delay(10)
        // Without a release the other has to give way.
        Delay(comesFree ? 0 : 5)
        Release(pair)
        Record("ends") { job, _ in job.time }
      }
      Flow("goes on") {
        Arrive(at: [0])
        Use(pair, for: 20)
        Record("goes on") { job, _ in job.time }
      }
      Flow("urgent", priority: 1) {
        // The event of its arrival lies before that of the end.
        Arrive(at: [10])
        Use(pair, for: 7, preempting: .resume)
        Record("urgent") { job, _ in job.time }
      }
    }
    #expect(results.tally("urgent").mean == 17)
    #expect(results.tally("ends").mean == (comesFree ? 10 : 15))
    // Cut off at 10 with 10 to go, it has a unit again at 15.
    #expect(results.tally("goes on").mean == (comesFree ? 20 : 25))
    #expect(results[pair].preemptions == (comesFree ? 0 : 1))
    #expect(results[pair].wait.mean == 0)
  }

  // MARK: - Order of ties

  @Test func `those who come at one instant are served in the order in which they came, whichever slots they have`()
    throws
  {
    let lines = try passages {
      // Fills slots and frees them in an order of its own, so that slot order is not the order of arrival.
      Flow("filler") {
        Arrive(at: [0, 0, 0, 0, 0])
        Delay { filler, _ in filler.handle == 3 ? 1 : filler.handle == 1 ? 2 : 3 }
      }
      Flow("customer") {
        Arrive(at: [5, 5, 5, 5, 5])
        Use(desk, for: 1)
        Count("done")
      }
    }
    #expect(lines == ["6 done 6.0", "7 done 7.0", "8 done 8.0", "9 done 9.0", "10 done 10.0"])
  }

  @Test func `those whom one event sets free go on in the order in which they waited`() throws {
    let gate = Signal("gate")
    let lines = try passages {
      Flow("waiter") {
        Arrive(at: [3, 1, 2].sorted())
        Wait(for: gate)
        Count("through")
      }
      Flow("keeper") {
        Arrive(at: [4])
        Send(gate)
        Count("sent")
      }
    }
    #expect(lines == ["4 sent 4.0", "1 through 4.0", "2 through 4.0", "3 through 4.0"])
  }

  @Test func `a run is the same each time, also beside others`() async throws {
    let pair = Resource("pair", capacity: 2)
    let model = ProcessModel {
      Flow("a", priority: 1) {
        Arrive(every: .exponential(mean: 3))
        Use(pair, for: .exponential(mean: 2), preempting: .resume)
      }
      Flow("b") {
        Arrive(every: .exponential(mean: 3))
        Use(pair, for: .exponential(mean: 2), patience: .exponential(mean: 5))
        Split(2) { Use(desk, for: .uniform(0, 1)) }
      }
    }
    let figures = try await withThrowingTaskGroup(of: [Double?].self) { group in
      for _ in 0..<6 {
        group.addTask {
          let results = try model.run(Streams(seed: 7, replication: 3), until: 2000)
          return [
            results[pair].wait.mean, results[pair].interruption.mean, results[pair].busy.average,
            results.flow("b").sojourn.percentile(90), Double(results[pair].abandoned),
          ]
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(figures.count == 1)
  }

  // MARK: - The fast path

  @Test func `a unit that comes free at the instant of an arrival goes to the one that waits`() throws {
    for late in [false, true] {
      let lines = try passages {
        Flow("first") {
          Arrive(at: [0, 1])
          Use(desk, for: 5)
          Count("done")
        }
        Flow("newcomer") {
          // Once the event of its arrival lies before that of the release, once behind.
          Arrive(at: late ? [4.5] : [5])
          Delay(late ? 0.5 : 0)
          Use(desk, for: 5)
          Count("done")
        }
      }
      #expect(lines == ["1 done 5.0", "2 done 10.0", "3 done 15.0"])
    }
  }

  @Test func `no more units are ever at work than there are`() throws {
    let beds = Resource("beds", capacity: 5)
    let results = try results(until: 5000) {
      for units in 1...4 {
        Flow("patient \(units)", priority: units % 2) {
          Arrive(every: .exponential(mean: 8))
          Seize(beds, units: units, patience: .exponential(mean: 6))
          Record("in use") { patient, _ in Double(patient.unitsInUse(of: beds)) }
          Delay(.exponential(mean: 3))
          Release(beds)
        }
      }
    }
    #expect(results.tally("in use").count > 1000)
    #expect(results.tally("in use").maximum == 5)
    #expect(results[beds].busy.maximum == 5)
    #expect((results[beds].abandoned) > 50)
  }

  @Test func `an item that comes as others wait goes to the first of them, and to one only`() throws {
    let shelf = Store("shelf")
    let lines = try passages {
      Flow("taker") {
        Arrive(at: [0, 1, 5])
        Get(shelf)
        Count("got")
      }
      Flow("giver") {
        Arrive(at: [5, 6])
        Put(shelf)
      }
    }
    #expect(lines == ["1 got 5.0", "2 got 6.0"])
  }

  // MARK: - Runs that end early

  private final class Token: Sendable {}

  @Test func `a run that ends early or fails leaves nothing behind`() throws {
    weak var kept: Token?
    do {
      let token = Token()
      kept = token
      let model = ProcessModel {
        Flow("a") {
          Arrive(at: (0..<1000).map { Double($0) })
          Seize(desk, patience: { _, _ in withExtendedLifetime(token) { 1e6 } })
          Delay { transaction, _ in transaction.time > 200 ? -1 : 150 }
          Release(desk)
        }
      }
      _ = try model.run(Streams(seed: 1, replication: 0), until: 100)
      #expect(throws: ProcessFailure.self) { try model.run(Streams(seed: 1, replication: 0)) }
    }
    #expect(kept == nil)
  }

  // In a process of its own, where no other test takes memory meanwhile.
  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["ASAN_OPTIONS"] == nil, "an address sanitizer keeps what was given back"))
  func `hundreds of runs that end early take no more memory than a few`() async {
    await #expect(processExitsWith: .success) {
      let desk = Resource("desk", capacity: 1)
      let model = ProcessModel {
        Flow("a") {
          Arrive(at: Array(repeating: 0, count: 500))
          Seize(desk, patience: .exponential(mean: 10))
          Delay(1)
          Release(desk)
        }
      }
      func abandon(_ runs: Int) throws {
        for replication in 0..<runs { _ = try model.run(Streams(seed: 1, replication: replication), until: 0.5) }
      }
      func residentPages() -> Int {
        let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        return text?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      }
      try abandon(30)
      let before = residentPages()
      try abandon(300)
      // Each run has some 80 KiB of transactions under way: 300 would be 6000 pages.
      try #require(residentPages() - before < 2500)
    }
  }
}
