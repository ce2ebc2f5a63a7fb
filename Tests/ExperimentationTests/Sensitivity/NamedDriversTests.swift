import Randomness
import Testing

@testable import Experimentation

private let namingMethods: [any DesignBasedMethod] = [
  MonteCarloFilter(), ExtendedFAST(), PAWN(bootstrap: Bootstrap(resamples: 30)),
  DeltaMeasure(bootstrap: Bootstrap(resamples: 30)), RandomBalanceFAST(bootstrap: Bootstrap(resamples: 30)),
  KendallCorrelations(), Correlations(bootstrap: Bootstrap(resamples: 30)), RegionalSensitivity(),
]

/// The inputs that a report names: those that are told from inputs without effect.
@Suite struct `Inputs that a measure depends on` {
  /// The inputs named in twelve analyses of an output.
  private func named(
    _ method: any DesignBasedMethod, _ output: ([Double]) -> Double?
  ) throws -> [[String]] {
    try (1...12 as ClosedRange<UInt64>).map { seed in
      let inputs = ["a", "b", "c"]
      let design = try method.design(of: inputs, size: 257, streams: Streams(seed: seed, replication: 0))
      let rows =
        method.acceptsAnyRows
        ? TestFunction.sum.randomRows(600, seed: seed) : (0..<design.count).map { design.row($0).numbers }
      let results = DesignResults(measure: "y", inputs: inputs, rows: rows, outputs: rows.map(output))
      return method.drivers(try method.analyze(results).rows)
    }
  }

  @Test(arguments: namingMethods.map(\.name)) func `are named, and hardly ever one without effect`(name: String) throws
  {
    let method = try #require(namingMethods.first { $0.name == name })
    // The regions of a step are one value or none.
    let isOfRegions = method is RegionalSensitivity
    for output in [{ $0[0] }, { $0[0] >= 0.5 ? 1 : 0 }] as [([Double]) -> Double?] {
      let named = try self.named(method, output)
      if isOfRegions, named.allSatisfy(\.isEmpty) { continue }
      #expect(named.allSatisfy { $0.first == "a" }, "\(named)")
      // Of 24 by chance 1 or 2; above 6 once in a thousand.
      #expect(named.reduce(0) { $0 + $1.count - 1 } <= 6, "\(named)")
    }
  }

  @Test func `are those of the rows with a value`() throws {
    // Where a is high there is no value, which says nothing of a.
    let named = try self.named(RegionalSensitivity()) { $0[0] < 0.8 ? $0[1] : nil }
    #expect(named.allSatisfy { $0.first == "b" })
    #expect(named.reduce(0) { $0 + $1.count - 1 } <= 3, "\(named)")
  }
}
