/// What each block of a Saltelli design adds to the sums that the indices come from.
///
/// Every estimator is a function of sums over blocks, so that a resample costs one pass over the terms.
struct SobolTerms {
  private let estimator: SobolIndices.Estimator
  private let inputs: Int
  private let pairs: [(Int, Int)]
  /// The terms of a block.
  private let width: Int
  /// By block: the terms of A and B, then those of each input, then that of each pair.
  private var terms: [Double] = []

  /// Terms of A and B: their values and squares.
  private static let common = 4

  init(_ blocks: SaltelliBlocks, estimator: SobolIndices.Estimator, pairs: [(Int, Int)]) {
    self.estimator = estimator
    self.pairs = pairs
    inputs = blocks.ab.count
    let each = estimator == .martinez ? 4 : 2
    width = Self.common + each * inputs + pairs.count
    terms.reserveCapacity(width * blocks.size)
    for block in 0..<blocks.size {
      let (a, b) = (blocks.a[block], blocks.b[block])
      terms += [a, b, a * a, b * b]
      for input in 0..<inputs {
        let ab = blocks.ab[input][block]
        switch estimator {
        case .saltelli: terms += [b * (ab - a), (a - ab) * (a - ab)]
        case .jansen: terms += [(b - ab) * (b - ab), (a - ab) * (a - ab)]
        case .martinez: terms += [ab, ab * ab, b * ab, a * ab]
        }
      }
      for (first, second) in pairs { terms.append(blocks.ba[first][block] * blocks.ab[second][block] - a * b) }
    }
  }

  /// S1 of each input, then ST of each, then S2 of each pair, from how often each block was drawn.
  func indices(_ counts: [Int]) -> [Double] {
    var sums = [Double](repeating: 0, count: width)
    terms.withUnsafeBufferPointer { terms in
      sums.withUnsafeMutableBufferPointer { sums in
        for (block, count) in counts.enumerated() where count > 0 {
          let weight = Double(count)
          for place in 0..<width { sums[place] += weight * terms[block * width + place] }
        }
      }
    }
    let n = Double(counts.reduce(0, +))
    switch estimator {
    case .saltelli: return saltelli(sums, n)
    case .jansen: return jansen(sums, n)
    case .martinez: return martinez(sums, n)
    }
  }

  private func saltelli(_ sums: [Double], _ n: Double) -> [Double] {
    let mean = (sums[0] + sums[1]) / (2 * n)
    let variance = (sums[2] + sums[3]) / (2 * n) - mean * mean
    let first = (0..<inputs).map { sums[Self.common + 2 * $0] / n / variance }
    let total = (0..<inputs).map { sums[Self.common + 2 * $0 + 1] / (2 * n) / variance }
    let second = pairs.enumerated().map { place, pair in
      sums[Self.common + 2 * inputs + place] / n / variance - first[pair.0] - first[pair.1]
    }
    return first + total + second
  }

  private func jansen(_ sums: [Double], _ n: Double) -> [Double] {
    let variance = (sums[2] - sums[0] * sums[0] / n) / (n - 1)
    // OpenTURNS divides by 2N - 1, which the figures it is held against need.
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
    let (a, b) = ((sums[0], sums[2]), (sums[1], sums[3]))
    let each = (0..<inputs).map { Self.common + 4 * $0 }
    let first = each.map { correlation(sums[$0 + 2], b, (sums[$0], sums[$0 + 1])) }
    let total = each.map { 1 - correlation(sums[$0 + 3], a, (sums[$0], sums[$0 + 1])) }
    return first + total
  }
}
