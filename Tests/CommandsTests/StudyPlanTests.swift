import Foundation
import Testing

@testable import Commands

/// A plan that somebody may have edited.
@Suite struct StudyPlanTests {
  private static let sound = """
    {"format": 1, "payoffVersion": "0.2.0", "streams": "s", "commandLine": ["run", "Stake.swift"],
     "experiment": "Stake.swift", "program": "program/Stake", "source": "Stake.swift", "seed": 1, "replications": 60,
     "shards": 4, "stages": [{"name": "pilot", "rows": 8}, {"name": "rows", "rows": 60}], "results": "runs/Stake-1",
     "inputs": [{"name": "/data/hour.csv", "path": "inputs/0-hour.csv"}], "arithmetic": "a",
     "files": [{"path": "program/Stake", "bytes": 10, "sha256": "0"}]}
    """

  private func plan(_ text: String) throws -> StudyPlan {
    try JSONDecoder().decode(StudyPlan.self, from: Data(text.utf8))
  }

  @Test func `a plan as it was written is sound, and its shards have each row once`() throws {
    let plan = try plan(Self.sound)
    #expect(plan.isSound)
    for stage in plan.stages {
      let rows = (0..<plan.shards).flatMap { Array(plan.rows(of: $0, in: stage)) }
      #expect(rows == Array(0..<stage.rows))
    }
  }

  @Test(arguments: [
    ("\"shards\": 4", "\"shards\": 0"), ("\"shards\": 4", "\"shards\": -4"), ("\"shards\": 4", "\"shards\": 61"),
    ("\"shards\": 4", "\"shards\": 9223372036854775807"), ("\"shards\": 4", "\"shards\": 100001"),
    ("\"rows\": 60}", "\"rows\": -60}"), ("\"rows\": 60}", "\"rows\": 9223372036854775807}"),
    ("\"rows\": 8}", "\"rows\": -1}"), ("\"name\": \"pilot\"", "\"name\": \"rows\""),
    ("\"name\": \"pilot\"", "\"name\": \"../pilot\""), ("\"name\": \"pilot\"", "\"name\": \"/pilot\""),
    ("\"program\": \"program/Stake\"", "\"program\": \"/bin/sh\""),
    ("\"program\": \"program/Stake\"", "\"program\": \"program/../../sh\""),
    ("\"source\": \"Stake.swift\"", "\"source\": \"../Stake.swift\""),
    ("\"path\": \"inputs/0-hour.csv\"", "\"path\": \"/etc/passwd\""),
    ("\"path\": \"program/Stake\"", "\"path\": \"..\""),
    ("[{\"name\": \"pilot\", \"rows\": 8}, {\"name\": \"rows\", \"rows\": 60}]", "[]"),
  ])
  func `a plan with shards, rows or files that none can have is not`(_ old: String, _ new: String) throws {
    try #require(Self.sound.contains(old))
    #expect(!(try plan(Self.sound.replacingOccurrences(of: old, with: new)).isSound))
  }

  @Test func `as many rows as a plan can have are divided without overflow`() throws {
    let plan = try plan(Self.sound.replacingOccurrences(of: "\"rows\": 60}", with: "\"rows\": 4503599627370496}"))
    #expect(plan.isSound)
    #expect(plan.rows(of: 3, in: plan.stages[1]) == 3_377_699_720_527_872..<4_503_599_627_370_496)
  }
}
