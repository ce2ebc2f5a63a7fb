import Foundation
import Glibc

/// A client of a server on this machine that says exactly what a test wants it to say.
struct LoopbackClient {
  let port: UInt16
  let token: String

  /// - Parameter address: as `payoff serve` prints it: `http://127.0.0.1:8000/TOKEN/`.
  init?(_ address: String) {
    let parts = address.split(separator: "/", omittingEmptySubsequences: true)
    guard parts.count == 3, let port = parts[1].split(separator: ":").last.flatMap({ UInt16($0) }) else { return nil }
    self.port = port
    token = String(parts[2])
  }

  /// A connection on which a request was sent; what is read of it is what the server answers.
  final class Connection {
    private let descriptor: Int32
    private var isOpen = true

    fileprivate init(_ port: UInt16, _ request: String) throws {
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = inet_addr("127.0.0.1")
      let status = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard status == 0 else { throw POSIXError(.ECONNREFUSED) }
      let bytes = Array(request.utf8)
      _ = Glibc.write(descriptor, bytes, bytes.count)
    }

    /// What comes next; `nil` at the end.
    func read() -> String? {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    func close() {
      if isOpen { Glibc.close(descriptor) }
      isOpen = false
    }

    deinit { close() }
  }

  /// Sends a request.
  /// - Parameters:
  ///   - path: behind the token.
  ///   - host: the header; that of the server unless given.
  ///   - token: another token; empty for none.
  func open(
    _ path: String, method: String = "GET", host: String? = nil, token: String? = nil, headers: [String] = []
  ) throws -> Connection {
    let token = token ?? self.token
    let lines =
      ["\(method) /\(token.isEmpty ? "" : token + "/")\(path) HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(port)")"]
      + ["Connection: close", "Content-Length: 0"] + headers + ["", ""]
    return try Connection(port, lines.joined(separator: "\r\n"))
  }

  /// The status and the text of an answer.
  func answer(
    _ path: String, method: String = "GET", host: String? = nil, token: String? = nil, headers: [String] = []
  ) throws -> (status: Int, text: String) {
    let connection = try open(path, method: method, host: host, token: token, headers: headers)
    var text = ""
    while let more = connection.read() { text += more }
    let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    let body = text.range(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? ""
    return (status, body)
  }

  /// The body of an answer in chunks, each behind its length in hexadecimal digits.
  private static func unchunked(_ body: String) -> String {
    var (rest, text) = (Array(body.utf8)[...], [UInt8]())
    while let end = rest.firstIndex(of: 13),
      let length = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16), length > 0
    {
      let chunk = rest[min(end + 2, rest.endIndex)...].prefix(length)
      text += chunk
      rest = rest[min(chunk.endIndex + 2, rest.endIndex)...]
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The events of an answer, each with its name and its JSON, until the server ends it.
  func events(_ path: String) throws -> [(name: String, data: [String: Any])] {
    var events: [(name: String, data: [String: Any])] = []
    var name = ""
    for line in Self.unchunked(try answer(path).text).split(separator: "\n") {
      if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
      if line.hasPrefix("data: ") {
        let data = try JSONSerialization.jsonObject(with: Data(line.dropFirst(6).utf8))
        events.append((name, data as? [String: Any] ?? [:]))
      }
    }
    return events
  }
}
