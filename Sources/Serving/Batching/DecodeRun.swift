import Glibc

/// Steps that work on the same answers, one after the other: each takes longer than the one before by the same amount,
/// since every answer has grown by a token.
///
/// When the k-th step ends has a closed form, so k steps are taken at once, whatever k. In seconds that form *is* when the
/// step ends, not a sum that is rounded step by step: a run taken in pieces ends when the run taken at once does. In whole
/// microseconds it is the exact sum of the truncated steps, a floor sum.
struct DecodeRun {
  /// When the first step begins, and the durations, in the unit of the replica's clock.
  let start: Double
  let first: Double
  let rise: Double
  /// In microseconds: the durations as whole numbers of 2⁻⁵⁶ µs.
  private let exactFirst: Int128
  private let exactRise: Int128
  private let isWhole: Bool

  /// A run in seconds.
  @inline(__always)
  init(start: Double, first: Double, rise: Double) {
    self.start = start
    self.first = first
    self.rise = rise
    exactFirst = 0
    exactRise = 0
    isWhole = false
  }

  /// A run of whole microseconds.
  @inline(__always)
  init(start: Double, first: Double, rise: Double, exactFirst: Int128, exactRise: Int128) {
    self.start = start
    self.first = first
    self.rise = rise
    self.exactFirst = exactFirst
    self.exactRise = exactRise
    isWhole = true
  }

  /// When the step of that number, from 1, ends.
  /// - Complexity: O(1) in seconds, O(log count) in microseconds.
  @inline(__always)
  func end(of count: Int) -> Double {
    if isWhole { return start + Double(wholeDuration(of: count)) }
    let steps = Double(count)
    return start + (steps * first + rise * (0.5 * steps * (steps - 1)))
  }

  /// The first step, from 1 to `limit`, that ends at that time or after it; `limit` when none does.
  @inline(__always)
  func step(endingFrom time: Double, atMost limit: Int) -> Int {
    let elapsed = time - start
    // A step in whole microseconds is half of one shorter than its cost, on average.
    let half = max(first - 0.5 * rise - (isWhole ? 0.5 : 0), 0.5 * first)
    let estimate = 2 * elapsed / (half + (half * half + 2 * rise * max(elapsed, 0)).squareRoot())
    var step = estimate < Double(limit) ? min(max(Int(estimate.rounded(.up)), 1), limit) : limit
    while step < limit, end(of: step) < time { step += 1 }
    while step > 1, end(of: step - 1) >= time { step -= 1 }
    return step
  }

  /// Microseconds of the first `count` steps, each truncated.
  @inline(never)
  private func wholeDuration(of count: Int) -> Int {
    let mask: Int128 = (1 << 56) - 1
    let (first, rise) = (Int(truncatingIfNeeded: exactFirst >> 56), Int(truncatingIfNeeded: exactRise >> 56))
    return count * first + count * (count - 1) / 2 * rise
      + Int(
        FloorSum.sum(
          count: UInt64(count), slope: UInt64(truncatingIfNeeded: exactRise & mask),
          offset: UInt64(truncatingIfNeeded: exactFirst & mask), divisor: 1 << 56))
  }
}
