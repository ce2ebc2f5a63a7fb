import Glibc
import Randomness

/// A user's demand over the years: requests per user and tokens per request, each along its own path.
///
/// ```swift
/// Usage(requestsPerUser: .growing(0.3), tokensPerRequest: .points([(0, 1), (2, 2.5)]))
/// ```
/// Tokens of a service grow faster than its users: Google's by a factor of 6.7 in the year to May 2026 where ChatGPT's
/// users grew by 2.7 a year.
public struct Usage: Sendable, Hashable {
  let requestsPerUser: RelativePath
  let tokensPerRequest: RelativePath

  /// As it is at the start.
  public static let constant = Usage()

  /// Requests a user makes and tokens in a request, each as a multiple of the start.
  public init(requestsPerUser: RelativePath = .constant, tokensPerRequest: RelativePath = .constant) {
    self.requestsPerUser = requestsPerUser
    self.tokensPerRequest = tokensPerRequest
  }
}

/// The number of users behind a load's requests; costs and benefits per user count them.
///
/// ```swift
/// Load("chat") {
///   Requests(perDay: 10e6)
///   Users(4e6)  // each asks 2.5 times a day
/// }
/// ```
public struct Users: Sendable, Hashable {
  let count: Double

  /// - `count`: the users to whom the requests given belong: those at the start, or the full market where the adoption
  ///   starts from 0.
  public init(_ count: Double, file: StaticString = #fileID, line: UInt = #line) {
    self.count = count
    if !(count > 0 && count.isFinite) {
      ValidationErrors.report(
        InvalidValue("Users(\(count.shortest))", "a number of users is above 0", location: "\(file):\(line)"))
    }
  }
}

/// Demand that responds to a price with a constant elasticity: what gets cheaper is used more.
///
/// ```swift
/// Rebound(elasticity: -0.6, price: .falling(0.4))   // a price that halves brings 52 % more requests
/// ```
/// Requests are those of the start times the price, as a multiple of that at the start, to the power of the elasticity.
/// Below −1 the bill grows while the price falls: Jevons's paradox.
public struct Rebound: Sendable, Hashable {
  let elasticity: Double
  let price: RelativePath

  /// Demand that does not respond to a price.
  public static let none = Rebound(elasticity: 0, price: .constant)

  /// - `elasticity`: by how many percent requests rise when the price rises by one: 0 or below.
  public init(elasticity: Double, price: RelativePath, file: StaticString = #fileID, line: UInt = #line) {
    let accepted = elasticity <= 0 && elasticity.isFinite
    if !accepted {
      ValidationErrors.report(
        InvalidValue(
          "Rebound(elasticity: \(elasticity.shortest))", "demand does not rise with its price",
          remedy: elasticity.isFinite ? "write elasticity: \((-elasticity).shortest)" : nil,
          location: "\(file):\(line)"))
    }
    self.elasticity = accepted ? elasticity : 0
    self.price = price
  }

  /// The demand `years` after the start, as a multiple of what it would be at the price of the start.
  public func factor(after years: Double) -> Double { factor(atPrice: price.multiple(after: years)) }

  /// The demand at a price, as a multiple of what it is at the price of the start.
  ///
  /// - `multiple`: the price as a multiple of that at the start.
  public func factor(atPrice multiple: Double) -> Double { pow(multiple, elasticity) }
}
