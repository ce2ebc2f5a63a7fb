import EventSimulation
import Randomness
import Testing

@Suite struct `Runs of process models` {
  let desk = Resource("desk", capacity: 1)

  // MARK: - Observation

  @Test func `what was before the warm-up is forgotten`() throws {
    let results = try results(until: 100, warmUp: 50) {
      Flow("f") {
        Arrive(at: [0, 40, 60])
        Count("in")
        Use(desk, for: 20)
      }
    }
    #expect(results.count("in") == 1)
    #expect(results.flow("f").arrived == 1)
    // The one that came at 40 left at 60, after the warm-up.
    #expect(results.flow("f").left == 2 && results.flow("f").sojourn.mean == 20)
    #expect(results[desk].wait.count == 1)
    #expect(results[desk].utilisation == 0.6)
    #expect(results.start == 50 && results.duration == 50)
  }

  @Test func `percentiles are exact for few values and close for many`() throws {
    for count in [101, 20_001] {
      let results = try results {
        Flow("f") {
          Arrive(every: 1, limit: count)
          Record("number") { transaction, _ in 10 * transaction.time - 500 }
        }
      }
      let numbers = results.tally("number")
      #expect(numbers.count == count)
      for percent in [0.0, 1, 25, 50, 90, 100] {
        let exact = -490 + percent / 100 * 10 * Double(count - 1)
        let found = try #require(numbers.percentile(percent))
        #expect(abs(found - exact) <= (count > 512 ? 0.008 * abs(exact) + 10 : 1e-9))
      }
      #expect(abs(try #require(numbers.mean) - (-490 + 5 * Double(count - 1))) < 1e-6)
    }
  }

  @Test func `the trace shows each block that is entered`() throws {
    var entries: [String] = []
    let model = ProcessModel {
      Flow("f") {
        Arrive(at: [1])
        Seize(desk, patience: 5) { Leave() }
        Delay(2, name: "talk")
        Decide { Branch(probability: 1) { Count("yes") } }
        Release(desk)
      }
    }
    _ = try model.run(Streams(seed: 1, replication: 0)) { entries.append($0.description) }
    #expect(
      entries == [
        "1.0 f 1: Seize desk", "1.0 f 1: talk", "3.0 f 1: Decide", "3.0 f 1: Count yes", "3.0 f 1: Release desk",
        "3.0 f 1: end",
      ])
  }

  @Test func `a recorder sees every block and every level, and changes nothing`() throws {
    let model = ProcessModel {
      Flow("f") {
        Arrive(at: [0, 1, 2])
        Seize(desk, patience: 4) {
          Count("gone")
          Leave()
        }
        Delay(3)
        Release(desk)
      }
    }
    let streams = Streams(seed: 1, replication: 0)
    let plain = try model.run(streams, until: 10)
    var blocks: [String] = []
    var levels: [String] = []
    let recorder = ProcessRecorder {
      blocks.append("\($0) \($1)")
    } levels: {
      levels.append("\($0) \($1.time) \($1.resource) \($1.waiting) \($1.busy)/\($1.capacity)")
    }
    let recorded = try ProcessRecorder.$current.withValue(recorder) { try model.run(streams, until: 10) }
    // The third gives up at 6, when the desk is given to it: units that come free at that instant are granted.
    #expect(
      levels == [
        "1 0.0 desk 0 0/1", "1 0.0 desk 0 1/1", "1 1.0 desk 1 1/1", "1 2.0 desk 2 1/1", "1 3.0 desk 1 1/1",
        "1 6.0 desk 0 1/1", "1 9.0 desk 0 0/1",
      ])
    #expect(blocks.count == 12 && blocks.first == "1 0.0 f 1: Seize desk" && blocks.last == "1 9.0 f 3: end")
    #expect(recorder.runs == 1 && recorder.ends == [10])
    #expect(recorded[desk].wait.mean == plain[desk].wait.mean && recorded.flow("f").left == plain.flow("f").left)
    #expect(recorded[desk].queueLength == plain[desk].queueLength)
    // Outside of it nothing is recorded.
    _ = try model.run(streams, until: 10)
    #expect(recorder.runs == 1)
  }

  /// In a run that goes on until all have left, areas under levels are sums of times: Little's law without limits.
  @Test(arguments: 0..<6)
  func `Little's law holds in every run that empties`(replication: Int) throws {
    let staff = Resource("staff", capacity: .schedule([0: 3, 50: 1], every: 100))
    let machine = Resource("machine", capacity: 2)
    let shelf = Store("shelf", capacity: 3)
    let results = try results(arrivals: 3000, seed: 11, replication: replication) {
      Flow("job", priority: 0) {
        Arrive(every: .exponential(mean: 3))
        Use(staff, for: .exponential(mean: 2), patience: .exponential(mean: 8)) { Count("impatient") }
        Use(machine, for: .uniform(1, 4))
        Repeat(againWith: 0.3) { Use(machine, for: .exponential(mean: 1)) }
        Decide { Branch(probability: 0.5) { Put(shelf, patience: 20) } }
      }
      Flow("rush", priority: 1) {
        Arrive(every: .exponential(mean: 7))
        Seize(machine, preempting: .resume)
        Delay(.exponential(mean: 2))
        Release(machine)
        Decide { Branch(probability: 0.8) { Get(shelf, patience: 30) } }
      }
    }
    func total(_ observations: Observations) -> Double { (observations.mean ?? 0) * Double(observations.count) }
    func agree(_ level: LevelSummary, _ times: Double) throws {
      let area = try #require(level.average) * results.duration
      #expect(abs(area - times) < 1e-9 * max(1, area))
      #expect(level.last == 0)
    }
    #expect(results.deadlock == nil)
    for resource in results.resources {
      try agree(
        resource.queueLength, total(resource.wait) + total(resource.abandonedWait) + total(resource.interruption))
      #expect(resource.busy.last == 0)
    }
    for flow in results.flows {
      try agree(flow.inside, total(flow.sojourn))
      #expect(flow.arrived == flow.left)
    }
    #expect(results.resource("machine").preemptions > 50)
    #expect(results.resource("staff").abandoned > 50)
  }

  // MARK: - Ends

  @Test func `a deadlock is reported with who waits where`() throws {
    let other = Resource("other", capacity: 1)
    let results = try results {
      Flow("a") {
        Arrive(at: [0])
        Seize(desk)
        Delay(1)
        Seize(other, name: "second")
        Release(desk)
        Release(other)
      }
      Flow("b") {
        Arrive(at: [0])
        Seize(other)
        Delay(2)
        Seize(desk)
        Release(desk)
        Release(other)
      }
    }
    let deadlock = try #require(results.deadlock)
    #expect(deadlock.time == 2)
    #expect(deadlock.waiting.map(\.flow) == ["a", "b"] && deadlock.waiting.map(\.block) == ["second", "Seize desk"])
    #expect(deadlock.waiting.map(\.count) == [1, 1] && deadlock.waiting.map(\.since) == [1, 2])
    #expect(deadlock.description.hasPrefix("nothing happens after time 2.0, but transactions wait: 1 of flow \"a\""))
  }

  @Test func `a deadlock shows beside a schedule that repeats, and in a run that has an end`() throws {
    let staff = Resource("staff", capacity: .schedule([0: 1, 5: 0], every: 10))
    let door = Signal("door")
    for end in [Double.infinity, 1000] {
      let results = try results(until: end) {
        Flow("a") {
          Arrive(at: [0])
          if end == .infinity { Use(staff, for: 7) }
          Wait(for: door)
        }
      }
      #expect(results.deadlock?.waiting.map(\.block) == ["Wait"])
    }
  }

  @Test func `a run that ends with transactions under way and more to come is no deadlock`() throws {
    let results = try results(until: 10) {
      Flow("a") {
        Arrive(every: 1)
        Use(desk, for: 5)
      }
    }
    #expect(results.deadlock == nil)
    #expect(results.flow("a").inside.last == 9 || results.flow("a").inside.last == 8)
  }

  // MARK: - What cannot be

  /// The failure of a run.
  func failure(@FlowBuilder _ flows: () -> [Flow]) -> ProcessFailure? {
    do {
      _ = try ProcessModel(flows).run(Streams(seed: 1, replication: 0), until: 1000)
      return nil
    } catch {
      return error as? ProcessFailure
    }
  }

  @Test func `a number with which a block cannot go on ends the run with flow, block and time`() {
    let tank = Container("tank", capacity: 5)
    let failures = [
      failure {
        Flow("f") {
          Arrive(at: [3])
          Delay(name: "talk") { _, _ in -1 }
        }
      },
      failure {
        Flow("f") {
          Arrive(at: [3])
          Release(desk)
        }
      },
      failure {
        Flow("f") {
          Arrive(at: [3])
          Seize(desk)
        }
      },
      failure {
        Flow("f") {
          Arrive(at: [3])
          Put(tank, 7)
        }
      },
      failure {
        Flow("f") {
          Arrive(at: [3])
          Repeat(while: { _ in true }) { Count("round") }
        }
      },
      failure {
        Flow("f") {
          Arrive(rate: { _ in 3 }, atMost: 2)
          Count("in")
        }
      },
      failure {
        Flow("f") {
          Arrive(following: [TracedArrival(at: 3), TracedArrival(at: 2)])
          Count("in")
        }
      },
      failure {
        Flow("f") {
          Arrive(at: [3])
          Decide(by: { _, _ in 2 }) { Branch { Count("a") } }
        }
      },
      failure {
        Flow("f") {
          Arrive(at: [3])
          Record("x") { _, _ in .nan }
        }
      },
      failure {
        Flow("f") {
          Arrive(at: [3])
          Repeat(times: { _, _ in .nan }) { Delay(1) }
        }
      },
    ]
    #expect(failures.allSatisfy { $0 != nil })
    let found = failures.compactMap { $0 }
    #expect(
      found.map(\.problem) == [
        "a delay is a number from 0 on, not -1.0",
        "it releases 1 of \"desk\" but holds 0",
        "it leaves with 1 of \"desk\" in hand; release before",
        "an amount of 7.0 exceeds the capacity of \"tank\", 5.0, so this would wait for ever",
        "time does not pass: more than 1000000 steps at one instant; let time pass in the loop or between arrivals, "
          + "or allow more with stepsPerInstant:",
        found[5].problem,
        "the times of a trace must not fall, but 2.0 comes too late",
        "the number of a branch lies from 0 to 0, but is 2.0",
        "a finite number is recorded, not nan",
        "the number of repetitions is a number, not nan",
      ])
    #expect(found[0].block == "talk" && found[0].time == 3 && found[0].flow == "f")
    #expect(found[0].description.hasPrefix("ProcessesRunTests.swift:"))
    #expect(found[5].problem.hasPrefix("the rate lies from 0 to 2.0, but at time "))
  }

  @Test(arguments: [
    (["Arrive"], ProcessModel { Flow("f") { Arrive(every: 0) } }),
    (["Arrive"], ProcessModel { Flow("f") { Arrive(every: 0, batch: 0) } }),
    (
      ["source"],
      ProcessModel {
        Flow("f") {
          Arrive(every: 1e-30, from: 5, name: "source"); Delay(3)
        }
      }
    ),
    (
      ["Delay", "Repeat"],
      ProcessModel {
        Flow("f") {
          Arrive(at: [2]); Repeat(while: { _ in true }) { Delay(0) }
        }
      }
    ),
    (
      ["pause", "Repeat"],
      ProcessModel {
        Flow("f") {
          Arrive(at: [2]); Repeat(while: { _ in true }) { Delay(1e-20, name: "pause") }
        }
      }
    ),
    (
      ["Repeat", "Count round"],
      ProcessModel {
        Flow("f") {
          Arrive(at: [2]); Repeat(while: { _ in true }) { Count("round") }
        }
      }
    ),
    (
      ["Launch again"],
      ProcessModel {
        Flow("again") {
          Arrive(at: [2]); Launch("again")
        }
      }
    ),
    (
      ["Wait", "Send", "Repeat"],
      ProcessModel {
        Flow("two") {
          Arrive(at: [2]);
          Repeat(while: { _ in true }) {
            Wait(for: Signal("a")); Send(Signal("b"))
          }
        }
        Flow("one") {
          Arrive(at: [2]);
          Repeat(while: { _ in true }) {
            Send(Signal("a")); Wait(for: Signal("b"))
          }
        }
      }
    ),
  ])
  func `a model in which time does not pass fails at the block, instead of running for ever`(
    blocks: [String], model: ProcessModel
  ) throws {
    for most in [10, 1_000_000] {
      let failure = try #require(throws: ProcessFailure.self) {
        try model.run(Streams(seed: 1, replication: 0), until: 10, stepsPerInstant: most)
      }
      #expect(failure.problem.hasPrefix("time does not pass: more than \(most) steps at one instant"))
      #expect(failure.time <= 5 && failure.location.hasPrefix("ProcessesRunTests.swift:"))
      if most > 10 { #expect(blocks.contains { failure.block.hasPrefix($0) }, "\(failure)") }
    }
  }

  @Test func `as many steps as are allowed may come at one instant`() throws {
    let model = ProcessModel {
      Flow("f") {
        Arrive(at: [1, 2], batch: 40)
        Delay(0)
        Delay(1)
      }
    }
    // A batch: its event, each one that comes, and each one's first delay as an event and as a step.
    #expect(throws: ProcessFailure.self) { try model.run(Streams(seed: 1, replication: 0), stepsPerInstant: 100) }
    _ = try model.run(Streams(seed: 1, replication: 0), stepsPerInstant: 250)
  }

  @Test func `a rate that stays 0 in a run without an end fails`() throws {
    let model = ProcessModel {
      Flow("f") {
        Arrive(rate: { $0 < 5 ? 1 : 0 }, atMost: 1, limit: 1_000)
        Delay(1)
      }
    }
    let failure = try #require(throws: ProcessFailure.self) { try model.run(Streams(seed: 1, replication: 0)) }
    #expect(failure.problem.contains("no arrival comes from time"))
  }

  @Test func `a run that could not end is refused`() {
    let model = ProcessModel {
      Flow("f") {
        Arrive(every: 1)
        Count("in")
      }
    }
    #expect(throws: InvalidValue.self) { try model.run(Streams(seed: 1, replication: 0)) }
    #expect(throws: InvalidValue.self) { try model.run(Streams(seed: 1, replication: 0), until: 10, warmUp: 11) }
  }

  @Test func `what cannot be meant is refused where it is written, all at once`() throws {
    let refused = #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting {
        let desk = Resource("desk", capacity: -1)
        let beds = Resource("beds", capacity: 2)
        let other = Resource("beds", capacity: 3)
        let tank = Container("tank", capacity: 5, level: 6)
        let shelf = Store("shelf", capacity: 1, items: [1, 2])
        _ = ProcessModel {
          Flow("f") {
            Delay(1)
            Arrive(at: [3, 2])
            Seize(beds, units: 3)
            Seize(other)
            Get(tank, 1)
            Get(shelf)
            Seize(desk, units: 0)
            Decide {
              Branch(probability: 0.7) { Count("a") }
              Branch(probability: 0.7) { Count("b") }
            }
            Repeat(againWith: 1) { Delay(1, name: "twice") }
            Delay(1, name: "twice")
            Interrupt("g")
            Launch("flw")
          }
          Flow("f") { Count("x") }
          Flow("flow") { Count("x") }
        }
      }
    }
    let values = try #require(refused).values
    #expect(values.allSatisfy { $0.location?.hasPrefix("ProcessesRunTests.swift:") ?? false })
    #expect(
      values.map(\.subject) == [
        "Resource(\"desk\")", "Container(\"tank\", capacity: 5.0, level: 6.0)", "Store(\"shelf\", capacity: 1)",
        "Arrive(at: 2 times)", "Seize(beds, units: 3)", "Seize(desk, units: 0)", "Decide",
        "Repeat(againWith: 1.0)", "Flow(\"f\")", "Arrive", "resource \"beds\"", "Delay named \"twice\"", "flow \"g\"",
        "flow \"flw\"",
      ])
    #expect(values[12].remedy == "there are \"f\", \"f\", \"flow\"")
    #expect(values[13].remedy == "did you mean \"flow\"?")
  }

  @Test(arguments: [Distribution.constant(1e-300), .exponential(mean: 1e-289)])
  func `steps so short that they lead nowhere are told, as those without length are`(gap: Distribution) throws {
    let model = ProcessModel {
      Flow("f") {
        Arrive(every: gap)
        Delay(1)
      }
    }
    let failure = try #require(throws: ProcessFailure.self) {
      try model.run(Streams(seed: 1, replication: 0), until: 10)
    }
    #expect(failure.problem.hasPrefix("time does not pass: more than 1000000 steps at one instant"))
    #expect(failure.block == "Arrive" && failure.time < 1e-11)
  }
}
