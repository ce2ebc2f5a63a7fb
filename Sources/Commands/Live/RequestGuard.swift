import FlyingFox

/// Who may ask the server: only a page that it has served itself, at the address with the token.
///
/// It listens on the loopback interface, where every program of this machine, and every page in a browser on it, could ask.
/// The token keeps them out; the host and the origin keep out a page elsewhere whose name was made to lead here.
struct RequestGuard: Sendable {
  let token: String
  let port: UInt16

  /// 128 random bits in hexadecimal.
  static func newToken() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// The names by which this machine calls itself.
  private var hosts: [String] { ["127.0.0.1:\(port)", "localhost:\(port)"] }

  /// Why a request is refused; `nil` where it is not.
  func refusal(of request: HTTPRequest) -> String? {
    guard let host = request.headers[.host], hosts.contains(host.lowercased()) else {
      return "This server answers at 127.0.0.1:\(port) alone, and at no other name."
    }
    if let origin = request.headers[HTTPHeader("Origin")], !hosts.contains(where: { origin == "http://\($0)" }) {
      return "A page of \(origin) may not use this server."
    }
    if let site = request.headers[HTTPHeader("Sec-Fetch-Site")], !["same-origin", "none"].contains(site),
      request.headers[HTTPHeader("Sec-Fetch-Mode")] != "navigate"
    {
      return "Another page may not use this server."
    }
    guard path(of: request) != nil else {
      return "The token is missing or wrong: open the address that payoff serve printed."
    }
    return nil
  }

  /// The path behind the token; `nil` where the token is another.
  func path(of request: HTTPRequest) -> String? {
    let parts = request.path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: true)
    guard let given = parts.first, isSame(String(given)) else { return nil }
    return parts.count == 2 ? String(parts[1]) : ""
  }

  /// Takes the same time wherever the first difference is.
  private func isSame(_ given: String) -> Bool {
    let (one, other) = (Array(given.utf8), Array(token.utf8))
    guard one.count == other.count else { return false }
    return zip(one, other).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
