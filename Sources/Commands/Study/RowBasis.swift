import Randomness
import Results

/// What the bits of rows depend on beside the command, the experiment and its data. Rows of one study have the same, whether
/// they lie in the shards of a plan or were kept by a run that was cut off.
struct RowBasis: Codable, Sendable, Hashable {
  let payoffVersion: String
  /// The version of the random streams.
  let streams: String
  /// The bits of the mathematical functions: ``Arithmetic/fingerprint``.
  let arithmetic: String

  /// That of this program on this machine. The first use takes some milliseconds.
  static let current = RowBasis(
    payoffVersion: Version.number, streams: Streams.version, arithmetic: Arithmetic.fingerprint)
}
