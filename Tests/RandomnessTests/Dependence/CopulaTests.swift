import Testing

@testable import Randomness

struct CopulaTests {
  /// Copulas of pairs, with their Kendall correlation.
  private static func pairs() throws -> [(copula: any Copula, kendall: Double)] {
    let matrix = try CorrelationMatrix(of: ["a", "b"], pairs: [("a", "b", 0.5)], measuredBy: .kendall)
    let against = try CorrelationMatrix(of: ["a", "b"], pairs: [("a", "b", -0.3)], measuredBy: .kendall)
    return [
      (GaussianCopula(matrix), 0.5), (GaussianCopula(against), -0.3),
      (try StudentCopula(matrix, freedom: 4), 0.5), (try StudentCopula(against, freedom: 1.5), -0.3),
      (try ArchimedeanCopula(.clayton, kendall: 0.2), 0.2), (try ArchimedeanCopula(.clayton, kendall: 0.8), 0.8),
      (try ArchimedeanCopula(.gumbel, kendall: 0.2), 0.2), (try ArchimedeanCopula(.gumbel, kendall: 0.8), 0.8),
      (try ArchimedeanCopula(.frank, kendall: 0.5), 0.5), (try ArchimedeanCopula(.frank, kendall: -0.6), -0.6),
    ]
  }

  @Test func `samples have the Kendall correlation of their copula, and uniform numbers`() throws {
    let count = 2_000
    let streams = Streams(seed: 31, replication: 0)
    let independent = try Design.random(inputs: ["a", "b"], rows: 0..<count, seed: 31)
    let even = try Design.sobol(inputs: ["a", "b"], rows: 2_048, scrambling: .owen(streams))
    for (copula, kendall) in try Self.pairs() {
      // The variance of the estimate is at most 2 (1 − τ²) / n.
      let deviation = (2 * (1 - kendall * kendall) / Double(count)).squareRoot()
      let design = try independent.dependent(by: copula)
      let found = CorrelationMeasure.kendall.between(design.column(0), design.column(1))
      #expect(abs(found - kendall) < 3 * deviation, "\(copula)")
      for column in 0..<2 {
        let sorted = design.column(column).sorted()
        let gap = sorted.enumerated().reduce(0) { max($0, abs($1.element - (Double($1.offset) + 0.5) / Double(count))) }
        #expect(gap < 1.95 / Double(count).squareRoot(), "\(copula)")
      }
      let evenDesign = try even.dependent(by: copula)
      let evenly = CorrelationMeasure.kendall.between(evenDesign.column(0), evenDesign.column(1))
      #expect(abs(evenly - kendall) < 0.01, "\(copula)")
    }
  }

  @Test func `the chance of a corner is the share of a sample in it`() throws {
    let even = try Design.sobol(inputs: ["a", "b"], rows: 4_096, scrambling: .owen(Streams(seed: 1, replication: 0)))
    for (copula, _) in try Self.pairs() {
      let design = try even.dependent(by: copula)
      for (u, v) in [(0.1, 0.1), (0.1, 0.9), (0.5, 0.4), (0.95, 0.9)] {
        let share = Double(design.count { $0.numbers[0] <= u && $0.numbers[1] <= v }) / 4_096
        #expect(abs(share - copula.cumulative(u, v)) < 0.004, "\(copula) at \(u), \(v)")
      }
    }
  }

  @Test func `the density is the slope of the cumulative function in both numbers`() throws {
    for (copula, _) in try Self.pairs() {
      for (u, v) in [(0.2, 0.3), (0.5, 0.5), (0.7, 0.2), (0.9, 0.95)] {
        let width = 1e-3
        let corners = [(1.0, 1.0), (1, -1), (-1, 1), (-1, -1)]
        let mass = corners.reduce(0) {
          $0 + $1.0 * $1.1 * copula.cumulative(u + $1.0 * width, v + $1.1 * width)
        }
        let density = copula.density(at: [u, v])
        #expect(abs(mass / (4 * width * width) - density) < 2e-3 * max(density, 1), "\(copula) at \(u), \(v)")
      }
      #expect(copula.cumulative(0, 0.4) == 0)
      #expect(copula.cumulative(1, 0.4) == 0.4)
      #expect(copula.cumulative(0.4, 1) == 0.4)
    }
  }

  @Test func `each number rises with its own and stays inside, however extreme`() throws {
    let extreme = [0x1p-53, 1e-9, 0.01, 0.3, 0.5, 0.9, 1 - 1e-9, 1 - 0x1p-53]
    let strong: [any Copula] = [
      try ArchimedeanCopula(.clayton, theta: 60), try ArchimedeanCopula(.gumbel, theta: 40),
      try ArchimedeanCopula(.gumbel, theta: 1), try ArchimedeanCopula(.frank, theta: 300),
      try ArchimedeanCopula(.frank, theta: -300), try ArchimedeanCopula(.frank, theta: 1e-6),
    ]
    for copula in try Self.pairs().map(\.copula) + strong {
      for u in extreme {
        var before = 0.0
        for p in extreme {
          let numbers = copula.dependent(on: [u, p])
          #expect(abs(numbers[0] - u) <= 1e-12 * u)
          #expect(numbers[1] > 0 && numbers[1] < 1)
          #expect(numbers[1] >= before * (1 - 1e-12), "\(copula) at \(u), \(p)")
          before = numbers[1]
          let chance = copula.cumulative(u, p)
          #expect(chance >= max(u + p - 1, 0) - 1e-15 && chance <= min(u, p), "\(copula) at \(u), \(p): \(chance)")
        }
      }
    }
  }

  @Test func `extremes of a t copula come together, those of a Gaussian come apart`() throws {
    let matrix = try CorrelationMatrix(of: ["a", "b"], pairs: [("a", "b", 0.5)])
    // The chance that one is in its lowest thousandth, given that the other is.
    let normal = GaussianCopula(matrix).cumulative(0.001, 0.001) / 0.001
    let student = try StudentCopula(matrix, freedom: 3).cumulative(0.001, 0.001) / 0.001
    #expect(normal < 0.07)
    // Its limit is 2 t₄(−√(4 · 0.5 / 1.5)) = 0.3125.
    #expect(student > 0.3 && student < 0.35)
    // With many degrees of freedom the two are one.
    let nearly = try StudentCopula(matrix, freedom: 1e6)
    #expect(abs(nearly.cumulative(0.2, 0.7) - GaussianCopula(matrix).cumulative(0.2, 0.7)) < 1e-6)
    #expect(abs(nearly.density(at: [0.2, 0.7]) - GaussianCopula(matrix).density(at: [0.2, 0.7])) < 1e-5)
  }

  @Test func `three dependent inputs have the correlations of their matrix`() throws {
    let inputs = ["a", "b", "c"]
    let target = [[1, 0.6, -0.3], [0.6, 1, 0.1], [-0.3, 0.1, 1]]
    let matrix = try CorrelationMatrix(of: inputs, rows: target, measuredBy: .kendall)
    let even = try Design.sobol(inputs: inputs, rows: 2_048, scrambling: .owen(Streams(seed: 2, replication: 0)))
    for copula: any Copula in [GaussianCopula(matrix), try StudentCopula(matrix, freedom: 3)] {
      let design = try even.dependent(by: copula)
      for row in 0..<3 {
        for column in 0..<row {
          let found = CorrelationMeasure.kendall.between(design.column(row), design.column(column))
          #expect(abs(found - target[row][column]) < 0.015)
        }
      }
    }
  }

  @Test func `parameters that no copula has are refused`() throws {
    #expect(throws: InvalidValue.self) { try ArchimedeanCopula(.clayton, theta: 0) }
    #expect(throws: InvalidValue.self) { try ArchimedeanCopula(.gumbel, kendall: -0.1) }
    #expect(throws: InvalidValue.self) { try ArchimedeanCopula(.frank, kendall: 1) }
    #expect(throws: InvalidValue.self) { try StudentCopula(.independent(["a", "b"]), freedom: 0) }
    let error = #expect(throws: InvalidValue.self) { try ArchimedeanCopula(.clayton, kendall: -0.2) }
    #expect(error?.remedy == "use Frank's copula for inputs that run against each other")
  }
}

extension Design {
  /// The design with the numbers of its rows made dependent.
  fileprivate func dependent(by copula: some Copula) throws -> Design {
    try Design(inputs: inputs, rows: map { copula.dependent(on: $0.numbers) })
  }
}
