package import Randomness

/// How inputs depend on each other: correlations of pairs, and what happens in the tails.
///
/// ```swift
/// static let dependence = Dependence.gaussian(.rank("priceFall", "growth", 0.5), .rank("growth", "churn", -0.3))
/// ```
/// Each input keeps its own distribution. Correlations are of ranks (Spearman) unless said otherwise, and those that
/// cannot hold together are refused. Inputs that are not named are independent.
public struct Dependence: Sendable, Hashable {
  /// What joins the inputs.
  package enum Form: Sendable, Hashable, CustomStringConvertible {
    case gaussian
    case student(freedom: Double)
    case archimedean(ArchimedeanCopula.Family)

    /// As `--copula` takes it.
    package var description: String {
      switch self {
      case .gaussian: "gaussian"
      case .student(let freedom): "t(\(freedom.shortest))"
      case .archimedean(let family): family.rawValue
      }
    }
  }

  /// The correlation of two inputs.
  public struct Pair: Sendable, Hashable {
    package let first: String
    package let second: String
    package let value: Double
    package let measure: CorrelationMeasure

    package init(_ first: String, _ second: String, _ value: Double, _ measure: CorrelationMeasure) {
      self.first = first
      self.second = second
      self.value = value
      self.measure = measure
    }

    /// Spearman's correlation: that of the ranks.
    public static func rank(_ first: String, _ second: String, _ value: Double) -> Pair {
      Pair(first, second, value, .spearman)
    }

    /// Kendall's correlation: the chance that two draws agree in which is greater, less the chance that they do not.
    public static func kendall(_ first: String, _ second: String, _ value: Double) -> Pair {
      Pair(first, second, value, .kendall)
    }

    /// Pearson's correlation of the normal scores.
    public static func normalScores(_ first: String, _ second: String, _ value: Double) -> Pair {
      Pair(first, second, value, .pearson)
    }
  }

  package let form: Form
  package let pairs: [Pair]
  /// Where it is written; `nil` for one from the command line.
  package let location: String?

  package init(_ form: Form, _ pairs: [Pair], location: String? = nil) {
    self.form = form
    self.pairs = pairs
    self.location = location
  }

  /// No input depends on another.
  public static let none = Dependence(.gaussian, [])

  /// Inputs as correlated as normal numbers can be: extremes come apart.
  public static func gaussian(
    _ pairs: Pair..., file: StaticString = #fileID, line: UInt = #line
  ) -> Dependence {
    Dependence(.gaussian, pairs, location: "\(file):\(line)")
  }

  /// As the Gaussian, but extremes come together, the more the fewer the degrees of freedom.
  public static func student(
    freedom: Double, _ pairs: Pair..., file: StaticString = #fileID, line: UInt = #line
  ) -> Dependence {
    Dependence(.student(freedom: freedom), pairs, location: "\(file):\(line)")
  }

  /// Two inputs whose low values come together, by Kendall's correlation between 0 and 1.
  public static func clayton(
    _ first: String, _ second: String, kendall: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Dependence {
    Dependence(.archimedean(.clayton), [.kendall(first, second, kendall)], location: "\(file):\(line)")
  }

  /// Two inputs whose high values come together, by Kendall's correlation from 0 to below 1.
  public static func gumbel(
    _ first: String, _ second: String, kendall: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Dependence {
    Dependence(.archimedean(.gumbel), [.kendall(first, second, kendall)], location: "\(file):\(line)")
  }

  /// Two inputs that are correlated in the middle and at neither end, by Kendall's correlation between −1 and 1.
  public static func frank(
    _ first: String, _ second: String, kendall: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Dependence {
    Dependence(.archimedean(.frank), [.kendall(first, second, kendall)], location: "\(file):\(line)")
  }
}
