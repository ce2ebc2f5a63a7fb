import FoundationEssentials
import Randomness

/// A fitted load as data.
extension FittedLoad {
  /// A table of the fit as CSV with a header: RFC 4180, `.` as the decimal point, shortest numbers.
  public struct Table: Sendable, Hashable {
    /// `rates.csv`, `gaps.csv`, `dispersion.csv` or `lengths.csv`.
    public let name: String
    /// The text of the file.
    public let csv: String
  }

  /// The fit as tables: rates by window, families of gaps, dispersion of counts, quantiles of lengths.
  public var tables: [Table] {
    [
      Table(name: "rates.csv", csv: Self.csv("from_s,rate_per_s", rates.map { [$0.from.shortest, $0.rate.shortest] })),
      Table(
        name: "gaps.csv",
        csv: Self.csv(
          "gaps,family,shape,shape_error,log_likelihood,ks_distance",
          [("recorded", recordedGaps), ("relative", relativeGaps)].flatMap { name, fit in
            families(of: fit).map { family, candidate in
              [
                name, family, candidate.shape.value.shortest, candidate.shape.standardError.shortest,
                candidate.logLikelihood.shortest, candidate.distance.shortest,
              ]
            }
          })),
      Table(
        name: "dispersion.csv",
        csv: Self.csv(
          "window_s,trace,fitted,fitted_sd",
          dispersion.map { [$0.seconds, $0.trace, $0.fitted, $0.fittedDeviation].map(\.shortest) })),
      Table(
        name: "lengths.csv",
        csv: Self.csv(
          "tokens_of,probability,tokens",
          [("input", input), ("output", output)].flatMap { name, fit in
            fit.table.map { [name, $0.probability.shortest, $0.tokens.shortest] }
          })),
    ]
  }

  private static func csv(_ header: String, _ rows: [[String]]) -> String {
    ([header] + rows.map { $0.joined(separator: ",") }).map { $0 + "\r\n" }.joined()
  }

  private func families(of fit: GapFit?) -> [(String, GapFit.Candidate)] {
    guard let fit else { return [] }
    return [("exponential", fit.exponential), ("gamma", fit.gamma), ("weibull", fit.weibull)]
  }

  /// The whole fit as JSON with sorted keys; times in seconds, rates a second, lengths in tokens.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(Document(self)), as: UTF8.self) + "\n"
  }

  private struct Document: Encodable {
    struct Rate: Encodable {
      let from_s: Double
      let rate_per_s: Double
    }

    struct Family: Encodable {
      let family: String
      let shape: Double
      let shape_error: Double
      let log_likelihood: Double
      let ks_distance: Double
    }

    struct Gaps: Encodable {
      let mean: Double
      let variation: Double
      let families: [Family]
    }

    struct Counts: Encodable {
      let window_s: Double
      let trace: Double
      let fitted: Double
      let fitted_sd: Double
    }

    struct Lengths: Encodable {
      struct Quantile: Encodable {
        let probability: Double
        let tokens: Double
      }

      let mean: Double
      let variation: Double
      let median: Double
      let p99: Double
      let log_mean: Double
      let log_sd: Double
      let quantiles: [Quantile]

      init(_ fit: LengthFit) {
        (mean, variation, median, p99) = (fit.mean, fit.variation, fit.median, fit.p99)
        (log_mean, log_sd) = (fit.logMean, fit.logDeviation)
        quantiles = fit.table.map { Quantile(probability: $0.probability, tokens: $0.tokens) }
      }
    }

    let trace: String
    let requests: Int
    let span_s: Double
    let mean_rate_per_s: Double
    let clock_resolution_s: Double
    let tied_share: Double
    let window_s: Double
    let rates: [Rate]
    let recorded_gaps: Gaps?
    let relative_gaps: Gaps?
    let gaps: String
    let dispersion: [Counts]
    let input_tokens: Lengths
    let output_tokens: Lengths
    let rank_correlation: Double

    init(_ load: FittedLoad) {
      func gaps(_ fit: GapFit?) -> Gaps? {
        fit.map {
          Gaps(
            mean: $0.mean, variation: $0.variation,
            families: load.families(of: $0).map {
              Family(
                family: $0, shape: $1.shape.value, shape_error: $1.shape.standardError,
                log_likelihood: $1.logLikelihood, ks_distance: $1.distance)
            })
        }
      }
      trace = load.name
      requests = load.count
      span_s = load.span
      mean_rate_per_s = load.meanRate
      clock_resolution_s = load.clock.resolution
      tied_share = load.clock.tiedShare
      window_s = load.window
      rates = load.rates.map { Rate(from_s: $0.from, rate_per_s: $0.rate) }
      recorded_gaps = gaps(load.recordedGaps)
      relative_gaps = gaps(load.relativeGaps)
      self.gaps = "\(load.gaps)"
      dispersion = load.dispersion.map {
        Counts(window_s: $0.seconds, trace: $0.trace, fitted: $0.fitted, fitted_sd: $0.fittedDeviation)
      }
      input_tokens = Lengths(load.input)
      output_tokens = Lengths(load.output)
      rank_correlation = load.rankCorrelation
    }
  }
}
