import Foundation
import Glibc
import Testing

/// `payoff plan`, `payoff shard` and `payoff merge`: the same bytes as the command alone, or an error that says what to do.
@Suite struct PlanTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.stake, to: "Stake.swift")
  }

  @discardableResult
  private func payoff(_ arguments: [String], environment: [String: String?] = [:]) async throws
    -> CommandLineTool.Outcome
  {
    try await CommandLineTool.run(arguments, in: workplace, environment: environment)
  }

  private func succeed(_ arguments: [String], environment: [String: String?] = [:]) async throws {
    let outcome = try await payoff(arguments, environment: environment)
    try #require(outcome.status == 0, "\(arguments): \(outcome.error)")
  }

  /// Makes a plan of a run of 60 replications in 4 shards, and computes some of them.
  private func plan(_ name: String = "plan", seed: Int = 1, shards: String? = "0-3") async throws {
    try await succeed(
      ["plan", "run", "Stake.swift", "-r", "60", "--seed", "\(seed)", "--shards", "4", "--out", name])
    if let shards { try await succeed(["shard", name, shards]) }
  }

  // MARK: The same bytes

  static let commands: [[String]] = [
    ["run", "Stake.swift", "-r", "300"], ["run", "Stake.swift", "-r", "64", "--sampling", "antithetic"],
    ["sweep", "Stake.swift", "-r", "50", "--vary", "scale=1,2,3", "--paired-with", "1"],
    ["compare", "Stake.swift", "-r", "70", "--measure", "npv>0"], ["decide", "Stake.swift", "-r", "120"],
    ["sensitivity", "Stake.swift", "--method", "sobol", "--size", "64", "--set", "size=whole"],
    ["sensitivity", "Stake.swift", "--method", "morris", "--size", "10"],
  ]

  @Test(arguments: commands)
  func `shards of any number and order give the bytes of the command alone`(_ command: [String]) async throws {
    try await succeed(command + ["--out", "alone"])
    let alone = try workplace.contents(of: "alone")
    var random = SplitMix(seed: UInt64(command.joined().utf8.reduce(7) { $0 &* 31 &+ Int($1) }.magnitude))
    for trial in 0..<2 {
      let count = Int.random(in: 1...12, using: &random)
      let plan = "plan-\(trial)"
      try await succeed(["plan"] + command + ["--shards", "\(count)", "--out", plan])
      let order = Array(0..<count).shuffled(using: &random)
      let cut = Int.random(in: 0...count, using: &random)
      for part in [order[..<cut], order[cut...]] where !part.isEmpty {
        try await succeed(["shard", plan, part.map(String.init).joined(separator: ","), "--threads", "1"])
      }
      try await succeed(["merge", plan, "--out", "merged-\(trial)"])
      #expect(try workplace.contents(of: "merged-\(trial)") == alone, "\(count) shards in the order \(order)")
    }
  }

  @Test func `a forecast with its months and years comes back bit by bit, from a plan that was moved`() async throws {
    try workplace.write(Examples.desk, to: "Desk.swift")
    try await succeed(["run", "Desk.swift", "-r", "40", "--out", "alone"])
    try await succeed(["plan", "run", "Desk.swift", "-r", "40", "--shards", "3", "--out", "here"])
    try await succeed(["shard", "here", "2"])
    try workplace.makeFolder("far away")
    try FileManager.default.moveItem(at: workplace.file("here"), to: workplace.file("far away/plan"))
    try FileManager.default.removeItem(at: workplace.file("Desk.swift"))
    // The plan's own script needs neither Payoff nor a compiler.
    for command in ["shard 0", "shard 1", "merge --out ../../merged"] {
      let outcome = try await CommandLineTool.run(
        [], in: workplace, folder: "far away/plan", environment: ["SWIFT_EXEC": "/nowhere"],
        shell: "PATH=/usr/bin:/bin ./payoff \(command)")
      try #require(outcome.status == 0, "\(command): \(outcome.error)")
    }
    #expect(try workplace.contents(of: "merged") == workplace.contents(of: "alone"))
  }

  @Test func `data files are those of the plan, whatever becomes of them`() async throws {
    let rows = (0..<200).map { "\(Double($0) / 2),100,50\n" }.joined()
    try workplace.write("arrival_s,input_tokens,output_tokens\n" + rows, to: "hour.csv")
    let experiment = CommandLineTool.project.appendingPathComponent("experiments/RecordedHour.swift").path
    let command = ["run", experiment, "-r", "6", "--set", "trace=hour.csv"]
    try await succeed(command + ["--out", "alone"])
    try await succeed(["plan"] + command + ["--shards", "2", "--out", "plan"])
    try FileManager.default.removeItem(at: workplace.file("hour.csv"))
    try await succeed(["shard", "plan", "0,1"])
    try await succeed(["merge", "plan", "--out", "merged"])
    #expect(try workplace.contents(of: "merged") == workplace.contents(of: "alone"))
  }

  @Test func `the number of a shard comes from the argument, or from the variables of Slurm and Kubernetes`()
    async throws
  {
    try await plan(shards: nil)
    try await succeed(["shard", "plan"], environment: ["SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_MAX": "2"])
    try await succeed(["shard", "plan"], environment: ["JOB_COMPLETION_INDEX": "0"])
    try await succeed(["shard", "plan", "1"], environment: ["JOB_COMPLETION_INDEX": "3"])
    let told = try await payoff(["merge", "plan", "--check", "--json"])
    let state = try JSONSerialization.jsonObject(with: Data(told.output.utf8)) as? [String: Any]
    #expect(told.status == 65)
    #expect(state?["missing"] as? [Int] == [3])
    #expect(try await payoff(["shard", "plan"]).status == 64)
  }

  // MARK: What is refused

  @Test func `shards that are missing, edited, doubled or of another plan are named, and computed again`() async throws
  {
    try await succeed(["run", "Stake.swift", "-r", "60", "--out", "alone"])
    try await plan("other", seed: 2)
    try await plan()
    let files = FileManager.default
    func replace(_ file: String, by other: String) throws {
      try files.removeItem(at: workplace.file("plan/shards/\(file)"))
      try files.copyItem(at: workplace.file(other), to: workplace.file("plan/shards/\(file)"))
    }
    // Missing, of another plan, doubled, edited.
    try files.removeItem(at: workplace.file("plan/shards/0.json"))
    try replace("1.json", by: "other/shards/1.json")
    try replace("2.json", by: "plan/shards/3.json")
    var rows = try Data(contentsOf: workplace.file("plan/shards/3-rows.rows"))
    rows[rows.count / 2] ^= 1
    try rows.write(to: workplace.file("plan/shards/3-rows.rows"))
    let refused = try await payoff(["merge", "plan", "--out", "merged"])
    #expect(refused.status == 65)
    for text in [
      "missing: 0", "shard 1: it is of another plan", "shard 2: shard 3 lies in its place a second time",
      "shard 3: 3-rows.rows was cut off or changed", "payoff shard plan 0-3",
    ] { #expect(refused.error.contains(text), "\(text) in \(refused.error)") }
    #expect(!workplace.names().contains("merged"))
    try await succeed(["shard", "plan", "0-3"])
    try await succeed(["merge", "plan", "--out", "merged"])
    #expect(try workplace.contents(of: "merged") == workplace.contents(of: "alone"))
    // Files of shards beyond the last, and of a stage that is none.
    for name in ["4.json", "9-rows.rows", "0-pilot.rows", "03-rows.rows"] {
      try files.copyItem(at: workplace.file("other/shards/3-rows.rows"), to: workplace.file("plan/shards/\(name)"))
      for options in [["--out", "again"], ["--check"]] {
        let strange = try await payoff(["merge", "plan"] + options)
        #expect(strange.status == 65)
        #expect((strange.output + strange.error).contains("\(name): is of no shard of this plan"), "\(strange.error)")
      }
      try files.removeItem(at: workplace.file("plan/shards/\(name)"))
    }
    try await succeed(["merge", "plan", "--check"])
  }

  @Test(arguments: ["0.json", "0-rows.rows"])
  func `a folder in the place of a file of a shard is named before anything is computed`(_ name: String) async throws {
    try await plan()
    try FileManager.default.removeItem(at: workplace.file("plan/shards/\(name)"))
    try workplace.makeFolder("plan/shards/\(name)")
    let told = try await payoff(["merge", "plan", "--check"])
    #expect(
      told.status == 65 && told.output.contains("shard 0: \(name) is a folder; remove it first"), "\(told.output)")
    let before = try workplace.contents(of: "plan")
    let refused = try await payoff(["shard", "plan", "0"])
    #expect(refused.status == 74, "\(refused.error)")
    #expect(
      refused.error.hasSuffix(
        "\(name): is a folder in the place of a file of shard 0; remove the folder, or move it away\n"))
    #expect(try workplace.contents(of: "plan") == before)
    try FileManager.default.removeItem(at: workplace.file("plan/shards/\(name)"))
    try await succeed(["shard", "plan", "0"])
    try await succeed(["merge", "plan", "--check"])
  }

  @Test(arguments: ["0.json", "0-rows.rows"])
  func `a pipe among the shards is named and not waited for, and its shard is computed again`(_ name: String)
    async throws
  {
    try await plan()
    let place = workplace.file("plan/shards/\(name)")
    try FileManager.default.removeItem(at: place)
    try #require(mkfifo(place.path, 0o600) == 0)
    let refused = try await payoff(["merge", "plan", "--out", "merged"])
    #expect(refused.status == 65)
    #expect(refused.error.contains("shard 0: \(name) is no regular file, but a pipe"), "\(refused.error)")
    #expect(refused.error.contains("payoff shard plan 0"), "\(refused.error)")
    try await succeed(["shard", "plan", "0"])
    try await succeed(["merge", "plan", "--out", "merged"])
  }

  @Test func `a plan of which a file is a pipe is refused`() async throws {
    try await plan(shards: nil)
    for name in ["experiment.swift", "plan.json"] {
      let place = workplace.file("plan/\(name)")
      try FileManager.default.removeItem(at: place)
      try #require(mkfifo(place.path, 0o600) == 0)
      let refused = try await payoff(["shard", "plan", "0"])
      #expect(refused.status == 65 && refused.error.contains("\(name): is no"), "\(refused.error)")
    }
  }

  @Test func `a piece that is cut off at any byte is not taken for one`() async throws {
    try await plan()
    let place = workplace.file("plan/shards/1-rows.rows")
    let whole = try Data(contentsOf: place)
    var random = SplitMix(seed: 5)
    for _ in 0..<6 {
      try whole.prefix(Int.random(in: 0..<whole.count, using: &random)).write(to: place)
      let refused = try await payoff(["merge", "plan", "--check"])
      #expect(refused.status == 65 && refused.output.contains("shard 1:"), "\(refused.output)")
    }
  }

  @Test func `a plan that was changed, or is none, or of another version is refused`() async throws {
    try await plan(shards: nil)
    let none = try await payoff(["shard", ".", "0"])
    #expect(none.status == 64 && none.error.contains("is not the directory of a plan"), "\(none.error)")
    let beyond = try await payoff(["shard", "plan", "4"])
    #expect(beyond.status == 64 && beyond.error.contains("numbered from 0 to 3"), "\(beyond.error)")
    let text = try workplace.text(of: "plan/plan.json")
    try workplace.write(text.replacing("\"format\" : 1", with: "\"format\" : 7"), to: "plan/plan.json")
    let other = try await payoff(["shard", "plan", "0"])
    #expect(other.status == 65 && other.error.contains("in format 7"), "\(other.error)")
    try workplace.write(text, to: "plan/plan.json")
    try workplace.write("// another\n", to: "plan/experiment.swift")
    let changed = try await payoff(["shard", "plan", "0"])
    #expect(changed.status == 65 && changed.error.contains("experiment.swift: is not as it was written"))
  }

  @Test(arguments: [
    (["run", "Stake.swift", "--precision", "mean(npv)=0.1"], "it decides as it goes"),
    (["list"], "a plan is of run"), (["runn", "Stake.swift"], "did you mean"),
    (["compare", "one", "other"], "names none"), (["run", "Stake.swift", "-r", "3"], "there are only 3 rows"),
    (["run", "Stake.swift", "--sed", "3"], "--sed"),
    (["run", "Stake.swift", "--resume"], "keeps each shard that is done"),
    (["sweep", "Stake.swift", "--vary", "scale=1,2", "--resume"], "keeps each shard that is done"),
  ])
  func `what cannot be planned is refused, and nothing is left`(_ command: [String], _ message: String) async throws {
    let refused = try await payoff(["plan"] + command + ["--shards", "4", "--out", "plan"])
    #expect(refused.status == 64 && refused.error.contains(message), "\(refused.status) \(refused.error)")
    #expect(workplace.names() == ["Stake.swift"])
  }

  @Test func `machines whose functions have other bits are refused, unless the plan hides what differs`() async throws {
    // A processor with fused multiply-add, where it is hidden, is one without.
    let hidden: [String: String?] = ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4"]
    let flags = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    try #require(flags.contains(" fma "), "this needs a processor with fused multiply-add")
    try await plan(shards: nil)
    let refused = try await payoff(["shard", "plan", "0"], environment: hidden)
    #expect(refused.status == 69 && refused.error.contains("give other last bits on this machine"), "\(refused.error)")
    try await succeed(["plan", "run", "Stake.swift", "-r", "60", "--shards", "2", "--out", "any"], environment: hidden)
    try await succeed(["shard", "any", "0,1"])
    try await succeed(["merge", "any", "--out", "merged"])
    try await succeed(["run", "Stake.swift", "-r", "60", "--out", "alone"], environment: hidden)
    #expect(try workplace.contents(of: "merged") == workplace.contents(of: "alone"))
  }

  @Test func `a plan never replaces what is there`() async throws {
    try await plan(shards: nil)
    let refused = try await payoff(["plan", "run", "Stake.swift", "--out", "plan"])
    #expect(refused.status == 74 && refused.error.contains("already exists"), "\(refused.error)")
  }

  @Test func `scripts for Slurm name the shards of the plan and end a merge that cannot run`() async throws {
    try await succeed(["plan", "run", "Stake.swift", "--shards", "9", "--slurm", "--out", "plan"])
    #expect(try workplace.text(of: "plan/shards.sbatch").contains("#SBATCH --array=0-8\n"))
    #expect(try workplace.text(of: "plan/submit").contains("--kill-on-invalid-dep=yes"))
    for script in ["shards.sbatch", "merge.sbatch", "submit", "payoff"] {
      #expect(try await CommandLineTool.output(of: "sh", ["-n", workplace.file("plan/\(script)").path]).isEmpty)
    }
  }
}

/// Random numbers that are the same each time (Steele, Lea and Flood 2014).
private struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
