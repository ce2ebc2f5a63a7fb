package import Serving

/// Finds the smallest pools of replicas that prefill and decode apart that meet service levels at a rate.
///
/// ```swift
/// let answer = try SplitSizing(sizing, split).leastPools(at: 100)
/// answer.prefill  // and answer.decode
/// ```
/// Each kind is sized with plenty of the other, which gives what is needed of it in any case. From there pairs are tried by
/// their total, up to eight more, and the first that holds is taken; then one replica of either kind is left out as long as that
/// holds too.
/// Windows and verdicts are those of ``FleetSizing``.
package struct SplitSizing: Sendable {
  package let sizing: FleetSizing
  private let split: PrefillDecodeSplit
  private let most: Int

  /// Replicas of either kind.
  package struct Pools: Sendable, Hashable {
    package var prefill: Int
    package var decode: Int

    package init(prefill: Int, decode: Int) {
      self.prefill = prefill
      self.decode = decode
    }

    package var replicas: Int { prefill + decode }
  }

  /// The pools that were found, and all that were evaluated.
  package struct Answer: Sendable {
    package let rate: Double
    package let pools: Pools
    /// Seconds of warm-up before each window, and of the window.
    package let warmUp: Double
    package let window: Double
    /// Whether latencies no longer change after the longest warm-up.
    package let isSettled: Bool
    /// By the number of replicas.
    package let looks: [(pools: Pools, look: SizingLook)]

    package func look(at pools: Pools) -> SizingLook? { looks.first { $0.pools == pools }?.look }
    /// The evaluation of the pools that were found.
    package var look: SizingLook? { look(at: pools) }
  }

  /// - `sizing`: of the deployment, with the load and the levels.
  /// - `split`: the link between the pools; their sizes are what is sought.
  /// - `most`: more replicas than this of either kind are not tried.
  package init(_ sizing: FleetSizing, _ split: PrefillDecodeSplit, upTo most: Int = 4096) {
    self.sizing = sizing
    self.split = split
    self.most = most
  }

  /// All pairs with fewer than so many replicas above what is needed in any case are tried.
  private static let mostExtra = 9

  /// The smallest pools for a rate in requests a second.
  ///
  /// - `onLook`: receives the evaluation of each pair.
  /// - Throws: ``FleetSizingError`` where no pools meet the levels, and ``Interrupted``.
  package func leastPools(
    at rate: Double, onLook: (Pools, SizingLook) -> Void = { _, _ in }
  ) throws -> Answer {
    var warmUp = FleetSizing.warmUpResidences * sizing.sample.residence
    while 4 * warmUp <= FleetSizing.longestWarmUp * sizing.duration(at: rate) {
      let answer = try leastPools(at: rate, warmUp: warmUp, onLook)
      if answer.isSettled { return answer }
      warmUp *= 4
    }
    return try leastPools(at: rate, warmUp: warmUp, onLook)
  }

  private func leastPools(
    at rate: Double, warmUp: Double, _ onLook: (Pools, SizingLook) -> Void
  ) throws -> Answer {
    var known: [Pools: [SizingWindow]] = [:]
    func look(_ pools: Pools, _ count: Int) throws -> SizingLook {
      let before = known[pools]?.count ?? 0
      if before < count {
        let deployment = sizing.deployment.splitting(
          PrefillDecodeSplit(
            prefill: pools.prefill, decode: pools.decode, link: split.link, bytesPerToken: split.bytesPerToken))
        known[pools, default: []] += try sizing.simulate(
          ReplicaPool(deployment, replicas: 1), rate, warmUp, before..<count)
        onLook(pools, SizingLook(replicas: pools.replicas, rate: rate, sizing.levels, known[pools] ?? []))
      }
      return SizingLook(replicas: pools.replicas, rate: rate, sizing.levels, known[pools] ?? [])
    }
    func seemsToHold(_ pools: Pools) throws -> Bool { try look(pools, FleetSizing.pilotWindows).seemsToHold }
    func holds(_ pools: Pools) throws -> Bool {
      guard pools.prefill > 0, pools.decode > 0 else { return false }
      if try look(pools, FleetSizing.pilotWindows).verdict == .fails { return false }
      var count = sizing.windows
      while true {
        let found = try look(pools, count)
        if found.verdict != .unsure || count >= FleetSizing.most * sizing.windows { return found.verdict == .holds }
        count *= 2
      }
    }
    /// The least number for which something holds that holds from there on.
    func least(upTo most: Int, _ holds: (Int) throws -> Bool) throws -> Int {
      var (low, high) = (0, most)
      while high - low > 1 {
        let middle = (low + high) / 2
        if try holds(middle) { high = middle } else { low = middle }
      }
      return high
    }

    var plenty = min(2 * max(Int((rate / sizing.sample.greatestRate).rounded(.up)), 1) + 2, most)
    while try !seemsToHold(Pools(prefill: plenty, decode: plenty)) {
      guard plenty < most else {
        throw FleetSizingError(
          "no pools of up to \(plenty) replicas of either kind meet "
            + sizing.levels.map(\.description).joined(separator: ", "))
      }
      plenty = min(2 * plenty, most)
    }
    let prefill = try least(upTo: plenty) { try seemsToHold(Pools(prefill: $0, decode: plenty)) }
    let decode = try least(upTo: plenty) { try seemsToHold(Pools(prefill: plenty, decode: $0)) }
    // As many more of both, until that holds; then the pairs with fewer in all.
    var more = 0
    while try !holds(Pools(prefill: prefill + more, decode: decode + more)) {
      guard more < plenty else {
        throw FleetSizingError(
          "no pools of up to \(plenty) replicas of either kind surely meet "
            + sizing.levels.map(\.description).joined(separator: ", ") + "; allow more --requests or --replications")
      }
      more = more == 0 ? 1 : min(2 * more, plenty)
    }
    var found = Pools(prefill: prefill + more, decode: decode + more)
    search: for total in 0..<min(2 * more, Self.mostExtra) {
      for ofPrefill in 0...total {
        let pools = Pools(prefill: prefill + ofPrefill, decode: decode + total - ofPrefill)
        if try holds(pools) {
          found = pools
          break search
        }
      }
    }
    // What is needed in any case was found with few windows.
    while true {
      let fewer = [
        Pools(prefill: found.prefill - 1, decode: found.decode),
        Pools(prefill: found.prefill, decode: found.decode - 1),
      ]
      guard let next = try fewer.first(where: holds) else { break }
      found = next
    }
    return Answer(
      rate: rate, pools: found, warmUp: warmUp, window: sizing.duration(at: rate),
      isSettled: try look(found, sizing.windows).isSettled,
      looks: known.keys.sorted { ($0.replicas, $0.prefill) < ($1.replicas, $1.prefill) }.map {
        ($0, SizingLook(replicas: $0.replicas, rate: rate, sizing.levels, known[$0] ?? []))
      })
  }
}
