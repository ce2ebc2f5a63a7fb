import EventSimulation
import Glibc
import Randomness
import Testing

/// A queue of M/M/c, first come, first served, that records every wait and checks Little's law as it goes.
struct MultiServerQueue: EventModel, ~Copyable {
  enum Event { case arrival, departure }

  let servers: Int
  let customers: Int
  let gaps: RandomStream
  let services: RandomStream
  let meanGap: Double
  var arrived = 0
  var busy = 0
  var queue = FIFOQueue<Double>()
  var waits: [Double] = []
  var length = TimeWeighted()

  init(servers: Int, load: Double, customers: Int, seed: UInt64) {
    self.servers = servers
    self.customers = customers
    meanGap = 1 / (load * Double(servers))
    gaps = RandomStream(seed: seed, replication: 0, name: "gaps")
    services = RandomStream(seed: seed, replication: 0, name: "services")
  }

  static func exponential(_ stream: RandomStream, mean: Double) -> Double { -mean * log(1 - stream.uniform()) }

  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    switch event {
    case .arrival:
      arrived += 1
      if arrived < customers { calendar.schedule(.arrival, after: Self.exponential(gaps, mean: meanGap)) }
      if busy < servers {
        busy += 1
        waits.append(0)
        calendar.schedule(.departure, after: Self.exponential(services, mean: 1))
      } else {
        queue.append(calendar.now)
        length.add(1, at: calendar.now)
      }
    case .departure:
      if let arrival = queue.popFirst() {
        length.add(-1, at: calendar.now)
        waits.append(calendar.now - arrival)
        calendar.schedule(.departure, after: Self.exponential(services, mean: 1))
      } else {
        busy -= 1
      }
    }
  }

  static func run(servers: Int, load: Double, customers: Int, seed: UInt64) -> Simulation<MultiServerQueue> {
    var simulation = Simulation(MultiServerQueue(servers: servers, load: load, customers: customers, seed: seed))
    simulation.calendar.schedule(.arrival, after: exponential(simulation.model.gaps, mean: simulation.model.meanGap))
    simulation.run()
    return simulation
  }
}

@Suite struct `The calendar against recursions` {
  /// Lindley's recursion in absolute times: a customer starts when it has arrived and the one before has left.
  @Test(arguments: [0.5, 0.9, 0.99])
  func `waits in M/M/1 are Lindley's, bit for bit`(load: Double) {
    let customers = 10_000
    let simulation = MultiServerQueue.run(servers: 1, load: load, customers: customers, seed: 7)
    let gaps = RandomStream(seed: 7, replication: 0, name: "gaps")
    let services = RandomStream(seed: 7, replication: 0, name: "services")
    var arrival = 0.0
    var free = 0.0
    var waits: [Double] = []
    for _ in 0..<customers {
      arrival += MultiServerQueue.exponential(gaps, mean: simulation.model.meanGap)
      let start = max(arrival, free)
      waits.append(start - arrival)
      free = start + MultiServerQueue.exponential(services, mean: 1)
    }
    #expect(simulation.model.waits == waits)
    #expect(simulation.now == free)
  }

  /// Kiefer and Wolfowitz in absolute times: a customer starts on the server that comes free first.
  @Test(arguments: [2, 5, 50])
  func `waits in M/M/c are those of the times at which servers come free, bit for bit`(servers: Int) {
    let customers = 6000
    let simulation = MultiServerQueue.run(servers: servers, load: 0.95, customers: customers, seed: 11)
    let gaps = RandomStream(seed: 11, replication: 0, name: "gaps")
    let services = RandomStream(seed: 11, replication: 0, name: "services")
    var arrival = 0.0
    var free = [Double](repeating: 0, count: servers)
    var waits: [Double] = []
    for _ in 0..<customers {
      arrival += MultiServerQueue.exponential(gaps, mean: simulation.model.meanGap)
      var earliest = 0
      for server in free.indices where free[server] < free[earliest] { earliest = server }
      let start = max(arrival, free[earliest])
      waits.append(start - arrival)
      free[earliest] = start + MultiServerQueue.exponential(services, mean: 1)
    }
    #expect(simulation.model.waits == waits)
    #expect(waits.contains { $0 > 0 })
  }

  @Test(arguments: [1, 8])
  func `Little's law holds of every run`(servers: Int) throws {
    let simulation = MultiServerQueue.run(servers: servers, load: 0.9, customers: 10_000, seed: 5)
    let end = simulation.now
    let average = try #require(simulation.model.length.average(through: end))
    let rate = 10_000 / end
    let wait = simulation.model.waits.reduce(0, +) / 10_000
    #expect(abs(average - rate * wait) <= 1e-9 * average)
  }
}
