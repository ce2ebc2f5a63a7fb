import Foundation
import Testing

/// What help texts say can be done, and is true.
@Suite struct HelpTests {
  private let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private func payoff(_ arguments: [String], shell: String? = nil) async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(arguments, in: workplace, shell: shell)
  }

  /// The commands there are, as the help lists them.
  private func names() async throws -> [String] {
    let help = try await payoff(["--help"]).output
    let list = try #require(help.components(separatedBy: "SUBCOMMANDS:").last)
    return list.matches(of: #/(?m)^  ([a-z]+) /#).map { String($0.1) }
  }

  @Test func `every command and option that a help text names is there`() async throws {
    let names = try await names()
    #expect(names.count > 20)
    var helps: [String: String] = [:]
    for name in names {
      let outcome = try await payoff([name, "--help"])
      #expect(outcome.status == 0 && outcome.error.isEmpty)
      helps[name] = outcome.output
    }
    for (name, help) in helps {
      // A text may be broken between its words.
      let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      for match in words.matches(of: /payoff ([a-z]+)((?: --[a-z0-9-]+)*)/) {
        let named = String(match.1)
        // A payoff is also what an option brings.
        if named == "of" { continue }
        let other = try #require(helps[named], "payoff \(name) --help names payoff \(named)")
        for option in match.2.split(separator: " ") {
          #expect(other.contains(option), "payoff \(name) --help names payoff \(named) \(option)")
        }
      }
      // Options that are named by themselves are its own, or those of the command that is named beside them.
      let everywhere = helps.values.joined()
      for match in words.matches(of: /--[a-z][a-z0-9-]+/) {
        #expect(
          ["  ", ", ", "/"].contains { everywhere.contains("\($0)\(match.0)") },
          "payoff \(name) --help names \(match.0)")
      }
    }
  }

  @Test(arguments: [
    ["sensitivity", "--from", "--help"], ["sensitivity", "--from", "design.csv", "results.csv", "--help"],
    ["evidence", "--from", "--help"], ["run", "CustomerService", "--set", "rent=5", "--help"],
    ["compare", "runs/a", "runs/b", "--help"],
  ])
  func `help is printed after any options, and lists every option of the command`(_ arguments: [String]) async throws {
    let outcome = try await payoff(arguments)
    #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
    #expect(outcome.output == (try await payoff([arguments[0], "--help"])).output)
    for option in arguments.dropFirst() where option.hasPrefix("--") { #expect(outcome.output.contains(option)) }
  }

  /// What the examples name and their reader has made.
  private func prepare() async throws {
    for (arguments, place) in [
      (["run", "CustomerService"], "CustomerService"), (["run", "CustomerService", "--seed", "3"], "cheap"),
      (["run", "CustomerService", "--seed", "3", "--set", "rent=5"], "dear"),
      (["sensitivity", "CustomerService", "--size", "2"], "tornado"),
      (["sweep", "CustomerService", "--vary", "resolved=0.1,0.3"], "sweep"),
      (["evidence", "TrainingRun"], "evidence/TrainingRun"), (["evidence", "HelpDesk"], "evidence/HelpDesk"),
    ] {
      let smaller = arguments[0] == "sensitivity" ? [] : ["-r", "12"]
      let outcome = try await payoff(arguments + smaller + ["-o", "runs/\(place)"])
      #expect(outcome.status == 0, "\(outcome.error)")
    }
    try workplace.write(ServedExamples.trace, to: "ours.csv")
    let classes = ServedExamples.trace.split(separator: "\n").enumerated().map { row, line in
      "\(line),\(row == 0 ? "slo_class" : row % 3 == 0 ? "batch" : "standard")\n"
    }
    try workplace.write(classes.joined(), to: "classes.csv")
    try workplace.write(ServedExamples.trace, to: "azure-llm-2023-conv.csv.gz")
    try workplace.write(ServedExamples.deployment, to: "ours.json")
    let measured = ServedExamples.trace.split(separator: "\n").enumerated().map { row, line in
      line + (row == 0 ? ",ttft_s,e2e_s" : ",0.0\(30 + row * 37 % 60),\(1 + row % 4).5")
    }
    try workplace.write(measured.joined(separator: "\n") + "\n", to: "vllm.csv")
    let users = zip(1..., ["3.6", "8.7", "15.6", "24.4", "34.9", "46.3", "57.8", "68.3"]).map { "\($0),\($1)" }
    try workplace.write("year,cumulative\n" + users.joined(separator: "\n") + "\n", to: "users.csv")
    let rents = (0..<24).map { month in
      "202\(5 + month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1),H100,\(month < 15 ? 3.0 : 3.4),USD/GPU-hour\n"
    }
    try workplace.write("date,series,value,unit\n" + rents.joined(), to: "rents.csv")
    let rows = (0..<128).map { ($0, $0 * 37 % 128, $0 * 73 % 128) }
    try workplace.write("cost\n" + rents.indices.map { "\(3 + $0 * 7 % 24)\n" }.joined(), to: "costs.csv")
    try workplace.write(
      "row,a,b\n" + rows.map { "\($0.0),\($0.1),\($0.2)\n" }.joined(), to: "design.csv")
    try workplace.write(
      "row,y\n" + rows.map { "\($0.0),\(2 * $0.1 + $0.2)\n" }.joined(), to: "results.csv")
  }

  /// The options by which the call of a command takes a second or two.
  private static let smaller: [(option: String, value: String)] = [
    ("--replications", "60"), ("--requests", "2000"), ("--hours", "1"), ("--size", "8"),
  ]

  @Test func `every call that a help text shows does what it says`() async throws {
    try await prepare()
    // What one of these leaves, the next begins with; the others are done beside them.
    let chain = ["plan", "shard", "merge"]
    let names = try await names()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for commands in [chain] + names.filter({ !chain.contains($0) }).map({ [$0] }) {
        group.addTask { for name in commands { try await doCalls(shownBy: name) } }
      }
      try await group.waitForAll()
    }
  }

  private func doCalls(shownBy name: String) async throws {
    let python = Companions.python(with: "notebooks") != nil
    let help = try await payoff([name, "--help"]).output
    let head = try #require(help.components(separatedBy: "USAGE:").first)
    // A line that was broken goes on in the next, flush left.
    let text = head.replacing(/\n(?=[^ \n])/, with: " ")
    let calls = text.matches(of: #/(?m)^  (payoff .+)$/#).map { String($0.1) }
    #expect(!calls.isEmpty, "payoff \(name) --help shows no call")
    for call in calls {
      if ["chart", "notebook", "report"].contains(name), !python { continue }
      var words = call
      // Without an experiment there is nothing to make smaller.
      let isAlone = call.contains("--from") || call.contains("compare runs/") || call.hasSuffix("evidence")
      for (option, value) in Self.smaller where help.contains("\(option) <") && !isAlone {
        // As many as a decision needs, and a sobol design takes; all deployments of a GPU are many.
        let own = [
          "discover --replications": "120", "size --best --requests": "200", "size --best --replications": "12",
        ]
        let kind = call.contains("--best") ? "\(name) --best" : name
        words += " \(option) \(own["\(kind) \(option)"] ?? value)"
      }
      if help.contains("--max-replications <") && call.contains("--max") { words += " --max-replications 60" }
      if help.contains("--force") && !call.hasSuffix("evidence") && !call.contains("--from runs") {
        words += " --force"
      }
      // The deployments of one GPU, not of all.
      if call.contains("size --best") { words += " --gpu H200" }
      // What is asked has an answer, and then the input ends.
      if call == "payoff ask" { words = "echo TrainingRun | " + words }
      // A server ends when it is stopped.
      if name == "serve" {
        words =
          "rm -f served; \"$0\"" + words.dropFirst("payoff".count) + " > served & p=$!; "
          + "while kill -0 $p && ! grep -qs http served; do sleep 0.2; done; kill -TERM $p; wait $p"
      }
      let outcome = try await payoff([], shell: "payoff() { \"$0\" \"$@\"; }; \(words)")
      #expect(outcome.status == 0, "\(call): \(outcome.error)")
    }
  }

  @Test func `a default is said once`() async throws {
    for name in try await names() {
      let help = try await payoff([name, "--help"]).output
      let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let twice = words.matches(of: /\(default: [^)]*\) \(default: [^)]*\)/).map { String($0.0) }
      #expect(twice.isEmpty, "payoff \(name) --help: \(twice)")
    }
  }
}
