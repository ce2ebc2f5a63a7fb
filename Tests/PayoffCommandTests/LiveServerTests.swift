import Foundation
import Testing

/// The server behind the live page.
@Suite struct LiveServerTests {
  /// A server of the desk in its own workplace, and a client of it.
  private struct Served {
    let workplace: Workplace
    let process: CommandLineTool.Running
    let client: LoopbackClient
  }

  private static func serve(
    _ options: [String] = [], _ text: String = Examples.desk, in workplace: Workplace? = nil
  ) async throws -> Served {
    let workplace = try workplace ?? Workplace()
    try workplace.write(text, to: "Desk.swift")
    let process = try CommandLineTool.start(["serve", "Desk.swift"] + options, in: workplace)
    try await eventually(within: 300) { process.hasEnded || process.outputSoFar.contains("\n") }
    let address = process.outputSoFar.trimmingCharacters(in: .whitespacesAndNewlines)
    return Served(workplace: workplace, process: process, client: try #require(LoopbackClient(address)))
  }

  /// The figure of a measure in a picture.
  private static func figure(_ name: String, _ picture: [String: Any]) -> [String: Any]? {
    (picture["figures"] as? [[String: Any]])?.first { $0["name"] as? String == name }
  }

  // MARK: Who may ask

  @Test func `only who has the token, and asks by the name of this machine from its own page, is answered`()
    async throws
  {
    let served = try await Self.serve()
    let client = served.client
    #expect(try client.answer("").status == 200)
    #expect(try client.answer("", host: "localhost:\(client.port)").status == 200)
    #expect(try client.answer("", headers: ["Origin: http://127.0.0.1:\(client.port)"]).status == 200)
    for token in ["", "0", String(repeating: "0", count: 32), String(client.token.dropLast())] {
      let refused = try client.answer("", token: token)
      #expect(refused.status == 403)
      #expect(refused.text.contains("The token is missing or wrong"))
    }
    for host in ["evil.example", "evil.example:\(client.port)", "127.0.0.1", "127.0.0.1:1"] {
      #expect(try client.answer("", host: host).status == 403)
    }
    for origin in ["http://evil.example", "null", "https://127.0.0.1:\(client.port)", "http://127.0.0.1:1"] {
      #expect(try client.answer("model", headers: ["Origin: \(origin)"]).status == 403)
    }
    #expect(
      try client.answer("scenarios?name=mine", method: "POST", headers: ["Origin: http://evil.example"]).status == 403)
    #expect(
      try client.answer("compute", headers: ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors"]).status == 403)
    #expect(try client.answer("nothing").status == 404)
  }

  @Test func `a port that is in use ends the second server with exit code 69 and names the port`() async throws {
    let served = try await Self.serve()
    let port = served.client.port
    let second = try await CommandLineTool.run(["serve", "Desk.swift", "--port", "\(port)"], in: served.workplace)
    #expect(second.status == 69)
    #expect(second.error.contains("--port \(port): another program listens there already; choose another port"))
    #expect(try served.client.answer("").status == 200)
  }

  @Test func `pages of several experiments have the ports behind that of their list, and its token`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.desk, to: "Desk.swift")
    try workplace.write(Examples.desk.replacing("struct Desk", with: "struct Other"), to: "Other.swift")
    // Below the ports that the system gives to whoever does not choose one.
    let port = UInt16.random(in: 20_000..<30_000)
    let process = try CommandLineTool.start(
      ["serve", "Desk.swift", "Other.swift", "--port", "\(port)", "--token", "sameToken"], in: workplace)
    try await eventually(within: 300) { process.hasEnded || process.outputSoFar.contains("\n") }
    let address = process.outputSoFar.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(address == "http://127.0.0.1:\(port)/sameToken/")
    let opened = try #require(LoopbackClient(address)).answer("open?experiment=Other.swift")
    #expect(opened.status == 303)
    #expect(opened.text.trimmingCharacters(in: .whitespacesAndNewlines) == "http://127.0.0.1:\(port + 2)/sameToken/")
  }

  @Test func `a port without as many behind it as there are experiments is refused`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.desk, to: "Desk.swift")
    try workplace.write(Examples.desk.replacing("struct Desk", with: "struct Other"), to: "Other.swift")
    let outcome = try await CommandLineTool.run(
      ["serve", "Desk.swift", "Other.swift", "--port", "65534"], in: workplace)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains("--port 65534: the pages of 2 experiments"), "\(outcome.error)")
  }

  @Test(arguments: [
    (["--token", "short"], 64, "8 or more"), (["--set", "nothing=1"], 64, "has no input"),
    (["--set", "answered"], 64, "expected name=value"), (["--replications", "1"], 64, "20"),
  ])
  func `what cannot be served is said before there is a page`(
    _ options: [String], _ status: Int32, _ words: String
  ) async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.desk, to: "Desk.swift")
    let outcome = try await CommandLineTool.run(["serve", "Desk.swift"] + options, in: workplace)
    #expect(outcome.status == status)
    #expect(outcome.error.contains(words), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
  }

  // MARK: What is answered

  @Test func `the last picture of a view has the figures of payoff run with its command line`() async throws {
    let served = try await Self.serve(["--replications", "300", "--seed", "7"])
    let events = try served.client.events(
      "compute?set=answered%3D0.6&set=priceFall%3D0.35%20to%200.5&set=scaling%3Dhourly")
    let pictures = events.filter { $0.name == "picture" }.map(\.data)
    // As many as a busy machine computes in the time of a first picture.
    #expect((20...50).contains(pictures.first?["replications"] as? Int ?? 0))
    let last = try #require(pictures.last)
    #expect(last["replications"] as? Int == 300)
    #expect(events.last?.name == "done")
    let command = try #require(last["command"] as? String)
    #expect(
      command
        == "payoff run Desk.swift --replications 300 --seed 7 --set answered=0.6 --set 'priceFall=0.35 to 0.5' --set scaling=hourly"
    )
    let run = try await CommandLineTool.run(
      [
        "run", "Desk.swift", "--replications", "300", "--seed", "7", "--set", "answered=0.6", "--set",
        "priceFall=0.35 to 0.5", "--set", "scaling=hourly", "--out", "run",
      ], in: served.workplace)
    try #require(run.status == 0, "\(run.error)")
    let table = try Table(try served.workplace.contents(of: "run"), "summary.csv")
    for name in ["npv", "inflection_month", "payback_month"] {
      let row = try table.row(name)
      let shown = try #require(Self.figure(name, last))
      for statistic in ["mean", "p10", "p50", "p90"] {
        let (found, expected) = (shown[statistic] as? Double, Double(row[statistic] ?? ""))
        // Sums are added in another order.
        let isSame = found == expected || abs((found ?? .nan) - (expected ?? .nan)) <= 1e-12 * abs(expected ?? 0)
        #expect(isSame, "\(name) \(statistic)")
      }
    }
    let change = try #require(last["change"] as? String)
    #expect(change.hasPrefix("Against the base case, net present value is "))
    #expect(change.contains("95 % interval"))
  }

  @Test func `the base case has no difference from itself, and its first picture is of fewer replications`()
    async throws
  {
    let served = try await Self.serve(["--replications", "100"])
    let pictures = try served.client.events("compute").filter { $0.name == "picture" }.map(\.data)
    let counts = pictures.map { $0["replications"] as? Int ?? 0 }
    #expect(counts.last == 100 && counts.count <= 2 && (20...100).contains(counts[0]), "\(counts)")
    #expect(pictures.last?["change"] as? String == "")
  }

  @Test func `a view in another currency is compared with the base case in that currency`() async throws {
    let text = Examples.desk
      .replacing(
        "@Setting(", with: "@Setting(\"currency\", oneOf: [\"USD\", \"JPY\"])\n  var currency = \"USD\"\n\n  @Setting("
      )
      .replacing(
        "Books(in: .usd, discounting: 0.10)",
        with: "Books(in: CurrencyCode(currency), discounting: 0.10, ExchangeRate(USD(1), is: JPY(150)))")
    let served = try await Self.serve(["--replications", "60"], text)
    func last(_ query: String) throws -> [String: Any] {
      try #require(try served.client.events("compute?\(query)").last { $0.name == "picture" }?.data)
    }
    /// The median cash of the base case behind the picture, in its last month.
    func ghost(_ picture: [String: Any]) throws -> Double {
      let data = try #require(picture["data"] as? [String: Any])
      let rows = try #require(data["../base/timeline.csv"] as? [[String: Any]])
      return try #require(rows.last?["p50"] as? Double)
    }
    let model =
      try JSONSerialization.jsonObject(with: Data(try served.client.answer("model").text.utf8)) as? [String: Any]
    let settings = try #require(model?["settings"] as? [[String: Any]])
    #expect(settings.map { $0["options"] as? [String] } == [["USD", "JPY"], []])
    let alone = try last("set=currency%3DJPY")
    #expect(alone["change"] as? String == "Net present value is the same as in the base case in every future.")
    let (dollars, yen) = (try last("set=answered%3D0.6"), try last("set=answered%3D0.6&set=currency%3DJPY"))
    #expect(abs(try ghost(yen) / ghost(dollars) - 150) < 1e-9)
    #expect((yen["change"] as? String)?.contains(" JPY higher on average") == true, "\(yen["change"] ?? "")")
    for (name, query) in [("dollars", "set=answered%3D0.6"), ("yen", "set=answered%3D0.6&set=currency%3DJPY")] {
      #expect(try served.client.answer("scenarios?name=\(name)&\(query)", method: "POST").status == 200)
    }
    let events = try served.client.events("comparison?scenario=dollars&scenario=yen")
    let table = try #require(events.last { $0.name == "comparison" }?.data)
    let rows = try #require(table["rows"] as? [[String]])
    #expect((table["caption"] as? String)?.contains("USD") == true)
    #expect(rows.map { $0[1].hasSuffix(" JPY") } == [false, false, true], "\(rows)")
    #expect(rows[2][6].hasSuffix(" JPY") && !rows[1][6].isEmpty && rows[1][8] == rows[2][8], "\(rows)")
  }

  @Test(arguments: [
    ("set=answered%3D2x", "answered"), ("set=costOfLetter%3D-4", "costOfLetter"),
    ("set=scaling%3Dsometimes", "scaling"),
    ("set=letters%3D3%20EUR", "letters"), ("set=answered%3Duniform(1,0)", "answered"),
  ])
  func `a value that an input cannot have is a message that names it, and the server goes on`(
    _ query: String, _ input: String
  ) async throws {
    let served = try await Self.serve(["--replications", "60"])
    let events = try served.client.events("compute?\(query)")
    #expect(events.map(\.name) == ["problem"])
    #expect(events.first?.data["input"] as? String == input)
    #expect((events.first?.data["text"] as? String)?.hasPrefix("\(input) = ") ?? false)
    #expect(try served.client.events("compute").last?.name == "done")
    #expect(!served.process.hasEnded)
  }

  @Test func `a decision is one among the options of the choice that is named`() async throws {
    let second = """
      enum Desks: String, CaseIterable { case one, two }

        @Choice("how many desks there are")
        var desks: Desks = .one

        @Setting(
      """
    let served = try await Self.serve(
      ["--replications", "60"], Examples.desk.replacing("@Setting(", with: second))
    let query = "set=answered%3D0.6&set=desks%3Dtwo&set=scaling%3Dhourly"
    let events = try served.client.events("decision?\(query)&choice=desks")
    let pane = try #require(events.last { $0.name == "pane" }?.data, "\(events.map(\.name))")
    let command = try #require(pane["command"] as? String)
    // The other choice stays as the view has it.
    #expect(command.hasPrefix("payoff decide Desk.swift") && command.contains("--choice desks"), "\(command)")
    #expect(command.contains("--set scaling=hourly") && !command.contains("desks=two"), "\(command)")
    #expect((pane["answer"] as? [String])?.isEmpty == false)
    // Without a name there is no telling which; the message has both.
    let unnamed = try served.client.events("decision?\(query)").last
    #expect(unnamed?.name == "problem")
    #expect((unnamed?.data["text"] as? String)?.contains("name one") == true)
  }

  @Test func `the inputs come with the ends of their sliders, within what they can be`() async throws {
    let served = try await Self.serve()
    let text = try served.client.answer("model").text
    let model = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let groups = try #require(model["groups"] as? [[String: Any]])
    let inputs = groups.flatMap { $0["inputs"] as? [[String: Any]] ?? [] }
    #expect(Set(inputs.compactMap { $0["name"] as? String }) == ["priceFall", "letters", "answered", "costOfLetter"])
    for input in inputs {
      let (low, high) = (input["low"] as? Double ?? .nan, input["high"] as? Double ?? .nan)
      let median = try #require(input["median"] as? Double)
      #expect(low >= 0 && low <= median && median <= high && low < high, "\(input["name"] ?? "")")
      let ends = try served.client.events("compute?set=\(input["name"] ?? "")%3D\(low)")
      #expect(ends.last?.name == "done", "\(ends)")
    }
  }

  @Test func `inputs come in the order of what each moves alone, and those on which nothing depends come last`()
    async throws
  {
    let idle = """
      @Uncertain(.uniform(0, 1), "nothing to do with it", source: .assumption("a guess"))
        var idle: Double

        @Choice(
      """
    let served = try await Self.serve([], Examples.desk.replacing("@Choice(", with: idle))
    let text = try served.client.answer("model").text
    let model = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let groups = try #require(model["groups"] as? [[String: Any]])
    let names = groups.map { ($0["inputs"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String } }
    #expect(names.flatMap { $0 } == ["answered", "letters", "priceFall", "costOfLetter", "idle"])
    #expect(groups.first?["title"] as? String == "What decides it most")
    #expect(names.last == ["idle"])
    #expect(groups.last?["title"] as? String == "Not used with the choices of the base case")
  }

  // MARK: Who goes away

  @Test func `a client that goes away, and one that moves again, cancel their work`() async throws {
    let served = try await Self.serve(["--replications", "100000"])
    let client = served.client
    @Sendable func waiting() -> Int {
      let text = (try? client.answer("work").text) ?? ""
      return Int(text.filter(\.isNumber)) ?? -1
    }
    // The base case itself is computed until its end.
    let alone = waiting()
    let connection = try client.open("compute?set=answered%3D0.5")
    while connection.read()?.contains("event: picture") == false {}
    #expect(waiting() == alone + 1)
    connection.close()
    try await eventually(within: 60) { waiting() == alone }
    let first = try client.open("compute?client=page&set=answered%3D0.4")
    while first.read()?.contains("event: picture") == false {}
    let second = try client.open("compute?client=page&set=answered%3D0.3")
    while second.read()?.contains("event: picture") == false {}
    try await eventually(within: 60) { waiting() == alone + 1 }
  }

  @Test func `saved scenarios outlast a kill, and are compared on the same draws`() async throws {
    let served = try await Self.serve(["--replications", "100"])
    #expect(try served.client.answer("scenarios?name=many&set=answered%3D0.9", method: "POST").status == 200)
    #expect(
      try served.client.answer("scenarios?name=few%20%E6%9B%B4%E5%B0%91&set=answered%3D0.1", method: "POST").status
        == 200)
    #expect(try served.client.answer("scenarios?name=&set=answered%3D0.1", method: "POST").status == 400)
    served.process.send(SIGKILL)
    _ = try await served.process.outcome()
    let again = try await Self.serve(["--replications", "100"], in: served.workplace)
    let text = try again.client.answer("scenarios").text
    let saved = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    #expect(saved.map { $0["name"] as? String } == ["many", "few 更少"])
    #expect(saved.first?["set"] as? [String] == ["answered=0.9"])
    let events = try again.client.events("comparison?scenario=many")
    let table = try #require(events.last { $0.name == "comparison" }?.data["rows"] as? [[String]])
    #expect(table.map { $0.first } == ["base case", "many"])
    #expect(try again.client.answer("scenarios?name=many", method: "DELETE").text.contains("few"))
  }

  @Test func `a server that is asked to stop ends without an error`() async throws {
    let served = try await Self.serve()
    served.process.send(SIGINT)
    let outcome = try await served.process.outcome(within: 60)
    #expect(outcome.status == 0, "\(outcome.error)")
  }

  @Test func `the buttons of cases are in the language of the page`() async throws {
    let cases = """
      static let cases = [Case("bull", "many need nobody", ["answered": 0.9])]

        @Choice(
      """
    let served = try await Self.serve([], Examples.desk.replacing("@Choice(", with: cases))
    for (language, title) in [("en", "bull"), ("zh", "乐观")] {
      let text = try served.client.answer("model?language=\(language)").text
      let model = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      let buttons = try #require(model["cases"] as? [[String: Any]])
      // The experiment as declared has a button of its own.
      #expect(buttons.contains { $0["name"] as? String == "bull" && $0["title"] as? String == title }, "\(buttons)")
    }
  }

  @Test func `a page in Chinese says in Chinese what is wrong with a value`() async throws {
    let served = try await Self.serve()
    for (set, words) in [
      ("answered%3Dabc", "answered = abc：不是可用的数字"),
      ("scaling%3Dnever", "scaling = never：可选项为：around-the-clock、hourly"),
      ("priceFall%3D3", "priceFall = 3：取值应介于 -0.5 与 1 之间（1/year），而这里是 3；3 % 应写作 3% 或 0.03"),
      ("letters%3D5%20USD", "letters = 5 USD：填写的单位是 USD，而该输入的单位是 requests/day"),
      ("nothing%3D1", "nothing = 1：Desk 没有名为 nothing 的输入"), ("answered%3D", "--set answered=：等号后没有填写数值"),
    ] {
      let events = try served.client.events("compute?set=\(set)&language=zh")
      let problem = try #require(events.first { $0.name == "problem" }, "\(set)")
      let text = try #require(problem.data["text"] as? String)
      #expect(text.hasPrefix(words), "\(text)")
    }
  }
}
