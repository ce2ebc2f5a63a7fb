import Glibc

/// Two numbers within (0, 1) with (−log u)^θ + (−log v)^θ = (−log C)^θ, θ from 1.
struct GumbelPair {
  let theta: Double

  /// −log C.
  private func depth(_ x: Double, _ y: Double) -> Double {
    let (greater, less) = (max(x, y), min(x, y))
    return greater * exp(log1p(pow(less / greater, theta)) / theta)
  }

  func cumulative(_ u: Double, _ v: Double) -> Double { exp(-depth(-log(u), -log(v))) }

  func density(_ u: Double, _ v: Double) -> Double {
    let (x, y) = (-log(u), -log(v))
    let depth = depth(x, y)
    // C / (u v) · (x y / s²)^(θ − 1) · (1 + (θ − 1) / s) with s = −log C.
    return exp(x + y - depth + (theta - 1) * (log(x / depth) + log(y / depth))) * (1 + (theta - 1) / depth)
  }

  /// The v that is not exceeded with chance p, given u.
  func second(_ u: Double, _ p: Double) -> Double {
    let x = -log(u)
    // The depth s solves s + (θ − 1) log s = x + (θ − 1) log x − log p; in w = log(s / x), which is from 0:
    // x (e^w − 1) + (θ − 1) w = −log p. The left side is convex, so Newton's steps fall to the root from above.
    let goal = -log(p)
    var w = log1p(goal / x)
    if theta > 1 { w = min(w, goal / (theta - 1)) }
    for _ in 0..<200 {
      let step = (x * expm1(w) + (theta - 1) * w - goal) / (x * exp(w) + theta - 1)
      w -= step
      if abs(step) <= 2 * w.ulp { break }
    }
    // y^θ = s^θ − x^θ.
    return exp(-x * exp(w) * pow(-expm1(-theta * w), 1 / theta))
  }
}
