package import Demand
import Randomness
package import Serving

/// Finds the smallest fleet of one deployment that meets service levels at a rate, by simulating single requests.
///
/// ```swift
/// let sizing = try FleetSizing(
///   deployment, pattern: .azureConversation, levels: [ServiceLevel(.timeToFirstToken, p99: .milliseconds(500))])
/// let answer = try sizing.leastFleet(at: 100)
/// answer.replicas            // and answer.look.levels[0].share, with its interval
/// ```
/// All sizes serve the same requests: windows of the load with different random draws. A fleet meets a level if the
/// lower end of the 95 % interval of the share of requests within the limit is at least the required share. The search
/// brackets the size with a few windows each, bisects the bracket, and checks the last size and the one below with all
/// windows, or up to four times as many if their intervals do not decide.
///
/// The warm-up is checked: if the latencies of the second half of the windows differ from those of the first, the search
/// begins again with a warm-up four times as long. Requests of one length need it: their batches fall into step with each
/// other, slowly, and then many finish together.
package struct FleetSizing: Sendable {
  package let pattern: RequestPattern
  package let levels: [ServiceLevel]
  package let routing: Routing
  package let seed: UInt64
  /// Windows that a size is decided by.
  package let windows: Int
  /// Requests that a window has at least.
  package let requestsOfWindow: Double
  package let sample: RequestSample
  private let threads: Int

  static let pilotWindows = 4
  /// The first warm-up in times that a request is there in a full batch, and the longest in windows.
  static let warmUpResidences = 3.0
  static let longestWarmUp = 6.0
  /// A window lasts so many times the time that a request is there in a full batch.
  private static let residences = 10.0
  /// By how much larger a fleet than the first that is tried is looked for.
  private static let mostOfStart = 100
  /// By how many times as many windows a size is decided where it is open.
  static let most = 4
  /// Fleets that take more replicas than this are not simulated: each has its requests in memory.
  private static let mostReplicas = 20_000

  /// - Throws: ``FleetSizingError`` for a level that is beyond reach on an idle replica, and for requests of which the
  ///   deployment holds none.
  package init(
    _ deployment: Deployment, pattern: RequestPattern, levels: [ServiceLevel], routing: Routing = .leastLoaded,
    windows: Int = 20, requestsOfWindow: Int = 20_000, seed: UInt64 = 1, threads: Int = 1
  ) throws {
    self.pattern = pattern
    self.levels = levels
    self.routing = routing
    self.windows = max(windows, 2)
    self.requestsOfWindow = Double(requestsOfWindow)
    self.seed = seed
    self.threads = threads
    sample = try RequestSample(pattern, on: deployment)
    for level in levels where sample.floor(level) > level.limit {
      throw FleetSizingError(
        "no fleet of \(deployment.name) can meet \(level): \(sample.floorText(level)); allow more than that, or take a "
          + "faster deployment")
    }
  }

  package var deployment: Deployment { sample.deployment }

  /// The fleet that was found, and all sizes that were evaluated.
  package struct Answer: Sendable {
    package let rate: Double
    package let replicas: Int
    /// Seconds of warm-up before each window, and of the window.
    package let warmUp: Double
    package let window: Double
    /// Whether latencies no longer change after the longest warm-up.
    package let isSettled: Bool
    /// By size.
    package let looks: [SizingLook]

    package func look(at replicas: Int) -> SizingLook? { looks.first { $0.replicas == replicas } }
    /// The evaluation of the size that was found.
    package var look: SizingLook? { look(at: replicas) }
  }

  /// The smallest fleet for a rate in requests a second.
  ///
  /// - `atMost`: the maximum number of replicas.
  /// - `start`: the size that is tried first; `nil` for somewhat more than its queue needs.
  /// - `onLook`: receives the evaluation of each size.
  /// - Throws: ``FleetSizingError`` where more than that are needed, and ``Interrupted``.
  package func leastFleet(
    at rate: Double, atMost: Int = .max, from start: Int? = nil, onLook: (SizingLook) -> Void = { _ in }
  ) throws -> Answer {
    var warmUp = Self.warmUpResidences * sample.residence
    while 4 * warmUp <= Self.longestWarmUp * duration(at: rate) {
      let answer = try leastFleet(
        at: rate, atMost: atMost, from: start, warmUp: warmUp, endsUnsettled: true, onLook: onLook)
      if answer.isSettled { return answer }
      warmUp *= 4
    }
    return try leastFleet(
      at: rate, atMost: atMost, from: start, warmUp: warmUp, endsUnsettled: false, onLook: onLook)
  }

  /// - `endsUnsettled`: whether the search ends at the first size that is not settled.
  private func leastFleet(
    at rate: Double, atMost: Int, from start: Int?, warmUp: Double, endsUnsettled: Bool, onLook: (SizingLook) -> Void
  ) throws -> Answer {
    let least = max(Int((rate / sample.greatestRate).rounded(.up)), 1)
    guard least <= Self.mostReplicas else {
      let part = Double(Self.mostReplicas) / 2 * sample.greatestRate
      throw FleetSizingError(
        "\(rate.shortest) requests/s take at least \(least) replicas, and more than \(Self.mostReplicas) are not simulated; size a "
          + "part of the load, such as \(part.rounded().shortest) requests/s: large fleets grow in proportion to it")
    }
    // With a prefix cache a replica may carry more than by the tokens of its prompts.
    if least > atMost, !deployment.batching.prefixCaching { throw tooFew(rate, least: least, atMost: atMost) }
    var known: [Int: [SizingWindow]] = [:]
    func look(_ replicas: Int, _ count: Int) throws -> SizingLook {
      let before = known[replicas]?.count ?? 0
      if before < count {
        known[replicas, default: []] += try simulate(
          ReplicaPool(deployment, replicas: replicas), rate, warmUp, before..<count)
        onLook(SizingLook(replicas: replicas, rate: rate, levels, known[replicas] ?? []))
      }
      return SizingLook(replicas: replicas, rate: rate, levels, known[replicas] ?? [])
    }
    func seemsToHold(_ replicas: Int) throws -> Bool { try look(replicas, Self.pilotWindows).seemsToHold }
    func verdict(_ replicas: Int) throws -> SizingLook.Verdict {
      var count = windows
      while true {
        let found = try look(replicas, count)
        if found.verdict != .unsure || count >= Self.most * windows { return found.verdict }
        count *= 2
      }
    }

    var (low, high) = try bracket(from: min(max(start ?? least + least / 4, least), atMost), atMost, rate, seemsToHold)
    while high - low > 1 {
      let middle = (low + high) / 2
      if try seemsToHold(middle) { high = middle } else { low = middle }
    }
    var goesOn = true
    var step = max(high / 100, 1)
    let largest = min(atMost, Self.mostOfStart * high)
    while try verdict(high) != .holds {
      if endsUnsettled { goesOn = try look(high, windows).isSettled }
      guard goesOn else { break }
      // A limit that many requests exceed even alone may be met by no fleet: it is not looked for one by one.
      guard high < largest else { throw tooFew(rate, least: high + 1, atMost: atMost) }
      (low, high) = (high, min(high + step, largest))
      step *= 2
    }
    while goesOn, high - low > 1 {
      let middle = (low + high) / 2
      if try verdict(middle) == .holds { high = middle } else { low = middle }
    }
    while goesOn, high > 1, try verdict(high - 1) == .holds { high -= 1 }
    return Answer(
      rate: rate, replicas: high, warmUp: warmUp, window: duration(at: rate),
      isSettled: try look(high, windows).isSettled,
      looks: known.keys.sorted().map { SizingLook(replicas: $0, rate: rate, levels, known[$0] ?? []) })
  }

  /// A size that does not seem to hold, 0 at least, and a larger one that does.
  private func bracket(
    from start: Int, _ atMost: Int, _ rate: Double, _ seemsToHold: (Int) throws -> Bool
  ) throws -> (low: Int, high: Int) {
    var (low, high) = (0, start)
    if try seemsToHold(start) {
      while low == 0, high > 1 {
        let below = max(high - max(high / 8, 1), 1)
        if try seemsToHold(below) { high = below } else { low = below }
      }
      return (low, high)
    }
    while true {
      low = high
      guard high < atMost, high < Self.mostOfStart * start else { throw tooFew(rate, least: high + 1, atMost: atMost) }
      high = min(high + max(high / 8, 1), atMost)
      if try seemsToHold(high) { return (low, high) }
    }
  }

  private func tooFew(_ rate: Double, least: Int, atMost: Int) -> FleetSizingError {
    let each = sample.greatestRate
    func short(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
    let stable = max(Int((rate / each).rounded(.up)), 1)
    let capacity = "\(atMost) replica\(atMost == 1 ? "" : "s") carry about \(short(each * Double(atMost)))"
    if stable > atMost, !deployment.batching.prefixCaching {
      return FleetSizingError(
        "the load is \(short(rate)) requests/s and \(capacity) with their batches full, so the queue grows without end; it "
          + "takes at least \(stable)")
    }
    if atMost == .max {
      return FleetSizingError(
        "no fleet of up to \(least - 1) replicas of \(deployment.name) meets \(levels.map(\.description).joined(separator: ", "))"
      )
    }
    return FleetSizingError(
      "\(atMost) replica\(atMost == 1 ? "" : "s") do not meet "
        + "\(levels.map(\.description).joined(separator: ", ")) at \(short(rate)) requests/s"
        + (deployment.batching.prefixCaching
          ? "; allow more" : ", although their queue would not grow without end, which takes \(stable); allow more"))
  }

  // MARK: - Simulation

  func simulate(
    _ pool: ReplicaPool, _ rate: Double, _ warmUp: Double, _ range: Range<Int>
  ) throws -> [SizingWindow] {
    let windows = Concurrent.map(Array(range), isParallel: threads != 1) { replication -> SizingWindow? in
      guard !Interruption.isRequested else { return nil }
      return window(pool, rate, warmUp, Streams(seed: seed, replication: replication))
    }
    if Interruption.isRequested { throw Interrupted(finished: 0) }
    return windows.compactMap { $0 }
  }

  /// Seconds of a window at a rate.
  func duration(at rate: Double) -> Double {
    max(requestsOfWindow / rate, Self.residences * sample.residence)
  }

  /// One window: requests go on to come behind it, so that those of its end meet the same load as the others.
  private func window(_ pool: ReplicaPool, _ rate: Double, _ warmUp: Double, _ streams: Streams) -> SizingWindow {
    let length = duration(at: rate)
    let end = warmUp + length
    let longest = levels.map(\.limit).max() ?? 0
    let horizon = end + max(2 * sample.residence, min(2 * longest, length))
    let counter = WindowCounter(from: warmUp, to: end, levels, deployment)
    let result = ServingFleet(pool, routing: routing).serve(
      CountedRequests(pattern.requests(perSecond: rate, from: streams, named: "load", until: horizon), counter),
      streams,
      until: horizon, warmUp: warmUp,
      observer: { outcome in
        if case .answered(let answer) = outcome { counter.add(answer) }
      })
    return counter.window(result)
  }
}

/// A load or a service level that no allowed fleet can meet.
package struct FleetSizingError: Error, Sendable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
