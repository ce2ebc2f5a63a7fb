import Testing

@testable import Randomness

struct CorrelationMatrixTests {
  private static let inputs = ["price", "demand", "retention"]

  private func refuses(_ expected: String, _ maker: () throws(InvalidValue) -> CorrelationMatrix) {
    do throws(InvalidValue) {
      _ = try maker()
      Issue.record("it was not refused: \(expected)")
    } catch {
      #expect(error.description == expected)
    }
  }

  @Test func `what no correlation can be is refused in words`() {
    let inputs = Self.inputs
    refuses("correlation of price and demnad: no input is called \"demnad\"; did you mean \"demand\"?") {
      () throws(InvalidValue) in try CorrelationMatrix(of: inputs, pairs: [("price", "demnad", 0.5)])
    }
    refuses("correlation of price and price: two different inputs were expected") {
      () throws(InvalidValue) in try CorrelationMatrix(of: inputs, pairs: [("price", "price", 1)])
    }
    refuses("correlation of demand and price: it is given twice") {
      () throws(InvalidValue) in
      try CorrelationMatrix(of: inputs, pairs: [("price", "demand", 0.1), ("demand", "price", 0.2)])
    }
    refuses("correlation matrix: the correlation of price and demand is 1.2; a number from -1 to 1 was expected") {
      () throws(InvalidValue) in try CorrelationMatrix(of: inputs, pairs: [("price", "demand", 1.2)])
    }
    refuses("correlation matrix: it has 2 rows of 2 numbers; 3 rows of as many were expected") {
      () throws(InvalidValue) in try CorrelationMatrix(of: inputs, rows: [[1, 0], [0, 1]])
    }
    refuses("correlation matrix: b has 0.9 with itself; 1 was expected") {
      () throws(InvalidValue) in try CorrelationMatrix(of: ["a", "b"], rows: [[1, 0], [0, 0.9]])
    }
    refuses(
      "correlation matrix: the correlation of a and b is 0.5 above the diagonal and 0.4 below; the same was expected"
    ) { () throws(InvalidValue) in try CorrelationMatrix(of: ["a", "b"], rows: [[1, 0.5], [0.4, 1]]) }
    refuses("correlation matrix: the correlation of a and b is nan; a number from -1 to 1 was expected") {
      () throws(InvalidValue) in try CorrelationMatrix(of: ["a", "b"], pairs: [("a", "b", .nan)])
    }
  }

  @Test func `correlations that cannot hold together are refused with the pair that stands out`() {
    // All go along with each other but for one pair.
    do throws(InvalidValue) {
      _ = try CorrelationMatrix(
        of: Self.inputs + ["wage"],
        rows: [[1, 0.8, 0.8, -0.5], [0.8, 1, 0.8, 0.8], [0.8, 0.8, 1, 0.8], [-0.5, 0.8, 0.8, 1]])
      Issue.record("it was not refused")
    } catch {
      #expect(error.problem.hasPrefix("its correlations cannot hold together: the least eigenvalue is -0."))
      #expect(error.remedy == "start with price and wage, whose -0.5 is -0.21 in the nearest matrix that can be")
    }
  }

  @Test func `the nearest matrix is Higham's`() throws {
    // Higham 2002, section 4: the nearest to the tridiagonal of ones, at distance 0.5278.
    let repair = try CorrelationMatrix.repaired(Self.inputs, rows: [[1, 1, 0], [1, 1, 1], [0, 1, 1]])
    #expect(abs(repair.matrix[0, 1] - 0.7607) < 5e-5)
    #expect(abs(repair.matrix[0, 2] - 0.1573) < 5e-5)
    #expect(abs(repair.matrix[1, 2] - 0.7607) < 5e-5)
    #expect(abs(repair.distance - 0.5278) < 5e-5)
    #expect(repair.changes[0].first == "price" && repair.changes[0].second == "demand")
    #expect(
      repair.description
        == "the correlations could not hold together (least eigenvalue -0.4142) and were changed to the nearest that can: "
        + "price and demand from 1 to 0.7607, demand and retention from 1 to 0.7607, price and retention from 0 to 0.1573"
    )
  }

  @Test func `a repaired matrix has a diagonal of ones, no negative eigenvalue, and no nearer neighbour`() throws {
    let stream = Streams(seed: 4, replication: 0).stream("matrix")
    for size in 3...8 {
      let inputs = (0..<size).map { "x\($0)" }
      var rows = inputs.indices.map { row in inputs.indices.map { $0 == row ? 1.0 : 0 } }
      for row in 0..<size {
        for column in 0..<row {
          rows[row][column] = 2 * stream.uniform() - 1
          rows[column][row] = rows[row][column]
        }
      }
      let repair = try CorrelationMatrix.repaired(inputs, rows: rows)
      guard repair.leastEigenvalue < 0 else { continue }
      #expect(repair.matrix.eigenvalues[0] >= -1e-12 * Double(size))
      for row in 0..<size { #expect(repair.matrix[row, row] == 1) }
      // Any other matrix of correlations lies on the far side: (asked − nearest)·(other − nearest) is not above 0.
      for _ in 0..<20 {
        let scores = (0..<size).map { _ in (0..<size + 2).map { _ in stream.uniform() - 0.5 } }
        var product = 0.0
        for row in 0..<size {
          for column in 0..<size {
            let dot = zip(scores[row], scores[column]).reduce(0) { $0 + $1.0 * $1.1 }
            let lengths = [row, column].map { scores[$0].reduce(0) { $0 + $1 * $1 }.squareRoot() }
            let other = dot / (lengths[0] * lengths[1])
            product += (rows[row][column] - repair.matrix[row, column]) * (other - repair.matrix[row, column])
          }
        }
        #expect(product < 1e-6)
      }
    }
  }

  @Test func `a possible matrix is not changed by repair`() throws {
    let rows = [[1, 0.5, 0], [0.5, 1, 0.2], [0, 0.2, 1]]
    let repair = try CorrelationMatrix.repaired(Self.inputs, rows: rows)
    #expect(repair.changes.isEmpty)
    #expect(repair.matrix == (try CorrelationMatrix(of: Self.inputs, rows: rows)))
    #expect(repair.description == "the correlations hold together as they are")
  }

  @Test func `a correlation of 1 is possible, and its factor gives the matrix back`() throws {
    let matrix = try CorrelationMatrix(
      of: Self.inputs, pairs: [("price", "demand", 1), ("price", "retention", -0.4), ("demand", "retention", -0.4)])
    let lower = matrix.lowerCholesky
    for row in 0..<3 {
      #expect(lower[row][row] >= 0)
      for column in 0..<3 {
        let product = zip(lower[row], lower[column]).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - matrix[row, column]) < 1e-7)
      }
    }
    let numbers = GaussianCopula(matrix).dependent(on: [0.3, 0.8, 0.6])
    #expect(abs(numbers[0] - numbers[1]) < 1e-7)
  }

  @Test func `a rank correlation is met by the ranks`() throws {
    let matrix = try CorrelationMatrix(of: ["a", "b"], pairs: [("a", "b", 0.5)], measuredBy: .spearman)
    #expect(abs(matrix[0, 1] - 0.5176380902050415) < 1e-15)
    let kendall = try CorrelationMatrix(of: ["a", "b"], pairs: [("a", "b", 0.5)], measuredBy: .kendall)
    #expect(abs(kendall[0, 1] - 0.7071067811865475) < 1e-15)
  }

  @Test func `Kendall's count is that of every pair, ties among them`() {
    let stream = Streams(seed: 8, replication: 0).stream("ties")
    for levels in [2, 5, 40] {
      let first = (0..<83).map { _ in Double(stream.index(below: levels)) }
      let second = first.map { $0 + Double(stream.index(below: levels)) }
      var (sum, left, right) = (0.0, 0.0, 0.0)
      for one in 0..<83 {
        for other in 0..<one {
          let a: Double = first[one] < first[other] ? -1 : first[one] > first[other] ? 1 : 0
          let b: Double = second[one] < second[other] ? -1 : second[one] > second[other] ? 1 : 0
          sum += a * b
          left += a * a
          right += b * b
        }
      }
      let expected = sum / (left * right).squareRoot()
      #expect(abs(CorrelationMeasure.kendall.between(first, second) - expected) < 1e-14)
    }
    #expect(CorrelationMeasure.kendall.between([1, 1, 1], [1, 2, 3]).isNaN)
  }
}
