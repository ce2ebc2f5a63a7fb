import EventSimulation
import Glibc

/// Borgonovo's delta: how much of the density of the output moves when an input becomes known, whatever its moments do.
///
/// Half the area between the density of all outputs and that of the outputs in a class of the input, averaged over
/// equally probable classes; 0 for an input that does nothing, 1 for one that decides all. Densities are by Gaussian
/// kernels of Silverman's width. `delta` is freed of its bias by the bootstrap; `S1` is the first-order share of the
/// variance from the same classes. Assumes nothing of the model, nor independent inputs. Costs N runs, whatever k is; a
/// few hundred at least.
///
/// Borgonovo 2007, Reliability Engineering and System Safety 92; Plischke, Borgonovo and Smith 2013, European Journal
/// of Operational Research 226, equations 26 and 30.
package struct DeltaMeasure: DesignBasedMethod {
  package let bootstrap: Bootstrap

  package init(bootstrap: Bootstrap = Bootstrap(resamples: 100)) { self.bootstrap = bootstrap }

  package var name: String { "delta" }
  package var title: Text { Text("Borgonovo's delta", zh: "Borgonovo δ 指数") }
  package var reference: String { "Borgonovo 2007, Reliability Engineering and System Safety 92" }
  package var assumption: String {
    "nothing of the model, and no independent inputs; how much of the density moves when an input becomes known"
  }
  package var dependentInputs: DependentInputs { .allowed }
  package var rankingIndex: String { "delta" }

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

/// The rows in classes of equal size along each input, with what the outputs in them say.
struct EquiprobableClasses {
  private let data: GivenData
  /// Where densities are compared.
  private let grid: [Double]

  private static let gridPoints = 100

  init(_ data: GivenData) {
    self.data = data
    let least = data.outputs[data.outputOrder[0]]
    let greatest = data.outputs[data.outputOrder[data.count - 1]]
    let step = (greatest - least) / Double(Self.gridPoints - 1)
    grid = (0..<Self.gridPoints).map { least + Double($0) * step }
  }

  /// Where the classes begin and end in the sorted rows; their number is Plischke's, at most 48.
  static func bounds(_ rows: Int) -> [Int] {
    let exponent = 2 / (7 + tanh((1500 - Double(rows)) / 500))
    let classes = min(Int(pow(Double(rows), exponent).rounded(.up)), 48)
    let width = Double(rows) / Double(classes)
    return (0...classes).map { $0 == classes ? rows : Int(Double($0) * width) }
  }

  /// The runs of each class of an input: a row and how often it counts there.
  private func classes(of input: Int, _ counts: [Int]) -> [[(row: Int, count: Int)]] {
    let bounds = Self.bounds(counts.reduce(0, +))
    var classes = [[(row: Int, count: Int)]](repeating: [], count: bounds.count - 1)
    var place = 0
    var current = 0
    for row in data.orders[input] {
      var left = counts[row]
      while left > 0 {
        while place >= bounds[current + 1] { current += 1 }
        let taken = min(left, bounds[current + 1] - place)
        classes[current].append((row, taken))
        place += taken
        left -= taken
      }
    }
    return classes
  }

  /// Delta of each input, biased as it comes from the rows.
  func deltas(_ counts: [Int]) -> [Double] {
    guard let density = density(counts) else { return data.inputs.map { _ in .nan } }
    return data.inputs.indices.map { delta(of: $0, counts, against: density) }
  }

  /// The density of all outputs; `nil` where they are all equal.
  func density(_ counts: [Int]) -> [Double]? {
    density(counts.indices.filter { counts[$0] > 0 }.map { (row: $0, count: counts[$0]) })
  }

  /// Delta of one input, against the density of all outputs.
  func delta(of input: Int, _ counts: [Int], against density: [Double]) -> Double {
    let all = Double(counts.reduce(0, +))
    let step = grid[1] - grid[0]
    var delta = 0.0
    for members in classes(of: input, counts) {
      guard let own = self.density(members) else { continue }
      let differences = zip(density, own).map { abs($0 - $1) }
      let ends = (differences[0] + differences[differences.count - 1]) / 2
      let area = (differences.reduce(0, +) - ends) * step
      delta += Double(members.reduce(0) { $0 + $1.count }) / (2 * all) * area
    }
    return delta
  }

  /// The first-order share of the variance: that of the class means.
  func firstOrder(of input: Int, _ counts: [Int]) -> Double {
    let all = Double(counts.reduce(0, +))
    let mean = zip(data.outputs, counts).reduce(0) { $0 + $1.0 * Double($1.1) } / all
    let squares = zip(data.outputs, counts).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * Double($1.1) }
    var between = 0.0
    for members in classes(of: input, counts) where !members.isEmpty {
      let n = Double(members.reduce(0) { $0 + $1.count })
      let own = members.reduce(0) { $0 + data.outputs[$1.row] * Double($1.count) } / n
      between += n * (own - mean) * (own - mean)
    }
    return between / squares
  }

  /// The kernel density at the grid; `nil` where the outputs are all equal.
  private func density(_ members: [(row: Int, count: Int)]) -> [Double]? {
    guard let first = members.first, members.contains(where: { data.outputs[$0.row] != data.outputs[first.row] }) else {
      return nil
    }
    let n = Double(members.reduce(0) { $0 + $1.count })
    let mean = members.reduce(0) { $0 + data.outputs[$1.row] * Double($1.count) } / n
    let squares = members.reduce(0) { sum, member in
      let distance = data.outputs[member.row] - mean
      return sum + distance * distance * Double(member.count)
    }
    let width = (squares / (n - 1)).squareRoot() * pow(0.75 * n, -0.2)
    var density = [Double](repeating: 0, count: grid.count)
    let step = (grid[1] - grid[0]) / width
    let fall = exp(-step * step)
    density.withUnsafeMutableBufferPointer { density in
      for (row, count) in members {
        let position = (data.outputs[row] - grid[0]) / (grid[1] - grid[0])
        let nearest = min(max(Int(position.rounded()), 0), density.count - 1)
        let distance = (grid[nearest] - data.outputs[row]) / width
        let peak = Double(count) * exp(-distance * distance / 2)
        density[nearest] += peak
        // Each step along the grid multiplies the kernel by a ratio that itself falls by a constant: no exponentials.
        var kernel = peak
        var ratio = exp(-(distance + step / 2) * step)
        for point in stride(from: nearest + 1, to: density.count, by: 1) {
          kernel *= ratio
          ratio *= fall
          if kernel < 1e-20 { break }
          density[point] += kernel
        }
        kernel = peak
        ratio = exp((distance - step / 2) * step)
        for point in stride(from: nearest - 1, through: 0, by: -1) {
          kernel *= ratio
          ratio *= fall
          if kernel < 1e-20 { break }
          density[point] += kernel
        }
      }
    }
    let scale = 1 / (n * width * (2 * Double.pi).squareRoot())
    return density.map { $0 * scale }
  }
}
