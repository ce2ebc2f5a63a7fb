import EventSimulation
import Randomness

/// The sums over the blocks of a Saltelli design that Sobol's indices come from, block by block, in constant memory.
///
/// Every estimator is a function of sums over blocks. Each resample of the bootstrap keeps sums of its own, in which a
/// block counts as often as a Poisson number of mean 1 says: as in drawing with replacement, but without knowing their
/// number. Oza and Russell 2001, "Online Bagging and Boosting".
struct SobolSums {
  private let estimator: SobolIndices.Estimator
  private let inputs: Int
  private let pairs: [(Int, Int)]
  /// Whether the rows are those of dependent inputs, ``ConditionalRows``.
  private let areDependent: Bool
  /// The terms of a block: how often it counts, those of A and B, of each input, of each pair.
  private let width: Int
  /// The sums of the sample, then those of each resample.
  private var sums: [Double]
  private var terms: [Double]
  private let resamples: Int
  private let draws: RandomStream
  /// That of the first block, unless it was given.
  private var scale: UnitScale?
  /// Taken off every output, so that squares keep their figures where the mean is far from 0.
  private var origin: Double?
  /// Of all outputs, from that origin.
  private(set) var outputs = Tally()
  private(set) var blocks = 0

  /// The count, and the values and squares of A and B.
  private static let common = 5

  init(
    _ estimator: SobolIndices.Estimator, inputs: Int, pairs: [(Int, Int)], areDependent: Bool = false,
    bootstrap: Bootstrap, measure: String, scale: UnitScale? = nil
  ) {
    self.estimator = estimator
    self.scale = scale
    self.inputs = inputs
    self.pairs = pairs
    self.areDependent = areDependent
    let each = estimator == .jansen ? 2 : estimator == .saltelli ? 3 : 4
    width = Self.common + each * inputs + 2 * pairs.count
    resamples = bootstrap.resamples
    sums = Array(repeating: 0, count: width * (1 + resamples))
    terms = Array(repeating: 0, count: width)
    draws = Streams(seed: bootstrap.seed, replication: 0).stream("bootstrap/\(estimator.rawValue)/\(measure)")
  }

  /// Adds the outputs of a block in the order of the design: A, each ABⱼ, with second order each BAⱼ, and B.
  mutating func add(_ block: some RandomAccessCollection<Double>) {
    let scale = self.scale ?? UnitScale(block)
    self.scale = scale
    let origin = self.origin ?? scale.scaled(block[block.startIndex])
    self.origin = origin
    let values = block.map { scale.scaled($0) - origin }
    for value in values { outputs.add(value) }
    blocks += 1
    let (a, b) = (values[0], values[values.count - 1])
    terms.removeAll(keepingCapacity: true)
    terms += [1, a, b, a * a, b * b]
    for input in 0..<inputs {
      let ab = values[1 + input]
      switch estimator {
      case .saltelli where areDependent:
        // S1 by equation 5.3 of Kucherenko 2012, ST by 5.4: the difference of BA and B, where only input j is A's.
        let ba = values[1 + inputs + input]
        terms += [a * (ba - b), (a - ab) * (a - ab), ba - b]
      case .saltelli: terms += [b * (ab - a), (a - ab) * (a - ab), ab - a]
      case .jansen: terms += [(b - ab) * (b - ab), (a - ab) * (a - ab)]
      case .martinez: terms += [ab, ab * ab, b * ab, a * ab]
      }
    }
    for (first, second) in pairs {
      let (ba, ab) = (values[1 + inputs + first], values[1 + second])
      terms += [ba * ab - a * b, ba + ab - a - b]
    }
    addTerms()
  }

  private mutating func addTerms() {
    sums.withUnsafeMutableBufferPointer { sums in
      terms.withUnsafeBufferPointer { terms in
        for place in 0..<width { sums[place] += terms[place] }
        for resample in 1..<(1 + resamples) {
          let times = Self.poisson(draws.uniform())
          guard times > 0 else { continue }
          let first = resample * width
          for place in 0..<width { sums[first + place] += times * terms[place] }
        }
      }
    }
  }

  /// The quantile of a Poisson number of mean 1.
  private static func poisson(_ uniform: Double) -> Double {
    var probability = 0.36787944117144233
    var cumulative = probability
    var count = 0.0
    while uniform >= cumulative && count < 20 {
      count += 1
      probability /= count
      cumulative += probability
    }
    return count
  }

  /// Whether the outputs are the same but for rounding.
  var isConstant: Bool {
    guard let least = outputs.minimum, let greatest = outputs.maximum, let origin else { return true }
    return OutputTolerance.isRounding(from: least + origin, to: greatest + origin)
  }

  /// S1 of each input, then ST of each, then S2 of each pair.
  var indices: [Double] { indices(of: 0) }

  /// The spread of the indices over the resamples.
  var spread: [Tally] {
    var tallies: [Tally] = []
    for resample in 1..<(1 + resamples) {
      let estimates = indices(of: resample)
      if tallies.isEmpty { tallies = estimates.map { _ in Tally() } }
      for (place, estimate) in estimates.enumerated() where estimate.isFinite { tallies[place].add(estimate) }
    }
    return tallies
  }

  private func indices(of sample: Int) -> [Double] {
    let sums = Array(sums[sample * width..<(sample + 1) * width])
    switch estimator {
    case .saltelli: return saltelli(sums, sums[0])
    case .jansen: return jansen(sums, sums[0])
    case .martinez: return martinez(sums, sums[0])
    }
  }

  private func saltelli(_ sums: [Double], _ n: Double) -> [Double] {
    // The outputs are centred on the mean of all rows, as SALib does: products depend on it where N is finite.
    let centre = outputs.mean ?? 0
    let mean = (sums[1] + sums[2]) / (2 * n)
    let variance = (sums[3] + sums[4]) / (2 * n) - mean * mean
    let each = (0..<inputs).map { Self.common + 3 * $0 }
    let first = each.map { (sums[$0] - centre * sums[$0 + 2]) / n / variance }
    let total = each.map { sums[$0 + 1] / (2 * n) / variance }
    let second = pairs.enumerated().map { place, pair in
      let term = Self.common + 3 * inputs + 2 * place
      return (sums[term] - centre * sums[term + 1]) / n / variance - first[pair.0] - first[pair.1]
    }
    return first + total + second
  }

  private func jansen(_ sums: [Double], _ n: Double) -> [Double] {
    let variance = (sums[3] - sums[1] * sums[1] / n) / (n - 1)
    // OpenTURNS divides by 2N - 1, as do the figures that it is compared with.
    let first = (0..<inputs).map { 1 - sums[Self.common + 2 * $0] / (2 * n - 1) / variance }
    let total = (0..<inputs).map { sums[Self.common + 2 * $0 + 1] / (2 * n - 1) / variance }
    return first + total
  }

  private func martinez(_ sums: [Double], _ n: Double) -> [Double] {
    func correlation(_ product: Double, _ one: (Double, Double), _ other: (Double, Double)) -> Double {
      let covariance = product - one.0 * other.0 / n
      let variances = (one.1 - one.0 * one.0 / n) * (other.1 - other.0 * other.0 / n)
      return covariance / variances.squareRoot()
    }
    let (a, b) = ((sums[1], sums[3]), (sums[2], sums[4]))
    let each = (0..<inputs).map { Self.common + 4 * $0 }
    let first = each.map { correlation(sums[$0 + 2], b, (sums[$0], sums[$0 + 1])) }
    let total = each.map { 1 - correlation(sums[$0 + 3], a, (sums[$0], sums[$0 + 1])) }
    return first + total
  }
}
