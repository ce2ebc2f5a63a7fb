import CGSL
import Randomness

/// How rows lie along their inputs: at random, or more evenly, as those of a Sobol' sequence, a lattice or a grid do; and
/// which inputs change together in them.
///
/// Along an input each other input is an output that does not depend on it. Of independent rows, the harmonics of such
/// an output are white noise. Of even rows they are hardly any, and neighbours alternate. Harmonics far above noise are of
/// an input that changes along the other: independent inputs do so where the rows are few for their number, and dependent
/// ones always.
struct RowStructure {
  /// Whether the rows are more even than independent ones.
  let isEven: Bool
  /// How much of the noise of independent rows is there.
  let noise: Double
  /// The inputs that change along others by more than chance, the most first.
  let confounded: [ConfoundedInputs]

  /// Rows with less than this of the noise of independent ones are even: three inputs leave eighteen figures, whose median
  /// is above three quarters in independent rows and below a quarter in the first points of a sequence.
  private static let evenNoise = 0.35
  /// The figures from which a median tells that.
  private static let leastFigures = 6
  /// How often independent rows may be said to have inputs that change together.
  private static let falseAlarms = 0.0001
  /// A smaller share is within what an index is off by anyhow.
  private static let leastShare = 0.05

  /// - Parameters:
  ///   - orders: the rows by the rising value of an input, for the inputs that are sorted.
  ///   - harmonics: those that count as an input's own.
  init(_ data: GivenData, orders: [(input: Int, rows: [Int])], harmonics: Int) {
    let transform = HarmonicTransform(wave: .cosine, harmonics: harmonics, noise: 1)
    let ranks = data.inputs.indices.map { Self.ranks(data, $0) }
    var figures: [Double] = []
    var shares: [ConfoundedInputs] = []
    for (input, rows) in orders {
      for other in data.inputs.indices where other != input && data.varies[other] {
        var greatest = 0.0
        for probe in Self.probes(rows.map { ranks[other][$0] }) {
          let power = transform.power(probe)
          guard power.isFinite else { continue }
          figures.append(power / transform.whiteNoise(rows.count))
          greatest = max(greatest, power)
        }
        shares.append(ConfoundedInputs(data.inputs[input], with: data.inputs[other], share: greatest))
      }
    }
    figures.sort()
    noise = figures.isEmpty ? 1 : min(GivenData.quantile(ofSorted: figures, at: 0.5), 1)
    isEven = figures.count >= Self.leastFigures && noise < Self.evenNoise
    ScientificLibrary.prepare()
    let chance =
      gsl_cdf_chisq_Qinv(Self.falseAlarms / Double(max(figures.count, 1)), Double(harmonics)) / Double(data.count)
    confounded = shares.filter { $0.share > max(chance, Self.leastShare) }.sorted { $0.share > $1.share }
  }

  /// The share of the rows with a smaller value of an input, equal ones counted half.
  private static func ranks(_ data: GivenData, _ input: Int) -> [Double] {
    var ranks = [Double](repeating: 0, count: data.count)
    var below = 0
    for rows in data.rowsOfValues(input) {
      for row in rows { ranks[row] = (Double(below) + Double(rows.count) / 2) / Double(data.count) }
      below += rows.count
    }
    return ranks
  }

  /// Outputs that depend on an input by its first, second and third binary digit: its rank, and that folded once and twice.
  private static func probes(_ ranks: [Double]) -> [[Double]] {
    let once = ranks.map { abs($0 - 0.5) }
    return [ranks, once, once.map { abs($0 - 0.25) }]
  }
}

/// An input that changes along another in the rows at hand, so that its effect is one of the other too.
package struct ConfoundedInputs: Sendable, Hashable {
  /// The input whose index takes the effect.
  package let input: String
  /// The input whose effect it is.
  package let other: String
  /// How much of the variance that the other makes alone the index may take.
  package let share: Double

  package init(_ input: String, with other: String, share: Double) {
    self.input = input
    self.other = other
    self.share = share
  }
}
