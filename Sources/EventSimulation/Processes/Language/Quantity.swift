import Randomness

/// Where a block's number comes from.
enum Quantity: Sendable {
  case constant(Double)
  case distribution(Distribution)
  case formula(Formula)
}
