import Demand
import EventSimulation
package import Randomness

/// How a fleet of a forecast follows its load from hour to hour.
package enum FleetFollowing: Sendable, Hashable {
  /// The same replicas all the time.
  case constant
  /// The replicas of each hour, launched so that they serve when it begins.
  case plan
  /// By the measured load: fewer replicas where more than a share of them idles, more where they carry less than arrives.
  case idleness(above: Double)
}

/// A day of a fleet by its capacity curve, and by simulation of every request.
package struct DayFidelity: Sendable {
  /// Requests that arrived in the simulation.
  package let requests: Int
  /// Replica-hours paid for.
  package let replicaHoursByCurve: Double
  package let replicaHoursSimulated: Double
  /// The share of the requests that are served within the service level.
  ///
  /// In the simulation it is the share below the limits over the share that the level asks for, hour by hour, at most 1.
  package let attainmentByCurve: Double
  package let attainmentSimulated: Double

  /// An hour of the forecast.
  package struct Hour: Sendable, Hashable {
    /// Requests a second.
    package let rate: Double
    /// The replicas that serve, and those that are paid for.
    package let replicas: Int
    /// Replica-hours paid for.
    package let paid: Double
    /// The share of its requests that the forecast counts as served.
    package let served: Double

    package init(rate: Double, replicas: Int, paid: Double, served: Double) {
      (self.rate, self.replicas, self.paid, self.served) = (rate, replicas, paid, served)
    }
  }
}

extension CapacityCurve {
  /// Simulates every request of consecutive hours on a fleet that follows its load, and compares it with the forecast of them.
  ///
  /// As in the forecast, requests are turned away where the fleet would not serve them within the level: a replica runs no more
  /// sequences than 15 % above what it runs at the highest rate, and few wait for it.
  ///
  /// - `boot`: hours until a replica serves.
  /// - Returns: `nil` where the curve cannot be checked.
  package func fidelity(
    ofDay hours: [DayFidelity.Hour], following: FleetFollowing, boot: Double, streams: Streams
  ) -> DayFidelity? {
    guard let basis, !isUnreachable, let first = hours.first else { return nil }
    let warmUp = 3600.0
    // The first hour is simulated twice: the first time to warm up.
    let rates = [first] + hours
    let profile = RateProfile.rates(rates.enumerated().map { (from: 3600 * Double($0), rate: $1.rate) })
    let end = warmUp + 3600 * Double(hours.count)
    let arrivals = RenewalArrivals(profile, gaps: basis.mix.gaps, from: streams.stream("capacity/arrivals"))
    let requests = CutRequests(
      DrawnRequests(arrivals, lengths: basis.mix.lengths, from: streams, named: "capacity"), growth: basis.mix.growth,
      for: basis.deployment)
    let most = max(rates.map(\.replicas).max() ?? 1, 1)
    let tally = HourTally(levels: basis.levels, start: warmUp, hours: hours.count)
    let (deployment, waiting) = admitting(basis, replicas: most)
    let pool = ReplicaPool(
      deployment, replicas: max(first.replicas, 1), operation(following, rates.map(\.replicas), boot: 3600 * boot))
    let result = ServingFleet(pool, routing: basis.routing, waitingAtMost: waiting).serve(
      requests, streams, until: end, warmUp: warmUp,
      observer: { if case .answered(let answer) = $0 { tally.note(answer) } },
      arrivalObserver: { tally.arrive(at: $1.arrival) })
    let all = hours.reduce(0) { $0 + $1.rate }
    return DayFidelity(
      requests: result.arrived, replicaHoursByCurve: hours.reduce(0) { $0 + $1.paid },
      replicaHoursSimulated: result.paidGPUHours / Double(deployment.gpus),
      attainmentByCurve: all > 0 ? hours.reduce(0) { $0 + $1.served * $1.rate } / all : 1,
      attainmentSimulated: tally.attainment)
  }

  /// The deployment with the limits of running and waiting requests of a replica.
  private func admitting(_ basis: CapacityBasis, replicas: Int) -> (Deployment, waiting: Int) {
    let deployment = basis.deployment
    let limit = basis.levels.filter { $0.latency != .timePerOutputToken }.map(\.limit).max() ?? 0
    guard deployment.batching.sequences > 1, let profile else {
      return (deployment, max(Int((limit / secondsPerRequest).rounded(.up)), 1))
    }
    let running = profile.atWork(at: highestRate(of: replicas) / Double(replicas))
    let sequences = min(deployment.batching.sequences, Int((1.15 * running).rounded(.up)))
    return (deployment.batching(deployment.batching.running(atMost: max(sequences, 1))), 3)
  }

  private func operation(_ following: FleetFollowing, _ replicas: [Int], boot: Double) -> PoolOperation? {
    let most = max(replicas.max() ?? 1, 1)
    let rule: ScalingRule
    var bounds = 1...most
    switch following {
    case .constant: return nil
    case .plan:
      rule = .schedule(
        replicas.enumerated().map { (from: 3600 * Double($0), replicas: $1) }, every: nil, ahead: boot)
    case .idleness(let above):
      // The idle share at which the largest fleet carries its highest rate.
      let below = max(1 - highestRate(of: most) * secondsPerRequest / Double(most), 0)
      rule = .idleness(of: .requests(perSecond: 1 / secondsPerRequest), above: above, below: min(below, 0.99 * above))
      bounds = 1...(4 * most)
    }
    return PoolOperation(boot: .constant(boot), scaling: Autoscaling(rule, between: bounds))
  }
}

/// Counts by hour the requests that arrive and those within each service level.
private final class HourTally {
  private let levels: [ServiceLevel]
  private let start: Double
  private var arrived: [Int]
  /// By level and hour.
  private var within: [[Int]]

  init(levels: [ServiceLevel], start: Double, hours: Int) {
    self.levels = levels
    self.start = start
    arrived = Array(repeating: 0, count: hours)
    within = levels.map { _ in Array(repeating: 0, count: hours) }
  }

  private func hour(_ time: Double) -> Int? {
    let hour = Int(((time - start) / 3600).rounded(.down))
    return arrived.indices.contains(hour) ? hour : nil
  }

  func arrive(at time: Double) {
    guard let hour = hour(time) else { return }
    arrived[hour] += 1
  }

  func note(_ answer: RequestResult) {
    guard let hour = hour(answer.arrival) else { return }
    for (index, level) in levels.enumerated() where (answer.value(of: level.latency) ?? 0) <= level.limit {
      within[index][hour] += 1
    }
  }

  /// The share of the requests served within the levels, over the share that each level asks for.
  var attainment: Double {
    var (served, all) = (0.0, 0.0)
    for hour in arrived.indices where arrived[hour] > 0 {
      let share = zip(levels, within).reduce(1.0) { share, level in
        min(share, Double(level.1[hour]) / Double(arrived[hour]) / level.0.share)
      }
      served += share * Double(arrived[hour])
      all += Double(arrived[hour])
    }
    return all > 0 ? served / all : 1
  }
}
