/// The probability that an arrival at an M/M/c queue has to wait. Erlang 1917.
enum ErlangC {
  /// - Complexity: O(servers).
  static func probabilityOfWaiting(servers: Int, offeredLoad: Double) -> Double {
    guard offeredLoad > 0 else { return 0 }
    let c = Double(servers)
    guard offeredLoad < c else { return 1 }
    // Erlang's B by its recursion, inverted: it neither over- nor underflows.
    var inverse = 1.0
    for server in 1...servers { inverse = 1 + inverse * Double(server) / offeredLoad }
    let blocking = 1 / inverse
    return c * blocking / (c - offeredLoad * (1 - blocking))
  }
}
