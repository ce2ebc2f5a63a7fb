import Experimentation
import FlyingFox
import FlyingSocks
import Foundation
import Glibc
import Results
import Synchronization

/// The server of the live page of one experiment: on the loopback interface, for whoever has the token.
final class LiveServer<E: Experiment>: Sendable {
  private let experiment: LiveExperiment<E>
  private let thread = SimulationThread()
  private let runtime = ChartRuntime()
  private let scenarios: SavedScenarios
  private let language: Language
  private let token: String
  /// Who is sent events, by the name that each page gives itself: its next move ends its last one.
  private let clients = Mutex<[String: EventStream.Sender]>([:])

  init(_ experiment: LiveExperiment<E>, scenarios: SavedScenarios, token: String, _ language: Language) {
    self.experiment = experiment
    self.scenarios = scenarios
    self.token = token
    self.language = language
    thread.add(BaseJob(experiment))
  }

  /// Answers until `isOver`.
  /// - Parameter announce: told the address once the server answers there.
  func run(port: UInt16, announce: @Sendable @escaping (String) -> Void, until isOver: @Sendable @escaping () -> Bool)
    async throws
  {
    defer { thread.stop() }
    try await LoopbackServer(port: port, token: token).run(announce: announce, until: isOver) { path, request in
      try await self.answer(path, request)
    }
  }

  private func answer(_ path: String, _ request: HTTPRequest) async throws -> HTTPResponse {
    let query = request.query.map { (name: $0.name, value: $0.value) }
    let language = Language(rawValue: request.query["language"] ?? "") ?? language
    switch (request.method, path) {
    case (.GET, ""): return .page(try LivePage(E.self, language).html())
    case (.GET, "live.js"): return .asset(PackageResources.live_js, "text/javascript")
    case (.GET, "charts.js"): return .asset(PackageResources.charts_js, "text/javascript")
    case (.GET, "live.css"): return .asset(PackageResources.live_css, "text/css")
    case (.GET, "vega.js"): return .asset(Array(try await runtime.script.utf8), "text/javascript")
    case (.GET, "licences.txt"): return .asset(PackageResources.vega_licences_txt, "text/plain")
    case (.GET, "model"): return .json(try await model(language))
    case (.GET, "compute"): return compute(query, language)
    case (.GET, "comparison"): return compare(query, language)
    case (.GET, "tornado"): return pane(query, language) { [SensitivityCommand.name, $0] + $1.arguments + $2 }
    case (.GET, "break-even"): return breakEven(query, language)
    case (.GET, "decision"): return decide(query, language)
    case (.GET, "download"): return try await download(query)
    case (.GET, "work"): return .json(["waiting": .number(Double(thread.waiting))])
    case (.GET, "scenarios"): return .json(scenarios.json)
    case (.POST, "scenarios"): return try await save(request, query)
    case (.DELETE, "scenarios"):
      try scenarios.remove(named: request.query["name"] ?? "")
      return .json(scenarios.json)
    default: return .text(.notFound, "There is nothing at this address.")
    }
  }

  private func model(_ language: Language) async throws -> JSONValue {
    try await withCheckedThrowingContinuation { continuation in
      thread.add(ModelJob(experiment, language, continuation))
    }
  }

  private func compute(_ query: [(name: String, value: String)], _ language: Language) -> HTTPResponse {
    let stream = EventStream()
    let sender = stream.sender
    if let client = query.last(where: { $0.name == "client" })?.value {
      clients.withLock { clients in
        clients[client]?.cancel()
        clients = clients.filter { !$0.value.isClosed }
        clients[client] = sender
      }
    }
    do {
      thread.add(PictureJob(experiment, try ViewSettings(query: query), language, sender))
    } catch {
      sender.send("problem", ["text": .string(LiveProblem.text(error, in: language)), "input": .null])
      sender.finish()
    }
    return stream.response
  }

  // MARK: On demand

  private func compare(_ query: [(name: String, value: String)], _ language: Language) -> HTTPResponse {
    let stream = EventStream()
    let wanted = query.filter { $0.name == "scenario" }.map(\.value)
    thread.add(
      ScenarioComparison(experiment, scenarios.all.filter { wanted.contains($0.name) }, language, stream.sender))
    return stream.response
  }

  /// What another command finds about a view, as events: `pane` or `problem`. Who goes away ends the command.
  /// - Parameter arguments: of the experiment's name, the view, and the options that all commands have.
  private func pane(
    _ query: [(name: String, value: String)], _ language: Language,
    _ arguments: (String, ViewSettings, [String]) -> [String]
  ) -> HTTPResponse {
    let stream = EventStream()
    let sender = stream.sender
    do {
      let view = try ViewSettings(query: query)
      let pane = CommandPane(
        arguments: arguments(experiment.name, view, ["--seed", "\(experiment.plan.seed)"]))
      let work = Task {
        do {
          sender.send("pane", try await pane.json(in: language))
        } catch {
          sender.send("problem", PictureJob<E>.problem(error, view, language))
        }
        sender.finish()
      }
      Task {
        while !sender.isClosed {
          sender.send("progress", [:])
          try await Task.sleep(for: .milliseconds(500))
        }
        work.cancel()
      }
    } catch {
      sender.send("problem", ["text": .string(LiveProblem.text(error, in: language)), "input": .null])
      sender.finish()
    }
    return stream.response
  }

  /// Which option of a choice is best; what the view has chosen there is one of them.
  private func decide(_ query: [(name: String, value: String)], _ language: Language) -> HTTPResponse {
    let choice = query.last { $0.name == "choice" }?.value
    return pane(query, language) { name, view, options in
      var other = view
      other.assignments.removeAll { $0.name == choice }
      return [DecideCommand.name, name] + other.arguments + options + (choice.map { ["--choice", $0] } ?? [])
        + ["--replications", "200"]
    }
  }

  private func breakEven(_ query: [(name: String, value: String)], _ language: Language) -> HTTPResponse {
    func value(_ name: String) -> String { query.last { $0.name == name }?.value ?? "" }
    let bounds = "\(value("input"))=\(value("low"))..\(value("high"))"
    return pane(query, language) { name, view, options in
      var other = view
      other.assignments.removeAll { $0.name == value("input") }
      return [SeekCommand.name, name] + other.arguments + options
        + ["--target", "mean(npv)=0", "--bounds", bounds, "--replications", "200"]
    }
  }

  /// The run directory of a view as `payoff run` writes it, or one of its files.
  private func download(_ query: [(name: String, value: String)]) async throws -> HTTPResponse {
    let files = ["summary.csv", "replications.csv", "timeline.csv", "inputs.csv"]
    let file = query.last { $0.name == "file" }?.value
    guard file.map(files.contains) ?? true else {
      return .text(.notFound, "There is no such file; there are \(files.joined(separator: ", ")).")
    }
    let arguments =
      [RunCommand.name, experiment.name] + experiment.runOptions + (try ViewSettings(query: query)).arguments
    let bytes = try await CommandPane(arguments: arguments).bytes(of: file)
    var response = HTTPResponse.asset(bytes, file == nil ? "application/gzip" : "text/csv")
    response.headers[HTTPHeader("Content-Disposition")] =
      "attachment; filename=\"\("\(E.self)")-\(file ?? "run.tar.gz")\""
    return response
  }

  private func save(_ request: HTTPRequest, _ query: [(name: String, value: String)]) async throws -> HTTPResponse {
    do {
      try scenarios.save(try ViewSettings(query: query), named: request.query["name"] ?? "")
      return .json(scenarios.json)
    } catch {
      let asked = Language(rawValue: request.query["language"] ?? "") ?? language
      return .text(.badRequest, LiveProblem.text(error, in: asked))
    }
  }
}

/// The script of Vega, which is made once from the Python environment of the charts.
private final class ChartRuntime: Sendable {
  private let made = Task { try await ChartPainter().draw([], as: .svg, runtime: true).runtime }

  var script: String {
    get async throws { try await made.value }
  }
}
