import Foundation
import ReferenceData
import Testing
import ValidationRecord

@testable import Randomness

/// Against SciPy 1.17.1 and SALib 1.6.0.
@Suite
struct DesignReferenceTests {
  private func rows(_ path: String) throws -> [[String]] { try ReferenceData.table(path).rows }

  private func numbers(_ path: String) throws -> [[Double]] { try ReferenceData.table(path).numbers() }

  private func names(_ count: Int) -> [String] { (0..<count).map { "u\($0)" } }

  @Test func `plain Sobol points are those of SciPy to the last bit`() throws {
    let expected = try numbers("design/sobol_unscrambled.csv")
    let design = try Design.sobol(inputs: names(expected[0].count), rows: expected.count, scrambling: .none)
    let differing = zip(design.map(\.numbers), expected).count { $0 != $1 }
    #expect(
      Validation.agreement(
        .designs, "points of the unscrambled Sobol' sequence: number that differ", with: "SciPy 1.17.1",
        figures: expected.count,
        worst: Double(differing), within: 0))
    #expect(design.map(\.numbers) == expected)
    for (point, row) in expected.enumerated() {
      for (dimension, number) in row.enumerated() {
        #expect(Double(SobolSequence.digits(point, dimension: dimension)) * 0x1p-32 == number)
      }
    }
  }

  @Test func `direction numbers of 128 dimensions are those of Joe and Kuo`() throws {
    let expected = try rows("design/joe_kuo_d6.csv")
    #expect(expected.count == 128)
    for (dimension, row) in expected.enumerated() {
      let numbers = DirectionNumbers.all[dimension]
      let (polynomial, degree) = (try #require(UInt64(row[1])), try #require(Int(row[2])))
      for (place, initial) in row[3].split(separator: " ").compactMap({ UInt32($0) }).enumerated() {
        #expect(numbers[place] == initial << UInt32(31 - place))
      }
      // The recurrence in terms of the whole polynomial.
      for place in degree..<32 where degree > 0 {
        let sum = (1...degree).reduce(UInt64(numbers[place - degree]) >> UInt64(degree)) { sum, back in
          polynomial >> UInt64(degree - back) & 1 == 1 ? sum ^ UInt64(numbers[place - back]) : sum
        }
        #expect(UInt64(numbers[place]) == sum)
      }
    }
  }

  /// First and total indices of the rows of a Saltelli design, as SALib estimates them.
  private func indices(_ design: Design, _ model: ([Double]) -> Double) -> [(first: Double, total: Double)] {
    let y = design.map { model($0.numbers) }
    let (count, together) = (design.inputs.count, design.inputs.count + 2)
    let blocks = Array(stride(from: 0, to: y.count, by: together))
    let mean = y.reduce(0, +) / Double(y.count)
    let ends = blocks.flatMap { [y[$0], y[$0 + together - 1]] }
    let centre = ends.reduce(0, +) / Double(ends.count)
    let variance = ends.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(ends.count)
    return (0..<count).map { input in
      var (first, total) = (0.0, 0.0)
      for block in blocks {
        let (a, mixed, b) = (y[block], y[block + 1 + input], y[block + together - 1])
        first += (b - mean) * (mixed - a)
        total += (a - mixed) * (a - mixed) / 2
      }
      return (first / Double(blocks.count) / variance, total / Double(blocks.count) / variance)
    }
  }

  private static let weights = [0, 1, 4.5, 9, 99, 99, 99, 99]

  private static func ishigami(_ u: [Double]) -> Double {
    let x = u.map { -Double.pi + 2 * Double.pi * $0 }
    return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * x[2] * x[2] * x[2] * x[2] * sin(x[0])
  }

  private static func product(_ u: [Double]) -> Double {
    zip(u, weights).reduce(1) { $0 * (abs(4 * $1.0 - 2) + $1.1) / (1 + $1.1) }
  }

  @Test(arguments: ["ishigami", "gfunction"])
  func `indices from our plain Saltelli blocks are those of SALib to 1e-9`(name: String) throws {
    let model = name == "ishigami" ? Self.ishigami : Self.product
    let inputs = name == "ishigami" ? 3 : 8
    var expected: [Int: [[Double]]] = [:]
    for row in try rows("sensitivity/sobol_unscrambled_\(name).csv") {
      expected[try #require(Int(row[0])), default: []].append(row[2...3].compactMap { Double($0) })
    }
    var worst = 0.0
    for (blocks, theirs) in expected where blocks <= 2048 {
      let design = try Design.saltelli(inputs: names(inputs), blocks: blocks, scrambling: .none)
      for (ours, numbers) in zip(indices(design, model), theirs) {
        worst = max(worst, abs(ours.first - numbers[0]), abs(ours.total - numbers[1]))
      }
    }
    #expect(
      Validation.agreement(
        .designs, "Sobol' indices from plain Saltelli blocks of up to 2048 points", with: "SALib 1.6.0",
        figures: 2 * inputs * expected.keys.count { $0 <= 2048 }, worst: worst, within: 1e-9))
  }

  @Test(arguments: [("ishigami", true, 3), ("gfunction", false, 8)])
  func `rows of SALib stand where our places say`(name: String, secondOrder: Bool, inputs: Int) throws {
    let rows = try numbers("sensitivity/sobol_\(name)_xy.csv").map { Array($0.prefix(inputs)) }
    try #require(ReferenceObject("sensitivity/sobol_\(name).json").value("calc_second_order") == secondOrder)
    let layout = DesignLayout.saltelli(secondOrder: secondOrder)
    let together = layout.rowsTogether(inputs: inputs)
    try #require(rows.count.isMultiple(of: together))
    for (index, row) in rows.enumerated() {
      let block = index / together
      let (a, b) = (rows[block * together], rows[(block + 1) * together - 1])
      var expected = a
      switch layout.place(of: index, inputs: inputs) {
      case .matrix(.a, block): break
      case .matrix(.b, block): expected = b
      case .matrix(.aWithB(let input), block): expected[input] = b[input]
      case .matrix(.bWithA(let input), block):
        expected = b
        expected[input] = a[input]
      default: Issue.record("row \(index) has no place")
      }
      #expect(row == expected)
    }
  }

  @Test(arguments: [("ishigami", 3, -Double.pi, 2 * Double.pi), ("gfunction", 8, 0, 1)])
  func `search curves of SALib have our frequencies`(
    name: String, inputs: Int, low: Double, width: Double
  ) throws {
    let rows = try numbers("sensitivity/efast_\(name)_xy.csv").map { $0.prefix(inputs).map { ($0 - low) / width } }
    let points = rows.count / inputs
    let curves = try SearchCurves(inputs: inputs, points: points)
    var worst = 0.0
    for curve in 0..<inputs {
      // Every input starts at the same phase, of which the first row leaves two.
      let angle = (rows[curve * points][0] - 0.5) * Double.pi
      let errors = [angle, Double.pi - angle].map { phase in
        var error = 0.0
        for step in 0..<points {
          for input in 0..<inputs {
            let frequency = curves.frequency(of: input, along: curve)
            let ours = curves.number(frequency: frequency, phase: phase, step: step)
            error = max(error, abs(ours - rows[curve * points + step][input]))
          }
        }
        return error
      }
      worst = max(worst, errors.min() ?? 1)
    }
    #expect(
      Validation.agreement(
        .designs, "search curves of the extended FAST", with: "SALib 1.6.0", figures: rows.count * inputs, worst: worst,
        within: 1e-9))
  }

  @Test(arguments: [("ishigami", 3, 4, -Double.pi, 2 * Double.pi), ("gfunction", 8, 8, 0, 1)])
  func `trajectories of SALib step over the grid as ours do`(
    name: String, inputs: Int, levels: Int, low: Double, width: Double
  ) throws {
    let theirs = try numbers("sensitivity/morris_\(name)_xy.csv").map { $0.prefix(inputs).map { ($0 - low) / width } }
    let count = theirs.count / (inputs + 1)
    let ours = try Design.morris(
      inputs: names(inputs), trajectories: count, levels: levels, streams: Streams(seed: 1, replication: 0))
    for rows in [theirs, ours.map(\.numbers)] {
      for (index, row) in rows.enumerated() {
        for number in row { #expect(abs(number * Double(levels - 1) - (number * Double(levels - 1)).rounded()) < 1e-9) }
        guard !index.isMultiple(of: inputs + 1) else { continue }
        let steps = zip(row, rows[index - 1]).map { abs($0 - $1) }.filter { $0 > 1e-9 }
        #expect(steps.count == 1)
        #expect(abs(steps[0] - Double(levels) / Double(2 * (levels - 1))) < 1e-9)
      }
    }
  }
}
