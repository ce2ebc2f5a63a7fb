import Glibc

/// Which inputs part the runs above a cut of the measure from those below: a filter, and a test of each input.
///
/// `KS` is the greatest distance between the distributions of the input in the two groups, `KS_p` the probability of
/// such a distance, or a greater, for an input that does nothing. Assumes nothing of the model. Costs N runs; both
/// groups should have some 50.
///
/// Hornberger and Spear 1981, Journal of Environmental Management 12; Saltelli et al. 2008, Primer, section 5.2.
package struct MonteCarloFilter: DesignBasedMethod {
  /// Where the measure is cut; the runs at the cut and above are one group.
  package enum Cut: Sendable, Hashable {
    /// At a quantile of the outputs, by a probability in (0, 1).
    case quantile(Double)
    /// At a value, in the unit of the measure.
    case value(Double)
  }

  package let cut: Cut

  package init(cut: Cut = .quantile(0.8)) {
    if case .quantile(let probability) = cut {
      precondition(probability > 0 && probability < 1, "the probability of a quantile lies between 0 and 1")
    }
    self.cut = cut
  }

  package var name: String { "filter" }
  package var title: Text { Text("Monte Carlo filtering", zh: "蒙特卡洛过滤") }
  package var reference: String { "Saltelli et al. 2008, Global Sensitivity Analysis: The Primer, section 5.2" }
  package var assumption: String {
    "nothing of the model; which inputs separate the highest fifth of the outputs from the rest"
  }
  package var dependentInputs: DependentInputs { .allowed }
  package var rankingIndex: String { "KS" }

  private static let recommendedGroup = 20

  /// By the probability of its distance, of which one of twenty analyses falls below for some input without effect
  /// (Šidák 1967).
  package func isToldFromNoEffect(_ input: String, in rows: [SensitivityRow]) -> Bool {
    let probabilities = rows.filter { $0.index == "KS_p" }
    guard let own = probabilities.first(where: { $0.input == input })?.value else { return false }
    return own < 1 - pow(0.95, 1 / Double(probabilities.count))
  }

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    var analysis = SensitivityAnalysis(name, of: results)
    let data = GivenData(results, needing: 2 * Self.recommendedGroup, warningIn: &analysis)
    let limit =
      switch cut {
      case .quantile(let probability):
        GivenData.quantile(ofSorted: data.outputOrder.map { data.outputs[$0] }, at: probability)
      case .value(let value): data.outputScale.scaled(value)
      }
    let above = data.outputs.map { $0 >= limit }
    let smaller = min(above.count { $0 }, above.count { !$0 })
    if data.outputsVary, smaller < Self.recommendedGroup {
      analysis.warn(.smallGroup(rows: smaller, recommended: Self.recommendedGroup))
    }
    let tests = data.inputs.indices.map { input in
      let sorted = data.orders[input]
      return KolmogorovSmirnov(
        sorted.filter { above[$0] }.map { data.columns[input][$0] },
        sorted.filter { !above[$0] }.map { data.columns[input][$0] })
    }
    for (input, test) in zip(data.inputs, tests) { analysis.add("KS", of: input, test?.distance) }
    for (input, test) in zip(data.inputs, tests) { analysis.add("KS_p", of: input, test?.probability) }
    return analysis
  }
}

/// Whether two samples come from one distribution: the greatest distance between their empirical distributions.
///
/// Kolmogorov 1933; Smirnov 1948.
struct KolmogorovSmirnov {
  /// From 0 to 1.
  let distance: Double
  /// The probability of so great a distance, or a greater, between samples of one distribution.
  let probability: Double

  /// Compares two samples in rising order; `nil` when one is empty.
  init?(_ one: [Double], _ other: [Double]) {
    guard !one.isEmpty, !other.isEmpty else { return nil }
    var places = (0, 0)
    // In whole steps of 1 / (m n), so that equal distances compare as equal.
    var greatest = 0
    while places.0 < one.count, places.1 < other.count {
      let value = min(one[places.0], other[places.1])
      while places.0 < one.count, one[places.0] == value { places.0 += 1 }
      while places.1 < other.count, other[places.1] == value { places.1 += 1 }
      greatest = max(greatest, abs(places.0 * other.count - places.1 * one.count))
    }
    distance = Double(greatest) / Double(one.count * other.count)
    probability =
      one.count * other.count <= Self.exactLimit
      ? Self.exact(greatest, one.count, other.count) : Self.asymptotic(distance, one.count, other.count)
  }

  /// Above this product of the sizes the exact probability takes longer than it is worth.
  private static let exactLimit = 4_000_000

  /// The share of orders of two samples whose distance reaches `steps` / (m n). Hodges 1958, by lattice paths.
  private static func exact(_ steps: Int, _ m: Int, _ n: Int) -> Double {
    // By how many of the second sample were met: the probability of having reached it on the way here.
    var reached = [Double](repeating: 0, count: n + 1)
    for i in 0...m {
      for j in 0...n {
        if steps <= 0 || abs(i * n - j * m) >= steps {
          reached[j] = 1
        } else if i == 0 {
          reached[j] = j == 0 ? 0 : reached[j - 1]
        } else if j > 0 {
          // The last of i + j came from the first sample with probability i / (i + j).
          reached[j] = (Double(i) * reached[j] + Double(j) * reached[j - 1]) / Double(i + j)
        }
      }
    }
    return reached[n]
  }

  /// Kolmogorov's distribution, with Stephens' correction for the size (1970).
  private static func asymptotic(_ distance: Double, _ m: Int, _ n: Int) -> Double {
    let size = (Double(m) * Double(n) / Double(m + n)).squareRoot()
    let x = (size + 0.12 + 0.11 / size) * distance
    guard x > 0.2 else { return 1 }
    var sum = 0.0
    for term in 1...100 {
      let next = exp(-2 * Double(term * term) * x * x)
      sum += term.isMultiple(of: 2) ? -next : next
      if next < 1e-18 * abs(sum) { break }
    }
    return min(max(2 * sum, 0), 1)
  }
}
