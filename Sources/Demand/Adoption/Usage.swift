/// What a user asks for over the years: requests a user makes, and tokens in a request, each with its own path.
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
