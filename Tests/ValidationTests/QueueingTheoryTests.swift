import EventSimulation
import Randomness
import Testing
import ValidationRecord

@Suite struct `Queueing theory and the event view` {
  @Test(arguments: [(0.5, 1), (0.8, 1), (0.8, 5), (0.7, 30)])
  func `M/M/c agrees with Erlang C`(load: Double, servers: Int) {
    let theory = MMcQueue(arrivalRate: load * Double(servers), serviceRate: 1, servers: servers)
    let runs = QueueingMeasures.replications(
      customers: 20_000, seed: 1, arrivalRate: theory.arrivalRate, service: .exponential(mean: 1), servers: servers)
    let system = "M/M/\(servers), load \(load)"
    func check(_ measure: String, _ theory: Double, _ simulated: (QueueingMeasures) -> Double) {
      TheoryCheck(.eventView, system, measure, theory: theory, simulated: runs.map(simulated)).verify()
    }
    check("mean wait", theory.meanWait, \.meanWait)
    check("95 % quantile of the wait", theory.waitQuantile(0.95), \.wait95)
    check("probability of waiting", theory.probabilityOfWait, \.probabilityOfWait)
    check("mean number in the system", theory.meanNumber, \.meanNumber)
    check("mean queue length", theory.meanQueueLength, \.meanQueueLength)
    check("utilisation", theory.utilisation, \.utilisation)
  }

  @Test(arguments: [(0.9, 1, 4), (1.5, 3, 3), (1.1, 5, 12)])
  func `M/M/c/K agrees with its birth-death chain`(load: Double, servers: Int, capacity: Int) {
    let rate = load * Double(servers)
    let theory = MMcKQueue(arrivalRate: rate, serviceRate: 1, servers: servers, capacity: capacity)
    let runs = QueueingMeasures.replications(
      customers: 10_000, seed: 2, arrivalRate: rate, service: .exponential(mean: 1), servers: servers,
      capacity: capacity)
    let system = "M/M/\(servers)/\(capacity), load \(load)"
    func check(_ measure: String, _ theory: Double, _ simulated: (QueueingMeasures) -> Double) {
      TheoryCheck(.eventView, system, measure, theory: theory, simulated: runs.map(simulated)).verify()
    }
    check("share of customers lost", theory.blocking, \.blocking)
    check("mean wait", theory.meanWait, \.meanWait)
    check("mean number in the system", theory.meanNumber, \.meanNumber)
    check("utilisation", theory.utilisation, \.utilisation)
  }

  @Test(arguments: [
    ("M/D/1", ServiceTime.constant(1)), ("M/E2/1", .erlang2(mean: 1)),
    ("M/H2/1", .hyperexponential(short: 0.5, long: 5.5, probabilityOfLong: 0.1)),
  ])
  func `M/G/1 agrees with Pollaczek and Khinchine`(system: String, service: ServiceTime) {
    let theory = MG1Queue(arrivalRate: 0.7, meanService: service.mean, serviceVariation: service.variation)
    let runs = QueueingMeasures.replications(customers: 20_000, seed: 3, arrivalRate: 0.7, service: service)
    let system = "\(system), load 0.7"
    TheoryCheck(.eventView, system, "mean wait", theory: theory.meanWait, simulated: runs.map(\.meanWait)).verify()
    TheoryCheck(
      .eventView, system, "probability of waiting", theory: theory.probabilityOfWait,
      simulated: runs.map(\.probabilityOfWait)
    ).verify()
    TheoryCheck(
      .eventView, system, "mean number in the system", theory: theory.meanNumber, simulated: runs.map(\.meanNumber)
    )
    .verify()
  }

  @Test(arguments: [
    ("M/D/4", ServiceTime.constant(1), 0.05),
    ("M/H2/4", .hyperexponential(short: 0.5, long: 5.5, probabilityOfLong: 0.1), 0.15),
  ])
  func `M/G/c agrees with Kimura to 5 %, and to 15 % where services vary a lot`(
    system: String, service: ServiceTime, tolerance: Double
  ) {
    let theory = MGcQueue(
      arrivalRate: 3.2, meanService: service.mean, serviceVariation: service.variation, servers: 4)
    let runs = QueueingMeasures.replications(
      customers: 20_000, seed: 4, arrivalRate: 3.2, service: service, servers: 4)
    let system = "\(system), load 0.8"
    TheoryCheck(
      .eventView, system, "mean wait", theory: theory.meanWait, simulated: runs.map(\.meanWait), tolerance: tolerance
    )
    .verify()
    TheoryCheck(
      .eventView, system, "95 % quantile of the wait", theory: theory.waitQuantile(0.95), simulated: runs.map(\.wait95),
      tolerance: tolerance
    ).verify()
  }

  private static let routing = [[0, 0.6, 0.4], [0.1, 0, 0.5], [0.2, 0, 0]]

  @Test func `a Jackson network agrees with its product form`() {
    let arrivalRates = [1.0, 0, 0.2]
    let serviceRates = [2.2, 0.7, 2.0]
    let servers = [1, 2, 1]
    let theory = JacksonNetwork(
      arrivalRates: arrivalRates, routing: Self.routing, serviceRates: serviceRates, servers: servers)
    var numbers: [[Double]] = [[], [], []]
    var sojourns: [Double] = []
    for replication in 0..<20 {
      var simulation = Simulation(
        NetworkModel(
          arrivalRates: arrivalRates, routing: Self.routing, serviceRates: serviceRates, servers: servers,
          random: Streams(seed: 5, replication: replication).stream("network")))
      for station in [0, 2] { simulation.calendar.schedule(.arrival(station: station), at: 0) }
      simulation.calendar.schedule(.warmUpEnds, at: 500)
      simulation.run(through: 4500)
      sojourns.append(simulation.model.sojourns.mean ?? .nan)
      for station in 0..<3 { numbers[station].append(simulation.model.numbers[station].average(through: 4500) ?? .nan) }
    }
    let system = "Jackson network of M/M/1, M/M/2, M/M/1"
    for station in 0..<3 {
      TheoryCheck(
        .eventView, system, "mean number at station \(station + 1)", theory: theory.stations[station].meanNumber,
        simulated: numbers[station]
      ).verify()
    }
    TheoryCheck(.eventView, system, "mean sojourn", theory: theory.meanSojourn, simulated: sojourns).verify()
  }

  /// Until the network is empty again, the integral of the number in it is the sum of the sojourns: no theory is needed.
  @Test(arguments: 0..<5)
  func `Little's law holds of a network, run by run`(replication: Int) {
    var simulation = Simulation(
      NetworkModel(
        arrivalRates: [1, 0, 0.2], routing: Self.routing, serviceRates: [2.2, 0.7, 2], servers: [1, 2, 1],
        closing: 1000, random: Streams(seed: 6, replication: replication).stream("network")))
    for station in [0, 2] { simulation.calendar.schedule(.arrival(station: station), at: 0) }
    simulation.run()
    #expect(simulation.model.total.level == 0)
    let area = simulation.model.total.integral(through: simulation.now)
    #expect(simulation.model.sojourns.count > 1000)
    #expect(
      Validation.agreement(
        .eventView, "Little's law: the integral of the number in a network is the sum of the sojourns in it",
        with: "the same run", figures: 1, worst: abs(area / simulation.model.sojourns.sum - 1), within: 1e-11))
  }
}
