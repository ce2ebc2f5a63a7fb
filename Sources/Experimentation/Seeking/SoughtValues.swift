package import Randomness

/// The values that an input can take where a goal is sought.
package enum SoughtValues: Sendable, Hashable {
  /// Every number of the range.
  case continuous
  /// The whole numbers of the range, as of a count.
  case whole
  /// These, in ascending order.
  case listed([Double])

  /// The values of an input of that distribution within a range. Where the values of the distribution follow each other
  /// in steps of 1, every whole number of the range is one: a count may be sought beyond what is expected of it.
  package init(of distribution: Distribution, within range: ClosedRange<Double>) {
    let support = distribution.support
    guard distribution.isDiscrete, support.lowerBound < support.upperBound else {
      self = .continuous
      return
    }
    let first = Self.values(of: distribution, from: support.lowerBound, through: .infinity)
    if first.allSatisfy({ $0 == $0.rounded() }), zip(first, first.dropFirst()).allSatisfy({ $1 - $0 == 1 }) {
      self = .whole
    } else {
      self = .listed(Self.values(of: distribution, from: range.lowerBound, through: range.upperBound))
    }
  }

  /// More values of a list than these are not looked at.
  private static let mostValues = 10_000

  private static func values(of distribution: Distribution, from low: Double, through high: Double) -> [Double] {
    var values: [Double] = []
    var next = distribution.value(from: low)
    while let value = next, value <= high, values.count < mostValues {
      values.append(value)
      next = distribution.value(from: value.nextUp)
    }
    return values
  }

  /// The values within a range, where they can be counted.
  func points(within range: ClosedRange<Double>) -> SoughtPoints? {
    switch self {
    case .continuous: return nil
    case .whole:
      let (first, last) = (range.lowerBound.rounded(.up), range.upperBound.rounded(.down))
      guard first <= last, last - first < 0x1p53 else { return SoughtPoints(first: 0, listed: [], count: 0) }
      return SoughtPoints(first: first, listed: nil, count: Int(last - first) + 1)
    case .listed(let values):
      let within = values.filter { range.contains($0) }
      return SoughtPoints(first: 0, listed: within, count: within.count)
    }
  }
}

/// The values of a discrete input within a range, in ascending order.
struct SoughtPoints {
  fileprivate let first: Double
  fileprivate let listed: [Double]?
  let count: Int

  subscript(place: Int) -> Double { listed.map { $0[place] } ?? first + Double(place) }
}

extension GoalSeek {
  /// Seeks the target among the values of a discrete input: by halving what lies between two of them.
  func solve(
    among points: SoughtPoints, _ subject: String, looks: () -> [Double: Estimate],
    _ look: (Double) throws -> Estimate
  ) throws -> GoalSeekResult {
    func difference(_ place: Int) throws -> Double {
      let value = try look(points[place]).value
      return OutputTolerance.isSame(value, target) ? 0 : value - target
    }
    var places: [Int] = []
    for step in 0..<gridPoints {
      let place = Int((Double(points.count - 1) * Double(step) / Double(gridPoints - 1)).rounded())
      if place != places.last { places.append(place) }
    }
    let grid = places.map { points[$0] }
    let values = try places.map(difference)
    let meetings = Self.meetings(values)
    guard let first = meetings.first else {
      throw TargetNotBracketed(
        subject: subject, target: target, looks: zip(grid, values).map { ($0, $1 + target) })
    }
    var (low, high) = (places[first.first], places[first.last])
    var isMet = first.isMet
    while !isMet, high - low > 1 {
      let middle = low + (high - low) / 2
      let value = try difference(middle)
      if value == 0 {
        (low, high) = (middle, middle)
        isMet = true
      } else if (value < 0) == (values[first.first] < 0) {
        low = middle
      } else {
        high = middle
      }
    }
    if isMet {
      if let outside = places.last(where: { $0 < low }) {
        low = try Self.last(from: low, towards: outside) { try difference($0) == 0 }
      }
      if let outside = places.first(where: { $0 > high }) {
        high = try Self.last(from: high, towards: outside) { try difference($0) == 0 }
      }
    }
    /// The last value from a place on at which the interval holds the target; `nil` where the range ends before.
    func end(from start: Int, _ onward: [Int]) throws -> Double? {
      var near = start
      for far in onward {
        guard try !look(points[far]).contains(target) else {
          near = far
          continue
        }
        guard try look(points[near]).contains(target) else { return points[near] }
        return points[try Self.last(from: near, towards: far) { try look(points[$0]).contains(target) }]
      }
      return nil
    }
    let ends = (
      try end(from: low, places.reversed().filter { $0 < low }), try end(from: high, places.filter { $0 > high })
    )
    let solution: GoalSeekResult.Solution =
      if !isMet {
        .jump(
          from: GoalSeekResult.Look(x: points[low], value: try look(points[low]).value),
          to: GoalSeekResult.Look(x: points[high], value: try look(points[high]).value))
      } else if low == high {
        .point(points[low])
      } else {
        .stretch(points[low]...points[high])
      }
    let middle = points[low + (high - low) / 2]
    return GoalSeekResult(
      x: Estimate(middle, ends.0 ?? -.infinity, ends.1 ?? .infinity, confidence: confidence), solution: solution,
      openEnds: (nil, nil), figure: try look(middle),
      furtherCrossings: Self.stretches(of: meetings.dropFirst(), of: grid), grid: grid,
      trace: looks().sorted { $0.key < $1.key }.map { (x: $0.key, figure: $0.value) })
  }

  /// The last place, on the way from one where something holds to one where it does not, at which it holds.
  private static func last(from inside: Int, towards outside: Int, _ holds: (Int) throws -> Bool) rethrows -> Int {
    var (inside, outside) = (inside, outside)
    while abs(outside - inside) > 1 {
      let middle = inside + (outside - inside) / 2
      if try holds(middle) { inside = middle } else { outside = middle }
    }
    return inside
  }
}
