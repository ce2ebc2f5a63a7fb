import Testing

@testable import Randomness

struct ImanConoverTests {
  private static let inputs = ["price", "demand", "retention", "wage"]

  private func matrix() throws -> CorrelationMatrix {
    try CorrelationMatrix(
      of: Self.inputs,
      pairs: [
        ("price", "demand", -0.5), ("demand", "retention", 0.4), ("price", "wage", 0.7), ("retention", "wage", 0.1),
      ],
      measuredBy: .spearman)
  }

  @Test func `a reordered Latin hypercube stays one, with rank correlations within 0.05 of the target`() throws {
    let matrix = try matrix()
    for replication in 0..<10 {
      let design = try Design.latinHypercube(
        inputs: ["other"] + Self.inputs, rows: 200, blocks: 2, streams: Streams(seed: 6, replication: replication))
      let found = try design.reordered(to: matrix)
      #expect(found.layout == design.layout)
      #expect(found.column(0) == design.column(0))
      #expect(found.column(1) == design.column(1))
      for block in 0..<2 {
        let rows = block * 200..<(block + 1) * 200
        let columns = (1...4).map { Array(found.column($0)[rows]) }
        for (column, values) in columns.enumerated() {
          #expect(values.sorted() == design.column(column + 1)[rows].sorted())
          #expect(values.map { Int($0 * 200) }.sorted() == Array(0..<200))
          for other in 0..<column {
            let target = CorrelationMeasure.spearman.fromNormalScores(matrix[column, other])
            #expect(abs(CorrelationMeasure.spearman.between(values, columns[other]) - target) < 0.05)
          }
        }
      }
    }
  }

  @Test func `values of any distribution are kept, ties among them`() throws {
    let pair = try CorrelationMatrix(of: ["a", "b"], pairs: [("a", "b", 0.8)])
    let design = try Design.latinHypercube(inputs: ["a", "b"], rows: 500, streams: Streams(seed: 7, replication: 0))
    let columns = [
      design.map { $0.value(0, of: .lognormal(mean: 10, deviation: 30)) },
      design.map { $0.value(1, of: .poisson(mean: 2)) },
    ]
    let found = try ImanConover.reordered(columns, to: pair)
    #expect(found[0] == columns[0])
    #expect(found[1].sorted() == columns[1].sorted())
    #expect(CorrelationMeasure.spearman.between(found[0], found[1]) > 0.7)
  }

  @Test func `columns that cannot be told apart are refused`() throws {
    let pair = try CorrelationMatrix(of: ["a", "b"], pairs: [("a", "b", 0.8)])
    let rising = (0..<50).map(Double.init)
    #expect(throws: InvalidValue.self) { try ImanConover.reordered([rising, rising], to: pair) }
    #expect(throws: InvalidValue.self) { try ImanConover.reordered([rising], to: pair) }
    #expect(throws: InvalidValue.self) { try ImanConover.reordered([rising, [1]], to: pair) }
    #expect(throws: InvalidValue.self) { try ImanConover.reordered([[1], [1]], to: pair) }
  }

  @Test func `a design for indices of independent inputs refuses dependent ones`() throws {
    let streams = Streams(seed: 1, replication: 0)
    let pair = try CorrelationMatrix(of: ["a", "b"], pairs: [("a", "b", 0.8)])
    for design in [
      try Design.saltelli(inputs: ["a", "b"], blocks: 8, scrambling: .owen(streams)),
      try Design.morris(inputs: ["a", "b"], trajectories: 8, streams: streams),
      try Design.searchCurves(inputs: ["a", "b"], points: 65, streams: streams),
    ] {
      let error = #expect(throws: InvalidValue.self) { try design.dependent(["a", "b"], by: GaussianCopula(pair)) }
      #expect(error?.problem == "this design is for the sensitivity to inputs that do not depend on each other")
      #expect(throws: InvalidValue.self) { try design.reordered(to: pair) }
    }
    let points = try Design.sobol(inputs: ["a", "bee"], rows: 8, scrambling: .none)
    let error = #expect(throws: InvalidValue.self) { try points.dependent(["a", "be"], by: GaussianCopula(pair)) }
    #expect(error?.description == "dependent inputs: no input is called \"be\"; did you mean \"bee\"?")
    // The first point of the plain sequence is 0, whose score is infinite.
    #expect(try points.dependent(["a", "bee"], by: GaussianCopula(pair)).numbers.allSatisfy { $0 > 0 && $0 < 1 })
  }
}
