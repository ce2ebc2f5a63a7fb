import Randomness

/// One way in which a price moves: a fall, learning, steps, chance; an index multiplies its movements.
///
/// A movement is one file in `Movements`: a law that says how the price moves, and an extension of this type with the
/// function by which an experiment calls it.
public struct PriceMovement: Sendable, Hashable {
  let law: any PriceLaw

  init(_ law: any PriceLaw) { self.law = law }

  /// A movement, or none where something in it is not possible, after that was reported.
  init(_ law: any PriceLaw, unless problem: InvalidValue?) {
    self.law = problem == nil ? law : Falling(0.perYear)
    if let problem { ValidationErrors.report(problem) }
  }

  public static func == (a: PriceMovement, b: PriceMovement) -> Bool { AnyHashable(a.law) == AnyHashable(b.law) }
  public func hash(into hasher: inout Hasher) { law.hash(into: &hasher) }
}

/// How a price moves, as a multiple of today.
protocol PriceLaw: Sendable, Hashable {
  /// Whether two replications can differ.
  var hasChance: Bool { get }

  /// What its monthly innovations move; they can be correlated with those of another index.
  var innovations: PriceInnovations { get }

  /// What an index can have once only, with the problem of having it twice; `nil` for a law that may stand there often.
  var onlyOnce: (what: String, problem: String)? { get }

  /// The factor after that many years with everything that chance decides at its median, and without shocks.
  func median(after years: Double) -> Double

  /// The factor in each month of one replication; asked of a law with chance only.
  func factors(months: Int, from draws: PriceDraws) -> [Double]
}

extension PriceLaw {
  var hasChance: Bool { false }
  var innovations: PriceInnovations { .none }
  var onlyOnce: (what: String, problem: String)? { nil }

  func factors(months: Int, from draws: PriceDraws) -> [Double] { medians(months: months) }

  /// The median factor in each month.
  func medians(months: Int) -> [Double] { (0..<months).map { median(after: Double($0) / 12) } }
}

/// What the monthly innovations of a movement move.
enum PriceInnovations {
  /// There are none.
  case none
  /// A walk, which never comes back.
  case walk
  /// A deviation, which does.
  case deviation
}

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

extension Distribution {
  /// Whether it can have one value only.
  var isConstant: Bool { quantile(0) == quantile(1) }
}
