/// How a Sobol sequence is made random without losing its balance.
///
/// Each replication of the streams is an independent scramble, and the spread of means over at least eight of them
/// tells the error. An input is scrambled by a stream of its own name.
package enum SobolScrambling: Sendable, Hashable {
  /// The sequence itself, its first point at 0: for comparison with other programs.
  case none
  /// The binary digits of an input are all flipped at the same places.
  case digitalShift(Streams)
  /// A digit is flipped or not by those before it: the error of a smooth mean falls nearly as n to the power of −3/2.
  ///
  /// Owen 1995, "Randomly Permuted (t,m,s)-Nets and (t,s)-Sequences"; Owen 1997, Annals of Statistics 25.
  case owen(Streams)

  /// The scramble of the input of that name.
  func scramble(of name: String) -> DigitScramble {
    switch self {
    case .none: .none
    case .digitalShift(let streams): .shift(DigitScramble.key(from: streams.stream("design/Sobol/\(name)")))
    case .owen(let streams): .nested(DigitScramble.key(from: streams.stream("design/Sobol/\(name)")))
    }
  }
}
