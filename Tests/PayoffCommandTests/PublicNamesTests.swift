import Foundation
import Testing

/// An experiment imports Payoff alone, and every public type of its modules can be written without its module's name.
@Suite struct PublicNamesTests {
  private static let modules = ["Randomness", "EventSimulation", "Demand", "Serving", "Economics", "Experimentation"]

  /// The public types that stand at the top level of a module's sources.
  private static func publicTypes(of module: String) throws -> [String] {
    let sources = CommandLineTool.project.appendingPathComponent("Sources/\(module)")
    let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
    let declaration = /^(?:@\w+ )*public (?:final |indirect )?(?:struct|enum|class|protocol|typealias) (\w+)/
      .anchorsMatchLineEndings()
    return try files.sorted().flatMap { file in
      try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8).matches(of: declaration)
        .map { String($0.output.1) }
    }
  }

  /// Names that are there so that the compiler says which to write instead.
  private static let refused: Set = ["Euro", "Dollar", "Pound", "Yen", "Yuan"]

  @Test(arguments: ["import Payoff", "import Foundation\nimport Payoff"])
  func `no name of a public type is ambiguous in an experiment`(_ imports: String) async throws {
    let names = try Self.modules.flatMap { try Self.publicTypes(of: $0) }
    #expect(names.count > 250)
    #expect(Set(names).count == names.count, "two modules export the same name")
    #expect(Self.refused.isSubset(of: names))
    let uses = names.filter { !Self.refused.contains($0) }.enumerated().map {
      "typealias Name\($0.offset) = \($0.element)"
    }
    let workplace = try Workplace()
    try workplace.write(
      Examples.trial().replacing("import Payoff", with: imports) + "\n" + uses.joined(separator: "\n") + "\n",
      to: "Coin.swift")
    let outcome = try await CommandLineTool.run(["describe", "Coin.swift"], in: workplace)
    #expect(outcome.status == 0, "\(outcome.error)")
  }
}
