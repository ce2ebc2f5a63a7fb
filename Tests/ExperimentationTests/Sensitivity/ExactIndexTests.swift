import Foundation
import Randomness
import Testing
import ValidationRecord

@testable import Experimentation

@Suite struct `Indices against exact values` {
  @Test(arguments: TestFunction.allCases, SobolIndices.Estimator.allCases)
  func `Sobol's intervals hold the exact shares`(function: TestFunction, estimator: SobolIndices.Estimator) throws {
    let rows = function.saltelliRows(4096, seed: 3)
    let found = try SobolIndices(estimator: estimator, bootstrap: Bootstrap(resamples: 60)).analyze(
      function.results(rows))
    for (index, exact) in [("S1", function.exact.first), ("ST", function.exact.total)] {
      for (row, exact) in zip(found.rows.filter { $0.index == index }, exact) {
        let value = try #require(row.value)
        let interval = try #require(row.interval)
        let halfWidth = (interval.upperBound - interval.lowerBound) / 2
        // One in twenty misses by itself; one in 10 000 misses by twice as much.
        #expect(abs(value - exact) < 2 * halfWidth + 1e-9, "\(index) of \(row.input)")
        #expect(
          Validation.agreement(
            .sensitivityExact,
            "Sobol' shares by \("\(estimator)".capitalized), \(function): error in half widths of the interval",
            with: "exact shares", figures: 1, worst: abs(value - exact) / halfWidth, within: 2))
        #expect(halfWidth < 0.1)
      }
    }
  }

  @Test func `Sobol's intervals hold the exact shares about 19 times in 20`() throws {
    var (held, all) = (0, 0)
    for seed in 0..<60 as Range<UInt64> {
      let rows = TestFunction.ishigami.saltelliRows(256, seed: seed)
      let found = try SobolIndices(bootstrap: Bootstrap(resamples: 60, seed: seed)).analyze(
        TestFunction.ishigami.results(rows))
      let exact = TestFunction.ishigami.exact.first + TestFunction.ishigami.exact.total
      for (row, exact) in zip(found.rows, exact) {
        all += 1
        if try #require(row.interval).contains(exact) { held += 1 }
      }
    }
    #expect(
      Validation.coverage(
        .coverage, "Sobol' indices by bootstrap", "S1 and ST of Ishigami's function, 256 blocks", held: held, of: all,
        allowed: 0.9...0.99))
  }

  @Test func `the second order of Ishigami's function is that of its first and third input`() throws {
    let function = TestFunction.ishigami
    let found = try SobolIndices(secondOrder: true, bootstrap: Bootstrap(resamples: 60)).analyze(
      function.results(function.saltelliRows(4096, secondOrder: true, seed: 5)))
    let exact = ["x1x2": 0, "x1x3": function.exact.total[0] - function.exact.first[0], "x2x3": 0]
    let rows = found.rows.filter { $0.index == "S2" }
    #expect(rows.map { $0.input + ($0.secondInput ?? "") } == ["x1x2", "x1x3", "x2x3"])
    for row in rows {
      let expected = try #require(exact[row.input + (row.secondInput ?? "")])
      let interval = try #require(row.interval)
      #expect(abs(try #require(row.value) - expected) < interval.upperBound - interval.lowerBound)
    }
  }

  @Test(arguments: TestFunction.allCases)
  func `the extended FAST comes near the exact shares, and its interval is over its curves`(
    function: TestFunction
  ) throws {
    let found = try ExtendedFAST(curves: 3).analyze(function.results(function.fastRows(1025, curves: 3, seed: 1)))
    for (row, exact) in zip(found.rows, function.exact.first + function.exact.total) {
      // Higher harmonics than four, and clashes of the others' frequencies, are its bias.
      #expect(
        Validation.agreement(
          .sensitivityExact, "shares by the extended FAST, 3 curves of 1025 points, \(function)", with: "exact shares",
          figures: 1, worst: abs(try #require(row.value) - exact), within: 0.07),
        "\(row.index) of \(row.input)")
      #expect(row.interval != nil)
    }
  }

  @Test(arguments: [
    // The power of a square wave at its harmonics 1 and 3 is 8 / π² (1 + 1/9).
    (0.5, 0.9006), (0.3, 0.881),
  ])
  func `the extended FAST says what it misses of a step`(place: Double, share: Double) throws {
    let rows = TestFunction.sum.fastRows(1025, curves: 1, seed: 1)
    let found = try ExtendedFAST().analyze(
      DesignResults(
        measure: "y", inputs: TestFunction.sum.inputs, rows: rows, outputs: rows.map { $0[0] < place ? 1 : 0 }))
    #expect(abs(try #require(found.row("S1", of: "x1")?.value) - share) < 0.005)
    #expect(abs(try #require(found.row("ST", of: "x1")?.value) - 1) < 0.03)
    let missed = found.warnings.compactMap { (warning: SensitivityWarning) -> Double? in
      if case .sharesLeftOut(let share, _) = warning { return share }
      return nil
    }
    #expect(missed.count == 1 && missed.allSatisfy { abs($0 - (1 - share)) < 0.03 }, "\(found.warnings)")
  }

  @Test(arguments: [TestFunction.sum, .ishigami])
  func `the extended FAST misses nothing of a sum, nor of an interaction of two`(function: TestFunction) throws {
    for size in [257, 1025] {
      let found = try ExtendedFAST().analyze(function.results(function.fastRows(size, curves: 1, seed: 1)))
      #expect(!found.warnings.contains { if case .sharesLeftOut = $0 { true } else { false } }, "\(found.warnings)")
    }
  }

  @Test(arguments: TestFunction.allCases)
  func `first-order shares from any rows come near the exact ones`(function: TestFunction) throws {
    let results = function.results(function.randomRows(2000, seed: 7))
    let balanced = try RandomBalanceFAST(bootstrap: Bootstrap(resamples: 20)).analyze(results)
    let classes = try DeltaMeasure(bootstrap: Bootstrap(resamples: 2)).analyze(results)
    for (place, exact) in function.exact.first.enumerated() {
      let shares = try [balanced, classes].map { try #require($0.values("S1")[place]) }
      for (method, share) in zip(["RBD-FAST", "delta's classes"], shares) {
        #expect(
          Validation.agreement(
            .sensitivityExact, "first-order shares from 2000 random rows by \(method), \(function)",
            with: "exact shares", figures: 1, worst: abs(share - exact), within: 0.08))
      }
    }
  }

  /// Half of the power of the harmonics is that of every second row: in the points of a sequence these alternate in the
  /// other inputs, so that an idle input had up to 0.45.
  @Test(arguments: TestFunction.allCases)
  func `RBD-FAST takes nothing from other inputs in the points of a sequence`(function: TestFunction) throws {
    let scrambles = (0..<8 as Range<UInt64>).map { SobolScrambling.owen(Streams(seed: $0, replication: 0)) }
    for scrambling in [SobolScrambling.none] + scrambles {
      let points = try Design.sobol(inputs: function.inputs, rows: 1024, scrambling: scrambling)
      let results = function.results((0..<1024).map { points.row($0).numbers })
      let found = try RandomBalanceFAST(bootstrap: Bootstrap(resamples: 0)).analyze(results)
      let shares = try found.values("S1").map { try #require($0) }
      let worst = zip(shares, function.exact.first).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(
        Validation.agreement(
          .sensitivityExact, "first-order shares from 1024 points of the Sobol' sequence by RBD-FAST, \(function)",
          with: "exact shares", figures: shares.count, worst: worst, within: 0.02))
      #expect(found.warnings.contains(.evenRows))
      // The rows in another order are the same rows.
      let backwards = try RandomBalanceFAST(bootstrap: Bootstrap(resamples: 0)).analyze(
        DesignResults(
          measure: results.measure, inputs: results.inputs, rows: results.rows.reversed(),
          outputs: results.outputs.reversed()))
      #expect(zip(backwards.values("S1"), shares).allSatisfy { abs(($0 ?? .nan) - $1) < 1e-9 })
    }
  }

  @Test func `an input of many has no share of another in the points of a sequence`() throws {
    let inputs = (1...10).map { "x\($0)" }
    for seed in 0..<3 as Range<UInt64> {
      let points = try Design.sobol(
        inputs: inputs, rows: 1024, scrambling: .owen(Streams(seed: seed, replication: 0)))
      let rows = (0..<1024).map { points.row($0).numbers }
      for effective in inputs.indices {
        let found = try RandomBalanceFAST(bootstrap: Bootstrap(resamples: 0)).analyze(
          DesignResults(measure: "y", inputs: inputs, rows: rows, outputs: rows.map { $0[effective] }))
        for (input, share) in zip(inputs.indices, found.values("S1")) {
          #expect(abs(try #require(share) - (input == effective ? 1 : 0)) < 0.06, "\(input) of \(effective)")
        }
      }
    }
  }

  @Test(arguments: TestFunction.allCases)
  func `rows at random and of a Latin hypercube are not taken for even`(function: TestFunction) throws {
    for seed in 0..<8 as Range<UInt64> {
      let hypercube = try Design.latinHypercube(
        inputs: function.inputs, rows: 300, streams: Streams(seed: seed, replication: 0))
      for rows in [function.randomRows(300, seed: seed), (0..<300).map { hypercube.row($0).numbers }] {
        let found = try RandomBalanceFAST(bootstrap: Bootstrap(resamples: 0)).analyze(function.results(rows))
        #expect(!found.warnings.contains(.evenRows))
        #expect(!found.warnings.contains { if case .confoundedInputs = $0 { true } else { false } })
      }
    }
  }

  @Test func `RBD-FAST says which inputs change together in the rows`() throws {
    func confounded(_ inputs: [String], _ rows: [[Double]]) throws -> [ConfoundedInputs] {
      let found = try RandomBalanceFAST(bootstrap: Bootstrap(resamples: 0)).analyze(
        DesignResults(measure: "y", inputs: inputs, rows: rows, outputs: rows.map { $0[0] }))
      for warning in found.warnings { if case .confoundedInputs(let pairs) = warning { return pairs } }
      return []
    }
    // 128 points fill few of the planes of sixteen inputs: along some of them another has up to 0.8 of its variance.
    let inputs = (1...16).map { "x\($0)" }
    let points = try Design.sobol(inputs: inputs, rows: 128, scrambling: .none)
    let few = try confounded(inputs, (0..<128).map { points.row($0).numbers })
    #expect((few.first?.share ?? 0) > 0.6 && few.allSatisfy { $0.share > 0.3 && $0.input != $0.other })
    // b is a with as much of its own, and each tells half of the other; c is neither.
    let rows = TestFunction.sum.randomRows(1000, seed: 1).map { [$0[0], $0[0] + $0[1], $0[2]] }
    let dependent = try confounded(["a", "b", "c"], rows)
    #expect(Set(dependent.map(\.input)) == ["a", "b"] && Set(dependent.map(\.other)) == ["a", "b"])
    #expect(dependent.allSatisfy { abs($0.share - 0.5) < 0.1 })
  }

  @Test func `RBD-FAST's intervals are about as wide as its estimates spread`() throws {
    let function = TestFunction.ishigami
    var values: [[Double]] = []
    var widths: [[Double]] = []
    for seed in 0..<40 as Range<UInt64> {
      let found = try RandomBalanceFAST(bootstrap: Bootstrap(resamples: seed < 8 ? 25 : 0)).analyze(
        function.results(function.randomRows(400, seed: seed)))
      values.append(found.values("S1").map { $0 ?? .nan })
      if seed < 8 { widths.append(found.halfWidths("S1").map { $0 ?? .nan }) }
    }
    for input in 0..<2 {
      let mean = values.reduce(0) { $0 + $1[input] } / 40
      let deviation = (values.reduce(0) { $0 + ($1[input] - mean) * ($1[input] - mean) } / 39).squareRoot()
      let width = widths.reduce(0) { $0 + $1[input] } / 8
      #expect(width / (1.96 * deviation) > 0.7 && width / (1.96 * deviation) < 1.5)
    }
  }

  @Test func `Morris's effects of a sum are its weights, without spread`() throws {
    let rows = TestFunction.sum.morrisRows(12, seed: 1)
    let found = try MorrisEffects().analyze(TestFunction.sum.results(rows))
    #expect(worst(found.values("mu"), [1, 2, 3]) < 1e-12)
    #expect(worst(found.values("mu_star"), [1, 2, 3]) < 1e-12)
    #expect(worst(found.values("sigma"), [0, 0, 0]) < 1e-12)
  }

  @Test func `coefficients of a sum are the roots of its shares, and partial correlations are 1`() throws {
    let results = TestFunction.sum.results(TestFunction.sum.randomRows(3000, seed: 2))
    let none = Bootstrap(resamples: 0)
    let coefficients = try RegressionCoefficients(bootstrap: none).analyze(results).values("SRC")
    #expect(worst(coefficients, TestFunction.sum.exact.first.map { $0.squareRoot() }) < 0.02)
    #expect(
      worst(try PartialCorrelations(ranks: false, bootstrap: none).analyze(results).values("PCC"), [1, 1, 1]) < 1e-6)
  }

  @Test func `delta of a measure that is one input is near 1, of an input without effect near 0`() throws {
    let rows = TestFunction.sum.randomRows(600, seed: 4)
    let found = try DeltaMeasure(bootstrap: Bootstrap(resamples: 8)).analyze(
      DesignResults(measure: "y", inputs: ["x1", "x2", "x3"], rows: rows, outputs: rows.map { $0[0] }))
    let delta = found.values("delta").compactMap { $0 }
    #expect(delta[0] > 0.7 && delta[0] <= 1)
    #expect(abs(delta[1]) < 0.1 && abs(delta[2]) < 0.1)
  }

  @Test func `PAWN ranks the inputs of Ishigami's function by the change of the distribution`() throws {
    let function = TestFunction.ishigami
    let found = try PAWN(bootstrap: Bootstrap(resamples: 20)).analyze(
      function.results(function.randomRows(1500, seed: 6)))
    let median = found.values("median").compactMap { $0 }
    #expect(median[1] > median[0] && median[0] > median[2])
    #expect(found.rows.allSatisfy { $0.interval != nil })
  }

  @Test func `a correlation's intervals hold its true value about 19 times in 20`() throws {
    // Uniform inputs with weights 1 and 2, and one of weight 1 that is not seen: the first correlates by 1 / √6, and by
    // 1 / √2 once the second is taken out.
    var held = [0, 0, 0]
    for seed in 0..<100 as Range<UInt64> {
      let rows = TestFunction.sum.randomRows(120, seed: seed)
      let results = DesignResults(
        measure: "y", inputs: ["a", "b"], rows: rows.map { Array($0[..<2]) },
        outputs: rows.map { $0[0] + 2 * $0[1] + $0[2] })
      let bootstrap = Bootstrap(resamples: 40, seed: seed)
      let found = [
        try Correlations(ranks: false, bootstrap: bootstrap).analyze(results).row("pearson", of: "a"),
        try PartialCorrelations(ranks: false, bootstrap: bootstrap).analyze(results).row("PCC", of: "a"),
        try RegressionCoefficients(ranks: false, bootstrap: bootstrap).analyze(results).row("SRC", of: "a"),
      ]
      let exact = [1 / 6.0.squareRoot(), 1 / 2.0.squareRoot(), 1 / 6.0.squareRoot()]
      for (place, row) in found.enumerated() {
        if try #require(row?.interval).contains(exact[place]) { held[place] += 1 }
      }
    }
    for (index, held) in zip(["Pearson's correlation", "partial correlation", "standardised coefficient"], held) {
      #expect(
        Validation.coverage(
          .coverage, "\(index) by bootstrap", "120 rows", held: held, of: 100, allowed: 0.88...0.99))
    }
  }

  @Test func `Kendall's tau counts pairs, ties left out, and its intervals hold the true value`() throws {
    let rows: [[Double]] = [[1], [1], [2], [3], [3], [4], [5]]
    let outputs: [Double] = [1, 2, 2, 2, 4, 3, 5]
    let found = try KendallCorrelations().analyze(
      DesignResults(measure: "y", inputs: ["x"], rows: rows, outputs: outputs))
    var (agree, untied) = (0.0, (0.0, 0.0))
    for one in rows.indices {
      for other in 0..<one {
        let (x, y) = (rows[one][0] - rows[other][0], outputs[one] - outputs[other])
        agree += x * y > 0 ? 1 : x * y < 0 ? -1 : 0
        untied.0 += x != 0 ? 1 : 0
        untied.1 += y != 0 ? 1 : 0
      }
    }
    #expect(worst(found.values("kendall"), [agree / (untied.0 * untied.1).squareRoot()]) < 1e-14)
    // For independent columns tau is 0.
    var held = 0
    for seed in 0..<200 as Range<UInt64> {
      let rows = TestFunction.sum.randomRows(60, seed: seed)
      let found = try KendallCorrelations().analyze(
        DesignResults(measure: "y", inputs: ["x"], rows: rows.map { [$0[0]] }, outputs: rows.map { $0[1] }))
      if try #require(found.rows[0].interval).contains(0) { held += 1 }
    }
    #expect(
      Validation.coverage(
        .coverage, "Kendall's tau", "60 rows of independent columns", held: held, of: 200, allowed: 0.895...0.995))
  }

  @Test func `the filter's probability is the share of equal chances`() throws {
    // Two of five rows above the cut, and they have the two greatest inputs: 1 of the 10 choices has this distance at
    // this end, and 1 at the other.
    let found = try MonteCarloFilter(cut: .value(4)).analyze(
      DesignResults(measure: "y", inputs: ["x"], rows: [[1], [2], [3], [4], [5]], outputs: [1, 2, 3, 4, 5]))
    #expect(worst(found.values("KS"), [1]) == 0)
    #expect(worst(found.values("KS_p"), [0.2]) < 1e-15)
  }

  @Test func `the filter's probability for many rows is close to the exact one`() throws {
    let one = (0..<1999).map { Double($0) }
    let other = (0..<2000).map { Double($0) * 0.96 + 40 }
    let exact = try #require(KolmogorovSmirnov(one, other))
    let longer = try #require(KolmogorovSmirnov(one + [1998.5, 1998.7, 1998.9], other))
    #expect(abs(exact.probability / longer.probability - 1) < 0.1)
  }
}
