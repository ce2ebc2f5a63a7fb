import Testing

@testable import Randomness

struct DesignTests {
  private static let streams = Streams(seed: 11, replication: 0)
  private static let three = ["price", "demand", "retention"]

  /// Every kind of design of the same three inputs.
  private static func designs() throws -> [Design] {
    [
      try .random(inputs: three, rows: 0..<64, seed: 11),
      try .latinHypercube(inputs: three, rows: 16, blocks: 4, streams: streams),
      try .sobol(inputs: three, rows: 64, scrambling: .none),
      try .sobol(inputs: three, rows: 64, scrambling: .owen(streams)),
      try .morris(inputs: three, trajectories: 9, streams: streams),
      try .saltelli(inputs: three, blocks: 16, secondOrder: true, scrambling: .owen(streams)),
      try .searchCurves(inputs: three, points: 65, streams: streams),
    ]
  }

  @Test func `every row carries its index and a number from 0 to 1 for each input`() throws {
    for design in try Self.designs() {
      #expect(design.inputs == Self.three)
      for (index, row) in design.enumerated() {
        #expect(row.index == index)
        #expect(row.numbers.count == 3)
        #expect(row.numbers.allSatisfy { $0 >= 0 && $0 <= 1 })
        #expect(row.numbers == (0..<3).map { design[index, $0] })
        if design.edge == 0 { #expect(row.numbers.allSatisfy { $0 > 0 && $0 < 1 }) }
      }
    }
  }

  @Test func `every design has finite values for distributions without ends`() throws {
    for design in try Self.designs() {
      for row in design {
        for distribution: Distribution in [.normal(mean: 0, deviation: 1), .poisson(mean: 3), .exponential(mean: 1)] {
          for column in 0..<3 { #expect(row.value(column, of: distribution).isFinite) }
        }
        #expect(row.value(0, of: .uniform(2, 4)) == Distribution.uniform(2, 4).quantile(row.numbers[0]))
      }
    }
  }

  @Test func `a random design holds what the replications draw`() throws {
    let design = try Design.random(inputs: ["a", "b"], rows: 5..<9, seed: 3)
    for row in design {
      let streams = Streams(seed: 3, replication: 5 + row.index)
      #expect(row.numbers == ["a", "b"].map { streams.stream("input/\($0)").uniformOpen() })
    }
  }

  @Test func `an input that is added changes no column of the others`() throws {
    let more = Self.three + ["wage"]
    let makers: [@Sendable ([String]) throws -> Design] = [
      { try .random(inputs: $0, rows: 0..<32, seed: 1) },
      { try .latinHypercube(inputs: $0, rows: 32, streams: Self.streams) },
      { try .sobol(inputs: $0, rows: 32, scrambling: .owen(Self.streams)) },
    ]
    for maker in makers {
      let (few, many) = (try maker(Self.three), try maker(more))
      for column in 0..<3 { #expect(few.column(column) == many.column(column)) }
    }
    // A trajectory has a row more, but the inputs start, end and follow each other as before.
    let (few, many) = (
      try Design.morris(inputs: Self.three, trajectories: 5, streams: Self.streams),
      try Design.morris(inputs: more, trajectories: 5, streams: Self.streams)
    )
    guard case .trajectories(let order) = few.layout, case .trajectories(let longer) = many.layout else {
      Issue.record("these are no trajectories")
      return
    }
    #expect(order == longer.filter { $0 < 3 })
    for trajectory in 0..<5 {
      #expect(few[trajectory * 4].numbers == Array(many[trajectory * 5].numbers.prefix(3)))
    }
  }

  @Test func `more rows leave the first as they are`() throws {
    let makers: [@Sendable (Int) throws -> Design] = [
      { try .random(inputs: Self.three, rows: 0..<$0, seed: 1) },
      { try .latinHypercube(inputs: Self.three, rows: 8, blocks: $0, streams: Self.streams) },
      { try .sobol(inputs: Self.three, rows: $0, scrambling: .none) },
      { try .sobol(inputs: Self.three, rows: $0, scrambling: .owen(Self.streams)) },
      { try .morris(inputs: Self.three, trajectories: $0, streams: Self.streams) },
      { try .saltelli(inputs: Self.three, blocks: $0, scrambling: .owen(Self.streams)) },
    ]
    for maker in makers {
      let (few, many) = (try maker(16), try maker(64))
      #expect(few.numbers == Array(many.numbers.prefix(few.numbers.count)))
    }
  }

  @Test func `a Latin hypercube has one point in each interval of each input, in every block`() throws {
    for rows in [1, 2, 7, 100, 1_000] {
      let design = try Design.latinHypercube(inputs: Self.three, rows: rows, blocks: 3, streams: Self.streams)
      for column in 0..<3 {
        let numbers = design.column(column)
        for block in 0..<3 {
          let cells = numbers[block * rows..<(block + 1) * rows].map { Int($0 * Double(rows)) }
          #expect(cells.sorted() == Array(0..<rows))
        }
      }
      for row in design { #expect(row.place == .block(row.index / rows)) }
    }
  }

  @Test func `the mean over a Latin hypercube varies far less than over random points`() throws {
    func spread(_ maker: (Int) throws -> Design) throws -> Double {
      let means = try (0..<200).map { replication in
        try maker(replication).map { $0.numbers.reduce(0) { $0 + $1 * $1 } }.reduce(0, +) / 32
      }
      let mean = means.reduce(0, +) / 200
      return means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 199
    }
    let random = try spread { try .random(inputs: Self.three, rows: 32 * $0..<32 * ($0 + 1), seed: 5) }
    let latin = try spread {
      try .latinHypercube(inputs: Self.three, rows: 32, streams: Streams(seed: 5, replication: $0))
    }
    #expect(latin < random / 100)
  }

  @Test func `a trajectory moves each input once, as its rows say`() throws {
    let design = try Design.morris(inputs: Self.three, trajectories: 50, levels: 6, streams: Self.streams)
    #expect(design.count == 200)
    var levels: [Double: Int] = [:]
    for row in design {
      for number in row.numbers { levels[(number * 5).rounded(), default: 0] += 1 }
      guard case .trajectory(let trajectory, let moved) = row.place else {
        Issue.record("row \(row.index) is in no trajectory")
        continue
      }
      #expect(trajectory == row.index / 4)
      guard let moved else {
        #expect(row.index % 4 == 0)
        continue
      }
      for column in 0..<3 {
        let step = abs(row.numbers[column] - design[row.index - 1, column])
        #expect(abs(step - (column == moved ? 0.6 : 0)) < 1e-15)
      }
    }
    // All levels are as likely: each holds about a sixth of 600 numbers.
    #expect(levels.keys.sorted() == [0, 1, 2, 3, 4, 5])
    #expect(levels.values.allSatisfy { $0 > 60 && $0 < 140 })
  }

  @Test func `Saltelli's blocks mix two independent points`() throws {
    let design = try Design.saltelli(inputs: Self.three, blocks: 8, secondOrder: true, scrambling: .owen(Self.streams))
    #expect(design.count == 8 * 8)
    for block in 0..<8 {
      let (a, b) = (design[block * 8].numbers, design[block * 8 + 7].numbers)
      #expect(zip(a, b).allSatisfy { $0 != $1 })
      for input in 0..<3 {
        var (mixed, turned) = (a, b)
        mixed[input] = b[input]
        turned[input] = a[input]
        #expect(design[block * 8 + 1 + input].numbers == mixed)
        #expect(design[block * 8 + 4 + input].numbers == turned)
        #expect(design[block * 8 + 1 + input].place == .matrix(.aWithB(input), block: block))
        #expect(design[block * 8 + 4 + input].place == .matrix(.bWithA(input), block: block))
      }
    }
  }

  @Test func `a search curve swings each input between its ends at its frequency`() throws {
    let design = try Design.searchCurves(inputs: Self.three, points: 257, streams: Self.streams)
    let curves = try SearchCurves(inputs: 3, points: 257)
    #expect(design.count == 3 * 257)
    #expect(curves.mainFrequency == 32)
    for curve in 0..<3 {
      for input in 0..<3 {
        let numbers = (0..<257).map { design[curve * 257 + $0, input] }
        // A wave crosses the middle twice.
        let crossings = (0..<257).count { (numbers[$0] < 0.5) != (numbers[($0 + 1) % 257] < 0.5) }
        #expect(crossings == 2 * curves.frequency(of: input, along: curve))
        #expect(abs(numbers.reduce(0, +) / 257 - 0.5) < 0.01)
      }
    }
  }

  @Test func `a Sobol design that is not a power of two says so`() throws {
    let design = try Design.sobol(inputs: ["a"], rows: 100, scrambling: .none)
    #expect(
      design.warnings.map(\.description) == [
        "100 points of a Sobol sequence are not balanced, since 100 is not a power of two; 64 or 128 points are"
      ])
    #expect(try Design.saltelli(inputs: ["a"], blocks: 3, scrambling: .none).warnings == [.notPowerOfTwo(rows: 3)])
    #expect(try Design.sobol(inputs: ["a"], rows: 128, scrambling: .none).warnings.isEmpty)
  }

  @Test func `an impossible design is rejected in words`() {
    let streams = Self.streams
    func rejects(_ expected: String, _ maker: () throws(InvalidValue) -> Design) {
      do throws(InvalidValue) {
        _ = try maker()
        Issue.record("it was accepted: \(expected)")
      } catch {
        #expect(error.problem == expected)
      }
    }
    let many = (0..<257).map { "x\($0)" }
    rejects("it needs 257 dimensions; up to 256 were expected") { () throws(InvalidValue) in
      try .sobol(inputs: many, rows: 2, scrambling: .none)
    }
    rejects("the input \"a\" stands in it twice") { () throws(InvalidValue) in
      try .latinHypercube(inputs: ["a", "a"], rows: 2, streams: streams)
    }
    rejects("it has no inputs; at least one was expected") { () throws(InvalidValue) in
      try .random(inputs: [], rows: 0..<1, seed: 0)
    }
    rejects("it has 0 rows; at least one was expected") { () throws(InvalidValue) in
      try .sobol(inputs: ["a"], rows: 0, scrambling: .none)
    }
    rejects("it has 5 levels; an even number from 2 was expected, so that every level is as likely") {
      () throws(InvalidValue) in
      try .morris(inputs: ["a"], trajectories: 3, levels: 5, streams: streams)
    }
    rejects("a curve has 64 points; more than 64 were expected, since 4 harmonics are counted") {
      () throws(InvalidValue) in
      try .searchCurves(inputs: ["a"], points: 64, streams: streams)
    }
    rejects("a is 1.5; a number from 0 to 1 was expected") { () throws(InvalidValue) in
      try Design(inputs: ["a"], rows: [[0.5], [1.5]])
    }
  }
}
