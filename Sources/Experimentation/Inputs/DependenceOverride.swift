package import Randomness

/// The dependence of inputs as the command line sets it: pairs, what joins them, and whether they may be repaired.
package struct DependenceOverride: Sendable, Hashable {
  /// Correlations beside or instead of those of the experiment.
  package let pairs: [Dependence.Pair]
  /// What joins the inputs; `nil` as the experiment has it.
  package let form: Dependence.Form?
  /// Whether correlations that cannot hold together are changed to the nearest that can, aloud.
  package let repairs: Bool

  package static let none = DependenceOverride(pairs: [], form: nil, repairs: false)

  private init(pairs: [Dependence.Pair], form: Dependence.Form?, repairs: Bool) {
    self.pairs = pairs
    self.form = form
    self.repairs = repairs
  }

  /// - Parameters:
  ///   - pairs: each `first,second=0.5`, the correlation of the ranks.
  ///   - copula: `gaussian`, `t(4)`, `clayton`, `gumbel` or `frank`.
  package init(pairs: [String], copula: String?, repairs: Bool) throws(InvalidValue) {
    var read: [Dependence.Pair] = []
    for text in pairs { read.append(try Self.pair(text)) }
    self.init(pairs: read, form: try copula.map(Self.form), repairs: repairs)
  }

  private static func pair(_ text: String) throws(InvalidValue) -> Dependence.Pair {
    let sides = text.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
    let names = (sides.first ?? "").split(separator: ",").map { String($0).trimmed }
    guard sides.count == 2, names.count == 2, let value = Double(sides[1]) else {
      throw InvalidValue(
        "--correlate \(text)", "expected first,second=CORRELATION", remedy: "for example --correlate rent,growth=-0.4")
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
    guard !pairs.isEmpty || form != nil else { return declared }
    let replaced = Set(pairs.map { Set([$0.first, $0.second]) })
    let kept = declared.pairs.filter { !replaced.contains([$0.first, $0.second]) }
    return Dependence(form ?? declared.form, kept + pairs, location: pairs.isEmpty ? declared.location : nil)
  }
}
