/// The functions of a state that a continuation value is a sum of: all products of powers up to a total degree.
///
/// Each variable is centred and scaled by its deviation on the date, so that powers do not differ by orders of
/// magnitude.
package struct RegressionBasis: Sendable, Hashable {
  package let degree: Int

  /// - Parameter degree: at least 0; 3 is enough for one variable that the payoff is smooth in.
  package static func polynomials(degree: Int) -> RegressionBasis { RegressionBasis(degree: max(degree, 0)) }

  /// The powers of each variable in each function, the constant first.
  func exponents(variables: Int) -> [[Int]] {
    var all: [[Int]] = [[]]
    for _ in 0..<variables {
      all = all.flatMap { powers in
        (0...(degree - powers.reduce(0, +))).map { powers + [$0] }
      }
    }
    return all.sorted { a, b in
      let (sumA, sumB) = (a.reduce(0, +), b.reduce(0, +))
      return sumA != sumB ? sumA < sumB : a.lexicographicallyPrecedes(b)
    }
  }
}
