import CGSL
import Glibc

/// The dependence of two inputs through a generator, with one parameter θ.
///
/// Nelsen 2006, An Introduction to Copulas, 2nd ed., table 4.1: numbers 1, 4 and 5.
package struct ArchimedeanCopula: Copula, Hashable {
  /// The generators.
  package enum Family: String, Sendable, Hashable, CaseIterable {
    /// Low values come together; θ above 0.
    case clayton
    /// High values come together; θ from 1, which is independence.
    case gumbel
    /// Neither end comes together; θ below 0 for inputs that run against each other.
    case frank
  }

  /// The generator.
  package let family: Family
  /// The parameter θ.
  package let theta: Double

  /// The copula of that family with parameter θ.
  package init(_ family: Family, theta: Double) throws(InvalidValue) {
    let (isValid, range) =
      switch family {
      case .clayton: (theta > 0, "above 0")
      case .gumbel: (theta >= 1, "from 1")
      case .frank: (theta != 0, "other than 0")
      }
    guard isValid, theta.isFinite else {
      throw InvalidValue("\(family.rawValue) copula", "θ is \(theta.shortest); a number \(range) was expected")
    }
    ScientificLibrary.prepare()
    self.family = family
    self.theta = theta
  }

  /// The copula of that family with that Kendall correlation.
  package init(_ family: Family, kendall: Double) throws(InvalidValue) {
    let (isValid, range) =
      switch family {
      case .clayton: (kendall > 0 && kendall < 1, "between 0 and 1")
      case .gumbel: (kendall >= 0 && kendall < 1, "from 0 to below 1")
      case .frank: (kendall > -1 && kendall < 1 && kendall != 0, "between -1 and 1, other than 0,")
      }
    guard isValid else {
      throw InvalidValue(
        "\(family.rawValue) copula", "its Kendall correlation is \(kendall.shortest); a number \(range) was expected",
        remedy: family == .frank ? nil : "use Frank's copula for inputs that run against each other")
    }
    ScientificLibrary.prepare()
    self.family = family
    theta =
      switch family {
      case .clayton: 2 * kendall / (1 - kendall)
      case .gumbel: 1 / (1 - kendall)
      case .frank: FrankPair.theta(kendall: kendall)
      }
  }

  package var count: Int { 2 }

  /// The Kendall correlation.
  package var kendall: Double {
    switch family {
    case .clayton: theta / (theta + 2)
    case .gumbel: 1 - 1 / theta
    case .frank: FrankPair.kendall(theta: theta)
    }
  }

  package func dependent(on independent: [Double]) -> [Double] {
    precondition(independent.count == 2, "an Archimedean copula is of two inputs, not of \(independent.count)")
    let (u, p) = (independent[0], independent[1])
    let v =
      switch family {
      case .clayton: ClaytonPair(theta: theta).second(u, p)
      case .gumbel: GumbelPair(theta: theta).second(u, p)
      case .frank: FrankPair(theta: theta).second(u, p)
      }
    return [u, Self.inside(v)]
  }

  package func density(at numbers: [Double]) -> Double {
    precondition(numbers.count == 2, "an Archimedean copula is of two inputs, not of \(numbers.count)")
    return switch family {
    case .clayton: ClaytonPair(theta: theta).density(numbers[0], numbers[1])
    case .gumbel: GumbelPair(theta: theta).density(numbers[0], numbers[1])
    case .frank: FrankPair(theta: theta).density(numbers[0], numbers[1])
    }
  }

  package func cumulative(_ u: Double, _ v: Double) -> Double {
    if let known = Self.cumulativeAtEdge(u, v) { return known }
    let chance =
      switch family {
      case .clayton: ClaytonPair(theta: theta).cumulative(u, v)
      case .gumbel: GumbelPair(theta: theta).cumulative(u, v)
      case .frank: FrankPair(theta: theta).cumulative(u, v)
      }
    return Self.bounded(chance, u, v)
  }
}
