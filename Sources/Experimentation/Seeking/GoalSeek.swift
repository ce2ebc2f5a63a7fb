import Glibc
package import Randomness

/// Finds the value of an input at which a statistic of a measure meets a target, with common random numbers.
///
/// ```swift
/// let seek = try GoalSeek(.mean, equals: 0, within: 0.1...0.9)
/// let breakEven = try seek.solve("npv") { share, replications in replications.map { npv(share, $0) } }
/// breakEven.x  // the share at which the mean is 0, with its interval
/// ```
/// With common random numbers the figure is one curve, not a cloud, and root finding applies: a coarse grid brackets
/// the crossings, then the ITP method closes in, which needs no more steps than bisection and far fewer on a smooth
/// curve (Oliveira and Takahashi 2020). The interval holds the inputs at which the target lies within the interval of
/// the figure: it is where the curves of its two ends meet the target (Fieller 1954), and so needs neither a slope nor
/// normality. An end that is not met within the range is infinite. A figure with steps, as a quantile of counts, meets
/// its target on a stretch of inputs, or at none: it passes it between two. Of a discrete input only its values are tried. A
/// quantile among replications whose value is later than any is never, which is above any target. Healy and Schruben 1991 on
/// sample paths.
package struct GoalSeek: Sendable, Hashable {
  package let figure: Figure
  package let target: Double
  package let range: ClosedRange<Double>
  /// What the input can be in the range.
  package let values: SoughtValues
  package let replications: Int
  /// How close the input is found, in its unit.
  package let tolerance: Double
  /// The inputs, evenly spaced over the range, at which the figure is looked at first.
  package let gridPoints: Int
  package let confidence: Double

  /// - Parameter values: what the input can be; `tolerance` matters only to one that can be any number.
  /// - Parameter tolerance: a ten-thousandth of the range where `nil`.
  /// - Throws: ``InvalidValue`` for a range without length, or without two values of the input, a tolerance that is not above 0, and too few replications.
  package init(
    _ figure: Figure, equals target: Double, within range: ClosedRange<Double>, values: SoughtValues = .continuous,
    replications: Int = 1000, tolerance: Double? = nil, gridPoints: Int = 9, confidence: Double = 0.95
  ) throws(InvalidValue) {
    let length = range.upperBound - range.lowerBound
    // Of the least numbers that there are nothing can be halved, and the width of the largest is none.
    guard length >= 0x1p-1000 && length.isFinite else {
      throw InvalidValue(
        "the range to seek in", length > 1 ? "it is wider than any number" : "it has no length",
        remedy: "write two ends that differ, closer than 1e308")
    }
    guard target.isFinite else { throw InvalidValue("target \(target)", "a target is a finite number") }
    guard (tolerance ?? 1) > 0 else {
      throw InvalidValue("tolerance \((tolerance ?? 0).shortest)", "a tolerance is above 0")
    }
    guard replications > 0 && gridPoints >= 2 else {
      throw InvalidValue(
        "goal seek",
        "it needs at least one replication and two points to start from, not \(replications) and \(gridPoints)")
    }
    self.figure = figure
    self.target = target
    self.range = range
    self.values = values
    guard values.points(within: range).map({ $0.count > 1 }) ?? true else {
      throw InvalidValue(
        "the range to seek in",
        "the input has fewer than two values from \(range.lowerBound.shortest) to "
          + range.upperBound.shortest, remedy: "widen the range")
    }
    self.replications = replications
    self.tolerance = tolerance ?? length / 10_000
    self.gridPoints = gridPoints
    self.confidence = confidence
  }

  /// Seeks the target.
  /// - Parameters:
  ///   - name: the measure's, for messages.
  ///   - subject: the figure of the measure, for messages; `the mean of npv` unless given.
  ///   - absence: what a missing value means; a quantile takes those that are later than any.
  ///   - evaluate: the values of those replications at an input; the same replications draw the same at every input.
  /// - Throws: ``TargetNotBracketed`` where the figure stays on one side of the target, ``InvalidValue`` as ``Sample``
  ///   does, and what `evaluate` throws.
  package func solve(
    _ name: String, subject: String? = nil, absence: Absence = .unknown,
    evaluate: (Double, Range<Int>) throws -> [Double?]
  ) throws -> GoalSeekResult {
    var looks: [Double: Estimate] = [:]
    func look(_ x: Double) throws -> Estimate {
      if let known = looks[x] { return known }
      let estimate = figure.estimate(
        of: try figure.sample("\(name) at \(x.shortText)", try evaluate(x, 0..<replications), absence: absence),
        confidence: confidence)
      looks[x] = estimate
      return estimate
    }
    let subject = subject ?? "\(figure) of \(name)"
    if let points = self.values.points(within: range) {
      return try solve(among: points, subject, looks: { looks }, look)
    }
    let grid = (0..<gridPoints).map { place in
      place == gridPoints - 1
        ? range.upperBound
        : range.lowerBound + (range.upperBound - range.lowerBound) * Double(place) / Double(gridPoints - 1)
    }
    func difference(_ x: Double) throws -> Double {
      let value = try look(x).value
      return OutputTolerance.isSame(value, target) ? 0 : value - target
    }
    let values = try grid.map(difference)
    let meetings = Self.meetings(values)
    guard let first = meetings.first else {
      throw TargetNotBracketed(
        subject: subject, target: target, looks: zip(grid, values).map { ($0, $1 + target) })
    }
    let solution = try solution(first, grid, difference, look)
    return try result(
      solution, Self.stretches(of: meetings.dropFirst(), of: grid), grid, looks: { looks }, look)
  }

  /// Where the grid meets the target or passes it.
  static func stretches(of meetings: ArraySlice<Meeting>, of grid: [Double]) -> [ClosedRange<Double>] {
    meetings.map { grid[$0.first == $0.last ? $0.first - 1 : $0.first]...grid[$0.last] }
  }

  /// Where the figure meets the target or passes it: places of the grid that meet it, or the two on either side of it.
  struct Meeting {
    let first: Int
    let last: Int
    let isMet: Bool
  }

  static func meetings(_ values: [Double]) -> [Meeting] {
    var meetings: [Meeting] = []
    for place in values.indices {
      let next = place + 1
      if values[place] == 0 {
        if let last = meetings.last, last.isMet, last.last == place - 1 {
          meetings[meetings.count - 1] = Meeting(first: last.first, last: place, isMet: true)
        } else {
          meetings.append(Meeting(first: place, last: place, isMet: true))
        }
      } else if next < values.count, values[next] != 0, values[next].sign != values[place].sign {
        meetings.append(Meeting(first: place, last: next, isMet: false))
      }
    }
    return meetings
  }

  /// Closes in on the first meeting.
  private func solution(
    _ meeting: Meeting, _ grid: [Double], _ difference: (Double) throws -> Double, _ look: (Double) throws -> Estimate
  ) throws -> GoalSeekResult.Solution {
    if meeting.isMet {
      let (low, high) = (grid[meeting.first], grid[meeting.last])
      return .stretch(
        (meeting.first == 0 ? low : try end(of: low, towards: grid[meeting.first - 1], difference))...(meeting.last
          == grid.count - 1 ? high : try end(of: high, towards: grid[meeting.last + 1], difference)))
    }
    var (low, high) = try bracket(grid[meeting.first], grid[meeting.last], difference)
    func stretch(about x: Double) throws -> GoalSeekResult.Solution {
      .stretch(try end(of: x, towards: low, difference)...(try end(of: x, towards: high, difference)))
    }
    if low == high {
      let x = low
      (low, high) = (grid[meeting.first], grid[meeting.last])
      return try stretch(about: x)
    }
    // A step that chance makes in the share of the replications, or in their mean, is finer than the interval.
    if case .quantile = figure {
    } else if try look(low).contains(target), try look(high).contains(target) {
      return .point(low + (high - low) / 2)
    }
    // Between inputs that come ever closer, a curve differs ever less, and a step as much as before.
    var jump = abs(try difference(high) - difference(low))
    var middle = low + (high - low) / 2
    for _ in 0..<Self.closerLooks {
      let x = low + (high - low) / 2
      let value = try difference(x)
      if value == 0 { return try stretch(about: x) }
      if (value < 0) == (try difference(low) < 0) { low = x } else { high = x }
      let left = abs(try difference(high) - difference(low))
      if jump == .infinity {
        // A step to never has no height; the numbers before it have one.
        jump = left
        middle = low + (high - low) / 2
      } else if left < 0.6 * jump {
        return .point(middle)
      }
    }
    return .jump(
      from: GoalSeekResult.Look(x: low, value: try look(low).value),
      to: GoalSeekResult.Look(x: high, value: try look(high).value))
  }

  /// The halvings of a bracket after which a difference that stays is a step.
  private static let closerLooks = 10

  /// The end of the stretch on which the target is met, between an input in it and one outside.
  private func end(
    of inside: Double, towards outside: Double, _ difference: (Double) throws -> Double
  ) throws -> Double {
    var (inside, outside) = (inside, outside)
    // A curve that crosses the target has left it a step further on.
    var next = inside + (outside < inside ? -tolerance : tolerance)
    while abs(outside - inside) > tolerance {
      if try difference(next) == 0 {
        inside = next
      } else if abs(next - inside) <= tolerance {
        return inside
      } else {
        outside = next
      }
      next = inside + (outside - inside) / 2
    }
    return inside
  }

  private func result(
    _ solution: GoalSeekResult.Solution, _ others: [ClosedRange<Double>], _ grid: [Double],
    looks: () -> [Double: Estimate], _ look: (Double) throws -> Estimate
  ) throws -> GoalSeekResult {
    let (low, high) = solution.ends
    // On either side of the solution, the nearest input at which the target has left the interval.
    let ends = try [-1.0, 1.0].map { side -> Double in
      var near = side < 0 ? low : high
      let onward = side < 0 ? grid.reversed().filter { $0 < low } : grid.filter { $0 > high }
      for far in onward {
        let there = try look(far)
        if !there.contains(target) {
          let end: (Estimate) -> Double = there.value < target ? { $0.high } : { $0.low }
          let atNear = end(try look(near)) - target
          // A figure that jumps over its interval at the crossing: the crossing itself is the end.
          if (atNear < 0) == (end(there) - target < 0) { return near }
          return try root(near, far) { end(try look($0)) - target }
        }
        near = far
      }
      return side * .infinity
    }
    let x = low + (high - low) / 2
    let estimate = Estimate(x, min(ends[0], low), max(ends[1], high), confidence: confidence)
    let figure = try look(solution.isMet ? x : low)
    // A stretch that is short beside its interval is where chance leaves a curve on the target.
    let isShort = high - low <= tolerance || high - low <= Self.shortStretch * (estimate.high - estimate.low)
    let isPoint = solution.isMet && estimate.isBounded && isShort || high == low
    var found = isPoint ? .point(x) : solution
    var openEnds: (low: Double?, high: Double?) = (nil, nil)
    if case .stretch(let stretch) = found {
      let (low, high) = (
        try roundEnd(of: stretch, isUpper: false, looks(), look),
        try roundEnd(of: stretch, isUpper: true, looks(), look)
      )
      found = .stretch((low.isMet ? low.end : stretch.lowerBound)...(high.isMet ? high.end : stretch.upperBound))
      openEnds = (low.isMet ? nil : low.end, high.isMet ? nil : high.end)
    }
    let trace = looks().sorted { $0.key < $1.key }.map { (x: $0.key, figure: $0.value) }
    return GoalSeekResult(
      x: estimate, solution: found, openEnds: openEnds, figure: figure, furtherCrossings: others, grid: grid,
      trace: trace)
  }

  /// The end of a stretch as a number of few digits, between the last input that meets the target and the next one that
  /// was looked at, and whether the target is met there too.
  private func roundEnd(
    of stretch: ClosedRange<Double>, isUpper: Bool, _ looks: [Double: Estimate], _ look: (Double) throws -> Estimate
  ) throws -> (end: Double, isMet: Bool) {
    let inside = isUpper ? stretch.upperBound : stretch.lowerBound
    let beyond = looks.keys.filter { isUpper ? $0 > inside : $0 < inside }
    guard let outside = isUpper ? beyond.min() : beyond.max(), abs(outside - inside) <= 2 * tolerance else {
      return (inside, true)
    }
    let end = Self.roundest(from: min(inside, outside), through: max(inside, outside))
    return (end, OutputTolerance.isSame(try look(end).value, target))
  }

  /// The number of the fewest decimal digits between two.
  static func roundest(from low: Double, through high: Double) -> Double {
    if low <= 0, high >= 0 { return 0 }
    if high < 0 { return -roundest(from: -high, through: -low) }
    let exponent = Int(log10(high).rounded(.down))
    for digit in 0..<17 {
      let power = exponent - digit
      let unit = pow(10, Double(abs(power)))
      let number = power >= 0 ? (low / unit).rounded(.up) * unit : (low * unit).rounded(.up) / unit
      if number >= low, number <= high { return number }
    }
    return high
  }

  /// Of the length of the interval.
  private static let shortStretch = 0.1

  /// The input between two at which a function that has another sign at each changes it.
  private func root(_ from: Double, _ to: Double, _ function: (Double) throws -> Double) throws -> Double {
    let (low, high) = try bracket(from, to, function)
    return low + (high - low) / 2
  }

  /// Two inputs no further apart than the tolerance, between which a function changes its sign, or twice the input at
  /// which it is 0: the ITP method.
  private func bracket(
    _ from: Double, _ to: Double, _ function: (Double) throws -> Double
  ) throws -> (low: Double, high: Double) {
    var (low, high) = (min(from, to), max(from, to))
    var (atLow, atHigh) = (try function(low), try function(high))
    if atLow == 0 { return (low, low) }
    if atHigh == 0 { return (high, high) }
    let (truncation, half) = (0.2 / (high - low), tolerance / 2)
    let steps = max(ceil(log2((high - low) / tolerance)), 0) + 1
    var step = 0.0
    while high - low > tolerance && step < 200 {
      let middle = low + (high - low) / 2
      let reach = max(half * exp2(steps - step) - (high - low) / 2, 0)
      // An interval's end may be infinite, and then there is no line to follow.
      let line = (atHigh * low - atLow * high) / (atHigh - atLow)
      let regula = line.isFinite ? line : middle
      let sign: Double = middle > regula ? 1 : middle < regula ? -1 : 0
      let shift = truncation * (high - low) * (high - low)
      let truncated = shift <= abs(middle - regula) ? regula + sign * shift : middle
      let x = abs(truncated - middle) <= reach ? truncated : middle - sign * reach
      let value = try function(x)
      if value == 0 { return (x, x) }
      if (value < 0) == (atLow < 0) { (low, atLow) = (x, value) } else { (high, atHigh) = (x, value) }
      step += 1
    }
    return (low, high)
  }
}

/// The solution of a goal seek, and the path of the search.
package struct GoalSeekResult: Sendable {
  /// How the figure meets its target.
  package enum Solution: Sendable, Hashable {
    /// At an input.
    case point(Double)
    /// Everywhere between two inputs, as a figure with steps does.
    case stretch(ClosedRange<Double>)
    /// Nowhere: between two inputs that are closer than the tolerance, or neighbours of a discrete input, the figure passes the target in one step.
    case jump(from: Look, to: Look)

    fileprivate var ends: (low: Double, high: Double) {
      switch self {
      case .point(let x): (x, x)
      case .stretch(let stretch): (stretch.lowerBound, stretch.upperBound)
      case .jump(let from, let to): (from.x, to.x)
      }
    }

    fileprivate var isMet: Bool { if case .jump = self { false } else { true } }
  }

  /// An input and the figure there, which is infinite where it is never.
  package struct Look: Sendable, Hashable {
    package let x: Double
    package let value: Double
  }

  /// The input of the first solution, the middle one of a stretch, with its interval; an end that the range does not
  /// hold is infinite.
  package let x: Estimate
  /// The first solution in the range.
  package let solution: Solution
  /// The ends that a stretch reaches up to without holding them: the target is met right beside, and not there.
  package let openEnds: (low: Double?, high: Double?)
  /// The figure at that input; of a step, before it.
  package let figure: Estimate
  /// The stretches of the grid in which it crosses the target again.
  package let furtherCrossings: [ClosedRange<Double>]
  /// The inputs at which it was looked at first.
  package let grid: [Double]
  /// Every input that was evaluated, in ascending order, with the figure there.
  package let trace: [(x: Double, figure: Estimate)]
}

/// A figure that stays on one side of its target over the whole range that was sought.
package struct TargetNotBracketed: Error, Sendable, CustomStringConvertible {
  /// The figure that was sought: `the mean of npv`.
  package let subject: String
  package let target: Double
  /// The inputs that were looked at, in ascending order, with the figure there, infinite where it is never; at least two.
  package let looks: [(x: Double, value: Double)]

  /// The look that came nearest to the target.
  package var nearest: (x: Double, value: Double) {
    looks.reduce(looks[0]) { abs($1.value - target) < abs($0.value - target) ? $1 : $0 }
  }

  /// What was found at the ends, how near it came, and where to look next.
  package var description: String {
    let (first, last, nearest) = (looks[0], looks[looks.count - 1], nearest)
    guard nearest.value < .infinity else {
      return "\(subject) is never at each of the \(looks.count) values tried from \(first.x.shortText) to "
        + "\(last.x.shortText); seek elsewhere, or take a lower quantile or the probability that it comes"
    }
    let side = first.value < target ? "below" : "above"
    let remedy =
      if nearest.x == first.x && first.value != last.value {
        "seek below \(first.x.shortText)"
      } else if nearest.x == last.x && first.value != last.value {
        "seek above \(last.x.shortText)"
      } else {
        "look at more points between, or choose a target within reach"
      }
    return "\(subject) stays \(side) \(target.shortText): it is \(Self.text(first.value)) at "
      + "\(first.x.shortText) and \(Self.text(last.value)) at \(last.x.shortText), nearest with "
      + "\(Self.text(nearest.value)) at \(nearest.x.shortText)\(passages); \(remedy)"
  }

  private static func text(_ value: Double) -> String { value < .infinity ? value.shortText : "never" }

  /// Between which looks it passes from a number to never or back.
  private var passages: String {
    let places = zip(looks, looks.dropFirst()).filter { ($0.value < .infinity) != ($1.value < .infinity) }
    guard !places.isEmpty else { return "" }
    return ", and passes \(looks[0].value < .infinity ? "to never" : "from never to a number") between "
      + places.map { "\($0.x.shortText) and \($1.x.shortText)" }.joined(separator: ", back between ")
  }
}
