import Randomness

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
