import ArgumentParser
import Demand
import Randomness
import Results
import Serving

/// An API with rate limits, in place of a fleet.
struct APIOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Instead of --deployment: an API that admits so many requests a minute. (default: no limit)",
    transform: { try PositiveNumber.read($0, in: 1e-3...1e9) })
  var apiRequestsPerMinute: Double?

  @Option(
    parsing: .unconditional,
    help:
      "Instead of --deployment: an API that admits so many tokens of prompts and answers a minute. (default: no limit)",
    transform: { try PositiveNumber.read($0, in: 1...1e12) })
  var apiTokensPerMinute: Double?

  @Option(
    help: ArgumentHelp(
      """
      What the client does above the limits: retry, as vendors' clients do, or queue, which sends each request in order as \
      soon as the limits admit it. (default: retry)
      """, valueName: "RULE"))
  var apiAboveLimits: String?

  @Option(
    parsing: .unconditional, help: "How often a refused request is sent again before it is lost. (default: 2)",
    transform: { try WholeNumber.read($0, in: 0...1000) })
  var apiRetries: Int?

  @Option(
    parsing: .unconditional,
    help: "With queue: the longest wait, such as 10s; a request that would wait longer is lost. (default: any)")
  var apiPatience: String?

  @Option(
    parsing: .unconditional,
    help: "How much unused rate is kept for bursts, such as 1s. (default: 1min)")
  var apiBurst: String?

  @Option(
    parsing: .unconditional,
    help: "Time to first token of the API: 500ms, or a 90 % interval such as 300ms..1.5s. (default: not counted)")
  var apiTtft: String?

  @Option(
    parsing: .unconditional,
    help: "Time per output token of the API: 15ms, or 8ms..30ms. (default: not counted)")
  var apiTpot: String?

  /// Whether an API is asked for.
  var isGiven: Bool { apiRequestsPerMinute != nil || apiTokensPerMinute != nil }

  /// Rejects options of an API where there is none.
  func check() throws(InvalidValue) {
    guard !isGiven else {
      _ = try value
      return
    }
    for (option, text) in [
      ("--api-above-limits", apiAboveLimits), ("--api-retries", apiRetries.map(String.init)),
      ("--api-patience", apiPatience), ("--api-burst", apiBurst), ("--api-ttft", apiTtft), ("--api-tpot", apiTpot),
    ] {
      guard let text else { continue }
      throw InvalidValue(
        "\(option) \(text)", "it belongs to an API with limits, and no limit is given",
        remedy: "add --api-requests-per-minute or --api-tokens-per-minute")
    }
  }

  /// The API that is asked for.
  var value: LimitedAPI {
    get throws(InvalidValue) {
      LimitedAPI(
        RateLimits(
          requestsPerMinute: apiRequestsPerMinute, tokensPerMinute: apiTokensPerMinute,
          burst: try apiBurst.map { text throws(InvalidValue) in try Self.seconds(text, "--api-burst") } ?? 60),
        aboveLimits: try aboveLimits,
        timeToFirstToken: try Self.latency(apiTtft, "--api-ttft"), perToken: try Self.latency(apiTpot, "--api-tpot"))
    }
  }

  private var aboveLimits: LimitedAPI.AboveLimits {
    get throws(InvalidValue) {
      switch apiAboveLimits ?? "retry" {
      case "retry":
        if let apiPatience {
          throw InvalidValue(
            "--api-patience \(apiPatience)", "a client that sends refused requests again has no queue to wait in",
            remedy: "add --api-above-limits queue, or use --api-retries")
        }
        return .retry(apiRetries.map { RetryPolicy(retries: $0) } ?? .vendors)
      case "queue":
        if let apiRetries {
          throw InvalidValue(
            "--api-retries \(apiRetries)", "no request of a queue that knows the limits is refused",
            remedy: "leave it out, or use --api-patience")
        }
        guard let apiPatience else { return .queue() }
        return .queue(patience: try Self.seconds(apiPatience, "--api-patience"))
      case let other:
        throw InvalidValue(
          "--api-above-limits \(other)", "there is no rule of that name",
          remedy: NearestName.remedy(for: other, among: ["retry", "queue"]))
      }
    }
  }

  private static func seconds(_ text: String, _ option: String) throws(InvalidValue) -> Double {
    try LatencyText.read(text, for: option) / .seconds(1)
  }

  /// A time, or the 90 % interval of a lognormal.
  private static func latency(_ text: String?, _ option: String) throws(InvalidValue) -> Distribution {
    guard let text else { return .constant(0) }
    guard let dots = text.firstRange(of: "..") else { return .constant(try seconds(text, option)) }
    let low = try seconds(String(text[..<dots.lowerBound]), option)
    let high = try seconds(String(text[dots.upperBound...]), option)
    guard low < high else {
      throw InvalidValue(
        "\(option) \(text)", "the low end of an interval lies below its high end", remedy: "such as 300ms..1.5s")
    }
    return .between(low, high)
  }
}
