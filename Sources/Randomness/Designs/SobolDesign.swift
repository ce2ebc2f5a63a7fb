import CRandomStreams

extension Design {
  /// The first points of the Sobol sequence, one dimension an input in their order.
  ///
  /// More rows leave the first as they are, and an input that is added at the end leaves the other columns as they are.
  /// The first point is among them: without it the points lose their balance. Owen 2020, "On dropping the first Sobol'
  /// point".
  ///
  /// - `rows`: A power of two, or there is a warning.
  package static func sobol(
    inputs: [String], rows: Int, scrambling: SobolScrambling
  ) throws(InvalidValue) -> Design {
    try requireSobol(inputs, dimensions: inputs.count, rows: rows, of: "Sobol design")
    let points = try SobolPoints(inputs: inputs, scrambling: scrambling)
    var design = byColumns(inputs, rows: rows, edge: scrambling == .none ? 0.5 / Double(rows) : 0) { column, put in
      for row in 0..<rows { put(row, points.number(of: row, dimension: column)) }
    }
    design.warnings = sobolWarnings(rows: rows)
    return design
  }

  static func requireSobol(
    _ inputs: [String], dimensions: Int, rows: Int, of design: String
  ) throws(InvalidValue) {
    try require(inputs, rows: rows, of: design)
    guard dimensions <= SobolSequence.greatestDimension else {
      throw InvalidValue(
        design, "it needs \(dimensions) dimensions; up to \(SobolSequence.greatestDimension) were expected",
        remedy: "use a Latin hypercube, or fix the inputs that matter least")
    }
    guard rows <= SobolSequence.count else {
      throw InvalidValue(design, "it has \(rows) points; up to \(SobolSequence.count) were expected")
    }
  }

  static func sobolWarnings(rows: Int) -> [DesignWarning] {
    rows & (rows - 1) == 0 ? [] : [.notPowerOfTwo(rows: rows)]
  }
}

/// How a Sobol sequence is made random without losing its balance.
///
/// Each replication of the streams is an independent scramble, and the spread of means over at least eight of them
/// tells the error. An input is scrambled by a stream of its own name.
package enum SobolScrambling: Sendable, Hashable {
  /// The sequence itself, its first point at 0: for comparison with other programs.
  case none
  /// A digit is flipped or not by those before it: the error of a smooth mean falls nearly as n to the power of −3/2.
  ///
  /// Owen 1995, "Randomly Permuted (t,m,s)-Nets and (t,s)-Sequences"; Owen 1997, Annals of Statistics 25.
  case owen(Streams)

  /// The scramble of the input of that name.
  func scramble(of name: String) -> DigitScramble {
    switch self {
    case .none: .none
    case .owen(let streams): .nested(DigitScramble.key(from: streams.stream("design/Sobol/\(name)")))
    }
  }
}

/// The points of a Sobol sequence, one dimension an input in their order, each made when it is asked for.
///
/// ```swift
/// let points = try SobolPoints(inputs: ["price", "demand"], scrambling: .owen(streams))
/// points.numbers(of: 1_000_000)  // two numbers from (0, 1)
/// ```
/// Nothing is kept but a scramble for each input, so that a design may have any number of points.
package struct SobolPoints: Sendable {
  private let scrambles: [DigitScramble]

  /// - `names`: what the scramble of each dimension is keyed by; the inputs' own names unless given.
  package init(
    inputs: [String], scrambling: SobolScrambling, names: [String]? = nil
  ) throws(InvalidValue) {
    try Design.requireSobol(inputs, dimensions: (names ?? inputs).count, rows: 1, of: "Sobol design")
    scrambles = (names ?? inputs).map { scrambling.scramble(of: $0) }
  }

  /// The numbers of a point, counted from 0, within (0, 1) unless the sequence is not scrambled.
  package func numbers(of point: Int) -> [Double] { scrambles.indices.map { number(of: point, dimension: $0) } }

  /// The number of a point in one dimension.
  package func number(of point: Int, dimension: Int) -> Double {
    scrambles[dimension].number(SobolSequence.digits(point, dimension: dimension))
  }
}

/// Turns the 32 binary digits of a point into a number, with the digits of one scramble flipped.
enum DigitScramble {
  case none
  /// Each digit is flipped by a hash of the digits before it, which makes every tree of flips as likely as a random
  /// one.
  case nested(UInt64)

  /// 64 random bits of a stream.
  static func key(from stream: RandomStream) -> UInt64 { payoff_philox_bits(stream.philox) }

  /// The number, within (0, 1) unless the scramble is none: then a multiple of 2⁻³² from 0.
  func number(_ digits: UInt32) -> Double {
    switch self {
    case .none:
      return Double(digits) * 0x1p-32
    case .nested(let key):
      // The node of the binary tree to which the digits so far lead, from 1 at its root.
      var node: UInt64 = 1
      var flipped: UInt64 = 0
      for place in stride(from: UInt32(31), through: 0, by: -1) {
        let digit = UInt64((digits >> place) & 1)
        flipped = flipped << 1 | (digit ^ (Self.hash(node, key) >> 63))
        node = node << 1 | digit
      }
      return Self.open(flipped << 20 | (Self.hash(node, key) >> 44))
    }
  }

  /// The middle of the 2⁻⁵² that 52 digits name.
  private static func open(_ digits: UInt64) -> Double { (Double(digits) + 0.5) * 0x1p-52 }

  /// The number of splitmix64 at that place of the sequence that starts at the key.
  ///
  /// Steele, Lea, Flood 2014, "Fast Splittable Pseudorandom Number Generators".
  private static func hash(_ place: UInt64, _ key: UInt64) -> UInt64 {
    var hash = key &+ place &* 0x9e37_79b9_7f4a_7c15
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 31)
  }
}

/// The Sobol sequence in up to 256 dimensions, in Gray code order, with 32 binary digits a number.
///
/// The first 2ᵐ points put one point in each of 2ᵐ equal intervals of every dimension, and points are only ever added.
/// Sobol 1967; Antonov, Saleev 1979 for the order; Joe, Kuo 2008 for the direction numbers (see ``DirectionNumbers``).
package enum SobolSequence {
  /// The most dimensions there are direction numbers for.
  package static let greatestDimension = DirectionNumbers.all.count
  /// The number of points.
  package static let count = 1 << 32

  /// The first 32 binary digits of that point, counted from 0, in that dimension, counted from 0.
  package static func digits(_ point: Int, dimension: Int) -> UInt32 {
    let numbers = DirectionNumbers.all[dimension]
    var digits: UInt32 = 0
    var code = UInt32(point) ^ (UInt32(point) >> 1)
    while code != 0 {
      digits ^= numbers[code.trailingZeroBitCount]
      code &= code - 1
    }
    return digits
  }
}
