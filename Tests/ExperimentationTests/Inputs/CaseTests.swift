import Economics
import Randomness
import Testing

@testable import Experimentation

private enum Side: String, CaseIterable { case left, right }

private struct Cased: Experiment {
  static let question = "Which case?"

  @Uncertain(.uniform(1, 3), "a", source: .assumption("a test")) var a: Double
  @Uncertain(.uniform(0, 1), "b", in: 0...1, source: .assumption("a test")) var b: Double
  @Uncertain(10, "c", source: .assumption("a test")) var c: Price<USDollar, GPUHour>
  @Uncertain(.uniform(0.2, 0.5), leftOut: 0, "d", source: .assumption("a test")) var d: Double
  @Choice("side") var side: Side = .left

  static let cases = [
    Case("bull", "it goes well", ["a": 3, "b": "uniform(0.5, 1)", "c": 2]),
    Case("article", "as it was written", ["a": 2.5, "d": 0, "side": "right"]),
  ]

  var scenario: Scenario {
    let (a, b, c, d, side) = (a, b, c.amount, d, side)
    Trial { _ in [.init("sum", a + b + c + d + (side == .right ? 100 : 0)), .init("b", b)] }
  }
}

private struct Miscast: Experiment {
  static let question = "Which case?"

  @Uncertain(.uniform(1, 3), "growth", source: .assumption("a test")) var growth: Double
  @Uncertain(.uniform(0, 1), "share", in: 0...1, source: .assumption("a test")) var share: Double
  /// No draw is 0, at which the distribution begins.
  @Uncertain(.lognormal(logMean: 0, logDeviation: 0.1), "factor", in: 0.01...100, source: .assumption("a test"))
  var factor: Double
  @Choice("side") var side: Side = .left
  @Setting("file") var file = "none"

  static let cases = [
    Case("far", "outside the distribution", ["growth": 4]),
    Case("wide", "a distribution beyond it", ["growth": "uniform(0, 2)"]),
    Case("lost", "no such input", ["growht": 2]),
    Case("aside", "no such option", ["side": "rigth"]),
    Case("filed", "a setting", ["file": "x.csv"]),
    Case("twice", "sets it twice", ["growth": 2, "growth": 3]),
    Case("far", "a second of that name", [:]),
    Case("base", "what is declared", [:]),
    Case("worded", "no number", ["growth": "much"]),
  ]

  var scenario: Scenario { Trial { _ in [.init("x", 1)] } }
}

private struct Outside: Experiment {
  static let question = "Can it be?"

  @Uncertain(.uniform(0.3, 0.5), stated: 0, "fall", source: .assumption("a test")) var fall: Double
  @Uncertain(.uniform(0.5, 1.5), "share", in: 0...1, source: .assumption("a test")) var share: Double
  @Uncertain(.uniform(-1, 1), "price", source: .assumption("a test")) var price: Price<USDollar, GPUHour>
  @Uncertain(.uniform(0, 1), leftOut: -1, "part", in: 0...1, source: .assumption("a test")) var part: Double

  var scenario: Scenario { Trial { _ in [.init("x", 1)] } }
}

@Suite struct `A case` {
  private func resolved(_ name: String?, _ overrides: [String] = []) throws -> ResolvedExperiment<Cased> {
    try ResolvedExperiment<Cased>(
      RunPlan(overrides: try overrides.map { try Override($0) }, caseName: name))
  }

  @Test func `has its values, and what it does not name is as declared`() throws {
    let bull = try resolved("bull")
    #expect(bull.inputs.map { "\($0.distribution)" } == ["3", "uniform(0.5, 1)", "2", "uniform(0.2, 0.5)"])
    #expect(bull.choices[0].name == "left")
    let article = try resolved("article")
    #expect(article.inputs[3].distribution.mean == 0 && article.choices[0].name == "right")
    #expect(article.inputs[1].distribution == .uniform(0, 1))
    for base in [nil, "base"] { #expect(try resolved(base).inputs.allSatisfy { !$0.isOverridden }) }
  }

  @Test func `gives way to what is set`() throws {
    let set = try resolved("article", ["a=1.5", "side=left"])
    #expect(set.inputs[0].distribution.mean == 1.5 && set.choices[0].name == "left")
    #expect(set.inputs[3].distribution.mean == 0)
  }

  @Test func `that is not there is rejected with the nearest`() {
    #expect {
      _ = try resolved("bul")
    } throws: { "\($0)".contains("--case bul") && "\($0)".contains("did you mean bull") }
  }

  @Test func `that sets what is not there or cannot be is rejected on its line`() {
    #expect {
      _ = try ResolvedExperiment<Miscast>()
    } throws: { error in
      let texts = (error as? InvalidValues)?.values.map { "\($0)" } ?? []
      let expected = [
        "growth=4", "growth=uniform(0, 2)", "no input or choice \"growht\"", "side is one of left, right", "a setting",
        "sets something twice", "two of that name", "as it is declared", "growth=much",
      ]
      return expected.allSatisfy { part in texts.contains { $0.contains(part) && $0.contains("CaseTests.swift:") } }
        && texts.contains { $0.contains("did you mean") && $0.contains("growth") }
    }
  }

  @Test func `and the others meet the same draws`() throws {
    let plan = RunPlan(replications: 50, seed: 4)
    let rows = try CaseRows(of: try ResolvedExperiment<Cased>(plan), plan: plan)
    #expect(rows.names == ["base", "bull", "article"])
    let base = try MonteCarloRows(try ResolvedExperiment<Cased>(plan), plan: plan)
    for replication in 0..<50 {
      let (declared, bull, article) = (
        rows.row(3 * replication), rows.row(3 * replication + 1), rows.row(3 * replication + 2)
      )
      #expect(declared == base.row(replication))
      #expect(bull.inputs[0] == 3 && abs(bull.inputs[1] - (0.5 + declared.inputs[1] / 2)) < 1e-12)
      #expect(bull.inputs[3] == declared.inputs[3])
      #expect(article.inputs[1] == declared.inputs[1] && article.inputs[0] == 2.5 && article.choices == [1])
      #expect([declared, bull, article].allSatisfy { $0.replication == replication })
    }
    let some = try CaseRows(["article"], of: try ResolvedExperiment<Cased>(plan), plan: plan)
    #expect(some.names == ["base", "article"])
    #expect(throws: InvalidValue.self) {
      _ = try CaseRows(["artcle"], of: try ResolvedExperiment<Cased>(plan), plan: plan)
    }
  }

  @Test func `an input cannot be declared or set as what it cannot be`() {
    #expect {
      _ = try ResolvedExperiment<Outside>()
    } throws: { error in
      let texts = (error as? InvalidValues)?.values.map { "\($0)" } ?? []
      return [
        "the stated figure lies outside the distribution", "it is from 0 to 1, and this would be 1.5",
        "it is at least 0 USD/GPU-hour, and this would be -1", "it cannot be -1",
      ].allSatisfy { part in texts.contains { $0.contains(part) && $0.contains("CaseTests.swift:") } }
    }
    for set in ["b=1.5", "b=-0.1", "b=uniform(0.5, 2)", "c=-3"] {
      #expect { _ = try resolved(nil, [set]) } throws: { "\($0)".contains("--set \(set)") }
    }
  }

  @Test func `what is left out has the value that leaves it out where nothing is uncertain`() throws {
    let plain = try ResolvedExperiment<Cased>(RunPlan(isDeterministic: true))
    #expect(plain.inputs[3].distribution.mean == 0 && plain.inputs[0].distribution.mean == 2)
  }
}
