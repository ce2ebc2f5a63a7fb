import EventSimulation

/// What the prompts of the requests in a fleet have in common, by the numbers of the requests.
final class PromptContents {
  private var texts: [Int: PromptTexts] = [:]

  /// The texts of a request; none where it shares nothing.
  subscript(number: Int) -> PromptTexts? {
    get { texts[number] }
    set { texts[number] = newValue }
  }
}

extension Replica {
  /// Admits requests from the head of the queue with the blocks of their prompts that are in memory, in use or free.
  ///
  /// Free blocks that are found leave the free ones before new blocks are taken; both have to be there.
  mutating func admit(
    from cache: PrefixCache, at now: Double, _ budget: inout Int, _ tokens: inout Int, _ pairs: inout Double
  ) {
    while freeCount > 0, budget > 0, let request = returned.last ?? waiting.first {
      let texts = contents?[request.number]
      let hits = hits(of: request, texts, in: cache)
      let before = (hits.shared + hits.own) << blockShift
      let piece = min(Int(request.goal) - before, budget)
      guard rule.chunksPrompts || before + piece == Int(request.goal) else { return }
      let absent = piece == 0
      let new = blocks(before + piece) - hits.shared - hits.own
      guard absent || new + hits.free + hits.own <= memory.count else { return }

      let place: Int
      if returned.isEmpty {
        place = self.place(takeFirst())
      } else {
        takeFirstReturned()
        place = self.place(request)
      }
      if places[place].started < 0 { places[place].started = max(now, request.arrival) }
      places[place].base = before
      places[place].found = Int32(truncatingIfNeeded: before)
      places[place].absent = absent ? Int32(truncatingIfNeeded: before >> blockShift) : 0
      work.soughtTokens += Int(request.goal)
      work.cachedTokens += before
      if !absent {
        if let texts { cache.hold(hits.shared, of: texts, shift: blockShift, by: &holdings[place]) }
        if request.preemptions > 0 { cache.reclaim(hits.own, of: PromptTexts.rest(of: request.number)) }
        memory.count(freed: -hits.free - hits.own)
        memory.take(new)
        nameBlocks(of: place, through: before + piece)
      }
      work(on: Int32(truncatingIfNeeded: place), piece: piece, &budget, &tokens, &pairs)
    }
  }

  /// The tokens from the beginning of a prompt that are in memory.
  func tokensInMemory(of texts: PromptTexts, atMost most: Int) -> Int {
    memory.cache.map { $0.find(texts, shift: blockShift, atMost: most >> blockShift).found << blockShift } ?? 0
  }

  /// The blocks of a context that are in memory: those that others may share, those of them that are free, and those that are
  /// left of the request itself behind them.
  private func hits(
    of request: RequestState, _ texts: PromptTexts?, in cache: PrefixCache
  ) -> (shared: Int, free: Int, own: Int) {
    // Of a context that is wholly there, the last token is computed again.
    let most = (rule.resumption == .recompute ? Int(request.goal) - 1 : Int(request.input)) >> blockShift
    var (found, free) = (0, 0)
    if let texts { (found, free) = cache.find(texts, shift: blockShift, atMost: most) }
    guard request.preemptions > 0, found == texts?.blocks(shift: blockShift) ?? 0 else { return (found, free, 0) }
    return (found, free, min(cache.left(of: PromptTexts.rest(of: request.number)), most - found))
  }

  /// Lets others use the full blocks of a context up to a token, which are in the step.
  @inline(__always)
  mutating func nameBlocks(of place: Int, through tokens: Int) {
    guard let cache = memory.cache, let texts = contents?[places[place].number] else { return }
    cache.name(through: tokens >> blockShift, of: texts, shift: blockShift, by: &holdings[place])
  }

  /// Frees the blocks of a request that is preempted or complete.
  mutating func giveBack(
    _ held: Int, of sequence: RequestState, at place: Int, progress: Int, isPreempted: Bool, to cache: PrefixCache
  ) {
    let texts = contents?[sequence.number]
    let full = progress >> blockShift
    var rest: (key: UInt64, full: Int)?
    if sequence.absent == 0 {
      if texts?.isConversation ?? false {
        nameBlocks(of: place, through: progress)
      } else if isPreempted {
        rest = (PromptTexts.rest(of: sequence.number), full - (texts?.blocks(shift: blockShift) ?? 0))
      }
    }
    memory.count(freed: cache.release(&holdings[place], blocks: held, rest: rest))
    if !isPreempted { contents?[sequence.number] = nil }
  }

  /// Completes a sequence, where blocks are shared after all others of the step.
  @inline(__always)
  mutating func leave(_ place: Int, at now: Double, _ recorder: inout ServingRecorder) {
    if memory.cache == nil {
      complete(place, at: now, &recorder)
    } else {
      // It ends once, whatever is left in the order of ends.
      places[place].piece = 0
      leaving.append((places[place].admission, place))
    }
  }

  /// Completes the sequences that end at this step in the order of admission, in which they give their blocks back.
  mutating func completeLeaving(at now: Double, _ recorder: inout ServingRecorder) {
    leaving.sort { $0.admission < $1.admission }
    for (_, place) in leaving { complete(place, at: now, &recorder) }
    leaving.removeAll(keepingCapacity: true)
  }
}
