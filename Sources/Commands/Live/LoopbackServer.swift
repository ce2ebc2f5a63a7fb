import Experimentation
import FlyingFox
import FlyingSocks
import Foundation
import Glibc
import Results

/// JSON as results are written; FlyingFox has a type of the same name.
typealias JSONValue = Results.JSONValue

/// An HTTP server on 127.0.0.1 that answers whoever has its token.
struct LoopbackServer {
  let port: UInt16
  let token: String

  /// What answers a request that is allowed: the path behind the token, and the request.
  typealias Handler = @Sendable (String, HTTPRequest) async throws -> HTTPResponse

  /// Seconds that an answer may take, such as one that compiles an experiment first.
  private static let patience: TimeInterval = 1800

  /// Answers until `isOver`.
  /// - Throws: ``CommandError`` where the port cannot be had.
  func run(
    announce: @Sendable @escaping (String) -> Void, until isOver: @Sendable @escaping () -> Bool,
    handler: @escaping Handler
  ) async throws {
    let server = HTTPServer(
      address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port), timeout: Self.patience, logger: .disabled)
    let token = token
    await server.appendRoute("*") { request in
      guard case .ip4(_, let port)? = await server.listeningAddress else { throw HTTPUnhandledError() }
      let requestGuard = RequestGuard(token: token, port: port)
      if let refusal = requestGuard.refusal(of: request) { return .text(.forbidden, refusal) }
      do {
        return try await handler(requestGuard.path(of: request) ?? "", request)
      } catch {
        return .text(.internalServerError, "\(error)")
      }
    }
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        group.addTask {
          try await server.waitUntilListening(timeout: 30)
          guard case .ip4(_, let port)? = await server.listeningAddress else { return }
          announce("http://127.0.0.1:\(port)/\(token)/")
          while !isOver(), !Task.isCancelled { try await Task.sleep(for: .milliseconds(100)) }
          await server.stop()
        }
        try await group.next()
        group.cancelAll()
      }
    } catch SocketError.failed(_, let number, let message) where number != 0 {
      guard !isOver() else { return }
      throw CommandError(
        .unavailable,
        number == EADDRINUSE
          ? "--port \(port): another program listens there already; choose another port, or leave --port out for a free one"
          : number == EACCES
            ? "--port \(port): may not be used by this user; choose one from 1024 on"
            : "--port \(port): cannot be listened to: \(message)")
    } catch {
      guard !isOver() else { return }
      throw error
    }
  }
}

extension HTTPResponse {
  /// Pages may load nothing from elsewhere, and be in no frame. Vega turns the expressions of a chart into functions.
  private static let policy =
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    + "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

  private static func headers(_ type: String) -> HTTPHeaders {
    [
      .contentType: "\(type); charset=utf-8", .cacheControl: "no-store",
      HTTPHeader("Referrer-Policy"): "no-referrer", HTTPHeader("X-Content-Type-Options"): "nosniff",
      HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
    ]
  }

  static func page(_ html: String) -> HTTPResponse {
    var headers = headers("text/html")
    headers[HTTPHeader("Content-Security-Policy")] = policy
    return HTTPResponse(statusCode: .ok, headers: headers, body: Data(html.utf8))
  }

  static func asset(_ bytes: [UInt8], _ type: String) -> HTTPResponse {
    HTTPResponse(statusCode: .ok, headers: headers(type), body: Data(bytes))
  }

  static func json(_ value: JSONValue) -> HTTPResponse {
    HTTPResponse(statusCode: .ok, headers: headers("application/json"), body: Data(value.compactText.utf8))
  }

  static func text(_ status: HTTPStatusCode, _ text: String) -> HTTPResponse {
    HTTPResponse(statusCode: status, headers: headers("text/plain"), body: Data((text + "\n").utf8))
  }
}
