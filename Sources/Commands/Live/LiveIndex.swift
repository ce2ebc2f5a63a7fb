import CompiledExperiments
import Experimentation
import FlyingFox
import Foundation
import Mustache
import Results
import Synchronization

/// The page of several experiments: each is started in its own process when it is first opened.
final class LiveIndex: Sendable {
  /// An experiment that can be opened.
  private struct Entry: Sendable {
    let name: String
    let title: String
    let question: String
    /// What its server is started with beside its name.
    let options: [String]
  }

  private let entries: [Entry]
  private let port: UInt16
  private let language: Language
  private let token: String
  /// The servers of the experiments that have been opened; they end with this process, whose pipe they read.
  private let servers = Mutex<[String: Task<String, any Error>]>([:])

  /// - Parameters:
  ///   - experiments: as the command line names them; all there are where it names none.
  ///   - options: for each server.
  ///   - port: that of this page, whose servers have the ports behind it; 0 where all ports are any that are free.
  ///   - token: that of this page and of its servers; `nil` where each has a new one.
  /// - Throws: ``CommandError`` where there are not as many ports behind that one.
  init(_ experiments: [String], options: [String], port: UInt16, token: String?, _ language: Language) throws {
    let files = experiments.isEmpty ? try ExperimentCompiler.all() : try experiments.map(ExperimentCompiler.file)
    let names = experiments.isEmpty ? files.map(\.name) : experiments
    guard port == 0 || Int(port) + names.count <= Int(UInt16.max) else {
      throw CommandError(
        .usage,
        "--port \(port): the pages of \(names.count) experiments have the ports behind it, of which there are "
          + "\(UInt16.max - port); choose a lower one")
    }
    let shared = options + (token.map { ["--token", $0] } ?? [])
    entries = zip(names, files).enumerated().map { place, one in
      Entry(
        name: one.0, title: one.1.name, question: one.1.question ?? "",
        options: shared + (port == 0 ? [] : ["--port", "\(Int(port) + place + 1)"]))
    }
    self.port = port
    self.token = token ?? RequestGuard.newToken()
    self.language = language
  }

  func run(announce: @Sendable @escaping (String) -> Void, until isOver: @Sendable @escaping () -> Bool) async throws {
    try await LoopbackServer(port: port, token: token).run(announce: announce, until: isOver) { path, request in
      switch (request.method, path) {
      case (.GET, ""): return .page(try self.html())
      case (.GET, "live.css"): return .asset(PackageResources.live_css, "text/css")
      case (.GET, "open"):
        let name = request.query["experiment"] ?? ""
        guard let entry = self.entries.first(where: { $0.name == name }) else {
          return .text(.notFound, "There is no experiment \"\(name)\" on this page.")
        }
        let address = try await self.server(of: entry).value
        var response = HTTPResponse.text(.seeOther, address)
        response.headers[.location] = address
        return response
      default: return .text(.notFound, "There is nothing at this address.")
      }
    }
  }

  private static let template = """
    <!doctype html>
    <html lang="{{language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Payoff</title><link rel="icon" href="data:,"><link rel="stylesheet" href="live.css"></head>
    <body><header><p class="kind">{{kind}}</p><h1>{{heading}}</h1></header>
    <main class="index"><ul>{{#entries}}
    <li><a href="open?experiment={{link}}">{{title}}</a><p class="note">{{question}}</p></li>{{/entries}}
    </ul></main></body></html>
    """

  private struct Content {
    struct Row {
      let link: String
      let title: String
      let question: String
    }

    let language: String
    let kind: String
    let heading: String
    let entries: [Row]
  }

  private func html() throws -> String {
    let rows = entries.map { entry in
      Content.Row(
        link: entry.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? entry.name, title: entry.title,
        question: entry.question)
    }
    return try MustacheTemplate(string: Self.template).render(
      Content(
        language: language.rawValue, kind: language("Payoff · live page", "Payoff · 实时页面"),
        heading: language("Which question?", "选择问题"), entries: rows))
  }

  /// The address of an experiment's page; one that did not start is tried again.
  private func server(of entry: Entry) -> Task<String, any Error> {
    servers.withLock { servers in
      if let known = servers[entry.name] { return known }
      let started = Task {
        do {
          return try await self.start(entry)
        } catch {
          self.servers.withLock { $0[entry.name] = nil }
          throw error
        }
      }
      servers[entry.name] = started
      return started
    }
  }

  private func start(_ entry: Entry) async throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [ServeCommand.name, entry.name, "--ends-with-input"] + entry.options
    let (input, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let reading = output.fileHandleForReading
    let text: String = await withCheckedContinuation { continuation in
      // Reading waits, which must not be done where the server answers.
      DispatchQueue.global().async {
        var text = ""
        while !text.contains("\n") {
          let data = reading.availableData
          if data.isEmpty { break }
          text += String(decoding: data, as: UTF8.self)
        }
        continuation.resume(returning: String(text.prefix { $0 != "\n" }))
      }
    }
    guard !text.isEmpty else {
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      throw CommandError(.data, "\(entry.name) cannot be opened:\n\(said)")
    }
    errors.fileHandleForReading.readabilityHandler = { handle in
      let data = handle.availableData
      if data.isEmpty { handle.readabilityHandler = nil }
      Terminal.standardError.write(String(decoding: data, as: UTF8.self))
    }
    kept.withLock { $0 += [input, output, errors] }
    return text
  }

  /// The pipes stay open as long as this process lives.
  private let kept = Mutex<[Pipe]>([])
}
