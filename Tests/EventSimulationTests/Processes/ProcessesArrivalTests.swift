import EventSimulation
import Randomness
import Testing

@Suite struct `Arrivals in the process view` {
  let size = Attribute("size")

  /// When the transactions of a flow with that source arrive.
  func times(until end: Double = .infinity, _ arrive: Arrive) throws -> [Double] {
    var times: [Double] = []
    let model = ProcessModel {
      Flow("f") {
        arrive
        Count("in")
      }
    }
    _ = try model.run(Streams(seed: 1, replication: 0), until: end) { times.append($0.time) }
    return times
  }

  @Test func `arrivals come one drawn time after another, from the start on and up to the limit`() throws {
    #expect(try times(Arrive(every: 2, from: 10, limit: 3)) == [12, 12, 14, 14, 16, 16])
    let stream = Streams(seed: 1, replication: 0).stream("f/Arrive")
    let first = Distribution.exponential(mean: 3).draw(from: stream)
    #expect(try times(until: 100, Arrive(every: .exponential(mean: 3)))[0] == first)
  }

  @Test func `a batch arrives together, and the limit is that of transactions`() throws {
    #expect(try times(Arrive(every: 5, limit: 5, batch: 3)).filter { $0 == 5 }.count == 6)
    #expect(try times(Arrive(every: 5, limit: 5, batch: 3)).count == 10)
    #expect(try times(until: 40, Arrive(every: 5, batch: 0)).isEmpty)
  }

  @Test func `the limit of a run holds for all sources together`() throws {
    let results = try results(arrivals: 7) {
      Flow("a") {
        Arrive(every: 1, batch: 2)
        Delay(1)
      }
      Flow("b") {
        Arrive(every: 1)
        Delay(1)
      }
    }
    #expect(results.flow("a").arrived == 5 && results.flow("b").arrived == 2)
    #expect(results.end == 4)
  }

  @Test func `arrivals follow a trace with its attributes, anew in each run`() throws {
    let model = ProcessModel {
      Flow("job") {
        Arrive(following: [TracedArrival(at: 1, (size, 4)), TracedArrival(at: 1), TracedArrival(at: 3, (size, 8))])
        Record("size") { job, _ in job[size] }
      }
    }
    for replication in 0..<2 {
      let results = try model.run(Streams(seed: 1, replication: replication))
      #expect(results.tally("size").count == 3 && results.tally("size").mean == 4)
      #expect(results.end == 3)
    }
  }

  @Test func `arrivals may be made as they are asked for, without an end`() throws {
    let results = try results(until: 1000) {
      Flow("job") {
        Arrive(generating: { draws in
          var time = 0.0
          return AnyIterator {
            time += 0.5
            return TracedArrival(at: time - draws.uniform() / 9)
          }
        })
        Delay(3)
      }
    }
    #expect(results.flow("job").arrived == 2000)
  }

  @Test func `several sources of one flow add up`() throws {
    let results = try results(until: 100) {
      Flow("job") {
        Arrive(every: 10)
        Arrive(at: [5, 6])
        Delay(1)
      }
    }
    #expect(results.flow("job").arrived == 12)
  }

  /// Counts of Poisson arrivals: the mean is the integral of the rate, and so is the variance.
  func checkCounts(
    _ means: [Double], slots: [Range<Double>], until end: Double, _ arrive: @escaping @Sendable () -> Arrive
  ) throws {
    let model = ProcessModel {
      Flow("f") {
        arrive()
        Count("in")
      }
    }
    var tallies = slots.map { _ in Tally() }
    for replication in 0..<300 {
      var counts = slots.map { _ in 0.0 }
      _ = try model.run(Streams(seed: 5, replication: replication), until: end) { entry in
        guard entry.block == "Count in", let slot = slots.firstIndex(where: { $0.contains(entry.time) }) else { return }
        counts[slot] += 1
      }
      for slot in slots.indices { tallies[slot].add(counts[slot]) }
    }
    for (mean, tally) in zip(means, tallies) {
      let interval = try #require(ConfidenceInterval(of: tally, confidence: 0.999))
      #expect(interval.contains(mean))
      let variance = try #require(tally.variance)
      #expect(abs(variance / max(mean, 1e-9) - 1) < 0.3 || mean == 0)
    }
  }

  @Test func `a profile of rates brings as many as its integral, period by period`() throws {
    try checkCounts([20, 0, 15, 20, 0], slots: [0..<10, 10..<15, 15..<20, 20..<30, 30..<35], until: 40) {
      Arrive(rate: .rates([0: 2, 10: 0, 15: 3], every: 20))
    }
    try checkCounts([0, 10, 0], slots: [0..<5, 5..<10, 10..<100], until: 100) {
      Arrive(rate: .rates([5: 2, 10: 0]))
    }
  }

  @Test func `a rate that changes with time brings as many as its integral`() throws {
    try checkCounts([5, 15, 20], slots: [0..<10, 10..<20, 20..<30], until: 30) {
      Arrive(rate: { time in min(time / 10, 2) }, atMost: 2.5)
    }
  }

  @Test func `a block more changes no other block's draws`() throws {
    func observe(_ more: Bool, named: Bool) throws -> (Double?, Double?) {
      let desk = Resource("desk", capacity: 1)
      let results = try results(until: 500) {
        Flow("f") {
          Arrive(every: .exponential(mean: 2))
          if more {
            Seize(desk)
            if named { Delay(.constant(0), name: "extra") }
            Release(desk)
          }
          Assign(size, .uniform(0, 1))
          Record("size") { $1.uniform() + $0[size] }
          Delay(.exponential(mean: 1))
        }
      }
      return (results.flow("f").sojourn.mean, results.tally("size").mean)
    }
    let plain = try observe(false, named: false)
    #expect(try observe(true, named: false) == plain)
    #expect(try observe(true, named: true) == plain)
  }

  @Test func `streams are named by flow and block`() {
    let desk = Resource("desk", capacity: 1)
    let model = ProcessModel {
      Flow("f") {
        Arrive(every: .exponential(mean: 2))
        Delay(.exponential(mean: 1))
        Delay(.exponential(mean: 1), name: "talk")
        Seize(desk, patience: 3)
        Delay(.exponential(mean: 1))
        Release(desk)
      }
    }
    #expect(
      model.streamNames == ["f/Arrive", "f/Delay", "f/talk", "f/Seize desk/patience", "f/Delay 2"])
  }
}
