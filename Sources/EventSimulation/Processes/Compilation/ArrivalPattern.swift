/// When the transactions of a source arrive.
enum ArrivalPattern: Sendable {
  /// A drawn time after each other.
  case renewal
}
