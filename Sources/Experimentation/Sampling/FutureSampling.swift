package import Randomness

/// How the replications of a run are sampled: independently, or with a variance reduction method.
package enum FutureSampling: Sendable, Hashable, CustomStringConvertible {
  /// Independent replications.
  case independent
  /// Antithetic pairs: where one replication draws a high value, the other draws an equally low one.
  case antithetic
  /// Blocks of a Latin hypercube: in each block every input takes each of its equally likely intervals once.
  case latinHypercube
  /// Independent scrambles of the Sobol sequence over the inputs.
  case sobol
  /// Replications stratified into equally likely strata of one input.
  case stratified(input: String)
  /// Independent replications with means corrected by control variates: the inputs, whose true means are known.
  case controlled

  /// Blocks from whose means the error of a Latin hypercube or of the Sobol sequence is estimated.
  package static let blocks = 16
  /// Strata of a stratified run.
  package static let strata = 16

  /// Reads `antithetic`, `lhs`, `sobol`, `stratified(INPUT)`, `controlled` or `independent`.
  package init(_ text: String) throws(InvalidValue) {
    let simple: [String: FutureSampling] = [
      "independent": .independent, "antithetic": .antithetic, "lhs": .latinHypercube, "sobol": .sobol,
      "controlled": .controlled,
    ]
    if let known = simple[text] {
      self = known
    } else if text.hasPrefix("stratified("), text.hasSuffix(")") {
      self = .stratified(input: String(text.dropFirst(11).dropLast()).trimmed)
    } else {
      let names = simple.keys.sorted() + ["stratified(INPUT)"]
      throw InvalidValue(
        "--sampling \(text)", "there is no such sampling",
        remedy: NearestName.remedy(for: text, among: names))
    }
  }

  package var description: String {
    switch self {
    case .independent: "independent"
    case .antithetic: "antithetic"
    case .latinHypercube: "lhs"
    case .sobol: "sobol"
    case .stratified(let input): "stratified(\(input))"
    case .controlled: "controlled"
    }
  }

  /// Rejects a number of replications that does not fill pairs, blocks or strata, and suggests the nearest that does.
  package func check(_ replications: Int) throws(InvalidValue) {
    let unit =
      switch self {
      case .independent, .controlled: 1
      case .antithetic: 2
      case .latinHypercube, .sobol: Self.blocks
      case .stratified: Self.strata
      }
    guard unit > 1, !replications.isMultiple(of: unit) || replications < 2 * unit else { return }
    let nearest = max(2, Int((Double(replications) / Double(unit)).rounded())) * unit
    throw InvalidValue(
      "--replications \(replications)", "\(self) takes a multiple of \(unit), two times or more",
      remedy: "for example \(nearest)")
  }

  /// Whether the blocks of the Sobol sequence have the size for which it is balanced.
  package func isBalanced(_ replications: Int) -> Bool {
    self != .sobol || (replications / Self.blocks).nonzeroBitCount == 1
  }
}

/// The numbers of a run's inputs from independent blocks of a Latin hypercube or of the Sobol sequence.
struct BlockPoints: Sendable {
  private enum Points {
    case hypercube(Design)
    /// A scramble a block, each a Sobol sequence of its own.
    case sequences([SobolPoints])
  }

  private let points: Points
  private let blockSize: Int

  /// `nil` for a sampling without a design.
  init?(_ sampling: FutureSampling, inputs: [String], replications: Int, seed: UInt64) throws(InvalidValue) {
    guard !inputs.isEmpty else { return nil }
    blockSize = replications / FutureSampling.blocks
    switch sampling {
    case .latinHypercube:
      points = .hypercube(
        try Design.latinHypercube(
          inputs: inputs, rows: blockSize, blocks: FutureSampling.blocks, streams: Streams(seed: seed, replication: 0)))
    case .sobol:
      var sequences: [SobolPoints] = []
      for block in 0..<FutureSampling.blocks {
        sequences.append(
          try SobolPoints(inputs: inputs, scrambling: .owen(Streams(seed: seed, replication: block))))
      }
      points = .sequences(sequences)
    case .independent, .antithetic, .stratified, .controlled: return nil
    }
  }

  func row(_ number: Int) -> [Double] {
    switch points {
    case .hypercube(let design): design.inputs.indices.map { design[number, $0] }
    case .sequences(let sequences):
      sequences[(number / blockSize) % sequences.count].numbers(of: number % blockSize)
    }
  }
}
