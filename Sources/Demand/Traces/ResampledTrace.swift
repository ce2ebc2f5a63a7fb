import Glibc
public import Randomness

/// Requests like those of a trace for as long as is asked: blocks of it, picked at random, end to end.
///
/// ```swift
/// var requests = ResampledTrace(trace, blocksOf: 300, from: streams.stream("chat/blocks"))
/// ```
/// What happens within a block is as recorded, arrivals with their lengths; blocks know nothing of each other. A block that
/// begins near the end goes on at the start, so that every request is as likely. Moving blocks, Künsch 1989, in a circle,
/// Politis and Romano 1992. Where the trace has a day of its own, blocks that keep its hours are those of Politis 2001.
///
/// A block should last longer than what depends on each other in the trace, and the trace many blocks. Conversations are
/// not told apart, since a block may hold a part of one and come again.
/// - Complexity: O(1) a request, and a binary search for each block.
public struct ResampledTrace: ArrivalProcess, RequestSource {
  private let trace: RequestTrace
  private let stream: RandomStream
  private let block: Double
  private let scale: Double
  private let cycle: Double?
  /// The time after which the trace begins again.
  private let circumference: Double
  private let start: Double

  /// When the present block begins in the requests made, and in the trace, from its first request; and its next request.
  private var blockStart = 0.0
  private var origin = 0.0
  private var position = 0
  private var laps = 0.0
  private var number = 0

  /// - `seconds`: the length of a block in the trace's own time.
  /// - `rate`: how many times the recorded rate; 2 lets the same requests arrive in half the time.
  /// - `cycle`: a time, such as a day of 86 400 s, whose hours a block keeps: it comes from the same time of such a cycle
  ///   of the trace, which must hold at least one. `nil` where any time may follow any.
  public init(
    _ trace: RequestTrace, blocksOf seconds: Double, timesRate rate: Double = 1, keeping cycle: Double? = nil,
    from stream: RandomStream, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.trace = trace
    self.stream = stream
    start = trace.requests[0].arrival
    let gap = trace.requests.count > 1 ? trace.span / Double(trace.requests.count - 1) : 0
    let wholeCycles = cycle.map { ($0 > 0 ? (trace.span / $0).rounded(.down) : 0) * $0 }
    if let problem = Self.problem(trace, seconds, rate, cycle) {
      ValidationErrors.report(
        InvalidValue("blocks of \(trace.name)", problem.problem, remedy: problem.remedy, location: "\(file):\(line)"))
      (block, scale, self.cycle, circumference) = (1, 1, nil, max(trace.span + gap, 1))
    } else {
      (block, scale, self.cycle) = (seconds, 1 / rate, cycle)
      circumference = wholeCycles ?? trace.span + gap
    }
    beginBlock()
  }

  private static func problem(
    _ trace: RequestTrace, _ seconds: Double, _ rate: Double, _ cycle: Double?
  ) -> (problem: String, remedy: String?)? {
    if !(trace.span > 0) { return ("the trace has no two requests that arrive one after the other", nil) }
    if !(rate > 0 && rate < .infinity) { return ("a trace is replayed at a positive multiple of its rate", nil) }
    if let cycle, !(cycle > 0 && cycle <= trace.span) {
      return (
        "the trace lasts \(trace.span.shortest) s, which is no whole cycle of \(cycle.shortest) s",
        "leave the cycle out, or take a longer trace"
      )
    }
    let longest = cycle ?? trace.span
    if !(seconds > 0 && seconds <= longest) {
      return (
        "a block of \(seconds.shortest) s was asked for, of at most \(longest.shortest) s",
        seconds > 0 ? "a tenth, \((longest / 10).shortest) s, leaves blocks to choose from" : nil
      )
    }
    return nil
  }

  public mutating func next() -> Double? { nextRequest()?.arrival }

  public mutating func nextRequest() -> InferenceRequest? {
    // A trace that has a request has one in every lap, so that some block has one, but a block may be empty.
    while true {
      let request = trace.requests[position]
      let offset = request.arrival - start + laps * circumference - origin
      if offset < block {
        advance()
        var copy = request
        copy.arrival = (blockStart + offset) * scale
        copy.session = number
        copy.turn = 0
        number += 1
        return copy
      }
      blockStart += block
      beginBlock()
    }
  }

  private mutating func advance() {
    position += 1
    if position == trace.requests.count || trace.requests[position].arrival - start >= circumference {
      position = 0
      laps += 1
    }
  }

  private mutating func beginBlock() {
    if let cycle {
      let phase = blockStart - (blockStart / cycle).rounded(.down) * cycle
      origin = phase + cycle * Double(stream.index(below: Int((circumference / cycle).rounded())))
    } else {
      origin = stream.uniform() * circumference
    }
    laps = 0
    // The first request from the origin on.
    var (low, high) = (0, trace.requests.count)
    while low < high {
      let middle = (low + high) / 2
      if trace.requests[middle].arrival - start < origin { low = middle + 1 } else { high = middle }
    }
    position = low
    if position == trace.requests.count || trace.requests[position].arrival - start >= circumference {
      position = 0
      laps = 1
    }
  }
}
