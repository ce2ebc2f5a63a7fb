import EventSimulation

/// Borgonovo's delta: how much of the density of the output moves when an input becomes known, whatever its moments do.
///
/// Half the area between the density of all outputs and that of the outputs in a class of the input, averaged over
/// equally probable classes; 0 for an input that does nothing, 1 for one that decides all. Densities are by Gaussian
/// kernels of Silverman's width. `delta` is freed of its bias by the bootstrap; `S1` is the first-order share of the
/// variance from the same classes. Assumes nothing of the model, nor independent inputs. Costs N runs, whatever k is; a
/// few hundred at least.
///
/// Borgonovo 2007, Reliability Engineering and System Safety 92; Plischke, Borgonovo and Smith 2013, European Journal of
/// Operational Research 226, equations 26 and 30.
package struct DeltaMeasure: SensitivityMethod {
  package let bootstrap: Bootstrap

  package init(bootstrap: Bootstrap = Bootstrap(resamples: 100)) { self.bootstrap = bootstrap }

  package var name: String { "delta" }

  package func runs(size: Int, inputs: Int) -> Int { size }

  private static let recommendedRows = 100
  /// Below this a class has no density to speak of.
  private static let leastRows = 10

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    var analysis = SensitivityAnalysis(name, of: results)
    let data = GivenData(results, needing: Self.recommendedRows, warningIn: &analysis)
    guard data.count >= Self.leastRows, data.outputsVary else {
      analysis.addUndefined(["delta", "S1"], of: data.inputs)
      return analysis
    }
    let classes = EquiprobableClasses(data)
    func estimates(_ counts: [Int]) -> [Double] {
      classes.deltas(counts) + data.inputs.indices.map { classes.firstOrder(of: $0, counts) }
    }
    let plain = estimates([Int](repeating: 1, count: data.count))
    let spread = bootstrap.spread(rows: data.count, stream: "\(name)/\(results.measure)", estimates)
    for (input, name) in data.inputs.enumerated() {
      let resampled = spread.indices.contains(input) ? spread[input].mean : nil
      let value = resampled.map { 2 * plain[input] - $0 } ?? plain[input]
      analysis.add(
        "delta", of: name, data.varies[input] ? value : nil, halfWidth: spread.halfWidth(input),
        zeroMeansNoEffect: true)
    }
    for (input, name) in data.inputs.enumerated() {
      let place = data.inputs.count + input
      analysis.add(
        "S1", of: name, data.varies[input] ? plain[place] : nil, halfWidth: spread.halfWidth(place),
        zeroMeansNoEffect: true)
    }
    return analysis
  }
}
