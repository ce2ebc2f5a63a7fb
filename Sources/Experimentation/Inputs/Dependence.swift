package import Randomness

/// The dependence between inputs: correlations of pairs, and a copula that describes the tails.
///
/// ```swift
/// static let dependence = Dependence.gaussian(.rank("priceFall", "growth", 0.5), .rank("growth", "churn", -0.3))
/// ```
/// Each input keeps its own distribution. Correlations are of ranks (Spearman) unless said otherwise, and those that
/// contradict each other are an error. Inputs that are not named are independent.
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

  /// All inputs are independent.
  public static let none = Dependence(.gaussian, [])

  /// A Gaussian copula: extreme values of different inputs are independent in the limit.
  public static func gaussian(
    _ pairs: Pair..., file: StaticString = #fileID, line: UInt = #line
  ) -> Dependence {
    Dependence(.gaussian, pairs, location: "\(file):\(line)")
  }

  /// A t copula: extreme values occur together, more often with fewer degrees of freedom.
  public static func student(
    freedom: Double, _ pairs: Pair..., file: StaticString = #fileID, line: UInt = #line
  ) -> Dependence {
    Dependence(.student(freedom: freedom), pairs, location: "\(file):\(line)")
  }

  /// A Clayton copula of two inputs, whose low values occur together; Kendall's correlation is between 0 and 1.
  public static func clayton(
    _ first: String, _ second: String, kendall: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Dependence {
    Dependence(.archimedean(.clayton), [.kendall(first, second, kendall)], location: "\(file):\(line)")
  }

  /// A Gumbel copula of two inputs, whose high values occur together; Kendall's correlation is from 0 to below 1.
  public static func gumbel(
    _ first: String, _ second: String, kendall: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Dependence {
    Dependence(.archimedean(.gumbel), [.kendall(first, second, kendall)], location: "\(file):\(line)")
  }

  /// A Frank copula of two inputs, correlated in the middle and not in the tails; Kendall's correlation is between −1
  /// and 1.
  public static func frank(
    _ first: String, _ second: String, kendall: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Dependence {
    Dependence(.archimedean(.frank), [.kendall(first, second, kendall)], location: "\(file):\(line)")
  }
}

/// The dependence of inputs as the command line sets it: pairs, what joins them, and whether they may be repaired.
package struct DependenceOverride: Sendable, Hashable {
  /// Correlations beside or instead of those of the experiment.
  package let pairs: [Dependence.Pair]
  /// What joins the inputs; `nil` as the experiment has it.
  package let form: Dependence.Form?
  /// Whether correlations that contradict each other are replaced by the nearest consistent ones, with a note.
  package let repairs: Bool
  /// Whether the pairs that the experiment declares are left out.
  package let leavesOutDeclared: Bool

  package static let none = DependenceOverride(pairs: [], form: nil, repairs: false)

  private init(
    pairs: [Dependence.Pair], form: Dependence.Form?, repairs: Bool, leavesOutDeclared: Bool = false
  ) {
    self.leavesOutDeclared = leavesOutDeclared
    self.pairs = pairs
    self.form = form
    self.repairs = repairs
  }

  /// - Parameters:
  ///   - pairs: each `first,second=0.5`, the correlation of the ranks; or `none`, which leaves out all that the
  ///     experiment declares.
  ///   - copula: `gaussian`, `t(4)`, `clayton`, `gumbel` or `frank`.
  package init(pairs: [String], copula: String?, repairs: Bool) throws(InvalidValue) {
    var read: [Dependence.Pair] = []
    for text in pairs where text.trimmed != "none" { read.append(try Self.pair(text)) }
    self.init(
      pairs: read, form: try copula.map(Self.form), repairs: repairs,
      leavesOutDeclared: pairs.contains { $0.trimmed == "none" })
  }

  private static func pair(_ text: String) throws(InvalidValue) -> Dependence.Pair {
    let sides = text.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
    let names = (sides.first ?? "").split(separator: ",").map { String($0).trimmed }
    guard sides.count == 2, names.count == 2, let value = Double(sides[1]) else {
      throw InvalidValue(
        "--correlate \(text)", "expected first,second=CORRELATION",
        remedy: "for example --correlate rent,growth=-0.4; or none, for independent inputs")
    }
    guard abs(value) <= 1 else {
      throw InvalidValue("--correlate \(text)", "a correlation lies between -1 and 1")
    }
    return .rank(names[0], names[1], value)
  }

  private static func form(_ text: String) throws(InvalidValue) -> Dependence.Form {
    if text == "gaussian" { return .gaussian }
    if let family = ArchimedeanCopula.Family(rawValue: text) { return .archimedean(family) }
    if text.hasPrefix("t("), text.hasSuffix(")"), let freedom = Double(text.dropFirst(2).dropLast()) {
      return .student(freedom: freedom)
    }
    let known = ["gaussian", "t(4)"] + ArchimedeanCopula.Family.allCases.map(\.rawValue)
    throw InvalidValue(
      "--copula \(text)", "there is no such copula",
      remedy: NearestName.remedy(
        for: text, among: known,
        otherwise: "there are \(known.joined(separator: ", ")), of which t takes its degrees of freedom"))
  }

  /// The experiment's dependence with these pairs in place of its own of the same inputs.
  func applied(to declared: Dependence) -> Dependence {
    if leavesOutDeclared { return Dependence(form ?? (pairs.isEmpty ? .gaussian : declared.form), pairs) }
    guard !pairs.isEmpty || form != nil else { return declared }
    let replaced = Set(pairs.map { Set([$0.first, $0.second]) })
    let kept = declared.pairs.filter { !replaced.contains([$0.first, $0.second]) }
    return Dependence(form ?? declared.form, kept + pairs, location: pairs.isEmpty ? declared.location : nil)
  }
}
