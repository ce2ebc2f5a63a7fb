/// Solves F(x) = p for a continuous function that rises with x, such as a cumulative distribution.
///
/// Newton's method from a guess, which is accepted when it settles, since GSL's own inverses stop early or give up for
/// some shapes; else Chandrupatla's method on a bracket.
/// Chandrupatla 1997, "A new hybrid quadratic/bisection algorithm", Advances in Engineering Software 28.
package struct MonotoneInverse {
  var cumulative: (Double) -> Double
  var density: ((Double) -> Double)?

  package init(cumulative: @escaping (Double) -> Double, density: ((Double) -> Double)? = nil) {
    self.cumulative = cumulative
    self.density = density
  }

  /// The x within the bounds at which the cumulative function is p; a bound where p is not reached inside.
  func solve(_ p: Double, guess: Double, within bounds: ClosedRange<Double>) -> Double {
    newton(p, from: guess, within: bounds) ?? bracketed(p, around: guess, within: bounds)
  }

  private func newton(_ p: Double, from guess: Double, within bounds: ClosedRange<Double>) -> Double? {
    guard let density, guess.isFinite, bounds.contains(guess) else { return nil }
    var x = guess
    var before = Double.infinity
    for _ in 0..<20 {
      let step = (p - cumulative(x)) / density(x)
      guard step.isFinite else { return nil }
      // As close as the cumulative function tells, once steps no longer shrink.
      if abs(step) <= 4 * x.ulp { return x }
      if abs(step) >= before { return before <= 1e-12 * abs(x) ? x : nil }
      guard bounds.contains(x + step) else { return nil }
      x += step
      before = abs(step)
    }
    return nil
  }

  private func bracketed(_ p: Double, around guess: Double, within bounds: ClosedRange<Double>) -> Double {
    var low = bounds.lowerBound
    var high = bounds.upperBound
    // A bracket that doubles away from the guess, so that wide bounds cost nothing.
    let centre = guess.isFinite && bounds.contains(guess) ? guess : min(max(0, low), high)
    var reach = max(abs(centre), 1e-3)
    if cumulative(centre) < p {
      low = centre
      while centre + reach < high, cumulative(centre + reach) < p { (low, reach) = (centre + reach, 2 * reach) }
      high = min(high, centre + reach)
    } else {
      high = centre
      while centre - reach > low, cumulative(centre - reach) >= p { (high, reach) = (centre - reach, 2 * reach) }
      low = max(low, centre - reach)
    }
    return chandrupatla(p, low, high)
  }

  /// The root between two numbers of which the lower has F < p (or is a bound) and the upper F ≥ p (or is a bound).
  package func chandrupatla(_ p: Double, _ low: Double, _ high: Double) -> Double {
    var (a, b, c) = (high, low, high)
    var (fa, fb, fc) = (cumulative(a) - p, cumulative(b) - p, 0.0)
    if fa <= 0 { return high }
    if fb >= 0 { return low }
    fc = fa
    var share = 0.5
    for _ in 0..<2_000 {
      let x = a + share * (b - a)
      let fx = cumulative(x) - p
      if fx == 0 { return x }
      if (fx < 0) == (fa < 0) {
        (c, fc) = (a, fa)
      } else {
        (c, b, fc, fb) = (b, a, fb, fa)
      }
      (a, fa) = (x, fx)
      let best = abs(fa) < abs(fb) ? a : b
      let least = 2 * best.ulp / abs(b - a)
      if least >= 0.5 { return best }
      let xi = (a - b) / (c - b)
      let phi = (fa - fb) / (fc - fb)
      share = 0.5
      if phi * phi < xi, (1 - phi) * (1 - phi) < 1 - xi {
        share = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
      }
      share = min(max(share, least), 1 - least)
    }
    return a
  }
}
