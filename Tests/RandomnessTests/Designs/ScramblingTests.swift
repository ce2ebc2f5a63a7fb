import Testing

@testable import Randomness

struct ScramblingTests {
  private static func streams(_ replication: Int) -> Streams { Streams(seed: 21, replication: replication) }

  @Test func `a scrambled Sobol sequence keeps one point in each box of a net`() throws {
    // The first two dimensions are a (0, m, 2)-net: any box of 2^-a by 2^-b with a + b = m holds one of 2^m points.
    for replication in 0..<8 {
      let streams = Self.streams(replication)
      for scrambling: SobolScrambling in [.none, .owen(streams)] {
        let design = try Design.sobol(inputs: ["a", "b"], rows: 256, scrambling: scrambling)
        for across in 0...8 {
          let (wide, high) = (Double(1 << across), Double(1 << (8 - across)))
          let boxes = Set(design.map { Int($0.numbers[0] * wide) << 8 | Int($0.numbers[1] * high) })
          #expect(boxes.count == 256)
        }
      }
    }
  }

  @Test func `all 256 dimensions have one point in each interval`() throws {
    let inputs = (0..<256).map { "x\($0)" }
    for scrambling: SobolScrambling in [.none, .owen(Self.streams(0))] {
      let design = try Design.sobol(inputs: inputs, rows: 128, scrambling: scrambling)
      for column in inputs.indices {
        #expect(Set(design.column(column).map { Int($0 * 128) }).count == 128)
      }
    }
  }

  @Test func `every scrambled point is uniform over scrambles`() throws {
    let scrambles = 1_000
    let bound = Distribution.chiSquared(freedom: 9).quantile(1 - 1e-5)
    var counts = Array(repeating: Array(repeating: 0.0, count: 10), count: 8)
    for replication in 0..<scrambles {
      let design = try Design.sobol(inputs: ["a", "b"], rows: 4, scrambling: .owen(Self.streams(replication)))
      for (place, number) in design.numbers.enumerated() { counts[place][Int(number * 10)] += 1 }
    }
    for count in counts {
      let expected = Double(scrambles) / 10
      #expect(count.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected } < bound)
    }
  }

  @Test func `Owen's scrambles are unbiased, and their error falls faster than n to the power of −1`() throws {
    // The integral of a product of (3/4 + u²/2 + u/6) over three inputs is 1.
    func model(_ row: DesignRow) -> Double { row.numbers.reduce(1) { $0 * (0.75 + $1 * $1 / 2 + $1 / 6) } }
    var deviations: [Double] = []
    for rows in [8, 64, 512] {
      let scrambles = 60
      let means = try (0..<scrambles).map { replication in
        let design = try Design.sobol(
          inputs: ["a", "b", "c"], rows: rows, scrambling: .owen(Self.streams(replication)))
        return design.reduce(0) { $0 + model($1) } / Double(rows)
      }
      let mean = means.reduce(0, +) / Double(scrambles)
      let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scrambles - 1)
      #expect(abs(mean - 1) < 4 * (variance / Double(scrambles)).squareRoot())
      deviations.append(variance.squareRoot())
    }
    // Eight times the points; n^-1.5 would be a factor of 22.6, n^-1 one of 8.
    for (few, many) in zip(deviations, deviations.dropFirst()) { #expect(few / many > 8) }
  }

  @Test func `numbers of an Owen scramble are a fixed function of seed, replication and name`() throws {
    let design = try Design.sobol(
      inputs: ["price", "demand"], rows: 2, scrambling: .owen(Streams(seed: 1, replication: 0)))
    #expect(design.numbers == Self.recorded)
  }

  /// Recorded: a scramble is part of the format of every result.
  private static let recorded = [0.2565202631572604, 0.9549179011903252, 0.9941489880466156, 0.30357578430529564]
}
