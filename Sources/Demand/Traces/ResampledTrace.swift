import Glibc
public import Randomness

/// An endless stream of requests like those of a trace: random blocks of it, one after the other.
///
/// ```swift
/// var requests = ResampledTrace(trace, blocksOf: 300, from: streams.stream("chat/blocks"))
/// ```
/// Within a block arrivals and lengths are as recorded; blocks are independent. A block that begins near the end continues at
/// the start, so that all requests are equally likely: the circular block bootstrap of Politis and Romano 1992, after Künsch
/// 1989. Blocks that keep the hours of the day are those of Politis 2001.
///
/// A block should be longer than the dependence in the trace, and the trace many blocks long. Conversations are lost, because
/// a block may hold a part of one and may be repeated.
/// - Complexity: O(1) a request, and a binary search for each block.
public struct ResampledTrace: ArrivalProcess, RequestSource {
  private let trace: RequestTrace
  private let stream: RandomStream
  private let block: Double
  private let scale: Double
  private let cycle: Double?
  /// The time after which the trace repeats.
  private let circumference: Double

  /// Where the current block begins in the output and in the trace, and its next request.
  private var blockStart = 0.0
  private var origin = 0.0
  private var position = 0
  private var laps = 0.0
  private var number = 0

  /// - `seconds`: the length of a block in the trace's own time.
  /// - `rate`: how many times the recorded rate; 2 lets the same requests arrive in half the time.
  /// - `cycle`: a period such as a day of 86 400 s: a block is taken from the same time of some cycle of the trace, which must
  ///   hold at least one. `nil` takes blocks from any time.
  public init(
    _ trace: RequestTrace, blocksOf seconds: Double, timesRate rate: Double = 1, keeping cycle: Double? = nil,
    from stream: RandomStream, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.trace = trace
    self.stream = stream
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
        "the trace lasts \(trace.span.shortest) s, less than a cycle of \(cycle.shortest) s",
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
    // Every lap of the trace has a request, so some block has one; a single block may be empty.
    while true {
      let request = trace.requests[position]
      let offset = trace.offsets[position] + laps * circumference - origin
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
    if position == trace.requests.count || trace.offsets[position] >= circumference {
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
      if trace.offsets[middle] < origin { low = middle + 1 } else { high = middle }
    }
    position = low
    if position == trace.requests.count || trace.offsets[position] >= circumference {
      position = 0
      laps = 1
    }
  }
}
