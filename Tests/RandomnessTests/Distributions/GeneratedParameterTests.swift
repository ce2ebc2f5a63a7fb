import Testing

@testable import Randomness

/// Parameters from the whole range of numbers: each distribution is rejected in words, or all that it says holds together.
struct GeneratedParameterTests {
  /// Makes numbers of every kind that a user may write.
  private struct Generator {
    let stream: RandomStream

    /// Each form has numbers of its own, whatever other forms there are.
    init(of form: DistributionForm) { stream = Streams(seed: 1, replication: 0).stream("parameters of \(form.name)") }

    private static let special: [Double] = [
      0, -0.0, 1, -1, 2, 0.5, 1e-3, 100, .leastNonzeroMagnitude, 2.3e-308, 1e-300, 1e-100, 1e-16, 1e9, 1e12, 0x1p53,
      1e16, 1e100, 1e300,
      1.7e308, -1.7e308, .greatestFiniteMagnitude, .infinity, -.infinity, .nan, 1 - 0x1p-53, 1 + 0x1p-52,
    ]

    func number() -> Double {
      let sign: Double = stream.uniform() < 0.8 ? 1 : -1
      switch stream.index(below: 8) {
      case 0: return Self.special[stream.index(below: Self.special.count)]
      case 1: return sign * exp10(stream.uniform() * 631 - 323)
      case 2: return sign * exp10(stream.uniform() * 24 - 12)
      case 3: return stream.uniform()
      case 4: return Double(stream.index(below: 30))
      case 5: return exp10(stream.uniform() * 9).rounded()
      default: return sign * exp10(stream.uniform() * 6 - 3)
      }
    }

    private func exp10(_ x: Double) -> Double {
      // Text is the way that users take too.
      let whole = x.rounded(.down)
      return Double("\(1 + 9 * (x - whole))e\(Int(whole))") ?? 0
    }

    func text(_ form: DistributionForm, depth: Int = 0) -> String {
      guard form.labels.isEmpty else {
        return "\(form.name)(\(form.labels.map { "\($0): \(number())" }.joined(separator: ", ")))"
      }
      let count = 1 + stream.index(below: 4)
      func inner() -> String {
        let forms = DistributionRegistry.forms
        let form = forms[stream.index(below: forms.count)]
        return depth > 1 ? "\(number())" : text(form, depth: depth + 1)
      }
      switch form.name {
      case "mixture":
        return "mixture(\((0..<count).map { _ in "\(abs(number())): \(inner())" }.joined(separator: ", ")))"
      case "truncated": return "truncated(\(inner()), \(number()), \(number()))"
      case "empirical":
        let values = (0..<count + 1).map { _ in number() }.sorted()
        let places = values.indices.map { Double($0) / Double(count) }
        return "empirical(\(zip(places, values).map { "\($0): \($1)" }.joined(separator: ", ")))"
      default:
        return "\(form.name)(\((0..<count).map { _ in "\(number()): \(abs(number()))" }.joined(separator: ", ")))"
      }
    }
  }

  static let probabilities = [0x1p-53, 1e-9, 1e-3, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999, 1 - 1e-9, 1 - 0x1p-53]

  @Test(arguments: DistributionRegistry.forms.indices)
  func `every set of parameters is rejected in words, or has quantiles, probabilities and moments that agree`(
    index: Int
  ) throws {
    let form = DistributionRegistry.forms[index]
    let generator = Generator(of: form)
    var made = 0
    for _ in 0..<(form.labels.isEmpty ? 100 : 300) {
      let text = generator.text(form)
      let distribution: Distribution
      do throws(InvalidValue) {
        distribution = try Distribution(parsing: text)
      } catch {
        #expect(!error.problem.isEmpty)
        continue
      }
      made += 1
      check(distribution)
    }
    #expect(made > 0)
  }

  private func check(_ distribution: Distribution) {
    let support = distribution.support
    var before = -Double.infinity
    for p in Self.probabilities {
      let x = distribution.quantile(p)
      #expect(x.isFinite && support.contains(x), "\(distribution) at \(p): \(x)")
      #expect(x >= before - abs(before) * 1e-12, "\(distribution) at \(p): \(x) after \(before)")
      before = x
      // To a billionth of the value, or to the last digits of the ends that it is reckoned from.
      let ends = [support.lowerBound, support.upperBound].filter(\.isFinite).map(\.magnitude).max() ?? 0
      let grain = distribution.isDiscrete ? 0 : max(1e-9 * abs(x), x.ulp, 16 * ends.ulp)
      let slack = 1e-6 * min(p, 1 - p) + 1e-14
      #expect(distribution.cumulative(at: x + grain) >= p - slack, "\(distribution) at \(p): \(x)")
      let before = distribution.isDiscrete ? distribution.family.step(upTo: x.nextDown) : x - grain
      #expect(distribution.cumulative(at: before) <= p + slack, "\(distribution) at \(p): \(x)")
      let density = distribution.density(at: x)
      #expect(density >= 0, "density of \(distribution) at \(x): \(density)")
    }
    let (mean, variance) = (distribution.mean, distribution.variance)
    if mean.isFinite {
      let slack = 1e-9 * max(abs(mean), before) + .leastNormalMagnitude
      #expect(mean >= support.lowerBound - slack && mean <= support.upperBound + slack, "\(distribution): mean \(mean)")
      #expect(
        variance >= 0 || variance.isNaN && mayHaveNoMoments(distribution), "\(distribution): variance \(variance)")
      // The square of a tiny deviation is 0.
      if variance.isFinite, variance > 1e-280 {
        let (deviation, median) = (variance.squareRoot(), distribution.quantile(0.5))
        // The median is within a deviation of the mean; Chebyshev; Bhatia and Davis 2000.
        #expect(abs(median - mean) <= deviation * (1 + 1e-6) + slack, "\(distribution): \(mean), \(variance)")
        #expect(distribution.cumulative(at: mean - 4 * deviation - slack) <= 1.0 / 16 + 1e-9, "\(distribution)")
        #expect(distribution.cumulative(at: mean + 4 * deviation + slack) >= 15.0 / 16 - 1e-9, "\(distribution)")
        let (above, below) = (support.upperBound - mean + slack, mean - support.lowerBound + slack)
        #expect(variance <= above * below * (1 + 1e-6), "\(distribution): \(mean), \(variance)")
      }
    } else {
      #expect(mean.isInfinite || mayHaveNoMoments(distribution), "\(distribution): mean \(mean)")
    }
    let stream = Streams(seed: 1, replication: 0).stream("draws")
    for _ in 0..<3 {
      let draw = distribution.draw(from: stream)
      #expect(draw.isFinite && support.contains(draw), "\(distribution) drew \(draw)")
    }
  }

  /// Cauchy's distribution and Student's with few degrees of freedom have no mean, nor what is made of them.
  private func mayHaveNoMoments(_ distribution: Distribution) -> Bool {
    let text = distribution.description
    return text.contains("cauchy") || text.contains("studentT")
  }

  @Test func `ten thousand distributions within each other are rejected, not followed`() {
    for (open, close) in [("mixture(1: ", ")"), ("truncated(", ", 0, 1)"), ("mixture(", "")] {
      let text = String(repeating: open, count: 10_000) + "1" + String(repeating: close, count: 10_000)
      let error = #expect(throws: InvalidValue.self) { try Distribution(parsing: text) }
      #expect(error?.description.contains("more than 32 deep") == true)
      #expect((error?.description.count ?? 0) < 400)
    }
    let error = #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting {
        var nested = Distribution.exponential(mean: 1)
        for _ in 0..<32 { nested = .mixture([(1, nested), (1, 0)]) }
      }
    }
    #expect(error?.values.count == 1)
  }
}
