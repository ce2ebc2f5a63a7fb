import Foundation
import Testing

/// `payoff sensitivity`, on functions whose indices are known.
@Suite struct SensitivityTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Self.ishigami, to: "Ishigami.swift")
  }

  /// Ishigami and Homma 1990, with a = 7 and b = 0.1.
  private static let ishigami = """
    import Foundation
    import Payoff

    @main
    struct Ishigami: Experiment {
      static let question = "Which angle decides?"

      @Uncertain(.uniform(-Double.pi, Double.pi), "the first", source: .assumption("a test function"))
      var x1: Double
      @Uncertain(.uniform(-Double.pi, Double.pi), "the second", source: .assumption("a test function"))
      var x2: Double
      @Uncertain(.uniform(-Double.pi, Double.pi), "the third", source: .assumption("a test function"))
      var x3: Double

      var scenario: Scenario {
        let y = sin(x1) + 7 * sin(x2) * sin(x2) + 0.1 * x3 * x3 * x3 * x3 * sin(x1)
        Trial { _ in [.init("y", y), .init("positive", y > 0 ? y : nil)] }
      }
    }
    """

  private func indices(_ arguments: [String], to out: String) async throws -> Table {
    let outcome = try await CommandLineTool.run(
      ["sensitivity", "Ishigami.swift", "-o", out] + arguments, in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    return try Table(try workplace.contents(of: out), "sensitivity.csv")
  }

  private func value(_ table: Table, _ input: String, _ index: String) throws -> Double {
    let (inputs, names, values) = (
      table["input"], table["index"], table["value"]
    )
    let row = try #require(inputs.indices.first { inputs[$0] == input && names[$0] == index })
    return try #require(Double(values[row]))
  }

  @Test(arguments: ["sobol", "sobol_jansen", "sobol_martinez"])
  func `the indices of Ishigami's function are found`(method: String) async throws {
    let table = try await indices(["--method", method, "--size", "1024"], to: method)
    // First order 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437; a scrambled sequence of 1024 blocks.
    for (input, first, total) in [("x1", 0.3139, 0.5576), ("x2", 0.4424, 0.4424), ("x3", 0.0, 0.2437)] {
      #expect(abs(try value(table, input, "S1") - first) < 0.03)
      #expect(abs(try value(table, input, "ST") - total) < 0.03)
    }
  }

  @Test func `efast finds them on its search curves`() async throws {
    let table = try await indices(["--method", "efast", "--size", "1025"], to: "efast")
    // Harmonics interfere: SALib finds 0.309, 0.442 and 0.029 on these rows, to all its digits.
    for (input, first) in [("x1", 0.3139), ("x2", 0.4424), ("x3", 0.0)] {
      #expect(abs(try value(table, input, "S1") - first) < 0.035)
    }
  }

  @Test func `the indices of the G-function are found`() async throws {
    try workplace.write(Self.gFunction, to: "GFunction.swift")
    let outcome = try await CommandLineTool.run(
      ["sensitivity", "GFunction.swift", "--method", "sobol", "--size", "2048", "-o", "g"], in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    let table = try Table(try workplace.contents(of: "g"), "sensitivity.csv")
    // Sobol 2001: Vᵢ = 1 / (3 (1 + aᵢ)²), and the whole variance Π (1 + Vᵢ) - 1.
    let parts = [0, 1, 4.5, 9, 99, 99, 99, 99].map { 1 / (3 * (1 + $0) * (1 + $0)) }
    let variance = parts.reduce(1) { $0 * (1 + $1) } - 1
    for (place, part) in parts.enumerated() {
      let total = part * (variance + 1) / (1 + part)
      #expect(abs(try value(table, "x\(place + 1)", "S1") - part / variance) < 0.02)
      #expect(abs(try value(table, "x\(place + 1)", "ST") - total / variance) < 0.02)
    }
  }

  /// Sobol's G-function of eight inputs.
  private static let gFunction = """
    import Payoff

    @main
    struct GFunction: Experiment {
      static let question = "Which factor decides?"

    \((1...8).map {
      """
        @Uncertain(.uniform(0, 1), "factor \($0)", source: .assumption("a test function")) var x\($0): Double
      """
    }.joined(separator: "\n"))

      var scenario: Scenario {
        let inputs = [x1, x2, x3, x4, x5, x6, x7, x8]
        let y = zip(inputs, [0, 1, 4.5, 9, 99, 99, 99, 99]).reduce(1.0) { $0 * (abs(4 * $1.0 - 2) + $1.1) / (1 + $1.1) }
        Trial { _ in [.init("y", y)] }
      }
    }
    """

  @Test func `the share of chance stands beside the indices`() async throws {
    let table = try await indices(["--method", "sobol", "--size", "64"], to: "out")
    let row = try #require(table.rows.first { $0[2] == "(chance)" })
    #expect(row[3] == "aleatory_share" && Double(row[4]) == 0)
  }

  @Test(arguments: [
    "tornado", "spider", "morris", "rbd_fast", "pawn", "delta", "prcc", "src", "kendall", "filter", "rsa",
  ])
  func `every method writes a row for each input, with the same bytes on any number of threads`(
    method: String
  ) async throws {
    let size = method == "tornado" || method == "spider" ? "2" : method == "morris" ? "10" : "256"
    let arguments = ["--method", method, "--size", size]
    let table = try await indices(arguments + ["--threads", "1"], to: "one")
    #expect(Set(table["input"]).subtracting(["(chance)"]) == ["x1", "x2", "x3"])
    _ = try await indices(arguments + ["--threads", "3"], to: "three")
    #expect(try workplace.contents(of: "one") == workplace.contents(of: "three"))
  }

  @Test func `a measure that is empty in some rows is refused with the methods that take it`() async throws {
    let outcome = try await CommandLineTool.run(
      ["sensitivity", "Ishigami.swift", "--method", "sobol", "--size", "32", "--measure", "positive", "-o", "out"],
      in: workplace)
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("positive has no finite value in") && outcome.error.contains("pawn"))
    #expect(!workplace.names().contains("out"))
    let pawn = try await CommandLineTool.run(
      ["sensitivity", "Ishigami.swift", "--method", "pawn", "--size", "256", "--measure", "positive", "-o", "out"],
      in: workplace)
    #expect(pawn.status == 0)
    #expect(pawn.output.contains("rows have no output and were left out"))
  }

  @Test func `a name that is not there is refused with the nearest`() async throws {
    for (arguments, remedy) in [
      (["--method", "sobl"], "did you mean sobol?"), (["--measure", "z"], "y"), (["--size", "1"], "from 2 to"),
      (["--method", "delta", "--size", "2147483647"], "a design holds at most"),
      (["--method", "prcc", "--second-order"], "prcc has no second-order indices; use --method sobol"),
      (["--from", "a.csv", "b.csv"], "it cannot be combined with an experiment"),
      (["--correlated-inputs"], "it needs --from"),
    ] {
      let outcome = try await CommandLineTool.run(["sensitivity", "Ishigami.swift"] + arguments, in: workplace)
      #expect(outcome.status == 64)
      #expect(outcome.error.contains(remedy), "\(outcome.error)")
    }
  }
}
