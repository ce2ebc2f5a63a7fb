import Glibc

/// How inputs depend on each other, whatever their own distributions are.
///
/// A copula turns independent numbers from (0, 1) into dependent ones, of which each alone is uniform still. Every
/// number rises with its own independent number, the first is unchanged, and so designs keep their evenness.
package protocol Copula: Sendable {
  /// The number of inputs that depend on each other.
  var count: Int { get }

  /// The dependent numbers of as many independent ones, all within (0, 1): the inverse Rosenblatt transform.
  ///
  /// Rosenblatt 1952, "Remarks on a multivariate transformation", Annals of Mathematical Statistics 23.
  func dependent(on independent: [Double]) -> [Double]

  /// The independent numbers of the first inputs at which their dependent numbers are those given; `nil` where that is
  /// not known for so many.
  func independent(atFirst dependent: [Double]) -> [Double]?

  /// The probability density of dependent numbers, all within (0, 1).
  func density(at numbers: [Double]) -> Double

  /// The chance that neither of the two numbers of a pair is exceeded.
  func cumulative(_ u: Double, _ v: Double) -> Double
}

extension Copula {
  /// The first number is unchanged.
  package func independent(atFirst dependent: [Double]) -> [Double]? { dependent.count <= 1 ? dependent : nil }

  /// The chance that neither is exceeded, where one of them is 0 or 1; `nil` inside.
  static func cumulativeAtEdge(_ u: Double, _ v: Double) -> Double? {
    precondition(u >= 0 && u <= 1 && v >= 0 && v <= 1, "(\(u), \(v)) are no probabilities")
    if u == 0 || v == 0 { return 0 }
    if u == 1 { return v }
    if v == 1 { return u }
    return nil
  }

  /// The chance, kept from leaving the bounds of Fréchet and Hoeffding by rounding.
  static func bounded(_ chance: Double, _ u: Double, _ v: Double) -> Double {
    min(max(chance, u + v - 1, 0), u, v)
  }

  /// The number, kept from the ends that rounding may reach.
  static func inside(_ number: Double) -> Double { min(max(number, .leastNormalMagnitude), 1.0.nextDown) }
}
