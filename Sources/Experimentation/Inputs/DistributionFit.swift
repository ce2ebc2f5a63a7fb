import CGSL
import Glibc
package import Randomness

/// A family of distributions fitted to numbers by maximum likelihood, and how well it fits.
package struct DistributionFit: Sendable {
  package let family: String
  /// Its parameters have six significant digits, so that its text is the same distribution; a location has as many of the
  /// deviation.
  package let distribution: Distribution
  package let logLikelihood: Double
  /// Akaike's information criterion: 2 k − 2 ln L of k parameters; less is better.
  package let informationCriterion: Double
  /// Kolmogorov and Smirnov's: the greatest distance between the distribution functions of the data and of the fit.
  package let distance: Double
  /// The chance of a distance as great where the fit is the truth, by refitting samples of it (Lilliefors).
  package let probability: Double
  /// Anderson and Darling's, which weighs the tails; `nil` where a value lies at an end of the fit.
  package let tailDistance: Double?
  /// As they stand in the distribution.
  package let parameters: [Parameter]

  /// A parameter of the distribution.
  package struct Parameter: Sendable, Hashable {
    package let name: String
    package let value: Double
    /// The deviation of the parameter over samples of the fitted distribution that are fitted themselves (parametric
    /// bootstrap; Efron and Tibshirani 1993, 6.5); `nil` where too few of them can be.
    package let standardError: Double?
  }

  /// All families that can have produced the numbers, the best by Akaike's criterion first.
  /// - Parameter numbers: at least 5 that are finite and not all the same.
  package static func all(of numbers: [Double], seed: UInt64 = 1) -> [DistributionFit] {
    ScientificLibrary.prepare()
    precondition(numbers.count >= 5 && Set(numbers).count > 1, "numbers that differ")
    let sorted = numbers.sorted()
    return Family.allCases.compactMap { DistributionFit($0, sorted, seed) }
      .sorted { ($0.informationCriterion, $0.family) < ($1.informationCriterion, $1.family) }
  }

  private init?(_ family: Family, _ sorted: [Double], _ seed: UInt64) {
    guard let fitted = family.fit(sorted) else { return nil }
    let distribution = fitted.distribution
    self.family = family.rawValue
    self.distribution = distribution
    logLikelihood = sorted.reduce(0) { $0 + log(distribution.density(at: $1)) }
    guard logLikelihood.isFinite else { return nil }
    informationCriterion = 2 * Double(family.parameters) - 2 * logLikelihood
    distance = Self.distance(sorted, distribution)
    tailDistance = Self.tailDistance(sorted, distribution)
    let refits = Refits(family, distribution, sorted.count, seed)
    probability = refits.probability(of: distance)
    parameters = fitted.parameters.enumerated().map { place, parameter in
      Parameter(name: parameter.name, value: parameter.value, standardError: refits.standardError(ofParameter: place))
    }
  }

  private static func distance(_ sorted: [Double], _ distribution: Distribution) -> Double {
    let count = Double(sorted.count)
    return sorted.enumerated().reduce(0) { greatest, next in
      let value = distribution.cumulative(at: next.element)
      return max(greatest, Double(next.offset + 1) / count - value, value - Double(next.offset) / count)
    }
  }

  private static func tailDistance(_ sorted: [Double], _ distribution: Distribution) -> Double? {
    let count = Double(sorted.count)
    let values = sorted.map { distribution.cumulative(at: $0) }
    let sum = values.indices.reduce(0) { sum, place in
      sum + Double(2 * place + 1) * (log(values[place]) + log1p(-values[values.count - 1 - place]))
    }
    return sum.isFinite ? -count - sum / count : nil
  }

  /// Samples of a fitted distribution, fitted themselves: how far they are from their own fits, and how the parameters vary.
  private struct Refits {
    /// Samples that are refitted, and the most numbers of one: the distance times the root of the count hardly depends on
    /// the count beyond.
    private static let (samples, largestSample) = (99, 300)

    private let count: Int
    private let size: Int
    private var distances: [Double] = []
    private var parameters: [[Double]] = []

    init(_ family: Family, _ distribution: Distribution, _ count: Int, _ seed: UInt64) {
      self.count = count
      size = min(count, Self.largestSample)
      let stream = Streams(seed: seed, replication: 0).stream("fit/\(family.rawValue)")
      for _ in 0..<Self.samples {
        let sample = (0..<size).map { _ in distribution.draw(from: stream) }.sorted()
        guard let refitted = family.fit(sample) else { continue }
        distances.append(DistributionFit.distance(sample, refitted.distribution))
        parameters.append(refitted.parameters.map(\.value))
      }
    }

    func probability(of distance: Double) -> Double {
      let scaled = distance * Double(count).squareRoot()
      let greater = distances.count { $0 * Double(size).squareRoot() >= scaled }
      return Double(greater + 1) / Double(distances.count + 1)
    }

    func standardError(ofParameter place: Int) -> Double? {
      guard parameters.count > 9 else { return nil }
      let values = parameters.map { $0[place] }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
      return (variance * Double(size) / Double(count)).squareRoot()
    }
  }
}

extension DistributionFit {
  /// A distribution, and the parameters that it is written with.
  fileprivate struct Fitted {
    let distribution: Distribution
    let parameters: [(name: String, value: Double)]
  }

  fileprivate enum Family: String, CaseIterable {
    case normal, lognormal, gamma, weibull, exponential, uniform, beta

    var parameters: Int { self == .exponential ? 1 : 2 }

    /// The distribution of the greatest likelihood; `nil` where the family cannot have produced the numbers.
    func fit(_ sorted: [Double]) -> Fitted? {
      guard let least = sorted.first, let greatest = sorted.last, greatest > least else { return nil }
      let count = Double(sorted.count)
      let mean = sorted.reduce(0, +) / count
      func deviation(_ numbers: [Double], _ mean: Double) -> Double {
        (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
      }
      func text(_ name: String, _ parameters: (name: String, value: Double)...) -> Fitted? {
        guard parameters.allSatisfy({ $0.1.isFinite }) else { return nil }
        let list = parameters.map { "\($0.0): \($0.1.shortest)" }.joined(separator: ", ")
        return (try? Distribution(parsing: "\(name)(\(list))")).map { Fitted(distribution: $0, parameters: parameters) }
      }
      switch self {
      case .normal:
        let deviation = deviation(sorted, mean)
        return text("normal", ("mean", Self.rounded(mean, to: deviation)), ("deviation", Self.rounded(deviation)))
      case .uniform:
        // Rounded outwards, so that the ends are within.
        let width = greatest - least
        return text(
          "uniform", ("low", Self.rounded(least, to: width, .down)), ("high", Self.rounded(greatest, to: width, .up)))
      case .exponential: return least >= 0 ? text("exponential", ("mean", Self.rounded(mean))) : nil
      case .lognormal, .gamma, .weibull:
        guard least > 0 else { return nil }
        let logs = sorted.map { log($0) }
        let logMean = logs.reduce(0, +) / count
        if self == .lognormal {
          let deviation = deviation(logs, logMean)
          return text(
            "lognormal", ("logMean", Self.rounded(logMean, to: deviation)), ("logDeviation", Self.rounded(deviation)))
        }
        if self == .gamma {
          guard let shape = Self.root(of: { log($0) - gsl_sf_psi($0) - (log(mean) - logMean) }) else { return nil }
          // Of the rounded shape, so that the mean stays.
          let rounded = Self.rounded(shape)
          return text(
            "gamma", ("shape", rounded),
            ("scale", Self.rounded(mean / rounded, to: mean / rounded / shape.squareRoot())))
        }
        // Divided by the greatest, so that powers stay finite.
        let parts = sorted.map { $0 / greatest }
        let partLogMean = logMean - log(greatest)
        let shape = Self.root { shape in
          let powers = parts.map { pow($0, shape) }
          let sum = powers.reduce(0, +)
          return 1 / shape + partLogMean - zip(powers, parts).reduce(0) { $0 + $1.0 * log($1.1) } / sum
        }
        guard let shape else { return nil }
        let scale = greatest * pow(parts.reduce(0) { $0 + pow($1, shape) } / count, 1 / shape)
        // The deviation is about the scale divided by the shape.
        return text("weibull", ("scale", Self.rounded(scale, to: scale / shape)), ("shape", Self.rounded(shape)))
      case .beta:
        guard least > 0, greatest < 1 else { return nil }
        let logMean = sorted.reduce(0) { $0 + log($1) } / count
        let complement = sorted.reduce(0) { $0 + log1p(-$1) } / count
        guard let (alpha, beta) = Self.beta(logMean, complement, mean, deviation(sorted, mean)) else { return nil }
        return text("beta", ("alpha", Self.rounded(alpha)), ("beta", Self.rounded(beta)))
      }
    }

    /// Where a function that falls through 0 is 0, between a thousandth and a million; `nil` elsewhere.
    private static func root(of function: (Double) -> Double) -> Double? {
      var (low, high) = (log(1e-3), log(1e6))
      guard function(exp(low)) > 0, function(exp(high)) < 0 else { return nil }
      for _ in 0..<45 {
        let middle = (low + high) / 2
        if function(exp(middle)) > 0 { low = middle } else { high = middle }
      }
      return exp((low + high) / 2)
    }

    /// Newton's method from the moments.
    private static func beta(
      _ logMean: Double, _ complement: Double, _ mean: Double, _ deviation: Double
    ) -> (Double, Double)? {
      let size = mean * (1 - mean) / (deviation * deviation) - 1
      guard size > 0 else { return nil }
      var (a, b) = (mean * size, (1 - mean) * size)
      for _ in 0..<200 {
        let (first, second) = (
          gsl_sf_psi(a) - gsl_sf_psi(a + b) - logMean, gsl_sf_psi(b) - gsl_sf_psi(a + b) - complement
        )
        let (ownA, ownB, both) = (gsl_sf_psi_1(a), gsl_sf_psi_1(b), gsl_sf_psi_1(a + b))
        let (aa, bb) = (ownA - both, ownB - both)
        let determinant = aa * bb - both * both
        guard determinant != 0 else { return nil }
        let (stepA, stepB) = ((first * bb + second * both) / determinant, (second * aa + first * both) / determinant)
        // A step that would leave the positive numbers goes half of the way to 0.
        a = max(a - stepA, a / 2)
        b = max(b - stepB, b / 2)
        if abs(stepA) < 1e-12 * a, abs(stepB) < 1e-12 * b { break }
      }
      return a.isFinite && b.isFinite ? (a, b) : nil
    }

    /// Six significant digits of a number, or as many more as it takes for six of what it is a location or scale of.
    private static func rounded(
      _ value: Double, to spread: Double = .infinity, _ rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero
    ) -> Double {
      let size = min(abs(value), spread)
      guard size > 0, size.isFinite else { return value }
      let exponent = Int(log10(size).rounded(.down)) - 5
      // More digits than a number has: it is its own text.
      guard exponent > -300, abs(value) < pow(10, Double(exponent)) * 1e15 else { return value }
      // Dividing by a power of ten that is exact gives the decimal number itself.
      if exponent < 0 {
        let scale = pow(10, Double(-exponent))
        return (value * scale).rounded(rule) / scale
      }
      let scale = pow(10, Double(exponent))
      return (value / scale).rounded(rule) * scale
    }
  }
}
