import EventSimulation
import Randomness
import Testing
import ValidationRecord

/// The process view against queueing theory: thirty replications each, on fixed seeds.
@Suite struct `Queueing theory and the process view` {
  /// The measures of thirty replications of a model.
  func replicate(
    _ model: ProcessModel, seed: UInt64, until end: Double = 6000, warmUp: Double = 300,
    _ measure: (ProcessResults) throws -> Double?...
  ) throws -> [[Double]] {
    var columns = measure.map { _ in [Double]() }
    for replication in 0..<30 {
      let results = try model.run(Streams(seed: seed, replication: replication), until: end, warmUp: warmUp)
      for (column, measure) in measure.enumerated() { columns[column].append(try #require(try measure(results))) }
    }
    return columns
  }

  @Test(arguments: [(0.6, 1), (0.8, 3), (0.8, 20)])
  func `M/M/c agrees with Erlang C`(load: Double, servers: Int) throws {
    let rate = load * Double(servers)
    let desk = Resource("desk", capacity: Capacity(servers))
    let model = ProcessModel {
      Flow("customer") {
        Arrive(every: .exponential(mean: 1 / rate))
        Seize(desk)
        Delay(.exponential(mean: 1))
        Release(desk)
      }
    }
    let theory = MMcQueue(arrivalRate: rate, serviceRate: 1, servers: servers)
    let columns = try replicate(
      model, seed: 21, { $0[desk].wait.mean }, { $0[desk].wait.percentile(95) }, { $0[desk].queueLength.average },
      { $0[desk].utilisation }, { $0.flow("customer").sojourn.mean }, { $0.flow("customer").inside.average })
    let figures = [
      ("mean wait", theory.meanWait), ("95 % quantile of the wait", theory.waitQuantile(0.95)),
      ("mean queue length", theory.meanQueueLength), ("utilisation", theory.utilisation),
      ("mean sojourn", theory.meanSojourn), ("mean number in the system", theory.meanNumber),
    ]
    for (column, figure) in zip(columns, figures) {
      // A percentile of few waits that depend on each other has a bias of its own.
      TheoryCheck(
        .processView, "M/M/\(servers), load \(load)", figure.0, theory: figure.1, simulated: column,
        tolerance: figure.0 == "95 % quantile of the wait" ? 0.02 : 0
      ).verify()
    }
  }

  @Test(arguments: [(0.9, 1, 4), (1.5, 3, 6)])
  func `M/M/c/K agrees with its birth-death chain`(load: Double, servers: Int, capacity: Int) throws {
    let rate = load * Double(servers)
    let desk = Resource("desk", capacity: Capacity(servers), queueCapacity: capacity - servers)
    let model = ProcessModel {
      Flow("customer") {
        Arrive(every: .exponential(mean: 1 / rate))
        Seize(desk) {
          Count("blocked")
          Leave()
        }
        Delay(.exponential(mean: 1))
        Release(desk)
      }
    }
    let theory = MMcKQueue(arrivalRate: rate, serviceRate: 1, servers: servers, capacity: capacity)
    let columns = try replicate(
      model, seed: 22, { Double($0.count("blocked")) / Double($0.flow("customer").arrived) }, { $0[desk].wait.mean },
      { $0[desk].utilisation })
    let system = "M/M/\(servers)/\(capacity), load \(load)"
    TheoryCheck(.processView, system, "share of customers lost", theory: theory.blocking, simulated: columns[0])
      .verify()
    TheoryCheck(.processView, system, "mean wait", theory: theory.meanWait, simulated: columns[1]).verify()
    TheoryCheck(.processView, system, "utilisation", theory: theory.utilisation, simulated: columns[2]).verify()
  }

  @Test(arguments: [(0.9, 0.5), (1.2, 2.0)])
  func `M/M/c with impatient customers agrees with Erlang A`(load: Double, abandonmentRate: Double) throws {
    let agents = Resource("agents", capacity: 5)
    let model = ProcessModel {
      Flow("call") {
        Arrive(every: .exponential(mean: 1 / (5 * load)))
        Seize(agents, patience: .exponential(mean: 1 / abandonmentRate)) {
          Count("abandoned")
          Leave()
        }
        Delay(.exponential(mean: 1))
        Release(agents)
      }
    }
    let theory = ErlangA(arrivalRate: 5 * load, serviceRate: 1, abandonmentRate: abandonmentRate, servers: 5)
    let columns = try replicate(
      model, seed: 23, { Double($0.count("abandoned")) / Double($0.flow("call").arrived) },
      { $0[agents].queueLength.average }, { $0[agents].utilisation }, { $0[agents].waitOfAll.mean })
    let system = "M/M/5+M, load \(load), patience \(1 / abandonmentRate)"
    TheoryCheck(
      .processView, system, "share of customers that abandon", theory: theory.probabilityOfAbandonment,
      simulated: columns[0]
    ).verify()
    TheoryCheck(.processView, system, "mean queue length", theory: theory.meanQueueLength, simulated: columns[1])
      .verify()
    TheoryCheck(.processView, system, "utilisation", theory: theory.utilisation, simulated: columns[2]).verify()
    TheoryCheck(.processView, system, "mean wait of all customers", theory: theory.meanWait, simulated: columns[3])
      .verify()
  }

  @Test(arguments: [1, 3])
  func `priorities without preemption agree with Cobham`(servers: Int) throws {
    let rates = [0.3 * Double(servers), 0.5 * Double(servers)]
    let desk = Resource("desk", capacity: Capacity(servers))
    let waited = Attribute("waited")
    let model = ProcessModel {
      for (place, rate) in rates.enumerated() {
        Flow("class \(place)", priority: -place) {
          Arrive(every: .exponential(mean: 1 / rate))
          Seize(desk)
          Assign(waited) { customer, _ in customer.time - customer.arrival }
          Record("wait \(place)") { customer, _ in customer[waited] }
          Delay(.exponential(mean: 1))
          Release(desk)
        }
      }
    }
    let theory = NonPreemptivePriorityQueue(arrivalRates: rates, serviceRate: 1, servers: servers)
    let columns = try replicate(model, seed: 24, { $0.tally("wait 0").mean }, { $0.tally("wait 1").mean })
    for place in 0..<2 {
      TheoryCheck(
        .processView, "M/M/\(servers), two priorities", "mean wait of class \(place + 1)",
        theory: theory.meanWaits[place],
        simulated: columns[place]
      ).verify()
    }
  }

  /// Of exponential services resuming and drawing anew are one; the first class sees an M/M/1 of its own.
  ///
  /// Mean sojourns 1 / (1 - ρ₁) and 1 / ((1 - ρ₁)(1 - ρ₁ - ρ₂)) for a mean service of 1; Kleinrock 1976, section 3.4.
  @Test(arguments: [Preemption.resume, .restartAnew])
  func `priorities with preemption agree with theory`(preemption: Preemption) throws {
    let desk = Resource("desk", capacity: 1)
    let model = ProcessModel {
      Flow("urgent", priority: 1) {
        Arrive(every: .exponential(mean: 1 / 0.3))
        Use(desk, for: .exponential(mean: 1), preempting: preemption)
      }
      Flow("plain") {
        Arrive(every: .exponential(mean: 1 / 0.4))
        Use(desk, for: .exponential(mean: 1))
      }
    }
    let columns = try replicate(
      model, seed: 25, until: 6000, { $0.flow("urgent").sojourn.mean }, { $0.flow("plain").sojourn.mean },
      { $0[desk].utilisation })
    let system = "M/M/1, preemptive \(preemption)"
    TheoryCheck(.processView, system, "mean sojourn of class 1", theory: 1 / 0.7, simulated: columns[0]).verify()
    TheoryCheck(.processView, system, "mean sojourn of class 2", theory: 1 / (0.7 * 0.3), simulated: columns[1])
      .verify()
    TheoryCheck(.processView, system, "utilisation", theory: 0.7, simulated: columns[2]).verify()
  }

  /// With constant services that start anew, a delay of length d behind interruptions at rate λ takes (eᵛ - 1)(1/λ + s).
  ///
  /// v = λ d, and s is the mean busy time of an interruption, here of an M/M/1 of its own; Gaver 1962.
  @Test func `a delay that restarts takes as long as renewal theory says`() throws {
    let desk = Resource("desk", capacity: 1)
    let model = ProcessModel {
      Flow("urgent", priority: 1) {
        Arrive(every: .exponential(mean: 2))
        Use(desk, for: .exponential(mean: 0.5), preempting: .restart)
      }
      Flow("patient") {
        Arrive(at: [0])
        Repeat(while: { _ in true }) {
          Seize(desk)
          Assign(Attribute("begun")) { patient, _ in patient.time }
          Delay(2)
          Release(desk)
          Record("whole", since: Attribute("begun"))
        }
      }
    }
    let columns = try replicate(model, seed: 26, { $0.tally("whole").mean })
    let busy = 0.5 / (1 - 0.25)
    let theory = (2.718281828459045 - 1) * (2 + busy)
    TheoryCheck(
      .processView, "constant delay, preemptive restart", "mean duration", theory: theory, simulated: columns[0]
    )
    .verify()
  }

  @Test func `a network with branching agrees with Jackson`() throws {
    let first = Resource("first", capacity: 1)
    let second = Resource("second", capacity: 2)
    let model = ProcessModel {
      Flow("customer") {
        Arrive(every: .exponential(mean: 1))
        Repeat(againWith: 0.25) {
          Use(first, for: .exponential(mean: 1 / 2.0))
          Decide {
            Branch(probability: 0.6) { Use(second, for: .exponential(mean: 1)) }
            Otherwise { Count("straight on") }
          }
        }
      }
    }
    // From either station a customer begins again with probability 1/4.
    let theory = JacksonNetwork(
      arrivalRates: [1, 0], routing: [[0.4 * 0.25, 0.6], [0.25, 0]], serviceRates: [2, 1], servers: [1, 2])
    let columns = try replicate(
      model, seed: 27, { ($0[first].queueLength.average ?? 0) + ($0[first].busy.average ?? 0) },
      { ($0[second].queueLength.average ?? 0) + ($0[second].busy.average ?? 0) }, { $0.flow("customer").sojourn.mean })
    let system = "Jackson network of M/M/1 and M/M/2"
    TheoryCheck(
      .processView, system, "mean number at station 1", theory: theory.stations[0].meanNumber, simulated: columns[0]
    )
    .verify()
    TheoryCheck(
      .processView, system, "mean number at station 2", theory: theory.stations[1].meanNumber, simulated: columns[1]
    )
    .verify()
    TheoryCheck(.processView, system, "mean sojourn", theory: theory.meanSojourn, simulated: columns[2]).verify()
  }

  /// Lindley's recursion on the same streams: the same waits, to the last bit that the order of sums leaves.
  @Test func `the process view has the waits of Lindley's recursion on the same draws`() throws {
    let desk = Resource("desk", capacity: 1)
    let model = ProcessModel {
      Flow("customer") {
        Arrive(every: .exponential(mean: 1), limit: 5000)
        Seize(desk)
        Delay(.lognormal(mean: 0.8, deviation: 1))
        Release(desk)
      }
    }
    let results = try model.run(Streams(seed: 28, replication: 0))
    let gaps = Streams(seed: 28, replication: 0).stream("customer/Arrive")
    let services = Streams(seed: 28, replication: 0).stream("customer/Delay")
    let service = Distribution.lognormal(mean: 0.8, deviation: 1)
    var waits = Tally()
    var clock = 0.0
    var free = 0.0
    for _ in 0..<5000 {
      clock += Distribution.exponential(mean: 1).draw(from: gaps)
      let start = max(clock, free)
      waits.add(start - clock)
      free = start + service.draw(from: services)
    }
    #expect(results[desk].wait.count == waits.count)
    #expect(results[desk].wait.maximum == waits.maximum)
    let difference = try #require(results[desk].wait.mean) - (try #require(waits.mean))
    #expect(
      Validation.agreement(
        .processView, "mean wait of 5000 customers", with: "Lindley's recursion on the same draws", figures: 1,
        worst: abs(difference), within: 1e-11))
    #expect(results.end == free)
  }
}
