/// A figure that stays on one side of its target over the whole range that was sought.
package struct TargetNotBracketed: Error, Sendable, CustomStringConvertible {
  /// The figure that was sought: `the mean of npv`.
  package let subject: String
  package let target: Double
  /// The inputs that were looked at, in ascending order, with the figure there; at least two.
  package let looks: [(x: Double, value: Double)]

  /// The look that came nearest to the target.
  package var nearest: (x: Double, value: Double) {
    looks.reduce(looks[0]) { abs($1.value - target) < abs($0.value - target) ? $1 : $0 }
  }

  /// What was found at the ends, how near it came, and where to look next.
  package var description: String {
    let (first, last, nearest) = (looks[0], looks[looks.count - 1], nearest)
    let side = first.value < target ? "below" : "above"
    let remedy =
      if nearest.x == first.x && first.value != last.value {
        "seek below \(first.x.shortText)"
      } else if nearest.x == last.x && first.value != last.value {
        "seek above \(last.x.shortText)"
      } else {
        "look at more points between, or choose a target within reach"
      }
    return "\(subject) stays \(side) \(target.shortText): it is \(first.value.shortText) at "
      + "\(first.x.shortText) and \(last.value.shortText) at \(last.x.shortText), nearest with "
      + "\(nearest.value.shortText) at \(nearest.x.shortText); \(remedy)"
  }
}
