/// The address of a Dask scheduler as a user writes it: `local`, or `tcp://HOST:PORT`.
///
/// The package for Python has the same rules: Dask itself says of a wrong address only that nothing answers, after a while.
package enum ClusterAddress {
  private static let this = "local"
  private static let scheme = "tcp"
  private static let expected = "expected \(scheme)://HOST:8786, as the scheduler prints it, or \(this)"

  /// What is wrong with an address, and what is right; `nil` where nothing is.
  package static func problem(with address: String) -> String? {
    if address == this { return nil }
    if address.isEmpty || address.hasPrefix("-") { return expected + " for the cores of this machine" }
    let lower = address.lowercased()
    if lower == this { return "write it as \(this)" }
    if lower.hasPrefix(this + ":") { return "\(this) takes no number: it uses the cores of this machine" }
    var place = Substring(address)
    if let separator = firstSeparator(in: address) {
      let named = address[..<separator]
      guard named.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+") }) else { return expected }
      guard named == scheme else { return "\(named):// is not supported; \(expected)" }
      place = address[address.index(separator, offsetBy: 3)...]
    }
    guard let colon = place.lastIndex(of: ":"), !place.hasSuffix("]") else { return "the port is missing; \(expected)" }
    let (host, port) = (place[..<colon], place[place.index(after: colon)...])
    guard isHost(host) else { return "HOST is a name or a number, in brackets that of IPv6; \(expected)" }
    guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(port), (1...65535).contains(number)
    else { return "a port is a number from 1 to 65535; \(expected)" }
    return nil
  }

  /// Where `://` begins.
  private static func firstSeparator(in address: String) -> String.Index? {
    address.indices.first { address[$0...].hasPrefix("://") }
  }

  private static func isHost(_ host: Substring) -> Bool {
    if host.hasPrefix("["), host.hasSuffix("]") {
      let inner = host.dropFirst().dropLast()
      return !inner.isEmpty && inner.allSatisfy { ($0.isASCII && $0.isHexDigit) || ":.".contains($0) }
    }
    return !host.isEmpty && host.allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || "-_.".contains($0) }
  }
}
