import EventSimulation

extension FleetModel {
  mutating func result() -> ServingResult {
    let end = end < .infinity ? end : max(lastChange, warmUp)
    var work: [ReplicaWork] = []
    for replica in 0..<count {
      replicas[replica].close(at: end)
      work.append(replicas[replica].work)
    }
    let present = max(end, lastChange)
    return ServingResult(
      start: warmUp, end: end, pools: pools.map(\.pool), records: pools.indices.map { record(of: $0, at: end) },
      replicas: work, arrived: arrived, refused: refused, spilled: spilled, unfinished: unfinished, resent: resent,
      spilledInputTokens: spilledInputTokens, spilledOutputTokens: spilledOutputTokens,
      queue: recorder.queue.observations(), timeToFirstToken: recorder.timeToFirstToken.observations(),
      timePerOutputToken: recorder.timePerOutputToken.observations(), endToEnd: recorder.endToEnd.observations(),
      overflow: overflow?.record(), meanInSystem: inSystem.average(through: present))
  }

  /// Requests that came in the time observed and are still in the fleet.
  private var unfinished: Int {
    func count(_ requests: borrowing FIFOQueue<RequestState>) -> Int {
      (0..<requests.count).reduce(0) { $0 + (requests[$1].arrival >= warmUp ? 1 : 0) }
    }
    var sum = count(dispatchQueue)
    for replica in 0..<self.count {
      sum += count(underway[replica]) + count(replicas[replica].waiting)
      replicas[replica].forEachAdmitted { sum += $0.arrival >= warmUp ? 1 : 0 }
    }
    return sum
  }

  private func record(of number: Int, at end: Double) -> PoolRecord {
    let state = pools[number]
    let deployment = state.pool.deployment
    func hours(_ level: TimeWeighted) -> Double { level.integral(through: end) / 3600 }
    let (booting, serving, draining) = (hours(state.booting), hours(state.serving), hours(state.draining))
    let capacity = state.pool.operation == nil ? state.pool.replicas : state.pool.capacity
    let observed = (end - warmUp) / 3600
    let paid = state.pool.purchaseOption.isPaidWhole ? Double(capacity) * observed : booting + serving + draining
    let energy = energy(of: state, idleOutside: 3600 * (booting + serving + draining))
    return PoolRecord(
      purchaseOption: state.pool.purchaseOption, gpusPerReplica: deployment.gpus, capacity: capacity, bootingHours: booting,
      servingHours: serving, drainingHours: draining, missingHours: hours(state.missing),
      paidGPUHours: paid * Double(deployment.gpus), launches: state.launches, failures: state.failures,
      interruptions: state.interruptions, mostServing: state.mostServing, fewestServing: state.fewestServing,
      gpuEnergy: energy, energy: energy.map { $0 * state.pool.powerUsageEffectiveness })
  }

  /// Kilowatt-hours of a pool whose replicas were on for so many seconds in all.
  private func energy(of state: PoolState, idleOutside on: Double) -> Double? {
    let deployment = state.pool.deployment
    guard let idle = deployment.watts(sequences: 0) else { return nil }
    var joules = 0.0
    var busy = 0.0
    for sequences in 1...deployment.batching.sequences {
      var seconds = 0.0
      for replica in state.places { seconds += replicas[replica].occupancy[sequences] }
      guard seconds > 0, let watts = deployment.watts(sequences: Double(sequences)) else { continue }
      joules += seconds * watts
      busy += seconds
    }
    return (joules + max(on - busy, 0) * idle) / 3.6e6
  }
}
