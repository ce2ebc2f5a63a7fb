import Testing

@testable import Demand

@Suite struct `What prompts share in a trace` {
  private func trace(_ csv: String) throws -> RequestTrace {
    try RequestTrace(csv: csv, file: "trace.csv", withConversations: true)
  }

  private func problem(_ csv: String) -> String {
    do {
      _ = try trace(csv)
      return ""
    } catch {
      return "\(error)"
    }
  }

  private let groups = "arrival_s,input_tokens,output_tokens,prefix_group,prefix_tokens\n"
  private let blocks = "arrival_s,input_tokens,output_tokens,blocks\n"
  private let turns = "arrival_s,input_tokens,output_tokens,session_id,turn,think_s\n"

  @Test func `requests of a group share their leading tokens`() throws {
    let trace = try trace(groups + "0,100,5,system,64\n1,90,5,other,30\n2,80,5,system,64\n3,70,5,,0\n")
    #expect(
      trace.requests.map(\.content) == [
        .group(0, tokens: 64), .group(1, tokens: 30), .group(0, tokens: 64), .own,
      ])
  }

  @Test func `blocks are numbers and runs of numbers, and their size follows from the lengths`() throws {
    let trace = try trace(blocks + "0,1100,5,0-2\n1,600,5,0 7\n")
    #expect(trace.contentBlocks == ContentBlocks(tokens: 512, numbers: [0, 1, 2, 0, 7]))
    #expect(trace.requests.map(\.content) == [.blocks(0..<3), .blocks(3..<5)])
  }

  @Test func `a turn arrives after the answer before it and continues its context`() throws {
    let trace = try trace(turns + "1,100,11,a,0,\n,20,5,a,1,2.5\n3,50,5,b,0,\n")
    let conversations = try #require(trace.conversations)
    #expect(trace.requests.count == 2 && conversations.count == 1)
    let next = try #require(conversations.followUp(to: trace.requests[0], answeredAt: 4))
    #expect(next.arrival == 6.5 && next.inputTokens == 100 + 10 + 20 && next.outputTokens == 5 && next.turn == 1)
    #expect(conversations.row(of: next) == 1 && conversations.row(of: trace.requests[1]) == 2)
    #expect(conversations.followUp(to: next, answeredAt: 9) == nil)
    #expect(conversations.followUp(to: trace.requests[1], answeredAt: 9) == nil)
  }

  @Test func `a turn has a class of its own, or that of the turn before`() throws {
    let text = turns.replacing("\n", with: ",slo_class\n") + "0,8,1,a,0,,\n1,8,1,b,0,,critical\n"
    let rest = ",8,1,a,1,1,batch\n,8,1,a,2,1,\n,8,1,b,1,1,\n,8,1,b,2,1,standard\n"
    let trace = try trace(text + rest)
    let conversations = try #require(trace.conversations)
    func classes(_ first: InferenceRequest) -> [ServiceClass] {
      var request = first
      var found = [first.serviceClass]
      while let next = conversations.followUp(to: request, answeredAt: 10) {
        found.append(next.serviceClass)
        request = next
      }
      return found
    }
    #expect(trace.requests.map(classes) == [[.standard, .batch, .batch], [.critical, .critical, .standard]])
    #expect(trace.classes == [.standard, .batch, .critical])
  }

  @Test func `microseconds may replace seconds`() throws {
    let trace = try trace("arrival_us,input_tokens,output_tokens\n250000,1,2\n1000001,1,2\n")
    #expect(trace.requests.map(\.arrival) == [0.25, 1.000001])
  }

  @Test func `one time in two units is refused with both columns`() {
    #expect(
      problem("arrival_s,input_tokens,output_tokens,arrival_us\n0,1,2,0\n1,1,2,7\n")
        == "trace.csv:1: columns 1 and 4 are both the arrival, arrival_s and arrival_us; remove one")
    #expect(
      problem("arrival_s,input_tokens,output_tokens,session_id,turn,think_us,think_s\n0,1,2,a,0,,\n")
        == "trace.csv:1: columns 6 and 7 are both the time to think, think_us and think_s; remove one")
  }

  @Test func `a turn beyond any number is refused with the greatest there is`() {
    #expect(
      problem("arrival_s,input_tokens,output_tokens,session,turn\n0,1,2,1,9223372036854775807\n")
        .contains("expected a whole number, from 0 to 9007199254740992, and found \"9223372036854775807\""))
  }

  @Test func `what contradicts itself is named with line and column`() {
    #expect(
      problem(groups + "0,100,5,a,64\n1,90,5,a,91\n").hasPrefix(
        "trace.csv:3: column prefix_tokens: a prefix of 91 tokens is longer than the prompt of 90"))
    #expect(
      problem("arrival_s,input_tokens,output_tokens,prefix_group\n0,1,1,a\n").contains("no column prefix_tokens"))
    #expect(
      problem(blocks + "0,1100,5,0-2\n1,600,5,0 2\n").hasPrefix(
        "trace.csv:3: column blocks: block 2 follows block 0 here and block 1 in an earlier row, so the blocks are no prefixes"
      ))
    #expect(problem(blocks + "0,1100,5,0-x\n").hasPrefix("trace.csv:2: column blocks: expected numbers of blocks"))
    #expect(
      problem(blocks + "0,1100,5,0-2\n1,1600,5,0-1\n2,600,5,0 9\n").hasPrefix(
        "trace.csv:3: column blocks: 2 blocks for 1600 input tokens, which are 4 blocks of 512, as in other rows"))
    #expect(
      problem(turns + "0,1,1,a,0,\n,1,1,a,2,1\n").hasPrefix(
        "trace.csv:3: column turn: turn 2 comes where turn 1 of its session was expected"))
    #expect(
      problem(turns + "0,1,1,a,0,\n,1,1,b,1,1\n").hasPrefix(
        "trace.csv:3: column turn: turn 1 comes before the first turn of its session"))
    #expect(
      problem(turns + "0,1,1,a,0,\n1,1,1,a,1,1\n").hasPrefix(
        "trace.csv:3: column arrival_s: expected nothing for turn 1"))
    #expect(problem(turns + "0,1,1,a,0,\n,1,1,a,1,-1\n").hasPrefix("trace.csv:3: column think_s: expected a number"))
    #expect(
      problem("arrival_s,input_tokens,output_tokens,slo_class\n0,1,1,batches\n").contains(
        "trace.csv:2: column slo_class: there is no class \"batches\"; did you mean batch"))
  }

  @Test func `no column about sharing is dropped in silence`() throws {
    let header = "arrival_s,input_tokens,output_tokens"
    #expect(problem(header + ",prefix_tokens\n0,9,1,4\n").contains("trace.csv:1: there is no column prefix_group"))
    #expect(
      problem(groups + "0,9,1,a,4\n1,9,1,,4\n").hasPrefix(
        "trace.csv:3: column prefix_group: expected the name of those who share 4 tokens and found nothing"))
    #expect(problem(groups + "0,9,1,a,4\n1,9,1,,\n2,9,1,,0\n") == "")
    #expect(
      problem(header + ",prefix_group,prefix_tokens,blocks\n0,9,1,a,4,0\n")
        == "trace.csv:1: column blocks: blocks and prefix_group both say what prompts share; leave out one of the two")
    #expect(
      problem(header + ",blocks,session_id,turn,think_s\n0,9,1,0,a,0,\n").hasPrefix("trace.csv:1: column blocks: "))
    let both = header + ",session_id,turn,think_s,prefix_group,prefix_tokens\n0,9,1,a,0,,sys,4\n"
    for turn in ["sys,4", "sys,", "sys,0", ",0", ","] {
      #expect(problem(both + ",9,1,a,1,1,\(turn)\n") == "", "\(turn)")
    }
    #expect(problem(both + ",9,1,a,1,1,other,4\n").hasPrefix("trace.csv:3: column prefix_group: turn 1 continues"))
    #expect(problem(both + ",9,1,a,1,1,sys,5\n").hasPrefix("trace.csv:3: column prefix_tokens: turn 1 continues"))
  }

  @Test func `a count of reusable tokens is said to be of no use, with its share of the prompts`() throws {
    let header = "arrival_s,input_tokens,output_tokens,reusable_prefix_tokens"
    // 5 of 20 tokens.
    let counted = try trace(header + "\n0,12,1,0\n1,8,1,5\n")
    let unused = try #require(counted.unusedSharing)
    #expect(unused.hasPrefix("reusable_prefix_tokens, 25 % of the prompt tokens, is not used: a number does not say"))
    let pattern = try RequestPattern(resampling: counted)
    #expect(counted.sharesPrompts && pattern.unusedSharing == unused)
    let named = try trace(header + ",prefix_group,prefix_tokens\n0,12,1,0,a,4\n1,8,1,4,a,4\n")
    #expect(named.unusedSharing?.hasSuffix("other columns say what prompts share") == true)
    let silent = try trace(header + "\n0,12,1,0\n1,8,1,0\n")
    #expect(silent.unusedSharing == nil && !silent.sharesPrompts)
  }

  @Test(.timeLimit(.minutes(1)))
  func `a run of more blocks than the prompt has tokens is refused before it is read`() {
    #expect(
      problem(blocks + "0,1024,10,0-30000000\n")
        == "trace.csv:2: column blocks: 30000001 blocks or more for 1024 input tokens; a block has a token at least")
    // In several runs, in a later row, and where each of them is short.
    #expect(
      problem(blocks + "0,4,5,0-3\n1,4,5,0-1 7-8 10\n").hasPrefix(
        "trace.csv:3: column blocks: 5 blocks or more for 4 input tokens"))
    #expect(problem(blocks + "0,4,5,0-3\n1,4,5,0-1 7-8\n") == "")
    // As many as a prompt may have, by the row, are still more than are kept.
    #expect(
      problem(blocks + "0,1000000000,1,0-999999999\n").hasPrefix(
        "trace.csv:2: column blocks: more than 50000000 blocks up to this row"))
  }
}
