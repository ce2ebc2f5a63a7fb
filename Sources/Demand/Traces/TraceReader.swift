import Randomness

/// Reads the rows of a trace.
///
/// Times are in seconds (`arrival_s`, `think_s`) or whole microseconds (`arrival_us`, `think_us`).
struct TraceReader {
  private let table: DataTable
  private let arrival: DataTable.Column
  private let arrivalUnit: TimeUnit
  private let input: DataTable.Column
  private let output: DataTable.Column
  private let reusable: DataTable.Column?
  private let client: DataTable.Column?
  private let session: DataTable.Column?
  private let sessionName: DataTable.Column?
  private let turn: DataTable.Column?
  private let thinking: DataTable.Column?
  private let thinkingUnit: TimeUnit
  private let group: DataTable.Column?
  private let groupTokens: DataTable.Column?
  private let blocks: DataTable.Column?
  private let serviceClass: DataTable.Column?

  private var groups: [String: Int] = [:]
  private var sessions: [String: Int] = [:]
  private var blockNumbers: [Int] = []
  private var blockRows: [(row: Int, request: Int, count: Int)] = []
  private var before: [Int: Int] = [:]
  /// The arrivals of the first request and of the last one that was read.
  private var times: (first: RecordedTime, last: RecordedTime)?

  private(set) var requests: [InferenceRequest] = []
  /// Seconds from the first request to each.
  private(set) var offsets: [Double] = []
  private(set) var lines: [Int] = []
  /// The turns that follow the answer before them, by session; their requests are not among ``requests``.
  private(set) var followUps: [Int: [TraceConversations.Turn]] = [:]
  /// The row of the first request of each session.
  private(set) var rows: [Int: Int] = [:]
  /// The class of the last turn of each session.
  private var classes: [Int: ServiceClass] = [:]

  /// The blocks of all prompts together that are read: at 16 tokens each, 800 million tokens.
  private static let mostBlocks = 50_000_000
  private static let tokens = "a whole number of tokens, from 0 to a billion,"
  private static let number = "a whole number, at least 0,"

  init(_ table: DataTable) throws {
    self.table = table
    let inMicroseconds = table.column("arrival_s") == nil && table.column("arrival_us") != nil
    let needed = [inMicroseconds ? "arrival_us" : "arrival_s", "input_tokens", "output_tokens"]
    arrival = try table.column(needed[0], of: needed)
    arrivalUnit = inMicroseconds ? .microseconds : .seconds
    input = try table.column(needed[1], of: needed)
    output = try table.column(needed[2], of: needed)
    reusable = table.column("reusable_prefix_tokens")
    client = table.column("client")
    session = table.column("session")
    sessionName = table.column("session_id")
    turn = table.column("turn")
    thinkingUnit = table.column("think_s") == nil ? .microseconds : .seconds
    thinking = table.column("think_s") ?? table.column("think_us")
    group = table.column("prefix_group")
    groupTokens = try group.map { _ in try table.column("prefix_tokens", of: ["prefix_group", "prefix_tokens"]) }
    blocks = table.column("blocks")
    serviceClass = table.column("slo_class")
    if thinking != nil {
      _ = try table.column("turn", of: ["turn", "think_s"])
      if session == nil, sessionName == nil {
        _ = try table.column("session_id", of: ["session_id", "turn", "think_s"])
      }
    }
  }

  /// Reads all rows.
  ///
  /// - `withConversations`: whether turns without an arrival are followed up.
  mutating func read(withConversations: Bool) throws {
    requests.reserveCapacity(table.count)
    offsets.reserveCapacity(table.count)
    lines.reserveCapacity(table.count)
    for row in 0..<table.count {
      if withConversations, thinking != nil, arrival.text(row).isEmpty {
        try readFollowUp(row)
      } else {
        try readRequest(row)
      }
    }
    guard !requests.isEmpty else { throw DataFileError(file: table.file, "holds no request") }
  }

  /// The blocks of content; `nil` where the trace has none.
  func contentBlocks() throws -> ContentBlocks? {
    guard blocks != nil else { return nil }
    let sizes = (0...20).map { 1 << $0 }.filter { size in
      blockRows.allSatisfy { (requests[$0.request].inputTokens + size - 1) / size == $0.count }
    }
    // Where several sizes agree with every length, the prompts are that many blocks of any of them.
    if let size = sizes.first(where: { $0 == 512 }) ?? sizes.last {
      return ContentBlocks(tokens: size, numbers: blockNumbers)
    }
    // The size that most rows have shows the row that differs.
    let likely = Self.likelySize(blockRows.map { (requests[$0.request].inputTokens, $0.count) })
    let wrong = blockRows.first { (requests[$0.request].inputTokens + likely - 1) / likely != $0.count }
    let tokens = wrong.map { requests[$0.request].inputTokens } ?? 0
    throw table.error(
      row: wrong?.row ?? 0, column: blocks?.name,
      "\(wrong?.count ?? 0) blocks for \(tokens) input tokens, which are \((tokens + likely - 1) / likely) blocks of \(likely), "
        + "as in other rows; give every block of a prompt, the last even where it is not full")
  }

  private static func likelySize(_ rows: [(tokens: Int, count: Int)]) -> Int {
    let sizes = (0...20).map { 1 << $0 }
    func agreeing(_ size: Int) -> Int { rows.count { ($0.tokens + size - 1) / size == $0.count } }
    return sizes.max { agreeing($0) < agreeing($1) } ?? 512
  }

  private mutating func readRequest(_ row: Int) throws {
    let time = try arrival.time(row, in: arrivalUnit)
    let (first, last) = times ?? (time, time)
    guard time.nanoseconds >= last.nanoseconds, time.seconds >= last.seconds else {
      let areAlike = time.seconds == last.seconds
      throw RequestTrace.unsorted(
        table.file, line: table.line(row), column: arrival.name, areAlike ? time.decimals : "\(time.seconds)",
        after: areAlike ? last.decimals : "\(last.seconds)")
    }
    let number = try sessionNumber(row)
    let inputTokens = try input.count(row, Self.tokens, upTo: RequestTrace.mostTokens)
    let request = InferenceRequest(
      arrival: time.seconds, inputTokens: inputTokens,
      outputTokens: try output.count(row, Self.tokens, upTo: RequestTrace.mostTokens),
      reusablePrefixTokens: try reusable?.count(row, Self.tokens, upTo: RequestTrace.mostTokens) ?? 0,
      client: try client?.count(row, Self.number) ?? 0,
      session: number, turn: try turn?.count(row, Self.number) ?? 0,
      content: try content(row, inputTokens, request: requests.count), serviceClass: try readClass(row) ?? .standard)
    guard request.reusablePrefixTokens <= request.inputTokens else {
      throw table.error(
        row: row, column: "reusable_prefix_tokens",
        "\(request.reusablePrefixTokens) of \(request.inputTokens) input tokens cannot be reused")
    }
    if thinking != nil, request.turn > 0 {
      throw table.error(
        row: row, column: arrival.name,
        "expected nothing for turn \(request.turn), which arrives after the answer before it and the time to think, and found "
          + "\"\(arrival.text(row))\"; leave it empty, or leave out the column \(thinking?.name ?? "")")
    }
    requests.append(request)
    offsets.append(time.seconds(since: first))
    times = (first, time)
    rows[number] = row
    classes[number] = request.serviceClass
    lines.append(table.line(row))
  }

  /// `nil` where none is stated.
  private func readClass(_ row: Int) throws -> ServiceClass? {
    guard let serviceClass else { return nil }
    let text = serviceClass.text(row)
    guard !text.isEmpty else { return nil }
    guard let known = ServiceClass.allCases.first(where: { $0.description == text }) else {
      let names = ServiceClass.allCases.map(\.description)
      throw table.error(
        row: row, column: serviceClass.name,
        "there is no class \"\(text)\"" + (NearestName.remedy(for: text, among: names).map { "; \($0)" } ?? ""))
    }
    return known
  }

  private mutating func sessionNumber(_ row: Int) throws -> Int {
    if let sessionName {
      let name = sessionName.text(row)
      guard !name.isEmpty else { return row }
      if let number = sessions[name] { return number }
      sessions[name] = sessions.count
      return sessions.count - 1
    }
    return try session?.count(row, Self.number) ?? row
  }

  /// A turn that arrives after the answer to the one before.
  private mutating func readFollowUp(_ row: Int) throws {
    let number = try sessionNumber(row)
    let place = try turn?.count(row, Self.number) ?? 0
    let expected = rows[number] == nil ? 0 : (followUps[number]?.count ?? 0) + 1
    guard place == expected, place > 0 else {
      throw table.error(
        row: row, column: "turn",
        expected == 0
          ? "turn \(place) comes before the first turn of its session, which is turn 0 and has an arrival"
          : "turn \(place) comes where turn \(expected) of its session was expected; the turns of a session are in their order"
      )
    }
    guard let thinking else { return }
    let seconds = try thinking.time(row, in: thinkingUnit).seconds
    // A turn that states no class has that of the one before.
    let serviceClass = try readClass(row) ?? classes[number] ?? .standard
    classes[number] = serviceClass
    followUps[number, default: []].append(
      TraceConversations.Turn(
        row: row, line: table.line(row), thinking: seconds,
        newTokens: try input.count(row, Self.tokens, upTo: RequestTrace.mostTokens),
        outputTokens: try output.count(row, Self.tokens, upTo: RequestTrace.mostTokens), serviceClass: serviceClass))
  }

  /// What the prompt has in common with others.
  private mutating func content(_ row: Int, _ inputTokens: Int, request: Int) throws -> PromptContent {
    if let blocks { return try .blocks(readBlocks(blocks, row, request, most: inputTokens)) }
    var (number, shared) = (-1, 0)
    if let group, let groupTokens {
      let name = group.text(row)
      if !name.isEmpty {
        shared = try groupTokens.count(row, Self.tokens, upTo: RequestTrace.mostTokens)
        guard shared <= inputTokens else {
          throw table.error(
            row: row, column: groupTokens.name,
            "a prefix of \(shared) tokens is longer than the prompt of \(inputTokens); it is counted inside input_tokens"
          )
        }
        number = groups[name] ?? groups.count
        groups[name] = number
      }
    }
    if thinking != nil { return .conversation(group: number, tokens: shared) }
    return number >= 0 ? .group(number, tokens: shared) : .own
  }

  /// Numbers and runs of numbers, such as `0 14-27`.
  ///
  /// - `most`: the tokens of the prompt. A block has a token at least.
  private mutating func readBlocks(
    _ column: DataTable.Column, _ row: Int, _ request: Int, most: Int
  ) throws -> Range<Int> {
    let first = blockNumbers.count
    var last = -1
    for part in column.text(row).split(separator: " ") {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count <= 2, let low = ends[0], let high = ends[ends.count - 1], low >= 0, high >= low,
        high - low <= RequestTrace.mostTokens
      else {
        throw table.error(
          row: row, column: column.name, "expected numbers of blocks such as 0 14-27 and found \"\(part)\"")
      }
      // A few characters may stand for more blocks than the machine holds.
      let count = blockNumbers.count - first + (high - low + 1)
      guard count <= most else {
        throw table.error(
          row: row, column: column.name,
          "\(count) blocks or more for \(most) input tokens; a block has a token at least")
      }
      guard first + count <= Self.mostBlocks else {
        throw table.error(
          row: row, column: column.name,
          "more than \(Self.mostBlocks) blocks up to this row; take larger blocks, or fewer requests")
      }
      for number in low...high {
        if let known = before.updateValue(last, forKey: number), known != last {
          func name(_ block: Int) -> String { block < 0 ? "the beginning" : "block \(block)" }
          throw table.error(
            row: row, column: column.name,
            "block \(number) follows \(name(last)) here and \(name(known)) in an earlier row, so the blocks are no prefixes; "
              + "a number stands for a block and all that is before it")
        }
        blockNumbers.append(number)
        last = number
      }
    }
    blockRows.append((row, request, blockNumbers.count - first))
    return first..<blockNumbers.count
  }
}
