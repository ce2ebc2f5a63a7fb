package import Demand
package import Serving

/// Searches the deployments of one model for those that serve a load best: none other costs less and answers faster.
///
/// Every candidate is screened by ``ScreenedCapacity``, and simulated by ``FleetSizing`` if it may lie on the front of cost and
/// latency: candidates are taken in the order of the least that they may cost, and one is left out if at every size up to half
/// as large again as its screen some simulated fleet costs less and answers faster. What costs more than four times as much as
/// the cheapest is not looked for.
package struct DeploymentSearch: Sendable {
  /// A deployment that may serve the load.
  package struct Candidate: Sendable {
    package let prediction: DeploymentPrediction
    package let deployment: Deployment
    /// US dollars of a GPU-hour; `nil` where it is not known.
    package let price: Double?

    package init(_ prediction: DeploymentPrediction, _ deployment: Deployment, price: Double?) {
      self.prediction = prediction
      self.deployment = deployment
      self.price = price
    }

    /// `H200 SXM, fp8, TP 2, 2048 tokens a step`
    package var label: String { "\(prediction.gpu.name), \(settings)" }

    package var settings: String {
      let copies = prediction.dataParallel == 1 ? "" : " DP \(prediction.dataParallel)"
      return
        "\(prediction.precision), TP \(prediction.tensorParallel)\(copies), \(deployment.batching.tokensPerStep) tokens a step"
        + (deployment.batching.prefixCaching ? ", prefix caching" : "")
    }
  }

  /// A candidate with its fleet.
  package struct Fleet: Sendable {
    package let candidate: Candidate
    package let replicas: Int
    /// With spares for failures.
    package let replicasWithSpares: Int
    /// What the replicas become if steps take the shortest and the longest time of the 90 % interval of the deployment's error;
    /// `nil` where no fleet holds the levels then.
    package let replicasIfFast: Int?
    package let replicasIfSlow: Int?
    /// Seconds of each level at its share.
    package let percentiles: [Double?]
    /// Mean seconds that a request is worked on.
    package let latency: Double
    package let meanBatch: Double
    /// Watts of the GPUs that serve, in the busiest hour; `nil` where the GPU's power is not known.
    package let watts: Double?
    /// The share of a step that prompts take.
    package let promptShare: Double
    package fileprivate(set) var isOnFront = false

    package var gpus: Int { replicas * candidate.deployment.gpus }
    package var gpusWithSpares: Int { replicasWithSpares * candidate.deployment.gpus }
    /// US dollars an hour, spares included.
    package var cost: Double? { candidate.price.map { $0 * Double(gpusWithSpares) } }
    /// Watts that the GPUs are rated at, spares included.
    package var ratedPower: Double? { candidate.prediction.gpu.power.map { $0 * Double(gpusWithSpares) } }
  }

  /// What a candidate fails on, the nearest to serving the load first.
  package enum Obstacle: Sendable, Hashable, Comparable {
    /// It takes so many times the budget.
    case budget(Double)
    /// Its power is not known, so a budget of power cannot be checked.
    case power
    /// A batch keeps to the latencies, and no simulated fleet does.
    case fleetLatency
    /// A request alone keeps to the latencies, and no batch does.
    case batchLatency
    /// A request alone does not keep to them.
    case latency
    /// Requests are longer than its memory or context.
    case memory
    /// It cannot be simulated.
    case other
  }

  /// A candidate that does not serve the load, with the reason.
  package struct Refusal: Sendable {
    package let candidate: Candidate
    package let obstacle: Obstacle
    package let reason: String
  }

  package struct Answer: Sendable {
    /// Those that were simulated and serve the load, the cheapest first, then those without a price by their GPUs.
    package let fleets: [Fleet]
    package let refusals: [Refusal]
    /// Candidates that were screened, and of them those that were not simulated.
    package let screened: Int
    package let leftOut: Int
  }

  /// What a fleet may take.
  package struct Budget: Sendable {
    package var gpus = Int.max
    /// Watts that the GPUs are rated at.
    package var power = Double.infinity

    package init(gpus: Int = .max, power: Double = .infinity) {
      self.gpus = gpus
      self.power = power
    }
  }

  package let pattern: RequestPattern
  /// Requests a second.
  package let rate: Double
  package let levels: [ServiceLevel]
  package let routing: Routing
  package let budget: Budget
  package let availability: Double
  package let repairHours: Double
  package let windows: Int
  package let requestsOfWindow: Int
  package let seed: UInt64
  package let threads: Int
  /// Whether every candidate is simulated, whatever its screen.
  package let isExhaustive: Bool

  private static let margin = 1.5
  /// How many times the cost of the cheapest fleet another may have.
  package static let mostCost = 4.0

  package init(
    _ pattern: RequestPattern, at rate: Double, levels: [ServiceLevel], routing: Routing = .leastLoaded,
    budget: Budget = Budget(), availability: Double = 0.999, repairHours: Double = 96, windows: Int = 4,
    requestsOfWindow: Int = 3000, seed: UInt64 = 1, threads: Int = 1, isExhaustive: Bool = false
  ) {
    (self.pattern, self.rate, self.levels, self.routing) = (pattern, rate, levels, routing)
    (self.budget, self.availability, self.repairHours) = (budget, availability, repairHours)
    (self.windows, self.requestsOfWindow, self.seed, self.threads) = (windows, requestsOfWindow, seed, threads)
    self.isExhaustive = isExhaustive
  }

  // MARK: - Screening

  /// A candidate that a request alone on a replica holds the levels with.
  private struct Screened: Sendable {
    let place: Int
    let candidate: Candidate
    let capacity: ScreenedCapacity
    /// The least replicas, and the rank of the least that they may cost: dollars, or GPUs where no price is known.
    let replicas: Int
    let sample: RequestSample

    var gpus: Int { replicas * candidate.deployment.gpus }
    /// Dollars an hour of so many replicas.
    func cost(_ replicas: Int) -> Double? { candidate.price.map { $0 * Double(replicas * candidate.deployment.gpus) } }
  }

  private enum Screening: Sendable {
    case serves(Screened)
    case refused(Refusal)
  }

  private func screen(_ candidate: Candidate, _ place: Int) -> Screening {
    func refused(_ obstacle: Obstacle, _ reason: String) -> Screening {
      .refused(Refusal(candidate: candidate, obstacle: obstacle, reason: reason))
    }
    do {
      let sample = try RequestSample(pattern, on: candidate.deployment)
      if sample.refusedShare > 0.001 {
        return refused(.memory, "too short a memory or context: \(sample.limit.map { "\($0)" } ?? "")")
      }
      let capacity = ScreenedCapacity(candidate.prediction.formula, sample, levels: levels)
      if let level = capacity.unreachable() { return refused(.latency, "a request alone does not hold \(level)") }
      let each = capacity.rate()
      guard each > 0 else { return refused(.batchLatency, "no batch holds the service level") }
      let least = Int((rate / each).rounded(.up))
      let screened = Screened(
        place: place, candidate: candidate, capacity: capacity, replicas: max(least, 1), sample: sample)
      if let (obstacle, reason) = excess(screened.replicas, of: candidate, isLeast: true) {
        return refused(obstacle, reason)
      }
      return .serves(screened)
    } catch {
      return refused(.other, "\(error)")
    }
  }

  /// What of a number of replicas is beyond the budget, in words.
  ///
  /// - `isLeast`: whether it may take more.
  private func excess(_ replicas: Int, of candidate: Candidate, isLeast: Bool = false) -> (Obstacle, String)? {
    let gpus = replicas * candidate.deployment.gpus
    var times = Double(gpus) / Double(budget.gpus)
    var watts = 0.0
    if budget.power < .infinity {
      guard let each = candidate.prediction.gpu.power else {
        let name = candidate.prediction.gpu.name
        return (Obstacle.power, "the rated power of \(name) is not known, so a budget of power cannot be checked")
      }
      watts = each * Double(gpus)
      times = max(times, watts / budget.power)
    }
    let least = isLeast ? "at least " : ""
    if gpus > budget.gpus { return (Obstacle.budget(times), "\(least)\(gpus) GPUs, and the budget has \(budget.gpus)") }
    guard watts > budget.power else { return nil }
    let (needed, allowed) = (Self.kilowatts(watts), Self.kilowatts(budget.power))
    return (Obstacle.budget(times), "\(least)\(needed), and the budget has \(allowed)")
  }

  private static func kilowatts(_ watts: Double) -> String { "\((watts / 100).rounded() / 10) kW" }

  // MARK: - Search

  /// Screens all candidates, and simulates those that may lie on the front, and of each GPU the one that may cost least.
  ///
  /// - `onFleet`: receives the label of each candidate that is simulated.
  /// - Throws: ``Interrupted``.
  package func best(of candidates: [Candidate], onFleet: (String) -> Void = { _ in }) throws -> Answer {
    let screenings = Concurrent.map(Array(candidates.enumerated()), isParallel: threads != 1) { screen($1, $0) }
    var refusals: [Refusal] = []
    var open: [Screened] = []
    for screening in screenings {
      switch screening {
      case .refused(let refusal): refusals.append(refusal)
      case .serves(let screened): open.append(screened)
      }
    }
    // Priced ones first, by the least that they may cost.
    open.sort { first, second in
      let (one, other) = (first.cost(first.replicas) ?? .infinity, second.cost(second.replicas) ?? .infinity)
      return (one, first.gpus, first.place) < (other, second.gpus, second.place)
    }
    var fleets: [Fleet] = []
    var left: [Screened] = []
    func simulate(_ screened: Screened) throws -> Bool {
      onFleet(screened.candidate.label)
      switch try size(screened) {
      case .success(let fleet):
        fleets.append(fleet)
        return true
      case .failure(let refusal):
        refusals.append(refusal)
        return false
      }
    }
    for screened in open {
      if isExhaustive || mayLieOnFront(screened, fleets) { _ = try simulate(screened) } else { left.append(screened) }
    }
    // Every GPU has its own answer.
    var served = Set(fleets.map(\.candidate.prediction.gpu.id))
    var others: [Screened] = []
    for screened in left.sorted(by: { ($0.gpus, $0.place) < ($1.gpus, $1.place) }) {
      let gpu = screened.candidate.prediction.gpu.id
      if !served.contains(gpu), try simulate(screened) { served.insert(gpu) } else { others.append(screened) }
    }
    return Answer(
      fleets: Self.front(fleets), refusals: refusals, screened: candidates.count, leftOut: others.count)
  }

  /// Whether at some size near its screen no simulated fleet costs less and answers faster.
  private func mayLieOnFront(_ screened: Screened, _ fleets: [Fleet]) -> Bool {
    guard let least = screened.cost(screened.replicas) else { return false }
    let cheapest = fleets.compactMap(\.cost).min() ?? .infinity
    guard least <= Self.mostCost * cheapest else { return false }
    let most = max(Int(Self.margin * Double(screened.replicas)), screened.replicas + 1)
    let step = max((most - screened.replicas) / 8, 1)
    return stride(from: screened.replicas, through: most, by: step).contains { replicas in
      guard let cost = screened.cost(replicas) else { return false }
      let seconds = screened.capacity.seconds(at: rate / Double(replicas))
      return !fleets.contains { fleet in fleet.cost.map { $0 <= cost && fleet.latency <= seconds } ?? false }
    }
  }

  private enum Sized {
    case success(Fleet)
    case failure(Refusal)
  }

  private func size(_ screened: Screened) throws -> Sized {
    let candidate = screened.candidate
    func refused(_ obstacle: Obstacle, _ reason: String) -> Sized {
      .failure(Refusal(candidate: candidate, obstacle: obstacle, reason: reason))
    }
    do {
      let sizing = try FleetSizing(
        candidate.deployment, pattern: pattern, levels: levels, routing: routing, windows: windows,
        requestsOfWindow: requestsOfWindow, seed: seed, threads: threads)
      let answer = try sizing.leastFleet(at: rate, from: screened.replicas)
      guard let look = answer.look, look.verdict == .holds else {
        return refused(.fleetLatency, "no fleet surely holds the service level")
      }
      let spares = SpareReplicas(
        needed: answer.replicas, of: candidate.deployment, repairHours: repairHours, availability: availability)
      if let (obstacle, reason) = excess(spares.replicas, of: candidate) { return refused(obstacle, reason) }
      let each = rate / Double(answer.replicas)
      let factor = 1 + candidate.prediction.error
      func replicas(slower factor: Double) -> Int? {
        let (usual, now) = (screened.capacity.rate(), screened.capacity.rate(slower: factor))
        return now > 0 ? max(Int((Double(answer.replicas) * usual / now).rounded(.up)), 1) : nil
      }
      let copies = Double(candidate.prediction.dataParallel)
      return .success(
        Fleet(
          candidate: candidate, replicas: answer.replicas, replicasWithSpares: spares.replicas,
          replicasIfFast: replicas(slower: 1 / factor), replicasIfSlow: replicas(slower: factor),
          percentiles: look.levels.map(\.percentile),
          // Little's law: as many requests are worked on as arrive in the time that each is.
          latency: look.meanBatch * look.utilisation / each, meanBatch: look.meanBatch,
          watts: candidate.deployment.watts(sequences: look.meanBatch / copies).map { $0 * Double(answer.replicas) },
          promptShare: screened.capacity.promptShare(answers: look.meanBatch)))
    } catch let error as FleetSizingError {
      return refused(.other, "\(error)")
    }
  }

  /// The fleets by cost, with those marked that none other beats in cost and latency, up to the most cost that is looked for.
  private static func front(_ fleets: [Fleet]) -> [Fleet] {
    var sorted = fleets.sorted { first, second in
      // Those without a price by their GPUs.
      (first.cost ?? .infinity, first.cost == nil ? first.gpus : 0, first.latency)
        < (second.cost ?? .infinity, second.cost == nil ? second.gpus : 0, second.latency)
    }
    var fastest = Double.infinity
    let most = mostCost * (sorted.first?.cost ?? 0)
    for place in sorted.indices where (sorted[place].cost ?? .infinity) <= most && sorted[place].latency < fastest {
      sorted[place].isOnFront = true
      fastest = sorted[place].latency
    }
    return sorted
  }
}
