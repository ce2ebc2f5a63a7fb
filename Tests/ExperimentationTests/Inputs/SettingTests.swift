import Randomness
import Testing

@testable import Experimentation

/// Settings: words of a list, whole numbers, and texts.
@Suite struct SettingTests {
  private func value(_ set: String) throws -> String? {
    let override = try Override(set)
    return try ResolvedExperiment<Booked>(overrides: [override]).settings
      .first { $0.declaration.name == override.name }?.value
  }

  @Test(
    arguments: [
      ("months=48", "48"), ("months=48.0", "48"), ("months=24 months", "24"), ("months=3 years", "36"),
      ("months=2y", "24"),
      ("months=1.5 years", "18"), ("months=1 month", nil), ("months=2.1 years", nil), ("months=12.5", nil),
      ("months=4 EUR", nil), ("months=61", nil), ("months=uniform(12, 24)", nil), ("months=many", nil),
      ("year=2027", "2027"), ("year=2027.0", "2027"), ("year=3 years", nil), ("year=1e300", nil),
      ("currency=JPY", "JPY"), ("currency=jp", nil), ("file=2 years", "2 years"),
    ] as [(String, String?)])
  func `a whole number is read in any unit of what it counts`(_ set: String, _ expected: String?) throws {
    if let expected {
      #expect(try value(set) == expected)
    } else {
      let error = try #require(throws: InvalidValue.self) { try value(set) }
      #expect(error.subject == "--set \(set)")
    }
  }

  @Test func `a declaration says what a setting may be`() throws {
    let settings = try ResolvedExperiment<Booked>().settings.map(\.declaration)
    #expect(settings.map(\.possibilities) == ["EUR, JPY", "12 to 60", "2020 to 2050", nil])
    #expect(settings[0].options == ["EUR", "JPY"] && settings[1].range == 12...60)
  }

  @Test(arguments: [
    ("currency=EUR,JPY", "--set currency=JPY"), ("months=24,36", "--set months=60"), ("file=a,b", "--set file=TEXT"),
  ])
  func `a setting that is to be varied is said to be one`(_ variation: String, _ remedy: String) throws {
    let experiment = try ResolvedExperiment<Booked>()
    let error = try #require(throws: InvalidValue.self) { try Sweep([variation], of: experiment) }
    #expect(error.problem.contains("is a setting, which is the same in all replications and cannot be varied"))
    #expect(error.remedy?.contains(remedy) == true, "\(error)")
    let name = String(variation.prefix { $0 != "=" })
    #expect(throws: InvalidValue.self) { try OptionRows([name], of: experiment, plan: RunPlan()) }
  }
}

private struct Booked: Experiment {
  static let question = "What is set?"

  @Uncertain(.uniform(0, 1), "a share", source: .assumption("an example"))
  var share: Double
  @Choice("which kind") var kind: Kind = .a
  @Setting("currency of the books", oneOf: ["EUR", "JPY"]) var currency = "EUR"
  @Setting("months of the forecast", in: 12...60, unit: "months") var months = "36"
  @Setting("year in which it begins", in: 2020...2050) var year = "2027"
  @Setting("a file") var file = "none"

  enum Kind: String, CaseIterable { case a, b }

  var scenario: Scenario {
    Trial { _ in [.init("worth", share)] }
  }
}
