import Demand

@testable import Serving

/// A replica that takes every step on its own, token by token and block by block, straight from vLLM's rules: what
/// ``Replica`` must agree with.
///
/// Its memory is a list of blocks that remember what they hold until they are used again. When a step ends in a run of
/// steps that work on the same answers is read off from where the run began, as there: that is the definition.
struct SteppedReplica {
  private final class Request {
    let number: Int
    let arrival: Double
    let joins: Double
    let input: Int
    let output: Int
    var progress = 0
    var goal: Int
    var written = 0
    var started = -1.0
    var firstToken = -1.0
    var blocks: [Int] = []
    /// Blocks of its context that it does not hold.
    var absent = 0
    var preemptions = 0
    /// Counts the times that it was admitted: blocks of an earlier admission do not continue those of a later one.
    var life = 0
    var reached = 0
    var piece = 0
    var isDone = false
    /// What its prompt shares with others, and the blocks whose content is settled.
    let texts: PromptTexts
    let serviceClass: ServiceClass
    /// Seconds of steps in which its answer got no token.
    var uncounted = 0.0
    var named = 0

    init(_ number: Int, _ request: RequestTrace.Request, joins: Double, promptsOnly: Bool) {
      self.number = number
      arrival = request.arrival
      self.joins = joins
      input = request.inputTokens
      output = promptsOnly ? 1 : max(request.outputTokens, 1)
      goal = input
      texts = PromptTexts(request, nil)
      serviceClass = request.serviceClass
    }
  }

  /// What a block holds: a full block of a text, or of a request's own context in one of its lives.
  private struct Content: Hashable {
    let text: UInt64
    let life: Int
    let position: Int
  }

  let deployment: Deployment
  private(set) var results: [RequestResult] = []
  private(set) var steps = 0
  private(set) var sequenceSteps = 0
  private(set) var tokens = 0
  private(set) var recomputedTokens = 0
  private(set) var preemptions = 0
  private(set) var peakBlocks = 0

  private var free: [Int]
  private var contents: [Content?]
  private var users: [Int]
  private var running: [Request] = []
  private var waiting: [Request] = []
  private var longest = 0

  init(_ deployment: Deployment, serving requests: [RequestTrace.Request]) {
    self.deployment = deployment
    let blocks = deployment.kvTokens / deployment.blockTokens
    free = Array(0..<blocks)
    contents = Array(repeating: nil, count: blocks)
    users = Array(repeating: 0, count: blocks)
    serve(requests)
  }

  private var blockTokens: Int { deployment.blockTokens }
  private func blocks(_ tokens: Int) -> Int { (tokens + blockTokens - 1) / blockTokens }

  private mutating func serve(_ requests: [RequestTrace.Request]) {
    let times = StepTimes(deployment.cost, deployment.clock)
    var arrivals = requests.enumerated().map {
      Request(
        $0, $1, joins: times.time($1.arrival + deployment.overheads.beforeQueue),
        promptsOnly: deployment.batching.promptsOnly)
    }
    arrivals.reverse()
    var now = 0.0
    // Where the run of steps on the same answers began, and how many of its steps are done.
    var run: (start: Double, context: Int, count: Int)?
    while !(arrivals.isEmpty && waiting.isEmpty && running.isEmpty) {
      if waiting.isEmpty, running.isEmpty, let next = arrivals.last { now = max(now, next.joins) }
      while let next = arrivals.last, next.joins <= now { waiting.append(arrivals.removeLast()) }
      if deployment.batching.scheduler == .priority {
        waiting.sort {
          $0.serviceClass != $1.serviceClass
            ? $0.serviceClass < $1.serviceClass
            : ($0.arrival, "\($0.number)") < ($1.arrival, "\($1.number)")
        }
      }
      let begin = now
      let isPreempting = schedule()
      let isRegrouped = admit(unless: isPreempting, at: times.seconds(now)) || isPreempting
      if isRegrouped { run = nil }

      let prompts = running.filter { $0.piece > 0 && $0.progress < $0.goal }
      let writers = running.filter { $0.piece > 0 && $0.progress >= $0.goal }
      let context = writers.reduce(0) { $0 + $1.progress + 1 }
      let isWriting = !writers.isEmpty && running.allSatisfy { $0.progress >= $0.goal }
      if isWriting {
        let (start, first, count) = run ?? (now, context, 0)
        run = (start, first, count + 1)
        now = end(ofStep: count + 1, from: start, now: now, first: first, context: context, writers.count, times)
      } else {
        run = nil
        let pairs = prompts.reduce(0) {
          $0
            + deployment.cost.pairs(
              piece: Double($1.piece), after: Double($1.progress), of: Double($1.goal))
        }
        now +=
          prompts.isEmpty && writers.isEmpty
          ? 1
          : times.step(
            promptTokens: prompts.reduce(0) { $0 + $1.piece }, promptPairs: pairs, context: context,
            prompts: prompts.count, answers: writers.count)
      }
      steps += 1
      sequenceSteps += prompts.count + writers.count
      tokens += prompts.reduce(writers.count) { $0 + $1.piece }
      peakBlocks = max(peakBlocks, contents.count - free.count)

      let left = isPreempting ? running.filter { $0.piece == 0 && $0.absent == 0 } : []
      if !left.isEmpty { run = nil }
      if deployment.batching.resumption == .startOver {
        for request in left where request.progress >= request.goal { request.uncounted += times.seconds(now - begin) }
      }
      for request in running { advance(request, at: times.seconds(now)) }
      let complete = running.filter { finishes($0) }
      for request in complete { finish(request, at: times.seconds(now)) }
      if !complete.isEmpty {
        running.removeAll { $0.isDone }
        run = nil
      }
    }
  }

  /// The end of a step on answers alone: in nanoseconds read off from where the run began, in microseconds one more truncated.
  private func end(
    ofStep step: Int, from start: Double, now: Double, first: Int, context: Int, _ sequences: Int, _ times: StepTimes
  ) -> Double {
    guard deployment.clock == .nanoseconds else {
      return now + times.step(promptTokens: 0, promptPairs: 0, context: context, prompts: 0, answers: sequences)
    }
    let one = times.base + times.perContextToken * Double(first) + times.perSequence * Double(sequences)
    let rise = times.perContextToken * Double(sequences)
    return start + (Double(step) * one + rise * (0.5 * Double(step) * (Double(step) - 1))).rounded(.toNearestOrEven)
  }

  // MARK: - The rules

  /// Gives those at work their tokens and blocks in the order of admission; whether memory had to be taken away.
  private mutating func schedule() -> Bool {
    var budget = deployment.batching.tokensPerStep
    var isPreempting = false
    for request in running { request.piece = 0 }
    var index = 0
    scheduling: while index < running.count, budget > 0 {
      let request = running[index]
      let piece = request.progress < request.goal ? min(request.goal - request.progress, budget) : 1
      while !allocate(piece, for: request) {
        isPreempting = true
        var place = running.count - 1
        if deployment.batching.preemption == .priority {
          for other in running.indices.reversed() {
            let (one, worst) = (running[other], running[place])
            if (one.serviceClass.rawValue, one.arrival) > (worst.serviceClass.rawValue, worst.arrival) { place = other }
          }
        }
        let victim = running.remove(at: place)
        if place < index {
          index -= 1
          budget += victim.piece
        }
        victim.uncounted = 0
        preempt(victim)
        if victim === request { break scheduling }
      }
      request.piece = piece
      budget -= piece
      index += 1
    }
    return isPreempting
  }

  private mutating func allocate(_ piece: Int, for request: Request) -> Bool {
    let needed = blocks(request.progress + piece) - request.absent - request.blocks.count
    guard needed <= free.count else { return false }
    use(needed, for: request)
    note(request, progress: request.progress + piece)
    return true
  }

  /// Takes the blocks that have been free for longest.
  private mutating func use(_ count: Int, for request: Request) {
    for _ in 0..<count {
      let block = free.removeFirst()
      contents[block] = nil
      users[block] = 1
      request.blocks.append(block)
    }
  }

  /// Notes what the full blocks of a request hold.
  private mutating func note(_ request: Request, progress: Int) {
    guard request.absent == 0 else { return }
    for position in min(request.named, progress / blockTokens)..<(progress / blockTokens) {
      let content = content(of: request, position)
      // Of two blocks with the same content one is found: the one in use, or the new one.
      if let other = contents.firstIndex(of: content), other != request.blocks[position] {
        if users[other] > 0 { continue }
        contents[other] = nil
      }
      contents[request.blocks[position]] = content
    }
    request.named = max(request.named, progress / blockTokens)
  }

  private func content(of request: Request, _ position: Int) -> Content {
    var begin = 0
    if deployment.batching.prefixCaching {
      for segment in request.texts.segments {
        let end = segment.end / blockTokens
        if position < end { return Content(text: segment.key, life: 0, position: position - begin) }
        begin = end
      }
    }
    return Content(text: PromptTexts.rest(of: request.number), life: request.life, position: position)
  }

  private mutating func preempt(_ request: Request) {
    // What the step that was given to it would have filled is not full.
    for (position, block) in request.blocks.enumerated() where position >= request.progress / blockTokens {
      contents[block] = nil
    }
    countLife(of: request)
    preemptions += 1
    request.preemptions += 1
    release(request)
    request.reached = max(request.reached, request.progress)
    request.progress = 0
    if deployment.batching.resumption == .recompute {
      request.goal = request.input + request.written
    } else {
      request.written = 0
      request.firstToken = -1
    }
    waiting.insert(request, at: 0)
  }

  private mutating func release(_ request: Request) {
    for block in request.blocks.reversed() {
      users[block] -= 1
      if users[block] == 0 { free.append(block) }
    }
    request.named = 0
    request.blocks = []
    request.absent = 0
  }

  /// The blocks from the beginning of a request's context that are still in memory.
  private func found(for request: Request) -> [Int] {
    let tokens = deployment.batching.resumption == .recompute ? request.goal - 1 : request.input
    var found: [Int] = []
    for position in 0..<(tokens / blockTokens) {
      guard let block = contents.firstIndex(of: content(of: request, position)) else { break }
      found.append(block)
    }
    return found
  }

  /// Admits from the head of the queue; whether anybody was.
  private mutating func admit(unless isPreempting: Bool, at now: Double) -> Bool {
    let rule = deployment.batching
    if rule.joining == .betweenBatches {
      guard running.isEmpty else { return false }
      longest = 0
    }
    var budget = rule.tokensPerStep - running.reduce(0) { $0 + $1.piece }
    var isAny = false
    while !isPreempting, running.count < rule.sequences, budget > 0, let next = waiting.first {
      if rule.joining == .betweenBatches {
        let length = max(longest, next.output)
        let room = (running + [next]).reduce(0) { $0 + blocks($1.input + length - 1) }
        guard room <= contents.count else { break }
        longest = length
      }
      let found = next.life > 0 || rule.prefixCaching ? found(for: next) : []
      let before = found.count * blockTokens
      let piece = min(next.goal - before, budget)
      guard rule.chunksPrompts || before + piece == next.goal else { break }
      if piece == 0 {
        next.absent = found.count
      } else {
        let shared = found.count { users[$0] > 0 }
        guard blocks(before + piece) - shared <= free.count else { break }
        free.removeAll { found.contains($0) }
        for block in found { users[block] += 1 }
        next.blocks = found
        next.life += 1
        use(blocks(before + piece) - found.count, for: next)
      }
      waiting.removeFirst()
      running.append(next)
      if next.started < 0 { next.started = now }
      next.progress = before
      // A prompt found whole takes no part in the step.
      if piece == 0 { next.progress = before - 1 }
      next.piece = piece
      tokensFound[next.number] = before
      note(next, progress: before + piece)
      budget -= piece
      isAny = true
    }
    return isAny
  }

  private var tokensFound: [Int: Int] = [:]

  private func advance(_ request: Request, at now: Double) {
    if request.progress < request.goal {
      request.progress += request.piece
      if request.absent > 0, request.piece == 0 { request.progress = request.goal }
      if request.progress == request.goal {
        request.written += 1
        if request.firstToken < 0 { request.firstToken = now }
      }
    } else if request.piece > 0 {
      request.progress += 1
      request.written += 1
    }
  }

  private func finishes(_ request: Request) -> Bool {
    request.progress >= request.goal
      && request.written >= (deployment.batching.joining == .betweenBatches ? longest : request.output)
  }

  private mutating func finish(_ request: Request, at now: Double) {
    if deployment.batching.resumption == .startOver, request.progress % blockTokens == 0, !free.isEmpty {
      use(1, for: request)
    }
    countLife(of: request)
    release(request)
    request.isDone = true
    let overheads = deployment.overheads
    func duration(_ seconds: Double) -> Double { WholeNanoseconds.duration(seconds) }
    let first = duration(request.firstToken + overheads.perToken - request.arrival)
    results.append(
      RequestResult(
        number: request.number, replica: 0, arrival: request.arrival, inputTokens: request.input,
        outputTokens: request.output, queue: duration(request.started - request.arrival), timeToFirstToken: first,
        endToEnd: duration(
          first + (now - request.firstToken - request.uncounted) + overheads.perToken * Double(request.output - 1)
            + overheads.atEnd),
        preemptions: request.preemptions,
        cachedTokens: deployment.batching.prefixCaching ? min(tokensFound[request.number] ?? 0, request.input) : 0))
  }

  private mutating func countLife(of request: Request) {
    let found = tokensFound[request.number] ?? 0
    if request.preemptions > 0 { recomputedTokens += max(0, min(request.progress, request.reached) - found) }
  }
}
