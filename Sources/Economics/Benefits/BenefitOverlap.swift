package import Randomness

/// Finds benefits that count the same thing twice.
package enum BenefitOverlap {
  /// Refuses benefits that together draw on more of a thing than there is.
  ///
  /// Shares that add up to 1 within rounding are fine: it is what they are for.
  /// - Throws: `InvalidValue` that names the pool and all that draw on it.
  package static func requireNone(among benefits: [Benefit]) throws(InvalidValue) {
    var pools: [String] = []
    for draw in benefits.flatMap(\.draws) where !pools.contains(draw.pool) { pools.append(draw.pool) }
    for pool in pools {
      let drawing = benefits.flatMap { benefit in
        benefit.draws.filter { $0.pool == pool }.map { (name: benefit.name, share: $0.share) }
      }
      let total = drawing.reduce(0) { $0 + $1.share }
      guard drawing.count > 1, total > 1 + 1e-9 else { continue }
      let list = drawing.map { "\"\($0.name)\" \($0.share.shortest)" }.joined(separator: ", ")
      throw InvalidValue(
        "benefits drawing on \"\(pool)\"", "it is counted twice: \(list) together take \(total.shortest) of it",
        remedy: "leave one out, or say the share of each with drawing(on:share:), together at most 1")
    }
    for pool in pools {
      if let near = NearestName.suggestion(for: pool, among: pools.filter { $0 != pool }),
        near.lowercased() == pool.lowercased()
      {
        throw InvalidValue(
          "benefits drawing on \"\(pool)\"", "others draw on \"\(near)\"", remedy: "write both alike")
      }
    }
  }
}
