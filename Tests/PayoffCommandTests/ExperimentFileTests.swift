import Foundation
import Glibc
import Testing

/// Experiment files that do not compile, are not there, or are called as nobody expected.
@Suite struct ExperimentFileTests {
  @Test func `a file that does not compile shows the compiler's own message at the user's line`() async throws {
    let workplace = try Workplace()
    let source = Examples.trial(named: "Typo", #"[.init("value", valeu)]"#)
    try workplace.write(source, to: "Typo.swift")
    let line = try #require(
      source.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("valeu") })
    let outcome = try await CommandLineTool.run(["run", "Typo.swift"], in: workplace)
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("Typo.swift:\(line + 1):"))
    #expect(outcome.error.contains("cannot find 'valeu' in scope"))
    let ours = outcome.error.split(separator: "\n").filter { $0.hasPrefix("Error: ") }
    #expect(ours == ["Error: Typo.swift: does not compile"])
    #expect(outcome.error.hasSuffix("\nError: Typo.swift: does not compile\n"))
    #expect(outcome.output.isEmpty)
    #expect(workplace.names() == ["Typo.swift"])
  }

  @Test(arguments: [
    ("", "is empty"),
    ("// import Payoff\n\n", "is empty"),
    ("import Payoff\n\nstruct Kiosk {}\n", "has no @main"),
    ("import Payoff\nprint(1)\n", "has no @main"),
  ])
  func `a file without an experiment says what is missing`(_ source: String, _ message: String) async throws {
    let workplace = try Workplace()
    try workplace.write(source, to: "Kiosk.swift")
    let outcome = try await CommandLineTool.run(["run", "Kiosk.swift"], in: workplace)
    #expect(outcome.status == 65)
    #expect(outcome.error.hasPrefix("Error: Kiosk.swift: \(message); "))
    #expect(outcome.error.split(separator: "\n").count == 1)
  }

  @Test func `a path that is no Swift file says what it is`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.trial(), to: "folder/Coin.swift")
    try workplace.write("notes", to: "notes.txt")
    for (path, message) in [
      ("folder/Conin.swift", "there is no such file; did you mean folder/Coin.swift?"),
      ("other/Coin.swift", "there is no such file; create one with: payoff new MyQuestion"),
      ("./folder", "is a folder; give a Swift file, for example ./folder/Coin.swift"),
      ("./notes.txt", "is not a Swift file; its name must end in .swift"),
    ] {
      let outcome = try await CommandLineTool.run(["run", path], in: workplace)
      #expect(outcome.status == 64)
      #expect(outcome.error == "Error: \(path): \(message)\n")
    }
    let outcome = try await CommandLineTool.run(["run", "Coin"], in: workplace, folder: "folder")
    #expect(outcome.status == 64)
    #expect(outcome.error.contains("did you mean the file Coin.swift?"))
  }

  @Test(arguments: [
    "Coin.swift", "Kö lner Münze.swift", "other-name.swift", "Demand.swift", "in a folder/Coin 2.swift",
  ])
  func `a file may be called as one likes`(_ name: String) async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.trial(), to: name)
    let outcome = try await CommandLineTool.run(["run", name, "-r", "3"], in: workplace)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(workplace.names(in: "runs") == ["Coin-1-3"], "the run is called as the experiment")
  }

  @Test func `an error that the experiment throws names replication and seed`() async throws {
    let workplace = try Workplace()
    try workplace.write(
      Examples.trial(named: "Thrower", #"try value > 0.5 ? { throw Wrong() }() : [.init("result", value)]"#)
        + "struct Wrong: Error, CustomStringConvertible { let description = \"it went wrong\" }\n", to: "Thrower.swift")
    let outcome = try await CommandLineTool.run(["run", "Thrower.swift", "--seed", "4"], in: workplace)
    #expect(outcome.status == 65)
    #expect(outcome.error.hasPrefix("Error: it went wrong\n  in replication "))
    #expect(workplace.names() == ["Thrower.swift"])
  }

  @Test func `an edit is compiled, and what was compiled is what the run directory keeps`() async throws {
    let workplace = try Workplace()
    for name in ["first", "second"] {
      let source = Examples.trial(#"[.init("\#(name)", value)]"#)
      try workplace.write(source, to: "Coin.swift")
      let outcome = try await CommandLineTool.run(["run", "Coin.swift", "-r", "2", "-o", name], in: workplace)
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(try workplace.text(of: "\(name)/experiment.swift") == source)
      #expect(try workplace.text(of: "\(name)/replications.csv").hasPrefix("replication,value,\(name)\r\n"))
    }
  }
}

/// The compiler that experiments need, and the programs that are kept.
@Suite struct CompilerTests {
  @Test func `without a compiler the message says where to get one, and what is compiled still runs`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.trial(), to: "Coin.swift")
    let cache = workplace.file("cache").path
    let without: [String: String?] = ["PATH": "", "SWIFT_EXEC": nil, "PAYOFF_CACHE": cache]

    let refused = try await CommandLineTool.run(["run", "Coin.swift", "-r", "3"], in: workplace, environment: without)
    #expect(refused.status == 64)
    #expect(refused.error.hasPrefix("Error: there is no Swift compiler on PATH"))
    #expect(refused.error.contains("swift.org"))
    #expect(workplace.names() == ["Coin.swift"])

    let compiled = try await CommandLineTool.run(
      ["run", "Coin.swift", "-r", "3", "-o", "with"], in: workplace, environment: ["PAYOFF_CACHE": cache])
    #expect(compiled.status == 0, "\(compiled.error)")
    let cached = try await CommandLineTool.run(
      ["run", "Coin.swift", "-r", "3", "-o", "without"], in: workplace, environment: without)
    #expect(cached.status == 0)
    #expect(cached.error.isEmpty, "an error that does not end the command is not printed: \(cached.error)")
    #expect(try workplace.contents(of: "with") == workplace.contents(of: "without"))
  }

  @Test func `a compiler that is no program is refused by name`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.trial(), to: "Coin.swift")
    let outcome = try await CommandLineTool.run(
      ["run", "Coin.swift"], in: workplace,
      environment: ["SWIFT_EXEC": "/nowhere/swiftc", "PAYOFF_CACHE": workplace.file("cache").path])
    #expect(outcome.status == 64)
    #expect(outcome.error.contains("SWIFT_EXEC names /nowhere/swiftc"))
  }

  @Test func `a cache that cannot be written is named with the variable that moves it`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.trial(), to: "Coin.swift")
    let outcome = try await CommandLineTool.run(
      ["run", "Coin.swift"], in: workplace, environment: ["PAYOFF_CACHE": workplace.file("Coin.swift/cache").path])
    #expect(outcome.status == 74)
    #expect(outcome.error.contains("Coin.swift/cache"))
    #expect(outcome.error.contains("PAYOFF_CACHE"))
    #expect(outcome.error.contains("Coin.swift is a file, and a folder is needed"), "\(outcome.error)")
    let device = try await CommandLineTool.run(
      ["run", "Coin.swift"], in: workplace, environment: ["PAYOFF_CACHE": nil, "XDG_CACHE_HOME": "/dev/null/x"])
    #expect(device.status == 74 && device.error.contains("/dev/null is a device"), "\(device.error)")
    #expect(!device.error.contains("Domain"), "\(device.error)")
  }

  @Test func `a path in XDG_CACHE_HOME that is not absolute is ignored`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.trial(), to: "Coin.swift")
    // What would be the cache then cannot be made, so that nothing is compiled.
    let outcome = try await CommandLineTool.run(
      ["run", "Coin.swift"], in: workplace,
      environment: ["PAYOFF_CACHE": nil, "XDG_CACHE_HOME": "rel", "HOME": workplace.file("Coin.swift").path])
    #expect(outcome.status == 74 && outcome.error.contains("Coin.swift/.cache/payoff"), "\(outcome.error)")
    #expect(workplace.names() == ["Coin.swift"])
  }

  @Test func `a program in the cache that was cut off is compiled again`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.trial(), to: "Coin.swift")
    let environment: [String: String?] = ["PAYOFF_CACHE": workplace.file("cache").path]
    func run(_ out: String) async throws -> Int32 {
      try await CommandLineTool.run(
        ["run", "Coin.swift", "-r", "3", "-o", out], in: workplace, environment: environment
      )
      .status
    }
    try #require(try await run("one") == 0)
    let folder = try #require(
      workplace.names(in: "cache").first { workplace.names(in: "cache/\($0)").contains("Coin") })
    let program = workplace.file("cache/\(folder)/Coin")
    for count in [0, 4096] {
      try FileHandle(forWritingTo: program).truncate(atOffset: UInt64(count))
      #expect(try await run("cut-\(count)") == 0)
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a folder away"))
  func `a cache that others can write to is refused by name`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.trial(), to: "Coin.swift")
    try workplace.makeFolder("cache")
    let cache = workplace.file("cache").path
    for (owner, mode) in [(UInt32(65534), mode_t(0o755)), (0, 0o777)] {
      chown(cache, owner, 0)
      chmod(cache, mode)
      let outcome = try await CommandLineTool.run(
        ["run", "Coin.swift", "-r", "3"], in: workplace, environment: ["PAYOFF_CACHE": cache])
      #expect(outcome.status == 74 && outcome.error.contains("PAYOFF_CACHE"), "\(outcome.error)")
    }
  }

  @Test func `of two compilations at once, the second leaves the program of the first`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.trial(), to: "Coin.swift")
    // A compiler that compiles the same experiment by another run, before it compiles it for the run that called it.
    try workplace.write(
      """
      #!/bin/bash
      if [ -z "$INNER" ]; then
        INNER=1 "$PAYOFF" run Coin.swift -r 3 -o inner >inner.log 2>&1
        ls -i cache/*/Coin >first
      fi
      exec swiftc "$@"
      """, to: "compiler")
    chmod(workplace.file("compiler").path, 0o755)
    let outcome = try await CommandLineTool.run(
      ["run", "Coin.swift", "-r", "3", "-o", "outer"], in: workplace,
      environment: [
        "SWIFT_EXEC": workplace.file("compiler").path, "PAYOFF": CommandLineTool.executable.path,
        "PAYOFF_CACHE": workplace.file("cache").path,
      ])
    #expect(outcome.status == 0, "\(outcome.error) \((try? workplace.text(of: "inner.log")) ?? "")")
    #expect(try workplace.contents(of: "outer") == workplace.contents(of: "inner"))
    let folder = try #require(
      workplace.names(in: "cache").first { workplace.names(in: "cache/\($0)").contains("Coin") })
    #expect(workplace.names(in: "cache/\(folder)") == ["Coin", "compiler", "length", "source.swift"])
    let attributes = try FileManager.default.attributesOfItem(atPath: workplace.file("cache/\(folder)/Coin").path)
    let number = try #require(attributes[.systemFileNumber] as? Int)
    #expect(try workplace.text(of: "first").split(separator: " ").first.map(String.init) == "\(number)")
    #expect(workplace.names(in: "cache").allSatisfy { !$0.contains("partial") }, "nothing else is left")
  }

  @Test func `the same text in two files is two programs, and neither undoes the other`() async throws {
    let workplace = try Workplace()
    let names = ["Coin", "ACoinWithALongerName"]
    let cache = workplace.file("cache").path
    for name in names {
      try workplace.write(Examples.trial(), to: "\(name).swift")
      let outcome = try await CommandLineTool.run(
        ["describe", "\(name).swift"], in: workplace, environment: ["PAYOFF_CACHE": cache])
      #expect(outcome.status == 0, "\(outcome.error)")
    }
    for name in names {
      let outcome = try await CommandLineTool.run(
        ["run", "\(name).swift", "-r", "3", "-o", name], in: workplace,
        environment: ["PATH": "", "SWIFT_EXEC": nil, "PAYOFF_CACHE": cache])
      #expect(outcome.status == 0, "\(outcome.error)")
    }
  }

  @Test func `where no program fits, that is said and not that the source is wrong`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.trial(), to: "Coin.swift")
    let outcome = try await CommandLineTool.run(
      ["run", "Coin.swift"], in: workplace, environment: ["PAYOFF_CACHE": workplace.file("cache").path],
      shell: "exec 2> >(cat >&2); ulimit -f 1; exec \"$0\" \"$@\"")
    #expect(outcome.status == 74)
    let reason = "the compiled experiment cannot be stored here: it is larger than the file size limit"
    #expect(outcome.error.hasSuffix("\(reason); raise the limit: ulimit -f unlimited\n"), "\(outcome.error)")
    #expect(workplace.names(in: "cache").isEmpty)
  }

  @Test func `a file that does not compile leaves nothing in the cache`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.trial("[nothing]"), to: "Coin.swift")
    let outcome = try await CommandLineTool.run(
      ["run", "Coin.swift"], in: workplace, environment: ["PAYOFF_CACHE": workplace.file("cache").path])
    #expect(outcome.status == 65)
    #expect(workplace.names(in: "cache").isEmpty)
  }
}
