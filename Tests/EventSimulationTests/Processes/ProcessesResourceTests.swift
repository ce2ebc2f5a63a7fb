import EventSimulation
import Randomness
import Testing

@Suite struct `Resources in the process view` {
  let desk = Resource("desk", capacity: 1)
  let size = Attribute("size")

  @Test func `who comes first is served first, and waits are observed`() throws {
    let results = try results {
      Flow("customer") {
        Arrive(at: [0, 1, 2])
        Seize(desk)
        Delay(4)
        Release(desk)
      }
    }
    #expect(results[desk].wait.count == 3)
    #expect(results[desk].wait.mean == 3.0)
    #expect(results[desk].wait.maximum == 6)
    #expect(results.flow("customer").sojourn.mean == 7.0)
    #expect(results.end == 12)
    #expect(results[desk].utilisation == 1)
    #expect(results[desk].queueLength.average == 0.75)
    #expect(results[desk].queueLength.maximum == 2)
    #expect(results.flow("customer").inside.average == 1.75)
    #expect(results.deadlock == nil)
  }

  @Test func `nobody overtakes a head that needs more units than are free`() throws {
    let beds = Resource("beds", capacity: 3)
    let lines = try passages {
      Flow("small") {
        Arrive(at: [0, 2])
        Use(beds, for: 10)
        Count("done")
      }
      Flow("large") {
        Arrive(at: [1])
        Seize(beds, units: 3)
        Count("in")
        Delay(1)
        Release(beds, units: 1)
        Release(beds)
      }
    }
    // The small one that comes at 2 would find two beds free, but the large one waits before it.
    #expect(lines == ["1 done 10.0", "2 in 10.0", "3 done 21.0"])
  }

  @Test func `when a large head gives up, those behind it that fit are served at once`() throws {
    let beds = Resource("beds", capacity: 3)
    let lines = try passages {
      Flow("first") {
        Arrive(at: [0])
        Use(beds, for: 10, units: 2)
      }
      Flow("large") {
        Arrive(at: [1])
        Seize(beds, units: 3, patience: 2) {
          Count("gone")
          Leave()
        }
        Release(beds)
      }
      Flow("small") {
        Arrive(at: [2])
        Seize(beds)
        Count("in")
        Release(beds)
      }
    }
    #expect(lines == ["2 gone 3.0", "3 in 3.0"])
  }

  @Test func `the larger priority goes first, and of equals who came first`() throws {
    let lines = try passages {
      Flow("plain") {
        Arrive(at: [0, 1, 2])
        Use(desk, for: 10)
        Count("plain")
      }
      Flow("urgent", priority: 1) {
        Arrive(at: [3, 4])
        Use(desk, for: 10)
        Count("urgent")
      }
      Flow("top") {
        Arrive(at: [5])
        Use(desk, for: 10, priority: 7)
        Count("top")
      }
    }
    #expect(
      lines == [
        "1 plain 10.0", "6 top 20.0", "4 urgent 30.0", "5 urgent 40.0", "2 plain 50.0", "3 plain 60.0",
      ])
  }

  @Test(arguments: [
    (Discipline.firstCome, ["2", "3", "4"]), (.lastCome, ["4", "3", "2"]),
    (.smallest(Attribute("size")), ["3", "4", "2"]), (.largest(Attribute("size")), ["2", "4", "3"]),
  ])
  func `a discipline orders the line`(discipline: Discipline, order: [String]) throws {
    let desk = Resource("desk", capacity: 1, discipline: discipline)
    let lines = try passages {
      Flow("job") {
        Arrive(following: [
          TracedArrival(at: 0), TracedArrival(at: 1, (size, 9)), TracedArrival(at: 2, (size, 1)),
          TracedArrival(at: 3, (size, 5)),
        ])
        Use(desk, for: 10)
        Count("done")
      }
    }
    #expect(lines.dropFirst().map { String($0.prefix(1)) } == order)
  }

  @Test func `last come is served first within a priority`() throws {
    let desk = Resource("desk", capacity: 1, discipline: .lastCome)
    let lines = try passages {
      Flow("plain") {
        Arrive(at: [0, 1, 2])
        Use(desk, for: 10)
        Count("plain")
      }
      Flow("urgent", priority: 1) {
        Arrive(at: [3, 4])
        Use(desk, for: 10)
        Count("urgent")
      }
    }
    #expect(lines.map { String($0.prefix(1)) } == ["1", "5", "4", "3", "2"])
  }

  @Test func `priority changes with Prioritise`() throws {
    let lines = try passages {
      Flow("job") {
        Arrive(at: [0, 1, 2])
        Prioritise { job, _ in job.time }
        Use(desk, for: 10)
        Count("done")
      }
    }
    #expect(lines == ["1 done 10.0", "3 done 20.0", "2 done 30.0"])
  }

  // MARK: - Preemption

  @Test(arguments: [(Preemption.resume, 13.0), (.restart, 17.0)])
  func `who loses its unit resumes or restarts its delay`(preemption: Preemption, end: Double) throws {
    let results = try results {
      Flow("plain") {
        Arrive(at: [0])
        Use(desk, for: 10)
        Count("done")
        Record("end") { job, _ in job.time }
      }
      Flow("urgent", priority: 1) {
        Arrive(at: [4])
        Use(desk, for: 3, preempting: preemption)
      }
    }
    #expect(results.tally("end").mean == end)
    #expect(results[desk].preemptions == 1)
    #expect(results[desk].interruption.mean == 3)
    #expect(results[desk].wait.mean == 0)
    #expect(results[desk].queueLength.average == 3 / end)
  }

  @Test func `a delay that restarts anew is drawn again`() throws {
    let results = try results {
      Flow("plain") {
        Arrive(at: [0])
        Seize(desk)
        Delay { _, draws in 5 + 10 * draws.uniform() }
        Release(desk)
        Record("end") { job, _ in job.time }
      }
      Flow("urgent", priority: 1) {
        Arrive(at: [4])
        Use(desk, for: 3, preempting: .restartAnew)
      }
    }
    let stream = Streams(seed: 1, replication: 0).stream("plain/Delay")
    _ = stream.uniform()
    let expected = 12 + 10 * stream.uniform()
    #expect(results.tally("end").mean == expected)
  }

  @Test func `a delay cut off twice resumes what is left, or restarts the whole`() throws {
    for (preemption, end) in [(Preemption.resume, 16.0), (.restart, 22.0)] {
      let lines = try passages {
        Flow("plain") {
          Arrive(at: [0])
          Use(desk, for: 10)
          Count("done")
        }
        Flow("urgent", priority: 1) {
          Arrive(at: [4, 9])
          Use(desk, for: 3, preempting: preemption)
        }
      }
      #expect(lines == ["1 done \(end)"])
    }
  }

  @Test func `the lowest priority loses its unit, of these the latest, and nobody loses one in vain`() throws {
    let pair = Resource("pair", capacity: 2)
    let lines = try passages {
      Flow("middle", priority: 1) {
        Arrive(at: [0])
        Use(pair, for: 10)
        Count("middle")
      }
      Flow("low") {
        Arrive(at: [1])
        Use(pair, for: 10)
        Count("low")
      }
      Flow("urgent", priority: 2) {
        Arrive(at: [2])
        Use(pair, for: 3, preempting: .resume)
        Count("urgent")
      }
      Flow("equal", priority: 2) {
        // At 3 the urgent and the middle one are at work: two units would take both, and the urgent one is no lower.
        Arrive(at: [3])
        Use(pair, for: 1, units: 2, preempting: .resume)
        Count("equal")
      }
    }
    #expect(lines == ["3 urgent 5.0", "1 middle 10.0", "4 equal 11.0", "2 low 20.0"])
  }

  // MARK: - Not getting in

  @Test func `who loses patience takes the way given for that`() throws {
    let results = try results {
      Flow("caller") {
        Arrive(at: [0, 1, 2])
        Seize(desk, patience: 4) {
          Count("abandoned")
          Leave()
        }
        Delay(7)
        Release(desk)
        Count("served")
      }
    }
    #expect(results.count("served") == 1 && results.count("abandoned") == 2)
    #expect(results[desk].abandoned == 2)
    #expect(results[desk].abandonedWait.mean == 4)
    #expect(results[desk].wait.count == 1)
    // One was served at once, and two waited four each before they left.
    #expect(results[desk].waitOfAll.count == 3 && results[desk].wait.mean == 0)
    #expect(abs(try #require(results[desk].waitOfAll.mean) - 8.0 / 3) < 1e-12)
    #expect(results[desk].waitOfAll.percentile(50) == 4)
    #expect(results.end == 7)
  }

  /// After the first ten, of four callers one is served at once, one after 0.75, and two leave after 0.25. What is observed
  /// of few is kept, of many it is counted in buckets.
  @Test func `the wait of many is that of those who were served and of those who left, taken together`() throws {
    for callers in [100, 1200] {
      let results = try results {
        Flow("caller") {
          Arrive(every: 1, limit: callers)
          Seize(desk, patience: { caller, _ in caller.time.truncatingRemainder(dividingBy: 4) < 2 ? 0.25 : 3 })
          Delay(1.75)
          Release(desk)
        }
      }
      let (served, left) = (results[desk].wait, results[desk].abandonedWait)
      let all = results[desk].waitOfAll
      #expect(all.count == served.count + left.count && all.count == callers)
      let sum = (served.mean ?? 0) * Double(served.count) + (left.mean ?? 0) * Double(left.count)
      #expect(abs(try #require(all.mean) - sum / Double(callers)) < 1e-9)
      #expect(all.maximum == max(try #require(served.maximum), left.maximum ?? 0))
      #expect(all.percentile(10) == 0)
      #expect(abs(try #require(all.percentile(50)) / 0.25 - 1) < 0.008)
      #expect(abs(try #require(all.percentile(90)) / 0.75 - 1) < 0.008)
    }
  }

  @Test func `patience can depend on the transaction, and who has no way out leaves`() throws {
    let lines = try passages {
      Flow("caller") {
        Arrive(following: [0, 1, 2].map { TracedArrival(at: $0, (size, $0)) })
        Count("in")
        Seize(desk, patience: { caller, _ in 10 * caller[size] })
        Delay(13)
        Release(desk)
        Count("served")
      }
    }
    #expect(lines == ["1 in 0.0", "2 in 1.0", "3 in 2.0", "1 served 13.0", "3 served 26.0"])
  }

  @Test func `who balks does not join a line that is long enough, but is served where there is none`() throws {
    let results = try results {
      Flow("caller") {
        Arrive(at: [0, 1, 2, 3])
        Seize(desk, balking: .whenQueueReaches(1)) {
          Count("balked")
          Leave()
        }
        Delay(10)
        Release(desk)
      }
      Flow("shy") {
        Arrive(at: [50, 51, 52])
        Use(desk, for: 5, balking: .withProbability(1)) { Count("stayed away") }
      }
      Flow("clever") {
        Arrive(at: [80, 81])
        Use(desk, for: 5, balking: .when { $0.unitsInUse(of: desk) > 0 && $0.time > 80 }) { Count("saw it") }
      }
    }
    #expect(results.count("balked") == 2 && results.count("stayed away") == 2 && results.count("saw it") == 1)
    #expect(results[desk].balked == 5)
    #expect(results[desk].served == 4)
  }

  @Test func `a full queue turns away`() throws {
    let desk = Resource("desk", capacity: 1, queueCapacity: 1)
    let results = try results {
      Flow("caller") {
        Arrive(at: [0, 1, 2, 10])
        Seize(desk) {
          Count("turned away")
          Leave()
        }
        Delay(5)
        Release(desk)
      }
    }
    #expect(results.count("turned away") == 1)
    #expect(results[desk].turnedAway == 1 && results[desk].served == 3)
    #expect(results[desk].queueLength.maximum == 1)
  }

  @Test func `each reason has a way of its own`() throws {
    let desk = Resource("desk", capacity: 1, queueCapacity: 2)
    let results = try results {
      Flow("caller") {
        Arrive(at: [0, 1, 2, 3, 4])
        Seize(
          desk, overflow: { Count("overflow") }, patience: 3, abandoned: { Count("abandoned") },
          balking: .when { $0.time == 3 }
        ) {
          Count("balked")
        }
        Decide {
          Branch(when: { $0.arrival == 0 }) {
            Delay(10)
            Release(desk)
          }
        }
      }
    }
    #expect(results.count("overflow") == 1 && results.count("balked") == 1 && results.count("abandoned") == 2)
  }

  // MARK: - Schedules

  @Test func `when the capacity falls, those in service finish`() throws {
    let staff = Resource("staff", capacity: .schedule([0: 2, 5: 1, 20: 0, 40: 1]))
    let results = try results {
      Flow("job") {
        Arrive(at: [0, 0, 0, 0])
        Use(staff, for: 8)
        Record("end") { job, _ in job.time }
      }
    }
    // Two end at 8; from then on there is one at a time. The last is served beyond 20, where nobody is there any more.
    #expect(results.tally("end").maximum == 24)
    #expect(results.tally("end").mean == 14.0)
    #expect(results[staff].busy.average == 4.0 / 3)
    #expect(results[staff].capacity.minimum == 0 && results[staff].capacity.maximum == 2)
  }

  @Test func `when the capacity falls with preemption, the latest is cut off and goes on later`() throws {
    let staff = Resource("staff", capacity: .schedule([0: 2, 5: 1, 20: 2], whenReduced: .preempting(.resume)))
    let lines = try passages {
      Flow("job") {
        Arrive(at: [0, 1])
        Use(staff, for: 8)
        Count("done")
      }
    }
    // The second had 4 of 8 behind it at 5, and has a unit again at 8.
    #expect(lines == ["1 done 8.0", "2 done 12.0"])
  }

  @Test(arguments: [
    (Discipline.firstCome, ["1 done 10.0", "2 done 11.0", "3 done 12.0"]),
    (.lastCome, ["1 done 10.0", "3 done 11.0", "2 done 12.0"]),
  ])
  func `places that come back go to those who were served first`(discipline: Discipline, ends: [String]) throws {
    // At 1 two of three lose their places with 9 to go; one comes back at 2 and the other at 3.
    let staff = Resource(
      "staff", capacity: .schedule([0: 3, 1: 1, 2: 2, 3: 3], whenReduced: .preempting(.resume)),
      discipline: discipline)
    let lines = try passages {
      Flow("job") {
        Arrive(at: [0, 0, 0])
        Use(staff, for: 10)
        Count("done")
      }
    }
    #expect(lines == ends)
  }

  @Test func `jobs of one length end in the order of their arrival, however the capacity changes`() throws {
    for seed in 1...40 {
      let stream = Streams(seed: UInt64(seed), replication: 0).stream("schedule")
      var time = 0.0
      let changes = (0..<200).map { _ in
        defer { time += 0.2 + stream.uniform() }
        return (from: time, units: stream.index(below: 6))
      }
      let staff = Resource(
        "staff", capacity: .schedule(changes + [(from: time, units: 6)], whenReduced: .preempting(.resume)))
      let arrivals = (0..<60).map { _ in time * stream.uniform() }.sorted()
      let lines = try passages(seed: UInt64(seed)) {
        Flow("job") {
          Arrive(at: arrivals)
          Use(staff, for: 5)
          Count("done")
        }
      }
      #expect(lines.compactMap { Int($0.prefix { $0 != " " }) } == Array(1...60))
    }
  }

  @Test func `a schedule repeats, and a run without an end ends although it does`() throws {
    let staff = Resource("staff", capacity: .schedule([8: 1, 16: 0], every: 24))
    let lines = try passages {
      Flow("job") {
        Arrive(at: [1, 15, 17, 60])
        Use(staff, for: 2)
        Count("done")
      }
    }
    #expect(lines == ["1 done 10.0", "2 done 17.0", "3 done 34.0", "4 done 62.0"])
  }

  // MARK: - Units in hand

  @Test func `one transaction holds units of several resources, and some of them more than once`() throws {
    let beds = Resource("beds", capacity: 4)
    let results = try results {
      Flow("patient") {
        Arrive(at: [0])
        Seize(desk)
        Seize(beds, units: 2)
        Delay(1)
        Release(desk)
        Seize(beds)
        Delay(1)
        Release(beds, units: 2)
        Delay(1)
        Release(beds)
        Seize(desk)
        Seize(beds)
        ReleaseAll()
      }
    }
    #expect(results[beds].busy.average == 2.0)
    #expect(results[beds].busy.last == 0 && results[desk].busy.last == 0)
    #expect(results[desk].busy.average == 1.0 / 3)
  }
}
