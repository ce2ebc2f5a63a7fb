package import Randomness

/// How the futures of a run are drawn, so that fewer of them tell as much.
package enum FutureSampling: Sendable, Hashable, CustomStringConvertible {
  /// Each future for itself.
  case independent
  /// Pairs of futures: where one draws high, inputs and chance alike, the other draws as far low.
  case antithetic
  /// Blocks of a Latin hypercube over the inputs: in each block every input takes each of its equal slices once.
  case latinHypercube
  /// Independent scrambles of the Sobol sequence over the inputs.
  case sobol
  /// The futures by turns in equally likely strata of one input.
  case stratified(input: String)
  /// Each future for itself, and the means corrected by the inputs, whose true means are known.
  case controlled

  /// Blocks whose means tell the error of a Latin hypercube or of the Sobol sequence.
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

  /// Refuses a number of replications that does not fill pairs, blocks or strata, with the nearest that does.
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
