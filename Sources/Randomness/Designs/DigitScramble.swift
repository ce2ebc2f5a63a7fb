import CRandomStreams

/// Turns the 32 binary digits of a point into a number, with the digits of one scramble flipped.
enum DigitScramble {
  case none
  /// Each digit is flipped where the key has a one.
  case shift(UInt64)
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
    case .shift(let key):
      return Self.open(UInt64(digits) << 20 ^ (key >> 12))
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
