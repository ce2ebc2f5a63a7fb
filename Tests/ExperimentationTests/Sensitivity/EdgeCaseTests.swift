import Foundation
import Randomness
import Testing

@testable import Experimentation

/// Every method, with a design that suits it.
private struct MethodCase: Sendable, CustomTestStringConvertible {
  let method: any DesignBasedMethod
  let rows: @Sendable (_ function: TestFunction, _ seed: UInt64) -> [[Double]]
  var takesAnyRows = true
  var refusesCorrelation = false

  var testDescription: String { method.recordedName }

  static let all: [MethodCase] = {
    let bootstrap = Bootstrap(resamples: 5, seed: 0)
    let structured =
      [
        SobolIndices.Estimator.saltelli, .jansen, .martinez,
      ].map { estimator in
        MethodCase(
          method: SobolIndices(estimator: estimator, secondOrder: true, bootstrap: bootstrap),
          rows: { $0.saltelliRows(64, secondOrder: true, seed: $1) }, takesAnyRows: false, refusesCorrelation: true)
      }
      + [false, true].map { scaled in
        MethodCase(
          method: MorrisEffects(scaled: scaled, bootstrap: bootstrap), rows: { $0.morrisRows(12, seed: $1) },
          takesAnyRows: false, refusesCorrelation: true)
      } + [
        MethodCase(
          method: ExtendedFAST(curves: 2), rows: { $0.fastRows(65, curves: 2, seed: $1) }, takesAnyRows: false,
          refusesCorrelation: true)
      ]
    let given: [any DesignBasedMethod] = [
      DeltaMeasure(bootstrap: bootstrap), PAWN(bootstrap: bootstrap),
      PartialCorrelations(ranks: true, bootstrap: bootstrap), PartialCorrelations(ranks: false, bootstrap: bootstrap),
      RegressionCoefficients(ranks: true, bootstrap: bootstrap),
      RegressionCoefficients(ranks: false, bootstrap: bootstrap),
      Correlations(ranks: true, bootstrap: bootstrap), Correlations(ranks: false, bootstrap: bootstrap),
      KendallCorrelations(), MonteCarloFilter(), RegionalSensitivity(),
    ]
    let random: @Sendable (TestFunction, UInt64) -> [[Double]] = { $0.randomRows(300, seed: $1) }
    return structured
      + [MethodCase(method: RandomBalanceFAST(bootstrap: bootstrap), rows: random, refusesCorrelation: true)]
      + given.map { MethodCase(method: $0, rows: random) }
  }()
}

@Suite struct `Every method of sensitivity` {
  @Test(arguments: MethodCase.all)
  fileprivate func `refuses a design that no memory holds`(method: MethodCase) throws {
    let method = method.method
    try method.requireRoom(size: method.size.standard, inputs: 50)
    let refusal = try #require(throws: InvalidValue.self) { try method.requireRoom(size: Int(Int32.max), inputs: 3) }
    #expect("\(refusal)".contains("a design holds at most"))
  }

  @Test(arguments: MethodCase.all)
  fileprivate func `gives the same rows for the same design, each with its names`(method: MethodCase) throws {
    let results = TestFunction.ishigami.results(method.rows(.ishigami, 1))
    let found = try method.method.analyze(results)
    #expect(found == (try method.method.analyze(results)))
    #expect(
      found.rows.allSatisfy { $0.method == method.method.recordedName && $0.measure == "ishigami" && $0.value != nil })
    #expect(Set(found.rows.map(\.input)) == ["x1", "x2", "x3"])
    #expect(found.rows.allSatisfy { $0.fields.count == SensitivityRow.columns.count })
    #expect(Set(found.rows.map { [$0.index, $0.input, $0.secondInput ?? ""] }).count == found.rows.count)
  }

  @Test(arguments: MethodCase.all)
  fileprivate func `does not depend on the unit of the measure, nor on where its zero lies`(method: MethodCase) throws {
    let results = TestFunction.ishigami.results(method.rows(.ishigami, 2))
    let moved = DesignResults(
      measure: results.measure, inputs: results.inputs, rows: results.rows,
      outputs: results.outputs.map { $0.map { 1024 * $0 + 4096 } })
    // Raw effects are in the unit of the measure.
    let scale = method.method.recordedName == "morris" ? 1024.0 : 1
    let (one, other) = (try method.method.analyze(results), try method.method.analyze(moved))
    #expect(worst(one.rows.map { $0.value.map { scale * $0 } }, other.rows.map(\.value)) < 1e-9)
    #expect(
      worst(
        one.rows.map { $0.interval.map { scale * $0.lowerBound } }, other.rows.map { $0.interval?.lowerBound }) < 1e-8)
  }

  @Test(arguments: MethodCase.all)
  fileprivate func `does not depend on the units of the inputs`(method: MethodCase) throws {
    let results = TestFunction.g.results(method.rows(.g, 3))
    let moved = DesignResults(
      measure: results.measure, inputs: results.inputs,
      rows: results.rows.map { $0.map { 8 * $0 + 16 } }, outputs: results.outputs)
    let (one, other) = (try method.method.analyze(results), try method.method.analyze(moved))
    #expect(worst(one.rows.map(\.value), other.rows.map(\.value)) < 1e-9)
  }

  @Test(arguments: MethodCase.all)
  fileprivate func `has no rows to stand on without any, and says so`(method: MethodCase) throws {
    let none = DesignResults(measure: "y", inputs: ["a", "b"], rows: [], outputs: [])
    let found = try method.method.analyze(none)
    #expect(found.rows.allSatisfy { $0.value == nil && $0.interval == nil })
    #expect(Set(found.rows.map(\.input)) == ["a", "b"])
    #expect(found.warnings.contains { if case .tooFewRows = $0 { true } else { false } })
    _ = try method.method.analyze(DesignResults(measure: "y", inputs: [], rows: [], outputs: []))
  }

  @Test(arguments: MethodCase.all.filter(\.takesAnyRows))
  fileprivate func `has no value from one row, nor from two that are the same`(method: MethodCase) throws {
    for count in 1...2 {
      let found = try method.method.analyze(
        DesignResults(
          measure: "y", inputs: ["a", "b"], rows: Array(repeating: [0.2, 0.7], count: count),
          outputs: Array(repeating: 3, count: count)))
      #expect(found.rows.allSatisfy { $0.value == nil && $0.interval == nil })
      #expect(found.warnings.contains { if case .tooFewRows = $0 { true } else { false } })
    }
  }

  @Test(arguments: MethodCase.all.filter { !$0.takesAnyRows })
  fileprivate func `refuses one row where its design has more`(method: MethodCase) throws {
    let one = DesignResults(measure: "y", inputs: ["a", "b"], rows: [[0.2, 0.7]], outputs: [3])
    #expect(throws: SensitivityError.self) { try method.method.analyze(one) }
  }

  @Test func `one block, one trajectory and one short curve are no trouble`() throws {
    let function = TestFunction.ishigami
    let block = try SobolIndices(secondOrder: true).analyze(
      function.results(function.saltelliRows(1, secondOrder: true, seed: 1)))
    #expect(block.rows.count == 9 && block.rows.allSatisfy { $0.value == nil })
    let trajectory = try MorrisEffects().analyze(function.results(function.morrisRows(1, seed: 1)))
    #expect(trajectory.values("mu").allSatisfy { $0 != nil } && trajectory.values("sigma").allSatisfy { $0 == nil })
    #expect(trajectory.rows.allSatisfy { $0.interval == nil })
    let curve = try ExtendedFAST().analyze(function.results(function.fastRows(33, curves: 1, harmonics: 2, seed: 1)))
    #expect(curve.rows.allSatisfy { $0.value == nil })
  }

  @Test(arguments: MethodCase.all)
  fileprivate func `says that equal outputs explain nothing`(method: MethodCase) throws {
    let rows = method.rows(.ishigami, 4)
    let found = try method.method.analyze(
      DesignResults(measure: "y", inputs: ["a", "b", "c"], rows: rows, outputs: rows.map { _ in 5 }))
    #expect(found.warnings.contains(.constantOutput))
    // Effects of an output that never changes are 0; a share of no variance, or a distance of one value, is nothing.
    let isEffect = method.method is MorrisEffects
    #expect(found.rows.allSatisfy { isEffect ? $0.value == 0 : $0.value == nil })
  }

  @Test(arguments: MethodCase.all.filter(\.takesAnyRows))
  fileprivate func `leaves out rows without an output and says how many`(method: MethodCase) throws {
    let results = TestFunction.ishigami.results(method.rows(.ishigami, 5))
    let outputs = results.outputs.enumerated().map { $0.offset % 10 == 3 ? ($0.offset == 3 ? nil : .nan) : $0.element }
    let found = try method.method.analyze(
      DesignResults(measure: "y", inputs: results.inputs, rows: results.rows, outputs: outputs))
    #expect(found.warnings.contains(.rowsLeftOut(count: 30, of: 300)))
    let kept = outputs.indices.filter { $0 % 10 != 3 }
    let fewer = try method.method.analyze(
      DesignResults(
        measure: "y", inputs: results.inputs, rows: kept.map { results.rows[$0] }, outputs: kept.map { outputs[$0] }))
    #expect(found.rows == fewer.rows)
  }

  @Test(arguments: MethodCase.all.filter { !$0.takesAnyRows })
  fileprivate func `refuses a missing output and says which methods do not`(method: MethodCase) throws {
    let results = TestFunction.ishigami.results(method.rows(.ishigami, 6))
    var outputs = results.outputs
    outputs[7] = nil
    outputs[9] = .infinity
    let error = try #require(throws: SensitivityError.self) {
      try method.method.analyze(
        DesignResults(measure: "npv", inputs: results.inputs, rows: results.rows, outputs: outputs))
    }
    #expect(error == .missingOutputs(method: method.method.name, measure: "npv", firstRow: 7, count: 2))
    #expect("\(error)".contains("npv has no finite value in 2 rows, first in row 7"))
    #expect("\(error)".contains("pawn") && "\(error)".contains("delta"))
  }

  @Test(arguments: MethodCase.all)
  fileprivate func `refuses correlated inputs where it takes them for independent`(method: MethodCase) throws {
    let results = TestFunction.ishigami.results(method.rows(.ishigami, 7))
    let correlated = DesignResults(
      measure: "y", inputs: results.inputs, rows: results.rows, outputs: results.outputs, inputsAreCorrelated: true)
    if method.refusesCorrelation {
      let error = try #require(throws: SensitivityError.self) { try method.method.analyze(correlated) }
      #expect(error == .correlatedInputs(method: method.method.name))
      #expect("\(error)".contains("prcc"))
    } else {
      _ = try method.method.analyze(correlated)
    }
  }

  @Test(arguments: MethodCase.all.filter(\.takesAnyRows))
  fileprivate func `knows nothing of an input that never changes, and all it knew of the others`(
    method: MethodCase
  ) throws {
    let rows = TestFunction.ishigami.randomRows(300, seed: 8).map { [$0[0], 0.5, $0[2]] }
    let found = try method.method.analyze(TestFunction.ishigami.results(rows))
    #expect(found.warnings.contains(.constantInput("x2")))
    // A filter and a count of pairs compare; they have their say on equal values too.
    let compares = method.method is MonteCarloFilter
    #expect(found.rows.allSatisfy { ($0.value == nil) == ($0.input == "x2" && !compares) })
  }

  @Test(arguments: MethodCase.all)
  fileprivate func `warns when chance dominates`(method: MethodCase) throws {
    let results = TestFunction.ishigami.results(method.rows(.ishigami, 9))
    func warnings(_ share: Double?) throws -> [SensitivityWarning] {
      try method.method.analyze(
        DesignResults(
          measure: "y", inputs: results.inputs, rows: results.rows, outputs: results.outputs, aleatoryShare: share)
      ).warnings
    }
    #expect(try warnings(0.7).contains(.chanceDominates(share: 0.7)))
    #expect(try warnings(0.3) == warnings(nil))
  }

  @Test func `costs what its design costs`() {
    #expect(SobolIndices().runs(size: 256, inputs: 8) == 2560)
    #expect(SobolIndices(secondOrder: true).runs(size: 256, inputs: 3) == 2048)
    #expect(MorrisEffects().runs(size: 30, inputs: 8) == 270)
    #expect(ExtendedFAST().runs(size: 257, inputs: 8) == 2056)
    #expect(ExtendedFAST(curves: 3).runs(size: 65, inputs: 2) == 390)
    #expect(PAWN().runs(size: 1000, inputs: 8) == 1000)
  }
}

@Suite struct `Designs and warnings of sensitivity` {
  @Test func `Sobol refuses rows that were shuffled, and names the first`() throws {
    let function = TestFunction.ishigami
    var rows = function.saltelliRows(16, seed: 1)
    rows.swapAt(12, 13)
    let error = try #require(throws: SensitivityError.self) { try SobolIndices().analyze(function.results(rows)) }
    guard case .notTheDesign("sobol", 12, let problem) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(problem.contains("input 2 is"))
  }

  @Test func `Sobol refuses rows that fill no block`() throws {
    let function = TestFunction.ishigami
    let rows = Array(function.saltelliRows(16, seed: 1).dropLast())
    let error = try #require(throws: SensitivityError.self) { try SobolIndices().analyze(function.results(rows)) }
    #expect(
      "\(error)"
        == "sobol: the rows are not those of its design, first at row 75: 79 rows are no whole number of blocks of 5 rows"
    )
  }

  @Test func `Morris refuses steps of two inputs, and of one a second time`() throws {
    let function = TestFunction.sum
    for (rows, row) in [
      ([[0, 0, 0], [0.5, 0, 0], [0.5, 0, 0], [0.5, 0.5, 0.5]], 3),
      ([[0, 0, 0], [0.5, 0.5, 0], [1, 0, 0], [0, 0, 0]], 1),
      ([[0, 0, 0], [0.5, 0, 0], [0.5, 0.5, 0], [0, 0.5, 0]], 3),
    ] {
      let error = try #require(throws: SensitivityError.self) { try MorrisEffects().analyze(function.results(rows)) }
      guard case .notTheDesign(_, row, _) = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test func `warnings come with what they are about`() throws {
    let function = TestFunction.g
    let found = try SobolIndices(estimator: .martinez, bootstrap: Bootstrap(resamples: 100)).analyze(
      function.results(function.saltelliRows(96, seed: 3)))
    #expect(found.warnings.contains(.notPowerOfTwo(size: 96)))
    #expect(found.warnings.contains { if case .intervalContainsZero = $0 { true } else { false } })
  }

  @Test func `a share below 0 is a warning, and its interval mostly holds 0`() throws {
    let function = TestFunction.g
    let found = try (0..<40 as Range<UInt64>).map { seed in
      try SobolIndices(estimator: .martinez, bootstrap: Bootstrap(resamples: 50)).analyze(
        function.results(function.saltelliRows(64, seed: seed)))
    }
    let negative = found.flatMap { found in found.rows.filter { $0.value ?? 0 < 0 }.map { (found, $0) } }
    #expect(negative.count > 20)
    for (found, row) in negative {
      let warning = SensitivityWarning.negativeIndex(index: row.index, inputs: [row.input], value: row.value ?? 0)
      #expect(found.warnings.contains(warning))
    }
    #expect(negative.count { $0.1.isIndistinguishableFromZero } * 10 >= negative.count * 8)
  }

  @Test func `first-order shares above 1 in all are a warning`() throws {
    let function = TestFunction.sum
    let sums = try (0..<20 as Range<UInt64>).map { seed in
      let found = try SobolIndices(bootstrap: Bootstrap(resamples: 0)).analyze(
        function.results(function.saltelliRows(64, seed: seed)))
      let sum = found.values("S1").compactMap { $0 }.reduce(0, +)
      #expect((sum > 1) == found.warnings.contains(.firstOrderSumAboveOne(sum: sum)))
      return sum
    }
    #expect(sums.contains { $0 > 1 } && sums.contains { $0 < 1 })
  }

  @Test func `inputs that cannot be separated are a warning, and a poor fit is one`() throws {
    let rows = TestFunction.sum.randomRows(100, seed: 1).map { [$0[0], 2 * $0[0], $0[2]] }
    let found = try RegressionCoefficients().analyze(TestFunction.sum.results(rows))
    #expect(found.warnings == [.collinearInputs] && found.rows.allSatisfy { $0.value == nil })
    let poor = try RegressionCoefficients().analyze(
      TestFunction.ishigami.results(TestFunction.ishigami.randomRows(400, seed: 1)))
    #expect(poor.warnings.contains { if case .poorFit(let share) = $0 { share < 0.4 } else { false } })
  }

  @Test func `every warning is one sentence about its numbers`() {
    let warnings: [(SensitivityWarning, String)] = [
      (.notPowerOfTwo(size: 100), "take 64 or 128"), (.tooFewRows(rows: 5, recommended: 50), "5 rows are too few"),
      (
        .intervalContainsZero(index: "S2", inputs: ["a", "b"], factor: 9),
        "S2 of a and b can't be told from 0; about 9 times"
      ),
      (.negativeIndex(index: "S1", inputs: ["a"], value: -0.01234), "S1 of a is -0.012"),
      (.sharesLeftOut(share: 0.0991, harmonics: 4), "about 0.099 of the variance: harmonics above the 4 that count"),
      (.firstOrderSumAboveOne(sum: 1.0312), "1.031"), (.chanceDominates(share: 0.625), "62.5 %"),
      (.constantOutput, "same"),
      (.stepsAlongCurves(values: 2), "takes 2 values"), (.constantCurve(inputs: ["a", "b"]), "curve of a and of b"),
      (.constantInput("a"), "a is the same"), (.rowsLeftOut(count: 3, of: 10), "3 of 10 rows"),
      (.collinearInputs, "separated"), (.evenRows, "as those of a Sobol' sequence are"),
      (
        .confoundedInputs([ConfoundedInputs("a", with: "b", share: 0.625)]),
        "b changes along a (S1 of a may hold up to 0.625 of the share of b); if"
      ),
      (
        .confoundedInputs(Array(repeating: ConfoundedInputs("a", with: "b", share: 0.625), count: 5)),
        "and so do 2 more pairs; if"
      ),
      (.poorFit(explained: 0.5), "50 %"), (.severalSwitchValues(input: "a", count: 2), "2 times over a"),
      (.negativeVarianceOfInputs(estimate: -2.5), "-2.5"), (.smallGroup(rows: 3, recommended: 20), "3 rows"),
    ]
    for (warning, part) in warnings {
      #expect("\(warning)".contains(part), "\(warning)")
      #expect(!"\(warning)".contains("\n") && !"\(warning)".hasSuffix("."))
    }
  }

  @Test func `a row's fields are those of its columns`() {
    let row = SensitivityRow(
      method: "sobol", measure: "npv", input: "a", secondInput: "b", index: "S2", value: 0.25, interval: -0.5...1)
    #expect(row.fields == ["sobol", "npv", "a", "S2", "0.25", "-0.5", "1", "b"])
    let empty = SensitivityRow(method: "sobol", measure: "npv", input: "a", index: "S1", value: nil)
    #expect(empty.fields == ["sobol", "npv", "a", "S1", "", "", "", ""])
  }

  @Test func `levels of an input with few values are slides of PAWN, the last too`() throws {
    let rows = (0..<400).map { [Double($0 % 2), Double($0 % 7)] }
    let found = try PAWN(bootstrap: Bootstrap(resamples: 0)).analyze(
      DesignResults(measure: "y", inputs: ["a", "b"], rows: rows, outputs: rows.map { $0[0] }))
    // Each level of a sees half of the outputs: a distance of a half from both.
    #expect(worst(found.rows.filter { $0.input == "a" }.map(\.value), [0.5, 0.5, 0.5, 0.5, 0]) < 1e-12)
    #expect(try #require(found.row("median", of: "b")?.value) < 0.02)
  }

  @Test func `a seed, a measure and a number of resamples place the draws`() throws {
    func widths(_ seed: UInt64, _ measure: String) throws -> [Double?] {
      let results = TestFunction.ishigami.results(TestFunction.ishigami.saltelliRows(64, seed: 1))
      return try SobolIndices(bootstrap: Bootstrap(resamples: 10, seed: seed)).analyze(
        DesignResults(measure: measure, inputs: results.inputs, rows: results.rows, outputs: results.outputs)
      ).halfWidths("S1")
    }
    #expect(try widths(0, "a") == widths(0, "a"))
    #expect(try widths(0, "a") != widths(1, "a"))
    #expect(try widths(0, "a") != widths(0, "b"))
  }
}
