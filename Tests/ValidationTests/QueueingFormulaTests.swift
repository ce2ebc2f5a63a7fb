import EventSimulation
import Glibc
import Randomness
import Testing
import ValidationRecord

/// A Markov chain in continuous time whose stationary distribution is found by iteration, without any formula.
private struct MarkovChain<State: Hashable> {
  private var states: [State]
  private var probabilities: [Double]

  /// Follows the transitions from a state to every other that can be reached, and iterates until the balance holds.
  init(from start: State, precision: Double = 1e-15, transitions: (State) -> [(State, Double)]) {
    var places: [State: Int] = [start: 0]
    var states = [start]
    var incoming: [[(from: Int, rate: Double)]] = [[]]
    var leaving: [Double] = []
    var place = 0
    while place < states.count {
      var sum = 0.0
      for (next, rate) in transitions(states[place]) where rate > 0 {
        sum += rate
        if places[next] == nil {
          places[next] = states.count
          states.append(next)
          incoming.append([])
        }
        if let target = places[next] { incoming[target].append((place, rate)) }
      }
      leaving.append(sum)
      place += 1
    }
    var probabilities = [Double](repeating: 1 / Double(states.count), count: states.count)
    for _ in 0..<20_000 {
      var change = 0.0
      for place in states.indices {
        var flow = 0.0
        for (from, rate) in incoming[place] { flow += probabilities[from] * rate }
        flow /= leaving[place]
        change = max(change, abs(flow - probabilities[place]))
        probabilities[place] = flow
      }
      let total = probabilities.reduce(0, +)
      for place in states.indices { probabilities[place] /= total }
      if change < precision { break }
    }
    self.states = states
    self.probabilities = probabilities
  }

  func expectation(_ value: (State) -> Double) -> Double {
    zip(states, probabilities).reduce(0) { $0 + $1.1 * value($1.0) }
  }

  func probability(_ holds: (State) -> Bool) -> Double { expectation { holds($0) ? 1 : 0 } }
}

extension MarkovChain<Int> {
  /// A number that goes up and down by one.
  fileprivate init(birthRate: (Int) -> Double, deathRate: (Int) -> Double) {
    self.init(from: 0) { number in [(number + 1, birthRate(number)), (number - 1, deathRate(number))] }
  }
}

/// Whether two figures agree, and a row of the validation table that has the name of the test.
private func agree(_ a: Double, _ b: Double, _ tolerance: Double = 1e-9, _ test: String = #function) -> Bool {
  Validation.agreement(
    .queueingFormulas, Validation.claim(test), with: "Markov chain, series or table", figures: 1,
    worst: abs(a - b) / max(1e-3, abs(b)), within: tolerance)
}

@Suite struct `Queueing formulas` {
  // MARK: - Losses and waits

  @Test func `Erlang B has the figures of the tables`() {
    #expect(agree(ErlangB(servers: 2, offeredLoad: 1).blocking, 0.2))
    // Loads in erlangs that one percent of customers find full; as printed in every traffic handbook.
    for (servers, load) in [(1, 0.0101), (5, 1.36), (10, 4.46), (20, 12.03), (50, 37.90), (100, 84.06)] {
      #expect(agree(ErlangB(servers: servers, offeredLoad: load).blocking, 0.01, 0.01))
      #expect(ErlangB.servers(offeredLoad: load * 0.998, blocking: 0.01) == servers)
    }
    #expect(ErlangB(servers: 0, offeredLoad: 3).blocking == 1)
    #expect(ErlangB(servers: 3, offeredLoad: 0).blocking == 0)
  }

  @Test func `Erlang B and C agree with their sums, and are stable for thousands of servers`() {
    for (servers, load) in [(1, 0.3), (3, 2.9), (17, 12.5), (40, 39)] {
      var term = 1.0
      var sum = 1.0
      for number in 1...servers {
        term *= load / Double(number)
        sum += term
      }
      #expect(agree(ErlangB(servers: servers, offeredLoad: load).blocking, term / sum, 1e-12))
      let waiting = term / (1 - load / Double(servers))
      let expected = waiting / (sum - term + waiting)
      #expect(agree(ErlangC(servers: servers, offeredLoad: load).probabilityOfWait, expected, 1e-12))
    }
    // In a large system the share that waits tends to that of square-root staffing.
    let share = ErlangC(servers: 101_000, offeredLoad: 100_684).probabilityOfWait
    let limit = SquareRootStaffing(safety: 316 / 100_684.0.squareRoot()).probabilityOfWait
    #expect(agree(share, limit, 2e-3))
    #expect(ErlangC(servers: 5000, offeredLoad: 100).probabilityOfWait == 0)
    #expect(ErlangC(servers: 5, offeredLoad: 5).probabilityOfWait == 1)
  }

  @Test(arguments: [(1, 1), (2, 1), (3, 2.5), (8, 6)])
  func `M/M/c agrees with its chain`(servers: Int, load: Double) {
    let rate = servers == 1 ? 0.8 : load
    let queue = MMcQueue(arrivalRate: rate * 3, serviceRate: 3, servers: servers)
    let chain = MarkovChain(birthRate: { $0 < 250 ? rate * 3 : 0 }, deathRate: { Double(min($0, servers)) * 3 })
    #expect(agree(queue.probabilityOfWait, chain.probability { $0 >= servers }))
    #expect(agree(queue.meanQueueLength, chain.expectation { Double(max(0, $0 - servers)) }))
    #expect(agree(queue.meanNumber, chain.expectation { Double($0) }))
    for number in [0, 1, servers - 1, servers, servers + 3] {
      #expect(agree(queue.probability(number: number), chain.probability { $0 == number }))
    }
    // A customer who finds n others with every server busy waits for n - c + 1 departures: an Erlang time.
    let time = 0.4
    let tail = chain.expectation { number in
      guard number >= servers else { return 0 }
      var term = exp(-3 * Double(servers) * time)
      var sum = 0.0
      for departures in 0...(number - servers) {
        sum += term
        term *= 3 * Double(servers) * time / Double(departures + 1)
      }
      return sum
    }
    #expect(agree(queue.probability(waitLongerThan: time), tail, 1e-7))
    let quantile = queue.waitQuantile(0.99)
    #expect(agree(queue.probability(waitLongerThan: quantile), 0.01))
    #expect(agree(queue.probability(sojournLongerThan: queue.sojournQuantile(0.95)), 0.05))
  }

  @Test func `M/M/1 has its textbook figures`() {
    let queue = MMcQueue(arrivalRate: 0.9, serviceRate: 1)
    #expect(agree(queue.meanWait, 9) && agree(queue.meanSojourn, 10) && agree(queue.meanNumber, 9))
    // The sojourn in M/M/1 is exponential.
    for time in [0.1, 1, 10, 40, 2000] { #expect(agree(queue.probability(sojournLongerThan: time), exp(-0.1 * time))) }
    #expect(agree(queue.sojournQuantile(0.95), -10 * log(0.05)))
    #expect(MMcQueue(arrivalRate: 2, serviceRate: 1, servers: 2).meanWait == .infinity)
    #expect(MMcQueue(arrivalRate: 0.1, serviceRate: 1).waitQuantile(0.5) == 0)
  }

  /// The mean is the integral of the tail; c - 1 = a is where the closed form is a limit.
  @Test(arguments: [(2, 1.0), (2, 1.0 + 1e-9), (2, 1.7), (3, 1.999), (10, 6.0)])
  func `the tail of the sojourn in M/M/c adds up to its mean`(servers: Int, load: Double) {
    let queue = MMcQueue(arrivalRate: load, serviceRate: 1, servers: servers)
    func tail(_ time: Double) -> Double { queue.probability(sojournLongerThan: time) }
    // Simpson's rule.
    let step = 1.0 / 64
    var integral = 0.0
    for place in 0..<12_800 {
      let time = Double(place) * step
      let heights: Double = tail(time) + 4 * tail(time + step / 2) + tail(time + step)
      integral += heights * step / 6
    }
    #expect(agree(integral, queue.meanSojourn, 1e-8))
  }

  @Test(arguments: [(1, 1, 2.0), (1, 6, 0.7), (1, 6, 1.0), (3, 3, 5.0), (4, 20, 3.9), (4, 20, 9.0)])
  func `M/M/c/K agrees with its chain`(servers: Int, capacity: Int, load: Double) {
    let queue = MMcKQueue(arrivalRate: load, serviceRate: 1, servers: servers, capacity: capacity)
    let chain = MarkovChain(birthRate: { $0 < capacity ? load : 0 }, deathRate: { Double(min($0, servers)) })
    #expect(agree(queue.blocking, chain.probability { $0 == capacity }))
    #expect(agree(queue.meanNumber, chain.expectation { Double($0) }))
    #expect(agree(queue.meanWait, chain.expectation { Double(max(0, $0 - servers)) } / queue.throughput))
    #expect(agree(queue.meanSojourn, queue.meanNumber / queue.throughput))
    if servers == capacity { #expect(agree(queue.blocking, ErlangB(servers: servers, offeredLoad: load).blocking)) }
    if servers == 1 {
      // A geometric distribution that is cut off.
      let weights = (0...capacity).map { pow(load, Double($0)) }
      #expect(agree(queue.blocking, weights[capacity] / weights.reduce(0, +)))
    }
  }

  // MARK: - General service times

  /// Servers whose service has two phases, by the number of customers and of those whose service is in the second.
  private struct Phases: Hashable {
    var number: Int
    var second: Int
  }

  /// M/E2/c and M/H2/c as chains: the mean wait.
  private static func meanWait(
    arrivalRate: Double, servers: Int, startsSecond: Double, rates: (Double, Double), firstLeadsToSecond: Bool,
    limit: Int = 150, precision: Double = 1e-15
  ) -> Double {
    let chain = MarkovChain(from: Phases(number: 0, second: 0), precision: precision) { state in
      let busy = min(state.number, servers)
      var next: [(Phases, Double)] = []
      func enter(_ number: Int, _ second: Int, _ rate: Double) {
        next.append((Phases(number: number, second: second + 1), rate * startsSecond))
        next.append((Phases(number: number, second: second), rate * (1 - startsSecond)))
      }
      if state.number < servers {
        enter(state.number + 1, state.second, arrivalRate)
      } else if state.number < limit {
        next.append((Phases(number: state.number + 1, second: state.second), arrivalRate))
      }
      func leave(_ second: Int, _ rate: Double) {
        if state.number > servers {
          enter(state.number - 1, second, rate)
        } else {
          next.append((Phases(number: state.number - 1, second: second), rate))
        }
      }
      let firstRate = Double(busy - state.second) * rates.0
      if firstRate > 0 {
        if firstLeadsToSecond {
          next.append((Phases(number: state.number, second: state.second + 1), firstRate))
        } else {
          leave(state.second, firstRate)
        }
      }
      if state.second > 0 { leave(state.second - 1, Double(state.second) * rates.1) }
      return next
    }
    return chain.expectation { Double(max(0, $0.number - servers)) } / arrivalRate
  }

  @Test func `M/G/1 agrees with chains of phases and textbook figures`() {
    let erlang = Self.meanWait(
      arrivalRate: 0.7, servers: 1, startsSecond: 0, rates: (2, 2), firstLeadsToSecond: true)
    #expect(agree(MG1Queue(arrivalRate: 0.7, meanService: 1, serviceVariation: 0.5).meanWait, erlang, 1e-8))
    // Short (0.5) nine times in ten, long (3) once: the mean is 0.75.
    let hyper = Self.meanWait(
      arrivalRate: 0.8, servers: 1, startsSecond: 0.1, rates: (2, 1 / 3.0), firstLeadsToSecond: false)
    let variation = 2 * (0.9 * 0.25 + 0.1 * 9) / (0.75 * 0.75) - 1
    #expect(agree(MG1Queue(arrivalRate: 0.8, meanService: 0.75, serviceVariation: variation).meanWait, hyper, 1e-8))
    #expect(agree(MG1Queue(arrivalRate: 0.5, meanService: 1, serviceVariation: 0).meanWait, 0.5))
    #expect(agree(MG1Queue(arrivalRate: 0.5, meanService: 1, serviceVariation: 1).meanNumber, 1))
    #expect(MG1Queue(arrivalRate: 1, meanService: 1, serviceVariation: 1).meanSojourn == .infinity)
  }

  @Test(arguments: [2, 3, 5], [0.5, 0.8])
  func `M/G/c agrees with chains of phases to three percent`(servers: Int, load: Double) {
    let rate = load * Double(servers)
    let erlang = Self.meanWait(
      arrivalRate: rate, servers: servers, startsSecond: 0, rates: (2, 2), firstLeadsToSecond: true, limit: 60,
      precision: 1e-8)
    let smooth = MGcQueue(arrivalRate: rate, meanService: 1, serviceVariation: 0.5, servers: servers)
    #expect(agree(smooth.meanWait, erlang, 0.03))
    // Two exponentials with balanced means and a squared coefficient of variation of 2.
    let share = (1 - (1 / 3.0).squareRoot()) / 2
    let hyper = Self.meanWait(
      arrivalRate: rate, servers: servers, startsSecond: share, rates: (2 * (1 - share), 2 * share),
      firstLeadsToSecond: false, limit: 80, precision: 1e-8)
    let rough = MGcQueue(arrivalRate: rate, meanService: 1, serviceVariation: 2, servers: servers)
    #expect(agree(rough.meanWait, hyper, 0.03))
    let coarse = GGcQueue(
      arrivalRate: rate, arrivalVariation: 1, meanService: 1, serviceVariation: 2, servers: servers)
    #expect(
      agree(
        coarse.meanWait, hyper, load < 0.7 ? 0.17 : 0.07,
        "G/G/c agrees with chains of phases to 7 %, or 17 % at half load"))
    #expect(agree(coarse.probability(waitLongerThan: coarse.waitQuantile(0.99)), 0.01))
  }

  @Test func `the approximations are exact in their special cases`() {
    let exponential = MMcQueue(arrivalRate: 8, serviceRate: 2, servers: 5)
    let general = MGcQueue(arrivalRate: 8, meanService: 0.5, serviceVariation: 1, servers: 5)
    #expect(agree(general.meanWait, exponential.meanWait))
    #expect(agree(general.waitQuantile(0.95), exponential.waitQuantile(0.95)))
    #expect(agree(general.probability(waitLongerThan: 0.2), exponential.probability(waitLongerThan: 0.2)))
    for variation in [0, 0.4, 3] {
      let single = MG1Queue(arrivalRate: 1.5, meanService: 0.5, serviceVariation: variation)
      #expect(
        agree(
          MGcQueue(arrivalRate: 1.5, meanService: 0.5, serviceVariation: variation, servers: 1).meanWait,
          single.meanWait))
      #expect(
        agree(
          GGcQueue(
            arrivalRate: 1.5, arrivalVariation: 1, meanService: 0.5, serviceVariation: variation, servers: 1
          ).meanWait, single.meanWait))
    }
    // Nothing arrives, nothing waits; too much arrives, everything waits.
    #expect(MGcQueue(arrivalRate: 0, meanService: 1, serviceVariation: 2, servers: 3).waitQuantile(0.99) == 0)
    #expect(MGcQueue(arrivalRate: 4, meanService: 1, serviceVariation: 2, servers: 3).waitQuantile(0.5) == .infinity)
  }

  // MARK: - Impatience

  @Test func `Erlang A has the figures of Garnett, Mandelbaum and Reiman`() {
    // 50 agents, 48 calls a minute of one minute each; callers hang up after two minutes on average.
    let patient = MMcQueue(arrivalRate: 48, serviceRate: 1, servers: 50)
    #expect(agree(patient.meanWait * 60, 20.8, 0.003))
    #expect(agree(patient.waitQuantile(0.9) * 60, 58.1, 0.003))
    let centre = ErlangA(arrivalRate: 48, serviceRate: 1, abandonmentRate: 0.5, servers: 50)
    #expect(agree(centre.probabilityOfAbandonment, 0.031, 0.02))
    #expect(agree(centre.meanWait * 60, 3.7, 0.02))
    #expect(agree(centre.utilisation, 0.93, 0.005))
  }

  @Test(arguments: [(1, 0.8, 0.2), (5, 4.5, 0.1), (5, 9, 1), (10, 3, 5), (0, 2, 0.5)])
  func `Erlang A agrees with its chain`(servers: Int, rate: Double, abandonment: Double) {
    let system = ErlangA(arrivalRate: rate, serviceRate: 1, abandonmentRate: abandonment, servers: servers)
    let chain = MarkovChain(
      birthRate: { $0 < 150 ? rate : 0 },
      deathRate: { Double(min($0, servers)) + abandonment * Double(max(0, $0 - servers)) })
    #expect(agree(system.probabilityOfWait, chain.probability { $0 >= servers }))
    #expect(agree(system.meanWait * rate, chain.expectation { Double(max(0, $0 - servers)) }))
    #expect(agree(system.throughput, chain.expectation { Double(min($0, servers)) }))
    #expect(agree(system.probabilityOfAbandonment, 1 - system.throughput / rate))
    #expect(agree(system.probability(number: 3), chain.probability { $0 == 3 }))
  }

  @Test func `Erlang A with equal abandonment and service rates is the queue with infinitely many servers`() {
    let system = ErlangA(arrivalRate: 900, serviceRate: 1, abandonmentRate: 1, servers: 1000)
    for number in [800, 900, 1000, 1010] {
      let logPoisson = Double(number) * log(900) - 900 - lgamma(Double(number) + 1)
      #expect(abs(system.probability(number: number) / exp(logPoisson) - 1) < 1e-9)
    }
    let large = ErlangA(arrivalRate: 20_000, serviceRate: 1, abandonmentRate: 0.01, servers: 10_000)
    #expect(agree(large.probabilityOfAbandonment, 0.5, 1e-6))
  }

  // MARK: - Priorities, networks, staffing

  @Test(arguments: [1, 2, 4])
  func `non-preemptive priorities agree with their chain`(servers: Int) {
    struct State: Hashable {
      var busy = 0
      var first = 0
      var second = 0
    }
    let rates = [0.25 * Double(servers), 0.4 * Double(servers)]
    let queue = NonPreemptivePriorityQueue(arrivalRates: rates, serviceRate: 1, servers: servers)
    let chain = MarkovChain(from: State()) { state in
      var next: [(State, Double)] = []
      func add(_ rate: Double, _ change: (inout State) -> Void) {
        var to = state
        change(&to)
        next.append((to, rate))
      }
      if state.busy < servers {
        add(rates[0] + rates[1]) { $0.busy += 1 }
      } else {
        if state.first < 20 { add(rates[0]) { $0.first += 1 } }
        if state.second < 45 { add(rates[1]) { $0.second += 1 } }
      }
      if state.first > 0 {
        add(Double(servers)) { $0.first -= 1 }
      } else if state.second > 0 {
        add(Double(servers)) { $0.second -= 1 }
      } else if state.busy > 0 {
        add(Double(state.busy)) { $0.busy -= 1 }
      }
      return next
    }
    #expect(agree(queue.meanWaits[0] * rates[0], chain.expectation { Double($0.first) }, 1e-5))
    #expect(agree(queue.meanWaits[1] * rates[1], chain.expectation { Double($0.second) }, 1e-5))
    #expect(agree(queue.utilisation, 0.65))
  }

  @Test func `priorities redistribute the wait and do not shorten it`() {
    // Kleinrock's conservation law: the waits, weighted by load, add up to those of first come, first served.
    let rates = [0.1, 0.3, 0.2]
    let means = [2.0, 0.5, 1.5]
    let variations = [1.0, 0, 3]
    let queue = NonPreemptivePriorityQueue(arrivalRates: rates, meanServices: means, serviceVariations: variations)
    var weighted = 0.0
    var residual = 0.0
    for place in 0..<3 {
      weighted += rates[place] * means[place] * queue.meanWaits[place]
      residual += rates[place] * means[place] * means[place] * (1 + variations[place]) / 2
    }
    #expect(agree(weighted, queue.utilisation * residual / (1 - queue.utilisation)))
    let overloaded = NonPreemptivePriorityQueue(arrivalRates: [0.5, 0.6], serviceRate: 1, servers: 1)
    #expect(overloaded.meanWaits[0].isFinite && overloaded.meanWaits[1] == .infinity)
  }

  @Test func `a Jackson network agrees with its chain`() {
    let routing = [[0.1, 0.6], [0.3, 0]]
    let network = JacksonNetwork(
      arrivalRates: [0.5, 0.2], routing: routing, serviceRates: [1.6, 0.7], servers: [1, 2])
    let chain = MarkovChain(from: [0, 0]) { state in
      var next: [([Int], Double)] = []
      for (station, rate) in [0.5, 0.2].enumerated() where state[station] < 30 {
        var to = state
        to[station] += 1
        next.append((to, rate))
      }
      for (station, rate) in [1.6, 0.7].enumerated() where state[station] > 0 {
        let rate = rate * Double(min(state[station], [1, 2][station]))
        var left = state
        left[station] -= 1
        next.append((left, rate * (1 - routing[station][0] - routing[station][1])))
        for other in 0..<2 where other != station && state[other] < 30 {
          var to = left
          to[other] += 1
          next.append((to, rate * routing[station][other]))
        }
      }
      return next
    }
    #expect(agree(network.throughputs[0] * 0.9, 0.5 + 0.3 * network.throughputs[1]))
    #expect(agree(network.stations[0].meanNumber, chain.expectation { Double($0[0]) }, 1e-5))
    #expect(agree(network.stations[1].meanNumber, chain.expectation { Double($0[1]) }, 1e-5))
    #expect(agree(network.probability(numbers: [2, 3]), chain.probability { $0 == [2, 3] }, 1e-5))
    #expect(agree(network.meanSojourn, network.meanNumber / 0.7))
    #expect(agree(network.visits[0], network.throughputs[0] / 0.7))
  }

  @Test(arguments: [0.1, 0.3, 0.5, 0.8])
  func `square-root staffing finds the servers of Erlang C`(share: Double) {
    let staffing = SquareRootStaffing(probabilityOfWait: share)
    #expect(agree(staffing.probabilityOfWait, share))
    for load in [10.0, 50, 400, 3000] {
      let exact = ErlangC.servers(offeredLoad: load, probabilityOfWait: share)
      #expect(abs(staffing.servers(offeredLoad: load) - exact) <= 1)
      #expect(ErlangC(servers: exact, offeredLoad: load).probabilityOfWait <= share)
      #expect(ErlangC(servers: exact - 1, offeredLoad: load).probabilityOfWait > share)
    }
    // Half of the customers wait with a safety of about a half; Halfin and Whitt 1981.
    #expect(abs(SquareRootStaffing(probabilityOfWait: 0.5).safety - 0.506) < 1e-3)
  }

  @Test func `the examples in the documentation hold`() {
    let network = JacksonNetwork(
      arrivalRates: [1, 0], routing: [[0, 0.8], [0.5, 0]], serviceRates: [3, 2], servers: [1, 1])
    #expect(agree(network.throughputs[0], 5 / 3.0) && agree(network.throughputs[1], 4 / 3.0))
    let queue = NonPreemptivePriorityQueue(arrivalRates: [0.3, 0.6], serviceRate: 1, servers: 1)
    #expect(agree(queue.meanWaits[0], 0.9 / 0.7) && agree(queue.meanWaits[1], 0.9 / (0.7 * 0.1)))
    #expect(SquareRootStaffing(probabilityOfWait: 0.2).servers(offeredLoad: 900) == 932)
    #expect(agree(ErlangC(servers: 2, offeredLoad: 1).probabilityOfWait, 1 / 3.0))
    let bursty = GGcQueue(arrivalRate: 18, arrivalVariation: 4, meanService: 0.5, serviceVariation: 1.5, servers: 10)
    #expect(agree(bursty.meanWait, 2.75 * MMcQueue(arrivalRate: 18, serviceRate: 2, servers: 10).meanWait))
  }

  /// What makes an invalid system, and a part of what is said of it.
  private static let invalid: [(message: String, make: @Sendable () -> Void)] = [
    (
      "MMcQueue(arrivalRate: nan, serviceRate: 1, servers: 1): arrivalRate is nan",
      { _ = MMcQueue(arrivalRate: .nan, serviceRate: 1) }
    ),
    ("servers is 0; a whole number from 1", { _ = MMcQueue(arrivalRate: 1, serviceRate: 1, servers: 0) }),
    ("serviceRate is 0; a number above 0", { _ = MMcQueue(arrivalRate: 1, serviceRate: 0) }),
    (
      "waitQuantile(95): probability is 95; a probability is from 0 to 1; for 95 % write 0.95",
      { _ = MMcQueue(arrivalRate: 0.5, serviceRate: 1).waitQuantile(95) }
    ),
    ("probability is -0.1", { _ = MMcQueue(arrivalRate: 0.5, serviceRate: 1).sojournQuantile(-0.1) }),
    (
      "ErlangB(servers: -1, offeredLoad: 1): servers is -1; a whole number from 0",
      { _ = ErlangB(servers: -1, offeredLoad: 1) }
    ),
    ("blocking is 0; a probability is above 0", { _ = ErlangB.servers(offeredLoad: 3, blocking: 0) }),
    ("offeredLoad is inf; a finite number", { _ = ErlangB.servers(offeredLoad: .infinity, blocking: 0.1) }),
    (
      "offeredLoad is 1e+300; loads go to 1000000000",
      { _ = ErlangC.servers(offeredLoad: 1e300, probabilityOfWait: 0.1) }
    ),
    ("ErlangC(servers: 0, offeredLoad: 1): servers is 0", { _ = ErlangC(servers: 0, offeredLoad: 1) }),
    (
      "safety is -1; a number above 0 was expected; without one the queue grows forever",
      { _ = SquareRootStaffing(safety: -1) }
    ),
    ("probabilityOfWait is 1; a share below 1", { _ = SquareRootStaffing(probabilityOfWait: 1) }),
    ("offeredLoad is -1", { _ = SquareRootStaffing(safety: 1).servers(offeredLoad: -1) }),
    (
      "abandonmentRate is 0; a number above 0",
      { _ = ErlangA(arrivalRate: 1, serviceRate: 1, abandonmentRate: 0, servers: 1) }
    ),
    (
      "customers would wait or be served",
      { _ = ErlangA(arrivalRate: 1e300, serviceRate: 1, abandonmentRate: 1, servers: 1) }
    ),
    (
      "capacity is 2, less than the 3 servers; it counts customers in service too; write capacity: 3",
      { _ = MMcKQueue(arrivalRate: 1, serviceRate: 1, servers: 3, capacity: 2) }
    ),
    (
      "up to 100000000 can be solved for; so large a queue is nearly MMcQueue",
      { _ = MMcKQueue(arrivalRate: 1, serviceRate: 1, servers: 3, capacity: .max) }
    ),
    ("meanService is 0", { _ = MG1Queue(arrivalRate: 1, meanService: 0, serviceVariation: 1) }),
    ("serviceVariation is -1", { _ = MGcQueue(arrivalRate: 1, meanService: 1, serviceVariation: -1, servers: 2) }),
    (
      "arrivalVariation is nan",
      { _ = GGcQueue(arrivalRate: 1, arrivalVariation: .nan, meanService: 1, serviceVariation: 1, servers: 2) }
    ),
    (
      "probability is 2",
      { _ = MGcQueue(arrivalRate: 1, meanService: 1, serviceVariation: 1, servers: 2).waitQuantile(2) }
    ),
    (
      "customers never leave: the routing has a closed loop",
      {
        _ = JacksonNetwork(arrivalRates: [1, 0], routing: [[0, 1], [1, 0]], serviceRates: [2, 2], servers: [1, 1])
      }
    ),
    (
      "needs an arrival rate, a row of routing",
      { _ = JacksonNetwork(arrivalRates: [1], routing: [], serviceRates: [2], servers: [1]) }
    ),
    (
      "from station 1 add up to 1.5",
      { _ = JacksonNetwork(arrivalRates: [1], routing: [[1.5]], serviceRates: [2], servers: [1]) }
    ),
    (
      "station 1 has 0 servers",
      { _ = JacksonNetwork(arrivalRates: [1], routing: [[0]], serviceRates: [2], servers: [0]) }
    ),
    (
      "arrivalRate of class 2 is -1",
      { _ = NonPreemptivePriorityQueue(arrivalRates: [1, -1], serviceRate: 1, servers: 1) }
    ),
    (
      "2 arrival rates, 1 mean service times and 2 variations",
      { _ = NonPreemptivePriorityQueue(arrivalRates: [0.1, 0.1], meanServices: [1], serviceVariations: [1, 1]) }
    ),
  ]

  @Test(arguments: invalid.indices)
  func `invalid parameters are reported with their place and what was expected`(index: Int) {
    let (message, make) = Self.invalid[index]
    let error = #expect(throws: InvalidValues.self) { try ValidationErrors.collecting(make) }
    #expect(error?.values.count == 1)
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "nothing was reported")")
    #expect(error?.values.first?.location?.hasPrefix("QueueingFormulaTests.swift:") == true)
  }

  @Test func `an invalid queue has no arrivals, so that nothing trips over it`() throws {
    #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting {
        let queue = MMcKQueue(arrivalRate: .nan, serviceRate: -1, servers: 0, capacity: -3)
        #expect(queue.meanWait == 0 && queue.blocking == 0 && queue.utilisation == 0)
        let network = JacksonNetwork(arrivalRates: [1], routing: [[1]], serviceRates: [2], servers: [1])
        #expect(network.meanNumber == 0)
      }
    }
  }

  @Test func `the fewest servers are found for loads up to a thousand million, in no time`() {
    for load in [0, 0.3, 7, 1e3, 1e6, 1e9] {
      let servers = ErlangB.servers(offeredLoad: load, blocking: 0.01)
      #expect(ErlangB(servers: servers, offeredLoad: load).blocking <= 0.01)
      if servers > 0 { #expect(ErlangB(servers: servers - 1, offeredLoad: load).blocking > 0.01) }
      let waiting = ErlangC.servers(offeredLoad: load, probabilityOfWait: 0.2)
      #expect(ErlangC(servers: waiting, offeredLoad: load).probabilityOfWait <= 0.2)
      if Double(waiting - 1) > load {
        #expect(ErlangC(servers: waiting - 1, offeredLoad: load).probabilityOfWait > 0.2)
      }
    }
  }
}
