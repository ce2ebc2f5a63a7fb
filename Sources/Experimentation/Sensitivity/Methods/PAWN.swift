import EventSimulation
import Randomness

/// How far the distribution of the output moves when an input is held in a slide of its range.
///
/// The distance is Kolmogorov and Smirnov's, between the outputs of a slide and all outputs; the slides are equally
/// probable. `median` is the index mostly quoted; `minimum`, `mean` and `maximum` are over the slides, `CV` is their
/// deviation over their mean. Assumes nothing of the model, nor independent inputs; holds for skewed outputs too. Costs
/// N runs, whatever k is; some 50 rows a slide. An index is above 0 even where the input does nothing, by about the
/// root of slides over rows: the interval of `median` reaches down to 0 where 95 of 100 are as great with the rows of the
/// slides shuffled.
///
/// Pianosi and Wagener 2015, Environmental Modelling and Software 67; from given rows: 2018, the same 108.
package struct PAWN: DesignBasedMethod {
  /// The slides of the range of each input.
  package let slides: Int
  package let bootstrap: Bootstrap

  package init(slides: Int = 10, bootstrap: Bootstrap = Bootstrap(resamples: 100)) {
    precondition(slides > 0, "PAWN needs a slide")
    self.slides = slides
    self.bootstrap = bootstrap
  }

  package var name: String { "pawn" }
  package var title: Text { Text("PAWN", zh: "PAWN 指数") }
  package var reference: String { "Pianosi and Wagener 2015, Environmental Modelling and Software 67" }
  package var assumption: String {
    "nothing of the model, and no independent inputs; how far the distribution moves when an input is held in a slice"
  }
  package var dependentInputs: DependentInputs { .allowed }
  package var rankingIndex: String { "median" }

  private static let indices = ["minimum", "mean", "median", "maximum", "CV"]

  package func analyze(_ results: DesignResults) throws(SensitivityError) -> SensitivityAnalysis {
    var analysis = SensitivityAnalysis(name, of: results)
    let data = GivenData(results, needing: 10 * slides, warningIn: &analysis)
    guard data.count > 1, data.outputsVary else {
      analysis.addUndefined(Self.indices, of: data.inputs)
      return analysis
    }
    let each = [Int](repeating: 1, count: data.count)
    let values = data.inputs.indices.map { summary(of: $0, data, each) }
    let spread = bootstrap.spread(rows: data.count, stream: "\(name)/\(results.measure)") { counts in
      data.inputs.indices.flatMap { summary(of: $0, data, counts) }
    }
    let noise = data.inputs.indices.map { self.noise(of: $0, data) }
    for (place, index) in Self.indices.enumerated() {
      for (input, name) in data.inputs.enumerated() {
        let value = values[input][place]
        var halfWidth = spread.halfWidth(input * Self.indices.count + place)
        if index == rankingIndex, let noise = noise[input], value <= noise {
          halfWidth = halfWidth.map { max($0, value) }
        }
        analysis.add(index, of: name, data.varies[input] ? value : nil, halfWidth: halfWidth)
      }
    }
    return analysis
  }

  /// Below which 95 of 100 medians are where the rows are in random slides: where the input has no effect. `nil` without
  /// resamples.
  private func noise(of input: Int, _ data: GivenData) -> Double? {
    guard bootstrap.resamples > 1 else { return nil }
    let draws = Streams(seed: bootstrap.seed, replication: 0).stream("shuffles/\(name)")
    let each = [Int](repeating: 1, count: data.count)
    var members = slide(data.columns[input], order: data.orders[input], each)
    var medians = Tally()
    for _ in 0..<min(bootstrap.resamples, Self.mostShuffles) {
      for place in members.indices.reversed() { members.swapAt(place, draws.index(below: place + 1)) }
      medians.add(Self.median(distances(data, members, each).sorted()))
    }
    guard let mean = medians.mean, let deviation = medians.standardDeviation else { return nil }
    return mean + Self.normalQuantile95 * deviation
  }

  private static let mostShuffles = 50
  private static let normalQuantile95 = 1.6448536269514722

  /// Of distances in rising order; not a number without any.
  private static func median(_ distances: [Double]) -> Double {
    guard !distances.isEmpty else { return .nan }
    let middle = distances.count / 2
    return distances.count.isMultiple(of: 2) ? (distances[middle - 1] + distances[middle]) / 2 : distances[middle]
  }

  /// Minimum, mean, median, maximum and coefficient of variation of the distances over the slides that have rows.
  private func summary(of input: Int, _ data: GivenData, _ counts: [Int]) -> [Double] {
    let members = slide(data.columns[input], order: data.orders[input], counts)
    let distances = distances(data, members, counts).sorted()
    guard let least = distances.first, let greatest = distances.last else {
      return Self.indices.map { _ in .nan }
    }
    let n = Double(distances.count)
    let mean = distances.reduce(0, +) / n
    let deviation = (distances.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
    return [least, mean, Self.median(distances), greatest, deviation / mean]
  }

  /// The slide of each row, by quantiles of type 7; `nil` for one in no slide.
  ///
  /// A slide holds its low end and not its high end, so the greatest value is in none, as the peers have it. Where
  /// several rows share it, it is a level of an input with few, and the last slide holds it.
  private func slide(_ column: [Double], order: [Int], _ counts: [Int]) -> [Int?] {
    var drawn: [Double] = []
    for row in order { for _ in 0..<counts[row] { drawn.append(column[row]) } }
    let bounds = (0...slides).map { GivenData.quantile(ofSorted: drawn, at: Double($0) / Double(slides)) }
    let shared = order.count > 1 && column[order[order.count - 1]] == column[order[order.count - 2]]
    var members = [Int?](repeating: nil, count: column.count)
    var slide = 0
    for row in order where counts[row] > 0 {
      while slide < slides, column[row] >= bounds[slide + 1] { slide += 1 }
      members[row] = slide < slides ? slide : shared ? slides - 1 : nil
    }
    return members
  }

  /// The distance of each slide that has rows, from one pass over the outputs in their order.
  private func distances(_ data: GivenData, _ members: [Int?], _ counts: [Int]) -> [Double] {
    var sizes = [Int](repeating: 0, count: slides)
    for (row, slide) in members.enumerated() { if let slide { sizes[slide] += counts[row] } }
    var below = [Int](repeating: 0, count: slides)
    var belowOfAll = 0
    let all = Double(counts.reduce(0, +))
    var greatest = [Double](repeating: 0, count: slides)
    func measure(_ slide: Int) {
      let distance = abs(Double(below[slide]) / Double(sizes[slide]) - Double(belowOfAll) / all)
      greatest[slide] = max(greatest[slide], distance)
    }
    var place = 0
    while place < data.count {
      // Rows of equal output step together.
      var end = place
      while end < data.count, data.outputs[data.outputOrder[end]] == data.outputs[data.outputOrder[place]] { end += 1 }
      let group = data.outputOrder[place..<end].filter { counts[$0] > 0 }
      let slides = group.compactMap { members[$0] }
      for slide in slides { measure(slide) }
      for row in group {
        belowOfAll += counts[row]
        if let slide = members[row] { below[slide] += counts[row] }
      }
      for slide in slides { measure(slide) }
      place = end
    }
    return (0..<slides).filter { sizes[$0] > 0 }.map { greatest[$0] }
  }
}
