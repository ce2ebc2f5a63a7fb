import Randomness
import Synchronization

/// What chance made of the price indices of a replication, so that an index along which several prices move is drawn once.
package final class DrawnIndices: Sendable {
  private struct Drawn {
    let index: PriceIndex
    let streams: Streams
    let factors: [Double]
  }

  private let drawn = Mutex<[Drawn]>([])
  /// An experiment has few; one whose movements are sought must not fill the memory.
  private static let capacity = 16

  package init() {}

  /// The factors of an index, from `draw` where they are not known.
  func factors(of index: PriceIndex, by streams: Streams, months: Int, _ draw: () -> [Double]) -> [Double] {
    let known = drawn.withLock { drawn in
      drawn.first { $0.factors.count == months && $0.streams == streams && $0.index == index }?.factors
    }
    if let known { return known }
    let factors = draw()
    drawn.withLock { drawn in
      if drawn.count == Self.capacity { drawn.removeFirst() }
      drawn.append(Drawn(index: index, streams: streams, factors: factors))
    }
    return factors
  }
}
