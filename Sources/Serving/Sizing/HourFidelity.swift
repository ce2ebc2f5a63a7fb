import EventSimulation
import Randomness

/// An hour of a fleet by its capacity curve, and by simulation of every request.
package struct HourFidelity: Sendable {
  /// Requests a second in the hour.
  package let rate: Double
  /// The replicas of the forecast, for which latency and load are compared.
  package let replicas: Int
  /// The fewest replicas that hold the service level: by the curve, by the closed form where there is one, and simulated.
  package let neededByCurve: Int
  package let neededByFormula: Int?
  package let neededSimulated: Int
  /// The quantile of the latency at the share of the level, in seconds; by the curve where it is known and the level is held.
  package let latencyByCurve: Double?
  package let latencySimulated: Double
  /// The busy share of replicas that serve one request at a time, or the running sequences per replica of others; by the curve
  /// where the level is held.
  package let loadByCurve: Double?
  package let loadSimulated: Double
}

extension CapacityCurve {
  /// Whether its basis is known, so that it can be compared with simulation.
  package var canBeChecked: Bool { basis != nil }

  /// Why no number of replicas holds the service level for requests so many times as long as those of the curve; `nil` where
  /// some number does, and where the basis is not known.
  package func reasonUnreachable(longer growth: Double) -> String? {
    let curve = longer(by: growth)
    guard curve.isUnreachable, let basis = curve.basis, let first = basis.levels.first else { return nil }
    guard let latency = basis.unreachable(BatchLoad(basis.mix, on: basis.deployment)) else {
      return "\(first): no number of replicas holds it"
    }
    let refusal = latency.refusal(#fileID, #line)
    return "\(refusal.subject): \(refusal.problem)"
  }

  /// Compares the curve with simulations of hours with those rates and replicas.
  ///
  /// Every request of an hour is simulated, after a warm-up of a quarter of an hour: once with the forecast's replicas, and with
  /// other numbers to find the fewest that hold the level, on the same draws.
  ///
  /// - `growth`: how many times as long the requests of an hour are as those of the curve.
  /// - `progress`: called by any thread each time an hour is done.
  /// - Returns: the hours in which some number of replicas holds the level, see ``reasonUnreachable(longer:)``.
  package func fidelity(
    of hours: [(rate: Double, growth: Double, replicas: Int)], seed: UInt64, progress: @Sendable () -> Void = {}
  ) -> [HourFidelity] {
    Concurrent.map(Array(hours.enumerated())) { index, hour in
      defer { progress() }
      let curve = longer(by: hour.growth)
      return curve.basis.flatMap { basis in
        curve.isUnreachable
          ? nil
          : curve.fidelity(hour.rate, hour.replicas, basis, basis.closedForm, Streams(seed: seed, replication: index))
      }
    }.compactMap { $0 }
  }

  private func fidelity(
    _ rate: Double, _ replicas: Int, _ basis: CapacityBasis, _ formula: CapacityCurve?, _ streams: Streams
  ) -> HourFidelity {
    func simulate(_ count: Int) -> ServingResult { basis.simulate(count, rate, warmUp: 900, 3600, streams) }
    let result = simulate(replicas)
    let level = basis.levels[0]
    let needed = self.replicas(for: rate)
    let each = rate / Double(replicas)
    let isAlone = basis.deployment.batching.sequences == 1
    let isHeld = needed <= replicas
    let load = isAlone ? busyReplicas(at: rate, of: replicas) / Double(replicas) : profile?.atWork(at: each)
    return HourFidelity(
      rate: rate, replicas: replicas, neededByCurve: needed, neededByFormula: formula?.replicas(for: rate),
      neededSimulated: Self.least(from: needed) { basis.strain(of: simulate($0)) <= 1 },
      latencyByCurve: isHeld ? latency(level, rate, replicas, basis) : nil,
      latencySimulated: result.observations(of: level.latency).percentile(100 * level.share) ?? 0,
      loadByCurve: isHeld ? load : nil,
      loadSimulated: isAlone ? result.utilisation ?? 0 : (result.meanAtWork ?? 0) / Double(replicas))
  }

  /// The least number for which the condition holds, by doubling steps from a guess and then bisection.
  private static func least(from guess: Int, holds: (Int) -> Bool) -> Int {
    var step = 1
    var (low, high) = (guess - 1, guess)
    if holds(guess) {
      while low > 0, holds(low) {
        high = low
        low -= step
        step *= 2
      }
      low = max(low, 0)
    } else {
      repeat {
        low = high
        high += step
        step *= 2
      } while !holds(high)
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle }
    }
    return high
  }

  /// The latency of a fleet at a rate by the curve; `nil` where it is not known.
  private func latency(_ level: ServiceLevel, _ rate: Double, _ replicas: Int, _ basis: CapacityBasis) -> Double? {
    if basis.deployment.batching.sequences == 1 {
      return Self.waitOneAtATime(basis, rate: rate, replicas: replicas, level)
    }
    guard let profile, !profile.points.isEmpty,
      let place = LoadProfile.percentiles.firstIndex(of: (1000 * level.share).rounded() / 10)
    else { return nil }
    return profile.value(at: rate / Double(replicas)) { point in
      switch level.latency {
      case .wait: point.wait[place]
      case .timeToFirstToken: point.timeToFirstToken[place]
      case .timePerOutputToken: point.timePerOutputToken[place]
      case .endToEnd: point.endToEnd[place]
      }
    }
  }
}

extension CapacityCurve {
  /// The replicas that an hour needs, by the curve and by simulation of every request of a part of it; `nil` where the curve
  /// cannot be checked.
  ///
  /// The simulations last as long as those behind the curve, on other draws. The result is kept with them.
  ///
  /// - `growth`: how many times as long its requests are as those of the curve.
  package func needed(rate: Double, growth: Double, seed: UInt64) -> (byCurve: Int, simulated: Int)? {
    let curve = longer(by: growth)
    guard let basis = curve.basis, !curve.isUnreachable else { return nil }
    let byCurve = curve.replicas(for: rate)
    let search = CapacitySearch(basis: basis)
    let text =
      search.text + "\nwhole hour \(rate.shortest) from \(byCurve), seed \(seed)"
      + (basis.routing == .leastLoaded ? "" : ", \(basis.routing)")
    if let kept = CapacityCache.keptHour(text) { return (byCurve, kept) }
    let streams = Streams(seed: seed, replication: 0)
    let simulated = Self.least(from: byCurve) { basis.strain(of: search.simulate($0, rate: rate, streams)) <= 1 }
    CapacityCache.keepHour(simulated, as: text)
    return (byCurve, simulated)
  }
}
