import EventSimulation

/// How a rate changes over time, as multiples of its mean.
enum RateMultiples: Sendable {
  case constant
  /// A profile with mean 1.
  case profile(RateProfile)

  /// The profile at a mean rate.
  func profile(_ rate: Double) -> RateProfile {
    switch self {
    case .constant: .constant(rate)
    case .profile(let profile): profile.scaled(by: rate)
    }
  }
}
