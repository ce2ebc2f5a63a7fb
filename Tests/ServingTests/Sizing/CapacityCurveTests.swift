import EventSimulation
import Foundation
import Randomness
import Serving
import Testing
import ValidationRecord

@Suite struct CapacityCurveTests {
  /// The wait beyond which 5 % of the requests of an M/M/c queue with mean service 1 stay, by the sum of its states.
  private func shareWaiting(beyond time: Double, servers: Int, load: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    for k in 1..<servers {
      term *= load / Double(k)
      sum += term
      if sum > 1e250 {
        term /= 1e250
        sum /= 1e250
      }
    }
    term *= load / Double(servers)
    let queued = term * Double(servers) / (Double(servers) - load)
    return queued / (sum + queued) * exp(-(Double(servers) - load) * time)
  }

  @Test func `with exponential service the fleet is the least that an exact search finds`() {
    let limit = 0.3
    let curve = CapacityCurve.oneAtATime(
      ServiceTime(.exponential(mean: 1)), within: ServiceLevel(.wait, p95: .milliseconds(300)))
    let stream = RandomStream(seed: 1, replication: 0, name: "loads")
    for _ in 0..<300 {
      let load = exp(stream.uniform() * log(900)) - 0.99
      var least = max(1, Int(load.rounded(.down)))
      while Double(least) <= load || shareWaiting(beyond: limit, servers: least, load: load) > 0.05 { least += 1 }
      let found = curve.replicas(for: load)
      // Exact up to 64 replicas; above, interpolation may be off by one where the load is next to a step.
      #expect(
        Validation.agreement(
          .capacity, "M/M/c: smallest fleet for a wait, \(least <= 64 ? "up to" : "above") 64 replicas, difference",
          with: "search over fleet sizes", figures: 1, worst: Double(abs(found - least)),
          within: least <= 64 ? 0 : 1), "load \(load): \(found), exact \(least)")
    }
  }

  @Test func `more load never needs fewer replicas`() {
    let curve = CapacityCurve.oneAtATime(
      ServiceTime(.gamma(mean: 5, variation: 0.8)), within: ServiceLevel(.wait, p95: .seconds(2)))
    var last = 0
    for step in 1...20_000 {
      let replicas = curve.replicas(for: Double(step) * 0.02)
      #expect(replicas >= last)
      last = replicas
    }
    #expect(curve.replicas(for: 0) == 0)
    #expect(curve.replicas(for: 1e6) > 5_000_000)
  }

  /// A queue with gamma service, first come, first served: the times at which the servers come free.
  private func simulatedP95(rate: Double, servers: Int, service: Distribution, seed: UInt64, endToEnd: Bool) -> Double {
    let gaps = RandomStream(seed: seed, replication: 0, name: "gaps")
    let services = RandomStream(seed: seed, replication: 0, name: "services")
    var free = Array(repeating: 0.0, count: servers)
    var (now, waits) = (0.0, QuantileSketch(exactCount: 200_000))
    for number in 0..<60_000 {
      now += gaps.exponential(mean: 1 / rate)
      let first = free.indices.min { free[$0] < free[$1] } ?? 0
      let start = max(now, free[first])
      let time = service.draw(from: services)
      free[first] = start + time
      if number > 5000 { waits.add(start - now + (endToEnd ? time : 0)) }
    }
    return waits.quantile(0.95) ?? .nan
  }

  @Test(arguments: [ServiceLevel.Latency.wait, .endToEnd])
  func `the fleet holds its service level in a simulation, and a smaller one does not`(latency: ServiceLevel.Latency) {
    let service = Distribution.gamma(mean: 5, variation: 0.7)
    let limit = latency == .wait ? 2.0 : 13.0
    let curve = CapacityCurve.oneAtATime(ServiceTime(service), within: ServiceLevel(latency, p95: .seconds(limit)))
    for rate in [1.0, 8.0] {
      let replicas = curve.replicas(for: rate)
      func p95(_ servers: Int) -> Double {
        simulatedP95(rate: rate, servers: servers, service: service, seed: 7, endToEnd: latency == .endToEnd)
      }
      // A two-moment approximation: within one replica of what the simulation needs.
      #expect(p95(replicas + 1) <= limit)
      #expect(p95(replicas - 2) > limit)
    }
  }

  @Test func `a level below the service itself is refused with that floor`() throws {
    let error = try #require(throws: InvalidValues.self) {
      try ValidationErrors.collecting {
        _ = CapacityCurve.oneAtATime(ServiceTime(5), within: ServiceLevel(.endToEnd, p95: .seconds(2)))
      }
    }
    #expect(error.description.contains("no fleet can meet it") && error.description.contains("5.0 s"))
  }
}
