import Glibc
import Randomness

/// What an API admits a minute: requests, and tokens of prompts and answers together.
///
/// ```swift
/// RateLimits(requestsPerMinute: 4000, tokensPerMinute: 4.8e6)
/// ```
/// Each limit is a token bucket. It fills at a steady rate up to its size, and is full at the start. A request is admitted
/// when one bucket holds a request and the other the tokens of its prompt and its answer, which it takes out. Vendors count
/// the answer when the request comes, by its stated maximum, and fill their buckets steadily (docs of OpenAI and Anthropic,
/// 2025).
public struct RateLimits: Sendable, Hashable {
  /// Requests a minute; `nil` for no limit.
  public let requestsPerMinute: Double?
  /// Tokens of prompts and answers a minute; `nil` for no limit.
  public let tokensPerMinute: Double?
  /// The size of a bucket, in seconds in which an empty one is full.
  public let burst: Double

  /// No limits.
  public static let none = RateLimits()

  /// - `burst`: the size of the buckets in seconds of their rate. That of requests holds at least one request.
  public init(
    requestsPerMinute: Double? = nil, tokensPerMinute: Double? = nil, burst: Double = 60,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.requestsPerMinute = requestsPerMinute
    self.tokensPerMinute = tokensPerMinute
    self.burst = burst
    for (name, value) in [
      ("requestsPerMinute", requestsPerMinute), ("tokensPerMinute", tokensPerMinute), ("burst", burst),
    ] {
      guard let value, !(value > 0 && value <= 1e15) else { continue }
      ValidationErrors.report(
        InvalidValue(
          "RateLimits(\(name): \(value.shortest))", "a limit is above 0 and at most 1e15",
          remedy: "leave out a limit that does not exist", location: "\(file):\(line)"))
    }
  }

  /// The most tokens of a request: more never fit the bucket.
  public var mostTokens: Double { tokensPerMinute.map { $0 * burst / 60 } ?? .infinity }

  var requestBucket: TokenBucket? {
    requestsPerMinute.map { TokenBucket(rate: $0 / 60, size: max($0 * burst / 60, 1)) }
  }

  var tokenBucket: TokenBucket? { tokensPerMinute.map { TokenBucket(rate: $0 / 60, size: $0 * burst / 60) } }

  /// The share of the requests of a day that the limits admit, where those above a limit are lost.
  ///
  /// The hours of the day in order of their load fall from the busiest as b·(1 − x)ᵇ⁻¹ times the mean, with x from 0 to 1
  /// and b the load of the busiest hour over that of the mean hour. What lies above the limit is lost; bursts within a minute
  /// are carried by the buckets.
  ///
  /// - `requests`: of the day.
  /// - `tokens`: of a request, prompt and answer.
  /// - `busiest`: the load of the busiest hour over that of the mean hour, at least 1.
  public func admittedShare(requestsPerDay requests: Double, tokensPerRequest tokens: Double, busiest: Double) -> Double
  {
    guard requests > 0 else { return 1 }
    let perMinute = requests / 1440
    let limit = min(
      requestsPerMinute.map { $0 / perMinute } ?? .infinity,
      tokens > 0 ? tokensPerMinute.map { $0 / (perMinute * tokens) } ?? .infinity : .infinity)
    let peak = max(busiest, 1)
    guard limit < peak else { return 1 }
    guard peak > 1 else { return limit }
    // The share of the hours that lie below the limit.
    let below = pow(limit / peak, 1 / (peak - 1))
    return pow(below, peak) + limit * (1 - below)
  }
}

/// A token bucket: it fills at a steady rate up to its size, and what is let through takes out of it.
struct TokenBucket {
  /// A second.
  let rate: Double
  let size: Double
  private var level: Double
  private var time = 0.0

  init(rate: Double, size: Double) {
    self.rate = rate
    self.size = size
    level = size
  }

  private func level(at now: Double) -> Double { min(size, level + rate * (now - time)) }

  /// Rounding of the level, which is no lack.
  private var tolerance: Double { 1e-9 * size }

  /// Whether it holds an amount at a time, not before the last one.
  func holds(_ amount: Double, at now: Double) -> Bool { level(at: now) >= amount - tolerance }

  /// The first time from `now` on at which it holds an amount, which fits it.
  func time(holding amount: Double, from now: Double) -> Double {
    let present = level(at: now)
    return present >= amount - tolerance ? now : now + (amount - present) / rate
  }

  mutating func take(_ amount: Double, at now: Double) {
    level = max(level(at: now) - amount, 0)
    time = now
  }
}
