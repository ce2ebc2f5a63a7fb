import Foundation
import Testing

/// The same command gives the same bytes, and a draw depends on nothing but seed, replication and its own name.
@Suite struct ReproducibilityTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.desk, to: "Desk.swift")
  }

  private func run(_ experiment: String, _ arguments: [String], to out: String) async throws -> [String: Data] {
    let outcome = try await CommandLineTool.run(["run", experiment, "-o", out] + arguments, in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    return try workplace.contents(of: out)
  }

  @Test(arguments: [("Desk.swift", 150), ("CustomerService", 60), ("RecordedHour", 10)])
  func `every file has the same bytes for any number of threads, and again`(
    _ experiment: String, _ replications: Int
  ) async throws {
    let arguments = ["-r", "\(replications)", "--seed", "42"]
    let one = try await run(experiment, arguments + ["--threads", "1"], to: "one")
    #expect(one.count >= 5)
    for threads in [1, 2, 3, 7] {
      let again = try await run(experiment, arguments + ["--threads", "\(threads)"], to: "run with \(threads)")
      for (file, bytes) in one { #expect(again[file] == bytes, "\(file) with \(threads) threads") }
      #expect(again.count == one.count)
    }
    let otherwise = try await run(experiment, ["-r", "\(replications)"], to: "otherwise")
    #expect(otherwise == (try await run(experiment, ["-r", "\(replications)", "--seed", "1"], to: "seed 1")))
  }

  @Test func `seed 0 is a seed, and every seed differs`() async throws {
    var seen: Set<Data> = []
    for seed in ["0", "1", "2", "18446744073709551615"] {
      let files = try await run("Desk.swift", ["-r", "10", "--seed", seed], to: "seed \(seed)")
      seen.insert(try #require(files["replications.csv"]))
      let package = try #require(files["datapackage.json"])
      #expect(String(decoding: package, as: UTF8.self).contains("\"seed\" : \(seed),"))
    }
    #expect(seen.count == 4)
  }

  @Test func `a replication is the same however many there are`() async throws {
    let few = try Table(try await run("Desk.swift", ["-r", "7"], to: "few"), "replications.csv")
    let many = try Table(try await run("Desk.swift", ["-r", "90", "--threads", "3"], to: "many"), "replications.csv")
    #expect(Array(many.rows[..<7]) == few.rows)
  }

  @Test func `setting one input or choice changes no draw of another`() async throws {
    let base = try Table(try await run("Desk.swift", ["-r", "40"], to: "base"), "replications.csv")
    for (set, name) in [
      ("priceFall=0.4", "priceFall"), ("letters=700 to 900", "letters"), ("scaling=hourly", "scaling"),
      ("label=other", ""),
    ] {
      let other = try Table(
        try await run("Desk.swift", ["-r", "40", "--set", set], to: "with \(set.prefix(5))"), "replications.csv")
      for column in ["priceFall", "letters", "answered", "costOfLetter", "scaling"] {
        if column == name {
          #expect(other[column] != base[column])
        } else {
          #expect(other[column] == base[column], "\(column) with \(set)")
        }
      }
      // Rent, requests and benefit do not touch each other.
      #expect(other["best, \"last\" share"] == base["best, \"last\" share"])
      if name == "" { #expect(other.rows == base.rows) }
    }
    // The quantile of the same draw in another distribution: the order of the replications stays.
    let narrow = try Table(try workplace.contents(of: "with lette"), "replications.csv")
    func order(_ table: Table) throws -> [Int] {
      let letters = try table.numbers("letters")
      return letters.indices.sorted { (letters[$0] ?? 0) < (letters[$1] ?? 0) }
    }
    #expect(try order(narrow) == order(base))
  }
}
