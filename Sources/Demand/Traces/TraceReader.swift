import Randomness

/// Reads the rows of a trace.
///
/// Times are in seconds (`arrival_s`, `think_s`) or whole microseconds (`arrival_us`, `think_us`).
struct TraceReader {
  private let file: String
  private let withConversations: Bool
  /// The rows of the tables that were read.
  private var rowsBefore = 0
  private var hasBlocks = false

  /// The columns of a table.
  private struct Columns {
    let table: DataTable
    let arrival: DataTable.Column
    let arrivalUnit: TimeUnit
    let input: DataTable.Column
    let output: DataTable.Column
    let reusable: DataTable.Column?
    let client: DataTable.Column?
    let session: DataTable.Column?
    let sessionName: DataTable.Column?
    let turn: DataTable.Column?
    let thinking: DataTable.Column?
    let thinkingUnit: TimeUnit
    let group: DataTable.Column?
    let groupTokens: DataTable.Column?
    let blocks: DataTable.Column?
    let serviceClass: DataTable.Column?

    /// What traces and servers elsewhere call the columns.
    private static let (namesOfArrival, namesOfInput, namesOfOutput) = (
      ["timestamp", "time", "arrival", "arrival_time", "arrived_at", "start_time"],
      [
        "prompt_tokens", "contexttokens", "context_tokens", "request tokens", "request_tokens", "num_prefill_tokens",
        "prefill_tokens", "prompt_len", "prompt_length", "input_length", "input_len", "tokens_in",
      ],
      [
        "completion_tokens", "generatedtokens", "generated_tokens", "response tokens", "response_tokens",
        "num_decode_tokens", "decode_tokens", "output_length", "output_len", "tokens_out",
      ]
    )

    init(_ table: DataTable) throws {
      self.table = table
      for (seconds, microseconds, meaning) in [
        ("arrival_s", "arrival_us", "the arrival"), ("think_s", "think_us", "the time to think"),
      ] {
        guard let first = table.header.firstIndex(of: seconds), let second = table.header.firstIndex(of: microseconds)
        else { continue }
        let (one, other) = (min(first, second), max(first, second))
        throw DataFileError(
          file: table.file, line: table.headerLine,
          "columns \(one + 1) and \(other + 1) are both \(meaning), \(table.header[one]) and \(table.header[other]); "
            + "remove one")
      }
      let inMicroseconds = table.column("arrival_s") == nil && table.column("arrival_us") != nil
      let needed = [inMicroseconds ? "arrival_us" : "arrival_s", "input_tokens", "output_tokens"]
      arrival = try table.column(needed[0], of: needed, called: Self.namesOfArrival)
      arrivalUnit = inMicroseconds ? .microseconds : .seconds
      input = try table.column(needed[1], of: needed, called: Self.namesOfInput)
      output = try table.column(needed[2], of: needed, called: Self.namesOfOutput)
      reusable = table.column("reusable_prefix_tokens")
      client = table.column("client")
      session = table.column("session")
      sessionName = table.column("session_id")
      turn = table.column("turn")
      thinkingUnit = table.column("think_s") == nil ? .microseconds : .seconds
      thinking = table.column("think_s") ?? table.column("think_us")
      group = table.column("prefix_group")
      groupTokens = try group.map { _ in try table.column("prefix_tokens", of: ["prefix_group", "prefix_tokens"]) }
      if group == nil, table.column("prefix_tokens") != nil {
        _ = try table.column("prefix_group", of: ["prefix_group", "prefix_tokens"])
      }
      blocks = table.column("blocks")
      if blocks != nil, group != nil {
        throw DataFileError(
          file: table.file, line: 1, column: "blocks",
          "blocks and prefix_group both say what prompts share; leave out one of the two")
      }
      if blocks != nil, thinking != nil {
        throw DataFileError(
          file: table.file, line: 1, column: "blocks",
          "blocks are those of whole prompts, and with think_s a prompt follows from the answer before it; leave out one of the two"
        )
      }
      serviceClass = table.column("slo_class")
      if thinking != nil {
        _ = try table.column("turn", of: ["turn", "think_s"])
        if session == nil, sessionName == nil {
          _ = try table.column("session_id", of: ["session_id", "turn", "think_s"])
        }
      }
    }
  }

  private var groups: [String: Int] = [:]
  private var sessions: [String: Int] = [:]
  /// What the first prompt of each session begins with.
  private var openings: [Int: (group: String, tokens: Int)] = [:]
  private var blockNumbers: [Int] = []
  private var blockRows: [(line: Int, request: Int, count: Int)] = []
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
  private static let number = "a whole number, from 0 to 9007199254740992,"

  /// - Parameter withConversations: whether turns without an arrival are followed up.
  init(file: String, withConversations: Bool) {
    self.file = file
    self.withConversations = withConversations
  }

  /// Reads all rows of a table: of the file, or of its next part.
  mutating func read(_ table: DataTable) throws {
    let columns = try Columns(table)
    hasBlocks = columns.blocks != nil
    for row in 0..<table.count {
      if withConversations, columns.thinking != nil, columns.arrival.text(row).isEmpty {
        try readFollowUp(row, columns)
      } else {
        try readRequest(row, columns)
      }
    }
    rowsBefore += table.count
  }

  /// Refuses a trace without a request.
  func requireRequests() throws(DataFileError) {
    guard !requests.isEmpty else { throw DataFileError(file: file, "holds no request") }
  }

  /// The blocks of content; `nil` where the trace has none.
  func contentBlocks() throws -> ContentBlocks? {
    guard hasBlocks else { return nil }
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
    throw DataFileError(
      file: file, line: wrong?.line, column: "blocks",
      "\(wrong?.count ?? 0) blocks for \(tokens) input tokens, which are \((tokens + likely - 1) / likely) blocks of \(likely), "
        + "as in other rows; give every block of a prompt, the last even where it is not full")
  }

  private static func likelySize(_ rows: [(tokens: Int, count: Int)]) -> Int {
    let sizes = (0...20).map { 1 << $0 }
    func agreeing(_ size: Int) -> Int { rows.count { ($0.tokens + size - 1) / size == $0.count } }
    return sizes.max { agreeing($0) < agreeing($1) } ?? 512
  }

  private mutating func readRequest(_ row: Int, _ columns: Columns) throws {
    let time = try columns.arrival.time(row, in: columns.arrivalUnit)
    let (first, last) = times ?? (time, time)
    guard time.nanoseconds >= last.nanoseconds, time.seconds >= last.seconds else {
      let areAlike = time.seconds == last.seconds
      throw RequestTrace.unsorted(
        columns.table.file, line: columns.table.line(row), column: columns.arrival.name,
        areAlike ? time.decimals : "\(time.seconds)",
        after: areAlike ? last.decimals : "\(last.seconds)")
    }
    let number = try sessionNumber(row, columns)
    let inputTokens = try columns.input.count(row, Self.tokens, upTo: RequestTrace.mostTokens)
    let request = InferenceRequest(
      arrival: time.seconds, inputTokens: inputTokens,
      outputTokens: try columns.output.count(row, Self.tokens, upTo: RequestTrace.mostTokens),
      reusablePrefixTokens: try columns.reusable?.count(row, Self.tokens, upTo: RequestTrace.mostTokens) ?? 0,
      client: try columns.client?.count(row, Self.number) ?? 0,
      session: number, turn: try columns.turn?.count(row, Self.number) ?? 0,
      content: try content(row, columns, inputTokens, request: requests.count, session: number),
      serviceClass: try readClass(row, columns) ?? .standard)
    guard request.reusablePrefixTokens <= request.inputTokens else {
      throw columns.table.error(
        row: row, column: "reusable_prefix_tokens",
        "\(request.reusablePrefixTokens) of \(request.inputTokens) input tokens cannot be reused")
    }
    if columns.thinking != nil, request.turn > 0 {
      throw columns.table.error(
        row: row, column: columns.arrival.name,
        "expected nothing for turn \(request.turn), which arrives after the answer before it and the time to think, and found "
          + "\"\(columns.arrival.text(row))\"; leave it empty, or leave out the column \(columns.thinking?.name ?? "")")
    }
    requests.append(request)
    offsets.append(time.seconds(since: first))
    times = (first, time)
    // Only turns that follow an answer need them.
    if columns.thinking != nil {
      rows[number] = rowsBefore + row
      classes[number] = request.serviceClass
    }
    lines.append(columns.table.line(row))
  }

  /// `nil` where none is stated.
  private func readClass(_ row: Int, _ columns: Columns) throws -> ServiceClass? {
    guard let serviceClass = columns.serviceClass else { return nil }
    let text = serviceClass.text(row)
    guard !text.isEmpty else { return nil }
    guard let known = ServiceClass.allCases.first(where: { $0.description == text }) else {
      let names = ServiceClass.allCases.map(\.description)
      throw columns.table.error(
        row: row, column: serviceClass.name,
        "there is no class \"\(text)\"" + (NearestName.remedy(for: text, among: names).map { "; \($0)" } ?? ""))
    }
    return known
  }

  private mutating func sessionNumber(_ row: Int, _ columns: Columns) throws -> Int {
    if let sessionName = columns.sessionName {
      let name = sessionName.text(row)
      guard !name.isEmpty else { return rowsBefore + row }
      if let number = sessions[name] { return number }
      sessions[name] = sessions.count
      return sessions.count - 1
    }
    return try columns.session?.count(row, Self.number) ?? rowsBefore + row
  }

  /// A turn that arrives after the answer to the one before.
  private mutating func readFollowUp(_ row: Int, _ columns: Columns) throws {
    let number = try sessionNumber(row, columns)
    let place = try columns.turn?.count(row, Self.number) ?? 0
    let expected = rows[number] == nil ? 0 : (followUps[number]?.count ?? 0) + 1
    guard place == expected, place > 0 else {
      throw columns.table.error(
        row: row, column: "turn",
        expected == 0
          ? "turn \(place) comes before the first turn of its session, which is turn 0 and has an arrival"
          : "turn \(place) comes where turn \(expected) of its session was expected; the turns of a session are in their order"
      )
    }
    if let group = columns.group, let groupTokens = columns.groupTokens {
      let (name, tokens) = (group.text(row), try shared(row, groupTokens))
      let first = openings[number] ?? (group: "", tokens: 0)
      // Either may be left out, as both follow from the first turn.
      guard name.isEmpty || name == first.group, tokens == 0 || tokens == first.tokens else {
        throw columns.table.error(
          row: row, column: name.isEmpty || name == first.group ? groupTokens.name : group.name,
          "turn \(place) continues its conversation, which begins with what its first turn says; leave it empty")
      }
    }
    guard let thinking = columns.thinking else { return }
    let seconds = try thinking.time(row, in: columns.thinkingUnit).seconds
    // A turn that states no class has that of the one before.
    let serviceClass = try readClass(row, columns) ?? classes[number] ?? .standard
    classes[number] = serviceClass
    followUps[number, default: []].append(
      TraceConversations.Turn(
        row: rowsBefore + row, line: columns.table.line(row), thinking: seconds,
        newTokens: try columns.input.count(row, Self.tokens, upTo: RequestTrace.mostTokens),
        outputTokens: try columns.output.count(row, Self.tokens, upTo: RequestTrace.mostTokens),
        serviceClass: serviceClass))
  }

  /// The leading tokens of a group; none where the field is empty.
  private func shared(_ row: Int, _ column: DataTable.Column) throws -> Int {
    column.text(row).isEmpty ? 0 : try column.count(row, Self.tokens, upTo: RequestTrace.mostTokens)
  }

  /// What the prompt has in common with others.
  private mutating func content(
    _ row: Int, _ columns: Columns, _ inputTokens: Int, request: Int, session: Int
  ) throws -> PromptContent {
    if let blocks = columns.blocks { return try .blocks(readBlocks(blocks, row, columns, request, most: inputTokens)) }
    var (number, shared) = (-1, 0)
    if let group = columns.group, let groupTokens = columns.groupTokens {
      let name = group.text(row)
      if !name.isEmpty {
        shared = try groupTokens.count(row, Self.tokens, upTo: RequestTrace.mostTokens)
        guard shared <= inputTokens else {
          throw columns.table.error(
            row: row, column: groupTokens.name,
            "a prefix of \(shared) tokens is longer than the prompt of \(inputTokens); it is counted inside input_tokens"
          )
        }
        number = groups[name] ?? groups.count
        groups[name] = number
      } else if try self.shared(row, groupTokens) > 0 {
        throw columns.table.error(
          row: row, column: group.name,
          "expected the name of those who share \(groupTokens.text(row)) tokens and found nothing; leave out both, or name the group"
        )
      }
      if columns.thinking != nil { openings[session] = (name, shared) }
    }
    if columns.thinking != nil { return .conversation(group: number, tokens: shared) }
    return number >= 0 ? .group(number, tokens: shared) : .own
  }

  /// Numbers and runs of numbers, such as `0 14-27`.
  ///
  /// - `most`: the tokens of the prompt. A block has a token at least.
  private mutating func readBlocks(
    _ column: DataTable.Column, _ row: Int, _ columns: Columns, _ request: Int, most: Int
  ) throws -> Range<Int> {
    let first = blockNumbers.count
    var last = -1
    for part in column.text(row).split(separator: " ") {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count <= 2, let low = ends[0], let high = ends[ends.count - 1], low >= 0, high >= low,
        high - low <= RequestTrace.mostTokens
      else {
        throw columns.table.error(
          row: row, column: column.name, "expected numbers of blocks such as 0 14-27 and found \"\(part)\"")
      }
      // A few characters may stand for more blocks than the machine holds.
      let count = blockNumbers.count - first + (high - low + 1)
      guard count <= most else {
        throw columns.table.error(
          row: row, column: column.name,
          "\(count) blocks or more for \(most) input tokens; a block has a token at least")
      }
      guard first + count <= Self.mostBlocks else {
        throw columns.table.error(
          row: row, column: column.name,
          "more than \(Self.mostBlocks) blocks up to this row; take larger blocks, or fewer requests")
      }
      for number in low...high {
        if let known = before.updateValue(last, forKey: number), known != last {
          func name(_ block: Int) -> String { block < 0 ? "the beginning" : "block \(block)" }
          throw columns.table.error(
            row: row, column: column.name,
            "block \(number) follows \(name(last)) here and \(name(known)) in an earlier row, so the blocks are no prefixes; "
              + "a number stands for a block and all that is before it")
        }
        blockNumbers.append(number)
        last = number
      }
    }
    blockRows.append((columns.table.line(row), request, blockNumbers.count - first))
    return first..<blockNumbers.count
  }
}
