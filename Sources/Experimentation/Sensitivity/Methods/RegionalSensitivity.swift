/// Which inputs determine each region of the measure: the distribution of an input in the runs of that region,
/// compared with the rest.
///
/// The regions are equally probable; `CvM_1` is that of the least outputs. The distance is Cramér and von Mises's
/// criterion, from 0 up. Assumes nothing of the model. Costs N runs; some 50 rows a region.
///
/// Hornberger and Spear 1981, Journal of Environmental Management 12; the criterion for two samples: Anderson 1962,
/// Annals of Mathematical Statistics 33.
package struct RegionalSensitivity: DesignBasedMethod {
  /// The regions of the measure.
  package let regions: Int

  package init(regions: Int = 10) {
    precondition(regions > 1, "regions are two at least")
    self.regions = regions
  }

  package var name: String { "rsa" }
  package var title: Text { Text("Regional sensitivity analysis", zh: "区域灵敏度分析") }
  package var reference: String { "Hornberger and Spear 1981, Journal of Environmental Management 12" }
  package var assumption: String {
    "nothing of the model; which inputs determine each region of the output"
  }
  package var dependentInputs: DependentInputs { .rejected }
  package var rankingIndex: String { "CvM_1" }

  /// By the criterion's 99 % quantile for samples of one distribution; Anderson and Darling 1952, Annals of Mathematical
  /// Statistics 23.
  package func isToldFromNoEffect(_ input: String, in rows: [SensitivityRow]) -> Bool {
    (weight(of: input, in: rows) ?? 0) > Self.quantile99
  }

  private static let quantile99 = 0.7435

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    var analysis = SensitivityAnalysis(name, of: results)
    let data = GivenData(results, needing: 10 * regions, warningIn: &analysis)
    let distinct = Set(data.outputs).count
    if data.outputsVary, distinct <= regions { analysis.warn(.fewOutputs(values: distinct, regions: regions)) }
    let sorted = data.outputOrder.map { data.outputs[$0] }
    let bounds = (0...regions).map { GivenData.quantile(ofSorted: sorted, at: Double($0) / Double(regions)) }
    for region in 0..<regions {
      // The least output is in the first region; otherwise a region holds its high end and not its low end.
      let inside = data.outputs.map { ($0 > bounds[region] || region == 0) && $0 <= bounds[region + 1] }
      let isDull = !data.outputsVary || Set(zip(data.outputs, inside).filter(\.1).map(\.0)).count < 2
      for (input, name) in data.inputs.enumerated() {
        let isDefined = !isDull && data.varies[input]
        let value = isDefined ? Self.criterion(data.columns[input], data.orders[input], inside) : nil
        analysis.add("CvM_\(region + 1)", of: name, value)
      }
    }
    return analysis
  }

  /// Anderson's T of the rows inside against those outside; `nil` when one group is empty.
  private static func criterion(_ column: [Double], _ order: [Int], _ inside: [Bool]) -> Double? {
    let m = Double(inside.count { $0 })
    let n = Double(inside.count) - m
    guard m > 0, n > 0 else { return nil }
    var sums = (0.0, 0.0)
    var met = (0.0, 0.0)
    var place = 0
    while place < order.count {
      var end = place
      while end < order.count, column[order[end]] == column[order[place]] { end += 1 }
      // Equal values share the mean of their ranks.
      let rank = Double(place + end + 1) / 2
      for row in order[place..<end] {
        if inside[row] {
          met.0 += 1
          sums.0 += (rank - met.0) * (rank - met.0)
        } else {
          met.1 += 1
          sums.1 += (rank - met.1) * (rank - met.1)
        }
      }
      place = end
    }
    return (m * sums.0 + n * sums.1) / (m * n * (m + n)) - (4 * m * n - 1) / (6 * (m + n))
  }
}
