import Randomness

extension FleetModel {
  @inline(__always)
  func loadIndex(of replica: Int) -> Int {
    if case .byLength = routing { return poolOf[replica] }
    return 0
  }

  /// The replica that a request with such a prompt goes to; −1 where none takes any.
  @inline(__always)
  mutating func route(inputTokens: Int) -> Int {
    switch routing {
    case .roundRobin:
      return nextInTurn()
    case .leastLoaded:
      return loadIndexes[0].leastLoaded ?? -1
    case .twoChoices:
      guard !open.isEmpty else { return -1 }
      let one = Int(open[choices.index(below: open.count)])
      let other = Int(open[choices.index(below: open.count)])
      return loadIndexes[0].count(of: other) < loadIndexes[0].count(of: one) ? other : one
    case .byLength:
      return nearestOpen(to: poolOfLength(inputTokens))
    }
  }

  /// The next replica in turn that takes requests.
  private mutating func nextInTurn() -> Int {
    for _ in 0..<count {
      let replica = turn
      turn = turn + 1 == count ? 0 : turn + 1
      if slots[replica].state == .serving { return replica }
    }
    return -1
  }

  /// The pool for prompts of that length.
  @inline(__always)
  func poolOfLength(_ inputTokens: Int) -> Int {
    guard case .byLength(let lengths) = routing else { return 0 }
    return lengths.firstIndex { inputTokens <= $0 } ?? pools.count - 1
  }

  /// The least loaded replica of a pool; where none of it takes requests, of one for longer prompts, or else for shorter.
  private func nearestOpen(to pool: Int) -> Int {
    if let replica = loadIndexes[pool].leastLoaded { return replica }
    for other in Array((pool + 1)..<max(pool + 1, pools.count)) + (0..<pool).reversed() {
      if let replica = loadIndexes[other].leastLoaded { return replica }
    }
    return -1
  }
}
