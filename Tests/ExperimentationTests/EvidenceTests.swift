import Demand
import Economics
import Foundation
import Randomness
import Testing

@testable import Experimentation

/// The figures of the case, and verdicts on claims.
@Suite struct EvidenceTests {
  @Test func `the figures of the case imply what is said of them`() throws {
    let facts = try CaseFacts.current
    #expect(facts.all.map(\.id) == (1...19).map { "F\($0)" })
    #expect(256 * 720 * 10 == 1_843_200)
    #expect(Int(500_000 / 7.2 / 240) == 289)
    #expect(abs(10e6 / 86_400 / 289 - 0.40) < 0.005)
    #expect(abs(log(1.12) / log(5) - 0.070) < 0.0005)
    #expect(1 / (1 - 0.6) == 2.5)
    #expect(Int(10e6 / (300 * (2 - 5.0 / 60))) == 17_391)
    #expect(Int(175 / 0.6 + 0.5) == 292)
    #expect(abs(pow(0.7, 5) - 0.168) < 0.0005 && abs(pow(0.5, 5) - 0.031) < 0.0005)
    for (id, word) in [("F3", "contradicts"), ("F9", "contradicts"), ("F12", "open"), ("F1", "agrees")] {
      #expect(facts[id]?.agreement.text.hasPrefix(word) ?? false)
    }
  }

  @Test func `the figures of a case of one's own are read from its file, with line and column where they are wrong`()
    throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func read(_ text: String) throws -> CaseFacts {
      let file = folder.appending(path: "facts.csv")
      try text.write(to: file, atomically: true, encoding: .utf8)
      return try CaseFacts(contentsOf: file.path)
    }
    let header = "id,system,says,implies,agreement,reason\n"
    let facts = try read(
      header + "A1,a bakery,\"bread, 3 a loaf\",3,open,of what weight\nA2,a mill,flour,1,no figure,\n")
    #expect(facts["A1"]?.says == "bread, 3 a loaf" && facts["A1"]?.agreement == .open("of what weight"))
    #expect(facts["A2"]?.agreement == .noFigure && facts["F1"] == nil)
    for (text, problem) in [
      (header + "A1,a,b,c,maybe,\n", ":2: column agreement: expected agrees, contradicts, open or no figure"),
      (header + "A1,a,b,c,agrees,\nA1,a,b,c,agrees,\n", ":3: column id: expected an id that no other figure has"),
      ("id,system,says,implies,agreement\n", "there is no column reason"), ("", "is empty"),
    ] {
      let error = try #require(throws: DataFileError.self) { try read(text) }
      #expect("\(error)".contains(problem), "\(error)")
    }
  }

  @Test func `an id that is not there is refused, with those that are`() {
    #expect(throws: InvalidValues.self) { try ValidationErrors.collecting { _ = Source.fact("F20") } }
    #expect(Source.fact("F3").confidence == .low)
    #expect(Source.recorded(ElectricityPrice.texas).date == "2023")
  }

  @Test(arguments: [
    (100.0...100, 101, 90.0, 110.0, ClaimVerdict.holds), (100...100, 100, 103, 140, .onlyDeterministic),
    (100...100, 150, 90, 200, .possible), (100...100, 150, 130, 200, .fails),
    (100 ... .infinity, 130, 110, 150, .holds), (100 ... .infinity, 50, 40, 150, .possible),
    (10...100, 60, 20, 90, .holds), (10...100, 300, 200, 400, .fails), (0...0, 0, 0, 0, .holds),
  ])
  func `a claim stands by what comes out with and without uncertainty`(
    _ claim: ClosedRange<Double>, _ deterministic: Double, _ low: Double, _ high: Double, _ verdict: ClaimVerdict
  ) {
    #expect(ClaimVerdict(of: claim, deterministic: deterministic, low: low, high: high) == verdict)
  }

  @Test(arguments: [(50.0, true), (49.1, true), (48.9, false), (90, true)])
  func `a claim is reached by what comes within 2 % of it, or beyond`(_ value: Double, _ isReached: Bool) {
    let point = CheckDeclaration(
      name: "a", unit: .one, byHand: 50, explanation: "", range: nil, fact: "F1", measure: 0)
    #expect(EvidenceReview.Claim.reaches(point, value) == isReached)
    #expect(!EvidenceReview.Claim.reaches(point, nil))
    let range = CheckDeclaration(
      name: "a", unit: .one, byHand: 50, explanation: "", range: 40...60, fact: "F1", measure: 0)
    #expect(EvidenceReview.Claim.reaches(range, value) == (value < 61.2))
  }

  @Test func `a claim whose stated inputs are the case's own figures is no test of it`() {
    var check = CheckDeclaration(
      name: "a", unit: .one, byHand: 100, explanation: "", range: nil, fact: "F1", measure: 0)
    func verdict(_ deterministic: Double, _ quantiles: [Double]) -> ClaimVerdict {
      EvidenceReview.Claim(check, deterministic: deterministic, quantiles: quantiles, chance: 0.2).verdict
    }
    #expect(verdict(100, [90, 95, 110]) == .holds)
    check.isByConstruction = true
    #expect(verdict(100, [90, 95, 110]) == .byConstruction && verdict(100, [50, 60, 70]) == .byConstruction)
    // What does not come out even then is told as ever.
    #expect(verdict(150, [90, 95, 110]) == .possible && verdict(150, [120, 130, 140]) == .fails)
  }

  @Test(arguments: [
    ("2026-01", 2026, 1), ("2024", 2024, 7), ("2024, January to July", 2024, 7), ("2025-02-28", 2025, 2),
    ("2023 to 2026", 2026, 7),
  ])
  func `a date is as exact as its source has it`(_ text: String, _ year: Int, _ month: Int) {
    #expect(EvidenceItem.month(of: text) == .month(year, month))
    #expect(EvidenceItem.month(of: "the case") == nil)
  }

  @Test func `facts are noted where somebody collects, each once`() {
    let (value, facts) = FactUse.collecting {
      ElectricityPrice.texas.value.amount + ElectricityPrice.texas.value.amount
    }
    #expect(abs(value - 0.132) < 1e-12)
    #expect(facts.count == 1 && facts[0].value == "0.066 USD/kWh" && facts[0].date == "2023")
    #expect(FactUse.collecting { 1 }.facts.isEmpty)
  }
}
