import EventSimulation
import Glibc
import Randomness

/// A service time that a queueing formula knows.
enum ServiceTime: Sendable {
  case exponential(mean: Double)
  case constant(Double)
  /// The sum of two exponential phases: a squared coefficient of variation of 1/2.
  case erlang2(mean: Double)
  /// Short or, with that probability, long: both exponential.
  case hyperexponential(short: Double, long: Double, probabilityOfLong: Double)

  var mean: Double {
    switch self {
    case .exponential(let mean), .constant(let mean), .erlang2(let mean): mean
    case .hyperexponential(let short, let long, let share): (1 - share) * short + share * long
    }
  }

  /// The variance over the squared mean.
  var variation: Double {
    switch self {
    case .exponential: 1
    case .constant: 0
    case .erlang2: 0.5
    case .hyperexponential(let short, let long, let share):
      2 * ((1 - share) * short * short + share * long * long) / (mean * mean) - 1
    }
  }

  func draw(_ random: RandomStream) -> Double {
    switch self {
    case .exponential(let mean): Self.exponential(random, mean)
    case .constant(let time): time
    case .erlang2(let mean): Self.exponential(random, mean / 2) + Self.exponential(random, mean / 2)
    case .hyperexponential(let short, let long, let share):
      Self.exponential(random, random.uniform() < share ? long : short)
    }
  }

  static func exponential(_ random: RandomStream, _ mean: Double) -> Double { -mean * log(1 - random.uniform()) }
}

/// M/G/c/K in the event view, with a warm-up.
struct QueueingModel: EventModel, ~Copyable {
  enum Event { case arrival, departure, warmUpEnds }

  let meanGap: Double
  let service: ServiceTime
  let servers: Int
  let capacity: Int
  let gaps: RandomStream
  let services: RandomStream

  var busy = 0
  var queue = FIFOQueue<Double>()

  var arrivals = 0
  var refused = 0
  var waited = 0
  var waits = Tally()
  var percentiles = QuantileSketch()
  var number = TimeWeighted()
  var length = TimeWeighted()
  var working = TimeWeighted()

  init(
    arrivalRate: Double, service: ServiceTime, servers: Int = 1, capacity: Int = .max, streams: Streams
  ) {
    meanGap = 1 / arrivalRate
    self.service = service
    self.servers = servers
    self.capacity = capacity
    gaps = streams.stream("gaps")
    services = streams.stream("services")
  }

  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    let now = calendar.now
    switch event {
    case .arrival:
      calendar.schedule(.arrival, after: ServiceTime.exponential(gaps, meanGap))
      arrivals += 1
      guard busy + queue.count < capacity else {
        refused += 1
        return
      }
      number.add(1, at: now)
      if busy < servers {
        busy += 1
        working.add(1, at: now)
        start(arrivedAt: now, &calendar)
      } else {
        waited += 1
        queue.append(now)
        length.add(1, at: now)
      }
    case .departure:
      number.add(-1, at: now)
      if let arrival = queue.popFirst() {
        length.add(-1, at: now)
        start(arrivedAt: arrival, &calendar)
      } else {
        busy -= 1
        working.add(-1, at: now)
      }
    case .warmUpEnds:
      arrivals = 0
      refused = 0
      waited = 0
      waits.reset()
      percentiles.reset()
      number.reset(at: now)
      length.reset(at: now)
      working.reset(at: now)
    }
  }

  private mutating func start(arrivedAt arrival: Double, _ calendar: inout EventCalendar<Event>) {
    waits.add(calendar.now - arrival)
    percentiles.add(calendar.now - arrival)
    calendar.schedule(.departure, after: service.draw(services))
  }
}

/// What a replication of a queue shows.
struct QueueingMeasures {
  var meanWait = 0.0
  var wait95 = 0.0
  var probabilityOfWait = 0.0
  var blocking = 0.0
  var meanNumber = 0.0
  var meanQueueLength = 0.0
  var utilisation = 0.0

  /// Runs independent replications of a queue for so many customers each, after a warm-up of a fifth of that.
  static func replications(
    _ count: Int = 20, customers: Int, seed: UInt64, arrivalRate: Double, service: ServiceTime, servers: Int = 1,
    capacity: Int = .max
  ) -> [QueueingMeasures] {
    (0..<count).map { replication in
      var simulation = Simulation(
        QueueingModel(
          arrivalRate: arrivalRate, service: service, servers: servers, capacity: capacity,
          streams: Streams(seed: seed, replication: replication)))
      let duration = Double(customers) / arrivalRate
      simulation.calendar.schedule(.arrival, at: 0)
      simulation.calendar.schedule(.warmUpEnds, at: duration / 5)
      let end = duration * 1.2
      simulation.run(through: end)
      return QueueingMeasures(
        meanWait: simulation.model.waits.mean ?? .nan,
        wait95: simulation.model.percentiles.quantile(0.95) ?? .nan,
        probabilityOfWait: Double(simulation.model.waited) / Double(simulation.model.arrivals),
        blocking: Double(simulation.model.refused) / Double(simulation.model.arrivals),
        meanNumber: simulation.model.number.average(through: end) ?? .nan,
        meanQueueLength: simulation.model.length.average(through: end) ?? .nan,
        utilisation: (simulation.model.working.average(through: end) ?? .nan) / Double(servers))
    }
  }
}

/// An open network of queues in the event view, whose customers carry the time at which they came in.
struct NetworkModel: EventModel, ~Copyable {
  enum Event {
    case arrival(station: Int)
    case departure(station: Int, entered: Double)
    case warmUpEnds
  }

  let arrivalRates: [Double]
  let routing: [[Double]]
  let servers: [Int]
  let meanServices: [Double]
  let random: RandomStream
  /// No customer comes in after this time.
  let closing: Double

  var busy: [Int]
  var queues: [[Double]]
  var numbers: [TimeWeighted]
  var total = TimeWeighted()
  var sojourns = Tally()

  init(
    arrivalRates: [Double], routing: [[Double]], serviceRates: [Double], servers: [Int], closing: Double = .infinity,
    random: RandomStream
  ) {
    self.arrivalRates = arrivalRates
    self.routing = routing
    self.servers = servers
    meanServices = serviceRates.map { 1 / $0 }
    self.random = random
    self.closing = closing
    busy = servers.map { _ in 0 }
    queues = servers.map { _ in [] }
    numbers = servers.map { _ in TimeWeighted() }
  }

  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    switch event {
    case .arrival(let station):
      guard calendar.now <= closing else { return }
      let gap = ServiceTime.exponential(random, 1 / arrivalRates[station])
      calendar.schedule(.arrival(station: station), after: gap)
      total.add(1, at: calendar.now)
      enter(station, enteredAt: calendar.now, &calendar)
    case .departure(let station, let entered):
      numbers[station].add(-1, at: calendar.now)
      if queues[station].isEmpty {
        busy[station] -= 1
      } else {
        start(station, enteredAt: queues[station].removeFirst(), &calendar)
      }
      var rest = random.uniform()
      for (next, probability) in routing[station].enumerated() {
        rest -= probability
        if rest < 0 { return enter(next, enteredAt: entered, &calendar) }
      }
      total.add(-1, at: calendar.now)
      sojourns.add(calendar.now - entered)
    case .warmUpEnds:
      for station in numbers.indices { numbers[station].reset(at: calendar.now) }
      total.reset(at: calendar.now)
      sojourns.reset()
    }
  }

  private mutating func enter(_ station: Int, enteredAt entered: Double, _ calendar: inout EventCalendar<Event>) {
    numbers[station].add(1, at: calendar.now)
    if busy[station] < servers[station] {
      busy[station] += 1
      start(station, enteredAt: entered, &calendar)
    } else {
      queues[station].append(entered)
    }
  }

  private mutating func start(_ station: Int, enteredAt entered: Double, _ calendar: inout EventCalendar<Event>) {
    calendar.schedule(
      .departure(station: station, entered: entered),
      after: ServiceTime.exponential(random, meanServices[station]))
  }
}
