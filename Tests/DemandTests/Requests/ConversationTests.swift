import Demand
import EventSimulation
import Foundation
import Randomness
import Testing

@Suite struct ConversationTests {
  private let conversations = Conversations(
    turns: .discrete([(1, 1), (2, 2), (5, 1)]), thinking: .exponential(mean: 30),
    lengths: TokenLengths(input: 50, output: 200), opening: TokenLengths(input: 700, output: 300), systemPrompt: 400,
    contextLimit: 1900)
  private let streams = Streams(seed: 4, replication: 0)

  private func beginnings(_ name: String = "beginnings") -> RenewalArrivals {
    .poisson(.constant(0.2), from: streams.stream(name))
  }

  @Test func `context grows by what was said, up to the limit, and what precedes a question was seen before`() {
    var requests = conversations.requests(
      beginning: beginnings(), answering: AnswerTime(firstToken: 1, perInputToken: 0.001, perOutputToken: 0.01),
      from: streams, named: "chat")
    var turns: [Int: Int] = [:]
    var last = 0.0
    // 400 + 700; + 300 + 50; then 250 more a turn; the fifth question would bring 2100 and is cut.
    let inputs = [1100, 1450, 1700, 1900, 1900]
    let seen = [400, 1400, 1650, 400, 400]
    for _ in 0..<4000 {
      guard let request = requests.nextRequest() else { break }
      #expect(request.arrival >= last)
      last = request.arrival
      let turn = turns[request.session, default: 0]
      #expect(request.turn == turn)
      turns[request.session] = turn + 1
      #expect(request.inputTokens == inputs[turn] && request.reusablePrefixTokens == seen[turn])
      #expect(request.outputTokens == (turn == 0 ? 300 : 200))
    }
    // Conversations are numbered as they begin, and none is left out.
    #expect(turns.keys.sorted() == Array(0..<turns.count))
  }

  @Test func `the rate is that of the beginnings times the turns, and turns have their distribution`() {
    let counts = (0..<20).map { replication in
      let streams = Streams(seed: 9, replication: replication)
      var requests = conversations.requests(
        beginning: RenewalArrivals.poisson(.constant(0.2), from: streams.stream("beginnings")),
        answering: AnswerTime(firstToken: 5), from: streams, named: "chat")
      var (count, first) = (0.0, 0.0)
      while let request = requests.nextRequest(), request.arrival < 21_000 {
        // From 1000 s on, when the longest conversations of the start are over.
        if request.arrival >= 1000 {
          count += 1
          if request.turn == 0 { first += 1 }
        }
      }
      return (count / 20_000, first / count)
    }
    // Turns: (1 + 2 × 2 + 5) / 4 = 2.5.
    let rate = Interval(counts.map(\.0))
    let share = Interval(counts.map(\.1))
    #expect(rate.holds(0.5) && rate.sharpness < 0.05, "\(rate)")
    #expect(share.holds(0.4) && share.sharpness < 0.05, "\(share)")
  }

  @Test func `the next question comes after the answer and the thought`() throws {
    let fixed = Conversations(
      turns: 3, thinking: 30, lengths: TokenLengths(input: 10, output: 100))
    var requests = fixed.requests(
      beginning: TraceArrivals(try RequestTrace([.init(arrival: 7, inputTokens: 1, outputTokens: 1)], name: "one")),
      answering: AnswerTime(firstToken: 1, perInputToken: 0.1, perOutputToken: 0.02), from: streams, named: "chat")
    // 1 + 0.1 × 10 + 0.02 × 100 = 4 s, then 30 s; the second prompt has 120 tokens: 15 s, then 30 s.
    var times: [Double] = []
    while let request = requests.nextRequest() { times.append(request.arrival) }
    #expect(times.count == 3 && times[0] == 7)
    #expect(abs(times[1] - 41) < 1e-9 && abs(times[2] - 86) < 1e-9)
  }

  @Test func `a closed loop in which answers take as long as was said brings the same requests as the open one`() {
    let time = AnswerTime(firstToken: 2, perOutputToken: 0.05)
    var open = conversations.requests(beginning: beginnings(), answering: time, from: streams, named: "chat")
    var expected: [InferenceRequest] = []
    while expected.count < 3000, let request = open.nextRequest() { expected.append(request) }

    var simulation = Simulation(
      AnsweringModel(
        source: conversations.closedLoop(beginning: beginnings(), from: streams, named: "chat"), time: time))
    simulation.model.begin(&simulation.calendar)
    while simulation.model.arrived.count < 3000, simulation.step() {}
    #expect(simulation.model.arrived.prefix(3000) == expected[...])
  }

  @Test func `what a conversation asks does not depend on how it is answered, and those given up end`() {
    func questions(delay: (InferenceRequest) -> Double) -> [[Int]] {
      var source = conversations.closedLoop(beginning: beginnings(), from: streams, named: "chat")
      return (0..<300).map { _ in
        var inputs: [Int] = []
        var request = source.nextRequest()
        while let asked = request {
          inputs.append(asked.inputTokens)
          request = source.followUp(to: asked, answeredAt: asked.arrival + delay(asked))
        }
        return inputs
      }
    }
    #expect(questions { _ in 1 } == questions { 50 * Double($0.turn + $0.session % 7) })

    var source = conversations.closedLoop(beginning: beginnings(), from: streams, named: "chat")
    let requests = (0..<50).compactMap { _ in source.nextRequest() }
    #expect(source.openConversations == 50)
    for request in requests { source.abandon(request) }
    #expect(source.openConversations == 0)
    #expect(source.followUp(to: requests[3], answeredAt: 1e6) == nil)
  }

  @Test func `what no conversation can be is refused`() {
    let lengths = TokenLengths(input: 5, output: 5)
    #expect(
      refused { _ = Conversations(turns: .normal(mean: 3, deviation: 1), thinking: 1, lengths: lengths) }
        .contains("at least one turn"))
    #expect(
      refused { _ = Conversations(turns: 3, thinking: -1, lengths: lengths) }.contains("a time to think"))
    #expect(
      refused { _ = Conversations(turns: 3, thinking: 1, lengths: lengths, systemPrompt: 500, contextLimit: 400) }
        .contains("the context holds the system prompt of 500 tokens"))
    #expect(refused { _ = AnswerTime(firstToken: -1) }.contains("from 0 on"))
  }
}

/// Answers every request after the time that was said.
private struct AnsweringModel: EventModel {
  enum Event {
    case beginning(InferenceRequest)
    case arrival(InferenceRequest)
    case answered(InferenceRequest)
  }

  var source: AnsweredSessions<RenewalArrivals>
  let time: AnswerTime
  var arrived: [InferenceRequest] = []

  mutating func begin(_ calendar: inout EventCalendar<Event>) {
    if let first = source.nextRequest() { calendar.schedule(.beginning(first), at: first.arrival) }
  }

  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    switch event {
    case .beginning(let request):
      begin(&calendar)
      arrive(request, &calendar)
    case .arrival(let request): arrive(request, &calendar)
    case .answered(let request):
      if let next = source.followUp(to: request, answeredAt: calendar.now) {
        calendar.schedule(.arrival(next), at: next.arrival)
      }
    }
  }

  private mutating func arrive(_ request: InferenceRequest, _ calendar: inout EventCalendar<Event>) {
    arrived.append(request)
    calendar.schedule(.answered(request), at: request.arrival + time.seconds(for: request))
  }
}
