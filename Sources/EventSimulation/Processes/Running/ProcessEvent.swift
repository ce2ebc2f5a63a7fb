/// An event of a process model in eight bytes.
struct ProcessEvent {
  enum Kind: UInt32 {
    /// A transaction's delay or patience ends.
    case wake = 0
    /// A source brings its next transactions.
    case arrival = 1
    /// The capacity of a resource changes.
    case capacity = 2
    /// Observations begin anew.
    case warmUp = 3
  }

  private let word: UInt32
  /// The key of the wait that a wake-up is for.
  let key: UInt32

  @inline(__always)
  init(_ kind: Kind, _ subject: Int32, key: UInt32 = 0) {
    word = kind.rawValue << 30 | UInt32(bitPattern: subject)
    self.key = key
  }

  @inline(__always)
  var kind: UInt32 { word >> 30 }

  /// The transaction, source or resource.
  @inline(__always)
  var subject: Int32 { Int32(bitPattern: word & 0x3fff_ffff) }
}
