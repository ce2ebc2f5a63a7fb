import Demand

/// The content of the KV blocks of a replica: which blocks of which text are in memory, in use or free.
///
/// A text is a run of blocks that follow each other: the prefix of a group, the context of a conversation, a recorded block of
/// content, or the rest of a preempted request. The content of a prompt is a list of texts (``PromptTexts``). A request holds
/// the first blocks of each of its texts and shares them with others. A block that nobody holds is free and keeps its content
/// until it is reused. Blocks are freed from the end of a request to its beginning, and the block that has been free for
/// longest is reused first, as in vLLM. What is in memory of a text is therefore always its beginning, and runs of blocks are
/// all that is stored: no work is done for a single block.
final class PrefixCache {
  /// The held beginning of a text, with those who hold it.
  private struct Text {
    let key: UInt64
    /// Blocks in memory, held or free.
    var cached: Int32 = 0
    /// The most blocks that a request holds, and the number of requests that hold as many.
    var held: Int32 = 0
    var holders: Int32 = 0
    /// Requests that hold fewer: blocks and number, in descending order.
    var others: [(blocks: Int32, holders: Int32)] = []
    /// Its free runs, from the beginning of the text on.
    var firstRun: Int32 = -1
  }

  /// Free blocks that follow each other in a text; they are reused from the last to the first.
  private struct Run {
    /// −1 for blocks without content.
    var text: Int32
    var first: Int32
    var count: Int32
    var previous: Int32 = -1
    var next: Int32 = -1
    /// The run of the same text behind this one; it was freed before.
    var behind: Int32 = -1
  }

  private var texts: [Text] = []
  private var freeTexts: [Int32] = []
  private var places: [UInt64: Int32] = [:]
  private var runs: [Run] = []
  private var freeRuns: [Int32] = []
  /// The run that is reused next, and the last that was freed.
  private var head: Int32 = -1
  private var tail: Int32 = -1

  /// All blocks are free and without content.
  init(blocks: Int) { append(text: -1, first: 0, count: Int32(clamping: blocks)) }

  // MARK: - Looking up

  /// The blocks of a prompt from its beginning that are in memory, up to a number, and how many of them are free.
  func find(_ prompt: PromptTexts, shift: Int, atMost most: Int) -> (found: Int, free: Int) {
    var (found, free, begin) = (0, 0, 0)
    for segment in prompt.segments {
      let length = segment.end >> shift - begin
      begin += length
      guard length > 0 else { continue }
      guard let place = places[segment.key] else { break }
      let text = texts[Int(place)]
      let here = min(Int(text.cached), length, most - found)
      found += here
      free += max(0, here - Int(text.held))
      if here < length { break }
    }
    return (found, free)
  }

  // MARK: - Holding

  /// Takes the first `found` blocks of a prompt for a request, which it now holds.
  func hold(_ found: Int, of prompt: PromptTexts, shift: Int, by holding: inout Holding) {
    var (rest, begin) = (found, 0)
    for segment in prompt.segments where rest > 0 {
      let length = segment.end >> shift - begin
      begin += length
      guard length > 0, let place = places[segment.key] else { continue }
      let here = Int32(min(rest, length))
      rest -= Int(here)
      takeFree(through: here, of: Int(place))
      addHolder(here, to: Int(place))
      holding.texts.append((place, here))
    }
    holding.named = found
  }

  /// Names the blocks of a prompt up to a number, which the request holds: others may use them from now on.
  func name(through count: Int, of prompt: PromptTexts, shift: Int, by holding: inout Holding) {
    guard count > holding.named else { return }
    var (begin, index) = (0, 0)
    for segment in prompt.segments {
      let length = segment.end >> shift - begin
      guard length > 0 else { continue }
      let target = Int32(min(length, count - begin))
      guard target > 0 else { break }
      let place = holding.texts.indices.contains(index) ? holding.texts[index].text : place(of: segment.key)
      if !holding.texts.indices.contains(index) { holding.texts.append((place, 0)) }
      let before = holding.texts[index].blocks
      if before < target, Int(before) + begin >= holding.named { extend(&holding.texts[index], through: target) }
      index += 1
      begin += length
    }
    holding.named = count
  }

  /// Lets a request hold a text through a block; blocks of it that others computed meanwhile stay without a name.
  private func extend(_ held: inout (text: Int32, blocks: Int32), through target: Int32) {
    let place = Int(held.text)
    if texts[place].cached > held.blocks {
      guard texts[place].held <= held.blocks else { return }
      // Free blocks with the same content are forgotten.
      forgetFree(of: place, through: target)
    }
    removeHolder(held.blocks, from: place)
    addHolder(target, to: place)
    texts[place].cached = max(texts[place].cached, target)
    held.blocks = target
  }

  /// Frees the blocks of a request, the last first; returns their number.
  ///
  /// - `blocks`: all that it has, those included that it shares.
  /// - `rest`: the key under which blocks behind its texts can be found again, and the number of full ones; `nil` where nobody
  ///   looks for them.
  func release(_ holding: inout Holding, blocks: Int, rest: (key: UInt64, full: Int)?) -> Int {
    let shared = holding.texts.reduce(0) { $0 + Int($1.blocks) }
    let own = blocks - shared
    var freed = own
    let full = rest.map { min(max($0.full, 0), own) } ?? 0
    append(text: -1, first: 0, count: Int32(own - full))
    if full > 0, let rest {
      let place = Int(place(of: rest.key))
      if texts[place].cached > 0 { forgetFree(of: place, through: .max) }
      texts[place].cached = Int32(full)
      append(text: Int32(place), first: 0, count: Int32(full))
    }
    for (text, blocks) in holding.texts.reversed() where blocks > 0 {
      let place = Int(text)
      removeHolder(blocks, from: place)
      let held = texts[place].held
      if blocks > held {
        freed += Int(blocks - held)
        append(text: text, first: held, count: blocks - held)
      } else {
        dropIfUnused(place)
      }
    }
    holding.texts.removeAll(keepingCapacity: true)
    holding.named = 0
    return freed
  }

  /// The blocks that are in memory of a text of one request.
  func left(of key: UInt64) -> Int { places[key].map { Int(texts[Int($0)].cached) } ?? 0 }

  /// Takes the first blocks of a text of one request for it, and forgets the others.
  func reclaim(_ count: Int, of key: UInt64) {
    guard let place = places[key] else { return }
    takeFree(through: Int32(count), of: Int(place))
    texts[Int(place)].cached = 0
    forgetFree(of: Int(place), through: .max)
    dropIfUnused(Int(place))
  }

  // MARK: - Free blocks

  /// Takes the blocks that have been free for longest; their content is lost.
  func take(_ number: Int) {
    var rest = Int32(number)
    while rest > 0 {
      let place = Int(head)
      let part = min(rest, runs[place].count)
      runs[place].count -= part
      rest -= part
      let text = Int(runs[place].text)
      if text >= 0 {
        texts[text].cached = runs[place].first + runs[place].count
      }
      if runs[place].count == 0 { remove(place) }
    }
  }

  private func append(text: Int32, first: Int32, count: Int32) {
    guard count > 0 else { return }
    if text < 0, tail >= 0, runs[Int(tail)].text < 0 {
      runs[Int(tail)].count += count
      return
    }
    let behind = text >= 0 ? texts[Int(text)].firstRun : -1
    let place = insert(Run(text: text, first: first, count: count, previous: tail, behind: behind))
    if text >= 0 { texts[Int(text)].firstRun = place }
  }

  /// Removes an empty run from the order of reuse and from its text.
  private func remove(_ place: Int) {
    let run = runs[place]
    if run.previous >= 0 { runs[Int(run.previous)].next = run.next } else { head = run.next }
    if run.next >= 0 { runs[Int(run.next)].previous = run.previous } else { tail = run.previous }
    freeRuns.append(Int32(place))
    guard run.text >= 0 else { return }
    let text = Int(run.text)
    if texts[text].firstRun == Int32(place) {
      texts[text].firstRun = run.behind
    } else {
      var other = Int(texts[text].firstRun)
      while runs[other].behind != Int32(place) { other = Int(runs[other].behind) }
      runs[other].behind = run.behind
    }
    dropIfUnused(text)
  }

  /// Takes the free blocks of a text before a block.
  private func takeFree(through end: Int32, of text: Int) {
    while texts[text].firstRun >= 0 {
      let place = Int(texts[text].firstRun)
      let part = min(end - runs[place].first, runs[place].count)
      guard part > 0 else { return }
      runs[place].first += part
      runs[place].count -= part
      guard runs[place].count == 0 else { return }
      // The request holds the text in a moment.
      texts[text].holders += 1
      remove(place)
      texts[text].holders -= 1
    }
  }

  /// Lets the free blocks of a text before a block lose their content; they keep their place in the order of reuse.
  private func forgetFree(of text: Int, through end: Int32) {
    while texts[text].firstRun >= 0 {
      let place = Int(texts[text].firstRun)
      let part = min(end - runs[place].first, runs[place].count)
      guard part > 0 else { return }
      if part == runs[place].count {
        texts[text].firstRun = runs[place].behind
        runs[place].text = -1
        runs[place].behind = -1
      } else {
        runs[place].first += part
        runs[place].count -= part
        insert(Run(text: -1, first: 0, count: part, previous: Int32(place), next: runs[place].next))
        return
      }
    }
  }

  /// Adds a run between its neighbours in the order of reuse; returns its place.
  @discardableResult
  private func insert(_ run: Run) -> Int32 {
    let place: Int32
    if let free = freeRuns.popLast() {
      runs[Int(free)] = run
      place = free
    } else {
      runs.append(run)
      place = Int32(runs.count - 1)
    }
    if run.previous >= 0 { runs[Int(run.previous)].next = place } else { head = place }
    if run.next >= 0 { runs[Int(run.next)].previous = place } else { tail = place }
    return place
  }

  // MARK: - Texts

  private func place(of key: UInt64) -> Int32 {
    if let place = places[key] { return place }
    let place: Int32
    if let free = freeTexts.popLast() {
      texts[Int(free)] = Text(key: key)
      place = free
    } else {
      texts.append(Text(key: key))
      place = Int32(texts.count - 1)
    }
    places[key] = place
    return place
  }

  private func dropIfUnused(_ text: Int) {
    guard texts[text].holders == 0, texts[text].others.isEmpty, texts[text].firstRun < 0 else { return }
    places[texts[text].key] = nil
    freeTexts.append(Int32(text))
  }

  private func addHolder(_ blocks: Int32, to text: Int) {
    if texts[text].holders == 0 || blocks == texts[text].held {
      texts[text].held = blocks
      texts[text].holders += 1
    } else if blocks > texts[text].held {
      texts[text].others.insert((texts[text].held, texts[text].holders), at: 0)
      texts[text].held = blocks
      texts[text].holders = 1
    } else if let place = texts[text].others.firstIndex(where: { $0.blocks <= blocks }) {
      if texts[text].others[place].blocks == blocks {
        texts[text].others[place].holders += 1
      } else {
        texts[text].others.insert((blocks, 1), at: place)
      }
    } else {
      texts[text].others.append((blocks, 1))
    }
  }

  private func removeHolder(_ blocks: Int32, from text: Int) {
    guard blocks > 0 else { return }
    if blocks == texts[text].held {
      texts[text].holders -= 1
      guard texts[text].holders == 0 else { return }
      if texts[text].others.isEmpty {
        texts[text].held = 0
      } else {
        (texts[text].held, texts[text].holders) = texts[text].others.removeFirst()
      }
    } else if let place = texts[text].others.firstIndex(where: { $0.blocks == blocks }) {
      texts[text].others[place].holders -= 1
      if texts[text].others[place].holders == 0 { texts[text].others.remove(at: place) }
    }
  }
}

/// What a running request holds of the texts of its prompt, in their order.
struct Holding {
  /// The text's place in the cache, and its blocks.
  var texts: [(text: Int32, blocks: Int32)] = []
  /// The blocks from the beginning of its context that have names.
  var named = 0
}

/// The texts that a prompt consists of, from its beginning on; what is behind them is its own.
struct PromptTexts {
  /// A text, and the number of tokens of the prompt at its end.
  struct Segment {
    let key: UInt64
    var end: Int
  }

  var segments: [Segment] = []
  /// Whether the last text is the context of a conversation, to which the answer belongs too.
  var isConversation = false

  /// The texts of a request's prompt.
  init(_ request: InferenceRequest, _ blocks: ContentBlocks?) {
    switch request.content {
    case .own: return
    case .group(let group, let tokens):
      segments.append(Segment(key: Self.key(.group, group), end: tokens))
    case .conversation(let group, let tokens):
      if tokens > 0 { segments.append(Segment(key: Self.key(.group, group), end: tokens)) }
      segments.append(Segment(key: Self.key(.session, request.session), end: Self.openEnd))
      isConversation = true
    case .blocks(let range):
      guard let blocks else { return }
      var end = 0
      for index in range {
        end += blocks.tokens
        segments.append(Segment(key: Self.key(.block, blocks.numbers[index]), end: min(end, request.inputTokens)))
      }
    }
  }

  /// The full blocks of all texts.
  func blocks(shift: Int) -> Int { segments.last.map { $0.end >> shift } ?? 0 }

  private enum Kind: UInt64 {
    case group
    case session
    case block
    case rest
  }

  private static func key(_ kind: Kind, _ number: Int) -> UInt64 {
    kind.rawValue << 62 | UInt64(truncatingIfNeeded: number) & (1 << 62 - 1)
  }

  /// The end of a conversation, which grows.
  private static let openEnd = 1 << 40

  /// The key of what a preempted request left behind its texts.
  static func rest(of number: Int) -> UInt64 { key(.rest, number) }
}
