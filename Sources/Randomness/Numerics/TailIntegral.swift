import Glibc

/// log(1 + u) − u, without the cancellation that it has near 0.
///
/// By log(1 + u) = 2 artanh(u / (2 + u)).
func logOnePlusLess(_ u: Double) -> Double {
  guard abs(u) < 0.5 else { return log1p(u) - u }
  let r = u / (2 + u)
  let square = r * r
  var power = square
  var sum = 0.0
  var divisor = 3.0
  while true {
    let next = sum + power / divisor
    if next == sum { break }
    sum = next
    power *= square
    divisor += 2
  }
  return r * (2 * sum - u)
}

/// Integrals of densities over their tails, where series and continued fractions take too long: for large parameters.
enum TailIntegral {
  private static let nodes: [(place: Double, weight: Double)] = {
    // Gauss and Legendre's rule of 16 points on 0...1.
    let half = [
      (0.095_012_509_837_637_440_185, 0.189_450_610_455_068_496_29),
      (0.281_603_550_779_258_913_230, 0.182_603_415_044_923_588_87),
      (0.458_016_777_657_227_386_342, 0.169_156_519_395_002_538_19),
      (0.617_876_244_402_643_748_447, 0.149_595_988_816_576_732_08),
      (0.755_404_408_355_003_033_895, 0.124_628_971_255_533_872_05),
      (0.865_631_202_387_831_743_880, 0.095_158_511_682_492_784_81),
      (0.944_575_023_073_232_576_078, 0.062_253_523_938_647_892_86),
      (0.989_400_934_991_649_932_596, 0.027_152_459_411_754_094_85),
    ]
    return half.flatMap { [(0.5 - $0 / 2, $1 / 2), (0.5 + $0 / 2, $1 / 2)] }
  }()

  /// The integral of exp(h) from 0 on, for an h that is 0 at 0, smooth, and falls in the end.
  ///
  /// Panels are added until one no longer counts. To some 1e-14 for densities of gamma and beta distributions.
  /// - Parameters:
  ///   - slope: how fast h falls at 0; it may rise there.
  ///   - curvature: how fast its slope falls at 0, where it does.
  /// - Complexity: about 200 evaluations, 1 600 at most.
  static func fromZero(slope: Double, curvature: Double, _ h: (Double) -> Double) -> Double {
    // A length on which h falls by 40, to exp(−40): of the parabola, or of its slope where it bends outwards.
    let reach =
      curvature > 0 ? (80 / (slope + (slope * slope + 80 * curvature).squareRoot())) : 40 / slope
    guard reach > 0, reach < .infinity else { return 0 }
    let width = reach / 12
    var total = 0.0
    for panel in 0..<100 {
      let start = Double(panel) * width
      var sum = 0.0
      for node in nodes { sum += node.weight * exp(h(start + width * node.place)) }
      let next = total + sum * width
      if next == total { break }
      total = next
    }
    return total
  }
}

/// Solves tail(x) = goal for a tail of a distribution that is known to high relative accuracy, however small it is.
enum TailInverse {
  /// The x within the bounds at which the tail is the goal.
  ///
  /// Newton's method on the logarithm of the tail, which is nearly straight, kept within a bracket.
  /// - Parameters:
  ///   - rises: whether the tail grows with x, as a cumulative function does.
  ///   - tail: the tail, and the density there.
  /// - Complexity: 3 to 6 evaluations for a good guess, 200 at most.
  static func solve(
    _ goal: Double, rises: Bool, guess: Double, within bounds: ClosedRange<Double>,
    _ tail: (Double) -> (tail: Double, density: Double)
  ) -> Double {
    var (low, high) = (bounds.lowerBound, bounds.upperBound)
    var x = guess > low && guess < high ? guess : middle(low, high)
    var before = Double.infinity
    for _ in 0..<200 {
      let (found, density) = tail(x)
      if found == goal { return x }
      if (found < goal) == rises { low = x } else { high = x }
      let step = (rises ? -1 : 1) * log(found / goal) * (found / density)
      if abs(step) <= 2 * x.ulp || step.isFinite && abs(step) <= 1e-13 * abs(x) && abs(step) >= before { return x }
      let next = x + step
      // As bisection where Newton's step leads out, or is no shorter than that before.
      let isGood = step.isFinite && next > low && next < high && abs(step) < before
      x = isGood ? next : middle(low, high)
      before = isGood ? abs(step) : .infinity
      if x <= low || x >= high { return x }
    }
    return x
  }

  /// Between two ends of one sign by their ratio, since they may be many orders of magnitude apart.
  private static func middle(_ low: Double, _ high: Double) -> Double {
    if low >= 0, high > 8 * low { return (max(low, .leastNormalMagnitude)).squareRoot() * high.squareRoot() }
    return low + (high - low) / 2
  }
}
