import Randomness

/// The streams of one movement of an index in one replication.
struct PriceDraws {
  let index: String
  /// Which of the index's movements it is.
  let place: Int
  let streams: Streams
  let innovations: [PriceIndex.Innovation]

  /// A stream of the index.
  func stream(_ name: String) -> RandomStream { streams.stream("prices/\(index)/\(name)") }

  /// So many standard normal numbers, correlated with those of other indices where they are to be.
  ///
  /// - `kind`: innovations of the months, or what else is correlated alike.
  func normals(_ count: Int, _ kind: String) -> [Double] {
    let standard = Distribution.normal(mean: 0, deviation: 1)
    var sums = Array(repeating: 0.0, count: count)
    for innovation in innovations {
      let stream = streams.stream("prices/\(innovation.name)/\(kind)")
      for place in sums.indices { sums[place] += innovation.weight * standard.draw(from: stream) }
    }
    return sums
  }
}
