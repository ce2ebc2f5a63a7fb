public import Randomness

/// Creates transactions; one or several of these blocks stand at the beginning of a flow.
///
/// ```swift
/// Arrive(every: .exponential(mean: 2))
/// Arrive(every: .gamma(mean: 2, variation: 0.5), from: 8, limit: 100, batch: .poisson(mean: 3))
/// Arrive(rate: .rates([0: 2, 8: 30, 18: 10], every: 24))
/// Arrive(rate: { time in 20 + 10 * sin(time) }, atMost: 30)
/// Arrive(at: [0, 0.5, 7])
/// Arrive(following: trace)
/// Arrive(generating: { draws in bursts(draws) })
/// ```
/// Times are in the unit of the model. A batch is a number of transactions that arrive together, rounded to a whole
/// number; the limit is that of transactions.
public struct Arrive: CompiledBlock {
  let pattern: ArrivalPattern
  let gap: NumericExpression?
  let batch: NumericExpression?
  let start: Double
  let limit: Int
  let name: String?
  let place: SourcePlace

  private init(
    _ pattern: ArrivalPattern, gap: NumericExpression? = nil, from start: Double, limit: Int, batch: Distribution?,
    name: String?, place: SourcePlace
  ) {
    self.pattern = pattern
    self.gap = gap
    self.batch = batch.map { .distribution($0) }
    self.start = start
    self.limit = limit
    self.name = name
    self.place = place
    if limit < 0 {
      ValidationErrors.report(
        InvalidValue("Arrive(limit: \(limit))", "a limit cannot be negative", location: place.description))
    }
    if !(start >= 0 && start < .infinity) {
      ValidationErrors.report(
        InvalidValue("Arrive(from: \(start))", "arrivals begin at a time from 0 on", location: place.description))
    }
  }

  /// Arrivals with random interarrival times; the first comes one such time after the start.
  ///
  /// - `gap`: The time between two arrivals.
  /// - `start`: When the source begins.
  /// - `limit`: How many transactions it brings at most.
  /// - `batch`: How many arrive together.
  /// - `name`: The name that keys its random stream, `"Arrive"` unless stated.
  public init(
    every gap: Distribution, from start: Double = 0, limit: Int = .max, batch: Distribution? = nil,
    name: String? = nil, fileID: String = #fileID, line: Int = #line
  ) {
    self.init(
      .renewal, gap: .distribution(gap), from: start, limit: limit, batch: batch, name: name,
      place: SourcePlace(fileID: fileID, line: line))
  }

  /// A Poisson process with a piecewise constant rate.
  ///
  /// - `rate`: Arrivals per unit of time.
  /// - `start`: When the source begins.
  /// - `limit`: How many transactions it brings at most.
  /// - `batch`: How many arrive together.
  /// - `name`: The name that keys its random stream, `"Arrive"` unless stated.
  public init(
    rate: RateProfile, from start: Double = 0, limit: Int = .max, batch: Distribution? = nil, name: String? = nil,
    fileID: String = #fileID, line: Int = #line
  ) {
    self.init(
      .profile(rate), gap: .distribution(.exponential(mean: 1)), from: start, limit: limit, batch: batch, name: name,
      place: SourcePlace(fileID: fileID, line: line))
  }

  /// A Poisson process with a rate that is a function of time, by thinning.
  ///
  /// - `rate`: Arrivals per unit of time at a time.
  /// - `greatest`: What the rate never exceeds; a rate above it, or below 0, ends the run with a failure.
  /// - `start`: When the source begins.
  /// - `limit`: How many transactions it brings at most.
  /// - `batch`: How many arrive together.
  /// - `name`: The name that keys its random stream, `"Arrive"` unless stated.
  public init(
    rate: @escaping @Sendable (_ time: Double) -> Double, atMost greatest: Double, from start: Double = 0,
    limit: Int = .max, batch: Distribution? = nil, name: String? = nil, fileID: String = #fileID, line: Int = #line
  ) {
    let place = SourcePlace(fileID: fileID, line: line)
    let isRate = greatest > 0 && greatest < .infinity
    if !isRate {
      ValidationErrors.report(
        InvalidValue(
          "Arrive(rate:, atMost: \(greatest))", "the greatest rate must be a positive number",
          location: place.description))
    }
    self.init(
      .rate(rate, atMost: isRate ? greatest : 1), gap: .distribution(.exponential(mean: isRate ? 1 / greatest : 1)),
      from: start, limit: limit, batch: batch, name: name, place: place)
  }

  /// Arrivals at given times in ascending order.
  ///
  /// - `times`: When transactions arrive.
  /// - `batch`: How many arrive together at each.
  /// - `name`: The name that keys its random stream, `"Arrive"` unless stated.
  public init(
    at times: [Double], batch: Distribution? = nil, name: String? = nil, fileID: String = #fileID, line: Int = #line
  ) {
    let place = SourcePlace(fileID: fileID, line: line)
    if let late = zip(times, times.dropFirst()).first(where: { !($0 <= $1) }) {
      ValidationErrors.report(
        InvalidValue(
          "Arrive(at: \(times.count) times)", "the times must not fall, but \(late.1) comes after \(late.0)",
          location: place.description))
    }
    self.init(
      .trace { _ in AnyIterator(times.lazy.map { TracedArrival(at: $0) }.makeIterator()) }, from: 0, limit: .max,
      batch: batch, name: name, place: place)
  }

  /// Recorded arrivals with their times and attributes.
  ///
  /// Each run begins the sequence anew. A time before the one before it ends the run with a failure.
  ///
  /// - `trace`: The arrivals in the order of time.
  /// - `start`: How much later than recorded they arrive.
  /// - `limit`: How many transactions it brings at most.
  /// - `name`: The name of the block in messages and traces.
  public init(
    following trace: some Sequence<TracedArrival> & Sendable, from start: Double = 0, limit: Int = .max,
    name: String? = nil, fileID: String = #fileID, line: Int = #line
  ) {
    self.init(
      .trace { _ in AnyIterator(trace.makeIterator()) }, from: start, limit: limit, batch: nil, name: name,
      place: SourcePlace(fileID: fileID, line: line))
  }

  /// Arrivals from an iterator, which draws from the random stream of the block.
  ///
  /// ```swift
  /// Arrive(generating: { draws in
  ///   var time = 0.0
  ///   return AnyIterator {
  ///     time += draws.uniform()
  ///     return TracedArrival(at: time)
  ///   }
  /// })
  /// ```
  /// It is asked for one arrival after another, so it may be endless. A time before the one before it ends the run with a
  /// failure.
  ///
  /// - `arrivals`: Makes the arrivals of a run, in the order of time.
  /// - `start`: How much later they arrive.
  /// - `limit`: How many transactions it brings at most.
  /// - `name`: The name that keys its random stream, `"Arrive"` unless stated.
  public init(
    generating arrivals: @escaping @Sendable (_ draws: RandomStream) -> AnyIterator<TracedArrival>,
    from start: Double = 0, limit: Int = .max, name: String? = nil, fileID: String = #fileID, line: Int = #line
  ) {
    self.init(
      .trace(arrivals), from: start, limit: limit, batch: nil, name: name,
      place: SourcePlace(fileID: fileID, line: line))
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Arrive", name: name, at: place)
    compiler.source(self)
  }
}

/// A recorded arrival: its time and its attributes.
public struct TracedArrival: Sendable {
  /// The time of arrival, in the unit of the model.
  public var time: Double
  /// The attributes at arrival.
  public var attributes: [(attribute: Attribute, value: Double)]

  /// Describes an arrival.
  public init(at time: Double, _ attributes: (Attribute, Double)...) {
    self.time = time
    self.attributes = attributes.map { ($0.0, $0.1) }
  }
}

/// When the transactions of a source arrive.
enum ArrivalPattern: Sendable {
  /// A drawn time after each other.
  case renewal
  /// At the times of a sequence, with its attributes; each run begins it anew.
  case trace(@Sendable (RandomStream) -> AnyIterator<TracedArrival>)
  /// At a rate that a function gives, by thinning arrivals of the greatest rate. Lewis and Shedler 1979.
  case rate(@Sendable (Double) -> Double, atMost: Double)
  /// At a rate that changes in steps, by inversion of its integral.
  case profile(RateProfile)
}

/// Where the transactions of a flow come from.
struct ArrivalSource: Sendable {
  let flow: Int32
  let pattern: ArrivalPattern
  /// The row of the expression between arrivals, or -1.
  let gap: Int32
  /// The row of the expression of the batch size, or -1 for one at a time.
  let batch: Int32
  /// The row of the expression that decides in thinning, or -1.
  let thinning: Int32
  let start: Double
  let limit: Int
  let stream: String
  let origin: Program.Origin

  /// Whether it brings transactions as long as it is let.
  var isEndless: Bool {
    guard limit == .max else { return false }
    switch pattern {
    case .renewal, .rate: return true
    case .profile(let profile): return profile.isEndless
    case .trace: return false
    }
  }
}
