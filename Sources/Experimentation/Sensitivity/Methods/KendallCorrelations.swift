/// Kendall's tau-b of each input with the output: how much likelier two runs agree in order than disagree.
///
/// Assumes a monotone effect and nothing else; the inputs may be correlated. Costs N runs. The interval comes from how
/// evenly the rows agree with the others, not from resampling, which would make ties.
///
/// Kendall 1945, Biometrika 33; the interval: Hollander, Wolfe and Chicken 2014, section 8.3, after Samara and Randles.
package struct KendallCorrelations: DesignBasedMethod {
  package init() {}

  package var name: String { "kendall" }
  package var title: Text { Text("Kendall's rank correlation", zh: "肯德尔秩相关系数") }
  package var reference: String { "Kendall 1945, Biometrika 33" }
  package var assumption: String {
    "a monotone effect; where inputs are correlated, an input shows what it carries for others"
  }
  package var dependentInputs: DependentInputs { .allowed }
  package var rankingIndex: String { name }

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    var analysis = SensitivityAnalysis(name, of: results)
    let data = GivenData(results, needing: 10, warningIn: &analysis)
    guard data.count > 1, data.outputsVary else {
      analysis.addUndefined([name], of: data.inputs)
      return analysis
    }
    for (place, input) in data.inputs.enumerated() {
      let tau = data.varies[place] ? Self.correlation(data, place) : nil
      analysis.add(
        name, of: input, tau?.value, halfWidth: tau?.halfWidth, zeroMeansNoEffect: true, within: -1...1)
    }
    return analysis
  }

  private static func correlation(_ data: GivenData, _ input: Int) -> (value: Double, halfWidth: Double?) {
    let outputRanks = Self.groups(data.outputs, order: data.outputOrder)
    let inputRanks = Self.groups(data.columns[input], order: data.orders[input])
    let agreements = Self.agreements(inputRanks.of, order: data.orders[input], outputRanks)
    let n = Double(data.count)
    let pairs = n * (n - 1) / 2
    // Every agreement was counted from both of its rows.
    let surplus = Double(agreements.reduce(0, +)) / 2
    let untied = (pairs - inputRanks.tiedPairs) * (pairs - outputRanks.tiedPairs)
    let tau = surplus / untied.squareRoot()
    guard data.count > 2 else { return (tau, nil) }
    let mean = 2 * surplus / n
    let squares = agreements.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let variance = 2 / (n * (n - 1)) * (2 * (n - 2) / (n * (n - 1) * (n - 1)) * squares + 1 - tau * tau)
    return (tau, Bootstrap.normalQuantile * max(variance, 0).squareRoot())
  }

  /// The rank of each row among the distinct values, from 0.
  private struct Groups {
    var of: [Int]
    var count = 0
    var tiedPairs = 0.0
  }

  private static func groups(_ values: [Double], order: [Int]) -> Groups {
    var groups = Groups(of: [Int](repeating: 0, count: values.count))
    var size = 0.0
    for (place, row) in order.enumerated() {
      if place > 0, values[row] != values[order[place - 1]] {
        groups.count += 1
        size = 0
      }
      groups.tiedPairs += size
      size += 1
      groups.of[row] = groups.count
    }
    groups.count += 1
    return groups
  }

  /// For each row, the rows that lie to the same side of it in input and output, less those that do not.
  ///
  /// - Complexity: O(n log n), by counts of the outputs met so far in a tree of partial sums; Fenwick 1994.
  private static func agreements(_ inputRanks: [Int], order: [Int], _ outputs: Groups) -> [Int] {
    var agreements = [Int](repeating: 0, count: inputRanks.count)
    for (sweep, sign) in [(order, 1), (order.reversed(), -1)] {
      var tree = [Int](repeating: 0, count: outputs.count + 1)
      func counted(below rank: Int) -> Int {
        var (sum, place) = (0, rank)
        while place > 0 {
          sum += tree[place]
          place &= place - 1
        }
        return sum
      }
      var met = 0
      var first = 0
      while first < sweep.count {
        // Rows of equal input are no pairs.
        var end = first
        while end < sweep.count, inputRanks[sweep[end]] == inputRanks[sweep[first]] { end += 1 }
        for row in sweep[first..<end] {
          let below = counted(below: outputs.of[row])
          let above = met - counted(below: outputs.of[row] + 1)
          agreements[row] += sign * (below - above)
        }
        for row in sweep[first..<end] {
          var place = outputs.of[row] + 1
          while place <= outputs.count {
            tree[place] += 1
            place += place & -place
          }
          met += 1
        }
        first = end
      }
    }
    return agreements
  }
}
