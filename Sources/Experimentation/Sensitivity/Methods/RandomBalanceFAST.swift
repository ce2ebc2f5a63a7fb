import EventSimulation
import Glibc

/// First-order shares of the variance from any rows, by sorting the outputs along each input and taking their Fourier
/// power.
///
/// Sorted up and down again by an input, the outputs swing once if the input matters; the power of the first M
/// harmonics is its share, less what noise puts there. Assumes nearly uniform coverage of each input. Costs N runs,
/// whatever k is; a few hundred at least.
///
/// Tarantola, Gatelli and Mara 2006, Reliability Engineering and System Safety 91; Plischke 2010, the same 95; the
/// correction for noise: Tissot and Prieur 2012, the same 107.
package struct RandomBalanceFAST: DesignBasedMethod {
  /// The harmonics M that count as the input's own.
  package let harmonics: Int
  package let bootstrap: Bootstrap

  package init(harmonics: Int = 10, bootstrap: Bootstrap = Bootstrap(resamples: 100)) {
    precondition(harmonics > 0, "FAST needs a harmonic")
    self.harmonics = harmonics
    self.bootstrap = bootstrap
  }

  package var name: String { "rbd_fast" }
  package var title: Text { Text("RBD-FAST", zh: "RBD-FAST") }
  package var reference: String { "Tarantola, Gatelli and Mara 2006, Reliability Engineering and System Safety 91" }
  package var assumption: String {
    "independent inputs that are covered evenly; first-order shares of the variance"
  }
  package var dependentInputs: DependentInputs { .rejected }
  package var rankingIndex: String { "S1" }
  package var picture: SensitivityPicture { .bars(["S1"], axis: .shareOfVariance) }

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    if results.inputsAreCorrelated { throw .correlatedInputs(method: name) }
    var analysis = SensitivityAnalysis(name, of: results)
    let data = GivenData(results, needing: 20 * harmonics, warningIn: &analysis)
    guard data.count > 4 * harmonics, data.outputsVary else {
      analysis.addUndefined(["S1"], of: data.inputs)
      return analysis
    }
    func estimates(_ counts: [Int]) -> [Double] {
      data.orders.map { share(data.outputs, sortedBy: $0, counts) }
    }
    let shares = estimates([Int](repeating: 1, count: data.count))
    let spread = bootstrap.spread(rows: data.count, stream: "\(name)/\(results.measure)", estimates)
    for (place, input) in data.inputs.enumerated() {
      analysis.add(
        "S1", of: input, data.varies[place] ? shares[place] : nil, halfWidth: spread.halfWidth(place),
        zeroMeansNoEffect: true)
    }
    return analysis
  }

  private func share(_ outputs: [Double], sortedBy order: [Int], _ counts: [Int]) -> Double {
    let sorted = order.flatMap { repeatElement(outputs[$0], count: counts[$0]) }
    let up = stride(from: 0, to: sorted.count, by: 2).map { sorted[$0] }
    let down = stride(from: 1, to: sorted.count, by: 2).map { sorted[$0] }.reversed()
    let curve = up + down
    let n = Double(curve.count)
    let mean = curve.reduce(0, +) / n
    let squares = curve.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    var power = 0.0
    for harmonic in 1...harmonics {
      // The rotation by the angle of one step, kept exact enough by starting again now and then.
      var (real, imaginary) = (0.0, 0.0)
      let angle = 2 * Double.pi * Double(harmonic) / n
      let step = (cos(angle), sin(angle))
      var turn = (1.0, 0.0)
      for (place, output) in curve.enumerated() {
        if place & 63 == 0 { turn = (cos(angle * Double(place)), sin(angle * Double(place))) }
        real += (output - mean) * turn.0
        imaginary += (output - mean) * turn.1
        turn = (turn.0 * step.0 - turn.1 * step.1, turn.0 * step.1 + turn.1 * step.0)
      }
      power += real * real + imaginary * imaginary
    }
    // By Parseval's identity the power at all frequencies is n times the sum of squares; each comes twice.
    let raw = 2 * power / (n * squares)
    let noise = 2 * Double(harmonics) / n
    return raw - noise / (1 - noise) * (1 - raw)
  }
}
