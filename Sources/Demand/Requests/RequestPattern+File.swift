import EventSimulation
import FoundationEssentials
import Randomness

extension RequestPattern {
  /// Reads a fitted load from the JSON that ``FittedLoad/json()`` writes.
  /// - Throws: ``DataFileError`` for a file that cannot be read or is incomplete, and for invalid values.
  public init(contentsOf path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw DataFileError(file: path, "there is no such file, or it cannot be read")
    }
    let document: Document
    do {
      document = try JSONDecoder().decode(Document.self, from: data)
    } catch let error as DecodingError {
      throw DataFileError(file: path, Self.problem(error))
    }
    guard document.mean_rate_per_s > 0, document.mean_rate_per_s < .infinity, document.span_s > 0 else {
      throw DataFileError(
        file: path,
        "\"mean_rate_per_s\" and \"span_s\" are above 0, not \(document.mean_rate_per_s.shortest) and "
          + "\(document.span_s.shortest)")
    }
    do {
      self = try ValidationErrors.collecting { try Self(document, file: path) }
    } catch let refused as InvalidValues {
      let problems = refused.values.map { "\($0.subject): \($0.problem)" }
      throw DataFileError(file: path, problems.joined(separator: "; "))
    }
  }

  private init(_ document: Document, file: String) throws {
    let mean = document.mean_rate_per_s
    let profile = RateProfile.rates(
      document.rates.map { (from: $0.from_s, rate: $0.rate_per_s / mean) }, every: document.span_s)
    // Rates were drawn in; they are to have the mean that was measured.
    let level = profile.meanRate ?? 1
    self.init(
      file, source: "fitted to \(document.requests) requests of \(document.trace)", measuredRate: mean,
      dayShape: DayShape(of: profile, span: document.span_s),
      .drawn(
        .profile(level > 0 ? profile.scaled(by: 1 / level) : profile), try Self.gaps(document.gaps, file: file),
        TokenLengths(
          input: document.input_tokens.distribution, output: document.output_tokens.distribution,
          rankCorrelation: document.rank_correlation)))
  }

  /// Reads `gamma(shape: 0.87)` and the like.
  private static func gaps(_ text: String, file: String) throws -> ArrivalGaps {
    if text == "exponential" { return .exponential }
    for (family, make) in [
      ("gamma", { (shape: Double) in ArrivalGaps.gamma(shape: shape) }),
      ("weibull", { (shape: Double) in ArrivalGaps.weibull(shape: shape) }),
    ] where text.hasPrefix(family + "(shape: ") && text.hasSuffix(")") {
      if let shape = Double(text.dropFirst(family.count + 8).dropLast()) { return make(shape) }
    }
    throw DataFileError(
      file: file, "\"gaps\": expected exponential, gamma(shape: 0.9) or weibull(shape: 0.9), and found \"\(text)\"")
  }

  private static func problem(_ error: DecodingError) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context):
      return
        "\"\(place(context.codingPath + [key]))\" is missing: a load is what payoff fit --trace writes as load.json"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\"\(place(context.codingPath))\" has a value of another kind than a load has there"
    case .dataCorrupted(let context):
      return "is not JSON that can be read" + (context.codingPath.isEmpty ? "" : ", at \(place(context.codingPath))")
    @unknown default: return "is not a load: \(error)"
    }
  }

  private struct Document: Decodable {
    struct Rate: Decodable {
      let from_s: Double
      let rate_per_s: Double
    }

    struct Lengths: Decodable {
      struct Quantile: Decodable {
        let probability: Double
        let tokens: Double
      }

      let quantiles: [Quantile]

      var distribution: Distribution {
        .empirical(quantiles: quantiles.map { (probability: $0.probability, value: $0.tokens) })
      }
    }

    let trace: String
    let requests: Int
    let span_s: Double
    let mean_rate_per_s: Double
    let rates: [Rate]
    let gaps: String
    let input_tokens: Lengths
    let output_tokens: Lengths
    let rank_correlation: Double
  }
}
