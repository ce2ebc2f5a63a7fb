import EventSimulation
import Glibc
import Randomness

/// Borgonovo's delta: how much of the density of the output moves when an input becomes known, whatever its moments do.
///
/// Half the area between the density of all outputs and that of the outputs in a class of the input, averaged over
/// equally probable classes; 0 for an input that does nothing, 1 for one that decides all. Densities are by Gaussian
/// kernels of Silverman's width; a value that many outputs have, as a count or whether a bar is met, has a probability
/// instead, and the area between two sets of probabilities is the sum of their differences. `delta` is freed of its bias by
/// the bootstrap, and lies from 0 to 1 as the index does. Its interval reaches down to 0 where an input without any effect
/// would show as much: where the estimate is no greater than 95 of 100 are with the outputs shuffled. A class is never
/// of a part of the rows with one value of the input, and a value that many have is a class of its own. Where the output
/// takes few values, a class in which it changes mixes two of them, and finer classes find more: delta is then theirs, and
/// what they add widens its interval, for what still finer ones would. `S1` is the first-order share of the variance
/// from the usual classes, and where the output takes few values from finer ones in the same way. Assumes nothing of the model, nor independent inputs. Costs N runs, whatever k is; a few
/// hundred at least.
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
    let noise = noise(data, classes)
    for (input, name) in data.inputs.enumerated() {
      let resampled = spread.indices.contains(input) ? spread[input].mean : nil
      var value = min(max(resampled.map { 2 * plain[input] - $0 } ?? plain[input], 0), 1)
      var halfWidth = spread.halfWidth(input)
      // Of a weak effect the classes of rows that are spread evenly tell nothing.
      if let finer = classes.deltaOfFinerClasses(of: input), 2 * finer > value {
        halfWidth = halfWidth.map { $0 + abs(finer - value) }
        value = min(max(value, finer), 1)
      }
      // An area has no sign: of an input without effect its estimates all lie above 0, and so would their interval.
      if let noise = noise[input], plain[input] <= noise { halfWidth = halfWidth.map { max($0, value) } }
      analysis.add(
        "delta", of: name, data.varies[input] ? value : nil, halfWidth: halfWidth, zeroMeansNoEffect: true,
        within: 0...1)
    }
    for (input, name) in data.inputs.enumerated() {
      let place = data.inputs.count + input
      var (value, halfWidth) = (plain[place], spread.halfWidth(place))
      // Of a weak effect finer classes tell nothing but noise.
      if value > halfWidth ?? 0, let finer = classes.firstOrderOfFinerClasses(of: input), finer.share > value {
        value = finer.share
        halfWidth = halfWidth.map { $0 + abs(finer.added) }
      }
      analysis.add(
        "S1", of: name, data.varies[input] ? value : nil, halfWidth: halfWidth, zeroMeansNoEffect: true)
    }
    return analysis
  }

  /// Below which 95 of 100 estimates of delta are, by input, where the outputs are shuffled: where no input has an effect.
  /// `nil` without resamples.
  private func noise(_ data: GivenData, _ classes: EquiprobableClasses) -> [Double?] {
    let ones = [Int](repeating: 1, count: data.count)
    guard bootstrap.resamples > 1, let all = classes.distribution(ones) else { return data.inputs.map { _ in nil } }
    let draws = Streams(seed: bootstrap.seed, replication: 0).stream("shuffles/\(name)")
    var tallies = data.inputs.map { _ in Tally() }
    for _ in 0..<min(bootstrap.resamples, Self.mostShuffles) {
      var shuffled = Array(0..<data.count)
      for place in shuffled.indices.reversed() { shuffled.swapAt(place, draws.index(below: place + 1)) }
      for input in data.inputs.indices {
        tallies[input].add(classes.delta(of: input, ones, against: all, shuffled: shuffled))
      }
    }
    return tallies.map { tally in
      guard let mean = tally.mean, let deviation = tally.standardDeviation else { return nil }
      return mean + Self.normalQuantile95 * deviation
    }
  }

  private static let mostShuffles = 50
  private static let normalQuantile95 = 1.6448536269514722
}

/// The rows in classes of equal size along each input, with what the outputs in them say.
struct EquiprobableClasses {
  /// How outputs are distributed: the probability of each value that many have, and the density of the others.
  struct Distribution {
    let probabilities: [Double]
    /// At the points of the grid; its area is what is left of the probability.
    let density: [Double]
  }

  private let data: GivenData
  /// For each row the value that it shares with many others, by its place; `nil` where its output is one of a density.
  private let values: [Int?]
  private let valueCount: Int
  /// What densities are of: the outputs, or their ranks where a few lie so far out that a grid would not show the rest.
  private let positions: [Double]
  /// Where densities are compared.
  private let grid: [Double]
  /// The width of a kernel where those rows of a class that have a density do not differ.
  private let commonWidth: Double
  private let hasSmallClasses: Bool
  /// Of each input with steps the rows of its classes; `nil` for an input without.
  private let steps: [[[Int]]?]
  /// Of each input with steps the rows of each value, or of its classes where most values are of one row.
  private let groups: [[[Int]]?]

  private static let gridPoints = 100
  /// The points of the grid that the middle half of the outputs takes at least.
  private static let leastPointsOfMiddle = 10

  init(_ data: GivenData) {
    self.data = data
    let steps = data.inputs.indices.map { Self.steps(data, $0) }
    self.steps = steps
    groups = data.inputs.indices.map { input in
      guard let classes = steps[input] else { return nil }
      let values = data.rowsOfValues(input)
      return Self.leastRowsOfTie * values.count <= data.count ? values : classes
    }
    let (values, count) = Self.commonValues(data)
    self.values = values
    valueCount = count
    let others = data.outputOrder.filter { values[$0] == nil }
    // Where a step lies inside a class, that class hides it: outputs without a density have smaller classes.
    hasSmallClasses = others.isEmpty
    var positions = data.outputs
    let sorted = others.map { positions[$0] }
    let middle = GivenData.quantile(ofSorted: sorted, at: 0.75) - GivenData.quantile(ofSorted: sorted, at: 0.25)
    if let least = sorted.first, let greatest = sorted.last,
      middle * Double(Self.gridPoints) < (greatest - least) * Double(Self.leastPointsOfMiddle)
    {
      for (rank, row) in others.enumerated() { positions[row] = Double(rank) }
    }
    self.positions = positions
    let least = others.first.map { positions[$0] } ?? 0
    let greatest = others.last.map { positions[$0] } ?? 1
    let step = (greatest - least) / Double(Self.gridPoints - 1)
    grid = (0..<Self.gridPoints).map { least + Double($0) * step }
    commonWidth = Self.width(others.map { (row: $0, count: 1) }, positions) ?? step
  }

  /// The values that many rows share: all where there are few, else those of half a class or more.
  private static func commonValues(_ data: GivenData) -> (values: [Int?], count: Int) {
    var counts: [(first: Int, rows: Int)] = []
    for (place, row) in data.outputOrder.enumerated() {
      if let last = counts.last, data.outputs[data.outputOrder[last.first]] == data.outputs[row] {
        counts[counts.count - 1].rows += 1
      } else {
        counts.append((place, 1))
      }
    }
    let areFew = counts.count <= OutputTolerance.fewValues
    let least = max(data.count / (2 * (bounds(data.count).count - 1)), 5)
    var common = counts.filter { areFew || $0.rows >= least }
    // One other value has no density.
    if !areFew, counts.count - common.count == 1 { common = counts }
    var values = [Int?](repeating: nil, count: data.count)
    for (value, (first, rows)) in common.enumerated() {
      for place in first..<(first + rows) { values[data.outputOrder[place]] = value }
    }
    return (values, common.count)
  }

  /// Where the classes begin and end in the sorted rows; their number is Plischke's, at most 48.
  static func bounds(_ rows: Int) -> [Int] {
    let exponent = 2 / (7 + tanh((1500 - Double(rows)) / 500))
    return bounds(rows, classes: min(Int(pow(Double(rows), exponent).rounded(.up)), 48))
  }

  private static func bounds(_ rows: Int, classes: Int) -> [Int] {
    let width = Double(rows) / Double(classes)
    return (0...classes).map { $0 == classes ? rows : Int(Double($0) * width) }
  }

  /// The rows of the classes of an input of which many values are equal; `nil` where hardly any are.
  ///
  /// Each of few values is a class, but for those next to each other of too few rows. Of many values, one of half a class
  /// or more is a class, and the others between two such ones make classes of about equal size.
  private static func steps(_ data: GivenData, _ input: Int) -> [[Int]]? {
    let values = data.rowsOfValues(input)
    let number = bounds(data.count).count - 1
    let width = Double(data.count) / Double(number)
    let hasSteps = values.contains { $0.count > 1 && Double($0.count) >= width / 2 }
    guard hasSteps || leastRowsOfTie * values.count <= data.count else { return nil }
    let areFew = values.count <= max(number, OutputTolerance.fewValues)
    let least = areFew ? min(leastRowsOfValue, width / 2) : width / 2
    var classes: [[Int]] = []
    var between: [[Int]] = []
    func close() {
      let rows = between.reduce(0) { $0 + $1.count }
      let share = Double(rows) / max((Double(rows) / (areFew ? least : width)).rounded(.down), 1)
      var current: [Int] = []
      var taken = 0
      var bound = share
      for value in between {
        current += value
        taken += value.count
        guard Double(taken) >= bound - 0.5 else { continue }
        classes.append(current)
        current = []
        while bound - 0.5 <= Double(taken) { bound += share }
      }
      if !current.isEmpty { classes.append(current) }
      between = []
    }
    for value in values {
      if Double(value.count) < least {
        between.append(value)
      } else {
        close()
        classes.append(value)
      }
    }
    close()
    return classes
  }

  /// Fewer equal values, as rounding to some decimals makes them, are no steps.
  private static let leastRowsOfTie = 4
  /// Of a class of a value, where there are few.
  private static let leastRowsOfValue = 3.0

  /// The rows of classes that count, with how often they do.
  private static func counted(_ classes: [[Int]], _ counts: [Int]) -> [[(row: Int, count: Int)]] {
    classes.map { rows in rows.filter { counts[$0] > 0 }.map { (row: $0, count: counts[$0]) } }
  }

  /// The runs of each class of an input: a row and how often it counts there.
  private func classes(of input: Int, _ counts: [Int]) -> [[(row: Int, count: Int)]] {
    if let steps = steps[input] { return Self.counted(steps, counts) }
    let rows = counts.reduce(0, +)
    let usual = Self.bounds(rows).count - 1
    let number = hasSmallClasses ? min(2 * usual, rows) : usual
    let order = data.orders[input]
    let bounds = Self.bounds(rows, classes: number)
    var classes = [[(row: Int, count: Int)]](repeating: [], count: bounds.count - 1)
    var place = 0
    var current = 0
    for row in order {
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
    guard let all = distribution(counts) else { return data.inputs.map { _ in .nan } }
    return data.inputs.indices.map { delta(of: $0, counts, against: all) }
  }

  /// The distribution of all outputs; `nil` where they are all equal.
  func distribution(_ counts: [Int]) -> Distribution? {
    let members = counts.indices.filter { counts[$0] > 0 }.map { (row: $0, count: counts[$0]) }
    guard let first = members.first, members.contains(where: { data.outputs[$0.row] != data.outputs[first.row] }) else {
      return nil
    }
    return distribution(of: members)
  }

  /// Delta of one input, against the distribution of all outputs.
  ///
  /// - `shuffled`: the row whose output is taken for that of each row; `nil` for its own.
  func delta(
    of input: Int, _ counts: [Int], against distribution: Distribution, shuffled: [Int]? = nil
  ) -> Double {
    let all = Double(counts.reduce(0, +))
    let step = grid[1] - grid[0]
    var delta = 0.0
    for members in classes(of: input, counts) where !members.isEmpty {
      let own = self.distribution(
        of: shuffled.map { rows in members.map { (row: rows[$0.row], count: $0.count) } } ?? members)
      var area = zip(distribution.probabilities, own.probabilities).reduce(0) { $0 + abs($1.0 - $1.1) }
      if !own.density.isEmpty {
        let differences = zip(distribution.density, own.density).map { abs($0 - $1) }
        let ends = (differences[0] + differences[differences.count - 1]) / 2
        area += (differences.reduce(0, +) - ends) * step
      }
      delta += Double(members.reduce(0) { $0 + $1.count }) / (2 * all) * area
    }
    return delta
  }

  /// Delta of an input from the number of classes, the usual or a power of two times as many, that finds most; `nil` where
  /// some outputs have a density, or the classes are those of equal values of the input.
  ///
  /// By definition delta is the greatest that any choice of sets of outputs, one for each value of the input, has on
  /// average: the probability of its set given the input, less that of the set among all. A class chooses the values
  /// that are more frequent in it than elsewhere, for each row by the other rows of its class. So what a row shows is
  /// not what chose its set, and no number of classes finds more than there is, but by chance.
  func deltaOfFinerClasses(of input: Int) -> Double? {
    guard hasSmallClasses, steps[input] == nil, valueCount > 1 else { return nil }
    let outputs = data.orders[input].compactMap { values[$0] }
    var shares = [Double](repeating: 0, count: valueCount)
    for output in outputs { shares[output] += 1 / Double(outputs.count) }
    var number = Self.bounds(data.count).count - 1
    var greatest: Double?
    while number <= Self.mostClasses, number * Self.leastRowsOfClass <= data.count {
      let found = self.delta(of: outputs, shares, bounds: Self.bounds(data.count, classes: number))
      greatest = max(greatest ?? found, found)
      number *= 2
    }
    return greatest
  }

  private static let mostClasses = 512
  private static let leastRowsOfClass = 5

  /// Delta of outputs, by their places among all values, in the order of an input.
  private func delta(of outputs: [Int], _ shares: [Double], bounds: [Int]) -> Double {
    var sum = 0.0
    for (low, high) in zip(bounds, bounds.dropFirst()) where high - low > 1 {
      var counts = [Int](repeating: 0, count: shares.count)
      for output in outputs[low..<high] { counts[output] += 1 }
      let others = Double(high - low - 1)
      // Whether a value belongs to the set: 1 or -1, and between for one that is hardly more or less frequent.
      func choice(_ count: Int, _ share: Double) -> Double {
        let error = (share * (1 - share) / others).squareRoot()
        return min(max((Double(count) / others - share) / (Self.clearDistance * error), -1), 1)
      }
      let choices = zip(counts, shares).map(choice)
      let expected = zip(choices, shares).reduce(0) { $0 + $1.0 * $1.1 }
      for (value, count) in counts.enumerated() where count > 0 {
        let own = choice(count - 1, shares[value])
        sum += Double(count) * (own - (expected + (own - choices[value]) * shares[value])) / 2
      }
    }
    return sum / Double(outputs.count)
  }

  /// How far a frequency is from its expectation, in standard errors, where it is clear on which side it lies.
  private static let clearDistance = 0.25

  /// The first-order share of the variance: that of the class means. Of an input with steps, whose values may be many,
  /// less what noise makes of means (ε², Kelley 1935).
  func firstOrder(of input: Int, _ counts: [Int]) -> Double {
    let all = Double(counts.reduce(0, +))
    let mean = zip(data.outputs, counts).reduce(0) { $0 + $1.0 * Double($1.1) } / all
    let squares = zip(data.outputs, counts).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * Double($1.1) }
    var between = 0.0
    var number = 0.0
    let classes = groups[input].map { Self.counted($0, counts) } ?? self.classes(of: input, counts)
    for members in classes where !members.isEmpty {
      let n = Double(members.reduce(0) { $0 + $1.count })
      let own = members.reduce(0) { $0 + data.outputs[$1.row] * Double($1.count) } / n
      between += n * (own - mean) * (own - mean)
      number += 1
    }
    if groups[input] != nil, all > number { between -= (number - 1) * max(squares - between, 0) / (all - number) }
    return between / squares
  }

  /// The first-order share of the variance from the finest classes, less what noise makes of their means (ε²), and what
  /// the last halving of the classes added; `nil` where some outputs have a density, or the classes are those of equal
  /// values of the input. A class in which the output changes hides a part of the share: half as much when halved.
  func firstOrderOfFinerClasses(of input: Int) -> (share: Double, added: Double)? {
    guard hasSmallClasses, steps[input] == nil, valueCount > 1 else { return nil }
    let outputs = data.orders[input].map { data.outputs[$0] }
    let all = Tally(outputs)
    guard let mean = all.mean, let variance = all.variance, variance > 0 else { return nil }
    let squares = variance * Double(outputs.count - 1)
    var shares: [Double] = []
    var number = Self.bounds(outputs.count).count - 1
    while number <= Self.mostClasses, number * Self.leastRowsOfClass <= outputs.count {
      let bounds = Self.bounds(outputs.count, classes: number)
      var between = 0.0
      for (low, high) in zip(bounds, bounds.dropFirst()) {
        let distance = outputs[low..<high].reduce(0, +) / Double(high - low) - mean
        between += Double(high - low) * distance * distance
      }
      between -= Double(number - 1) * max(squares - between, 0) / Double(outputs.count - number)
      shares.append(between / squares)
      number *= 2
    }
    guard shares.count > 1 else { return nil }
    return (shares[shares.count - 1], shares[shares.count - 1] - shares[shares.count - 2])
  }

  private func distribution(of members: [(row: Int, count: Int)]) -> Distribution {
    let n = Double(members.reduce(0) { $0 + $1.count })
    var probabilities = [Double](repeating: 0, count: valueCount)
    var others: [(row: Int, count: Int)] = []
    for member in members {
      if let value = values[member.row] {
        probabilities[value] += Double(member.count) / n
      } else {
        others.append(member)
      }
    }
    // Without any output that has a density there is no grid.
    guard grid[1] > grid[0] else { return Distribution(probabilities: probabilities, density: []) }
    return Distribution(probabilities: probabilities, density: density(others, of: n))
  }

  /// Silverman's width of a kernel; `nil` where the outputs do not differ.
  private static func width(_ members: [(row: Int, count: Int)], _ positions: [Double]) -> Double? {
    let n = Double(members.reduce(0) { $0 + $1.count })
    let mean = members.reduce(0) { $0 + positions[$1.row] * Double($1.count) } / n
    let squares = members.reduce(0) { sum, member in
      let distance = positions[member.row] - mean
      return sum + distance * distance * Double(member.count)
    }
    guard n > 1, squares > 0 else { return nil }
    return (squares / (n - 1)).squareRoot() * pow(0.75 * n, -0.2)
  }

  /// The kernel density at the grid of some of n outputs.
  private func density(_ members: [(row: Int, count: Int)], of n: Double) -> [Double] {
    var density = [Double](repeating: 0, count: grid.count)
    guard let first = members.first else { return density }
    let differ = members.contains { positions[$0.row] != positions[first.row] }
    // A kernel narrower than the grid would fall between its points.
    let width = max((differ ? Self.width(members, positions) : nil) ?? commonWidth, (grid[1] - grid[0]) / 2)
    let step = (grid[1] - grid[0]) / width
    let fall = exp(-step * step)
    density.withUnsafeMutableBufferPointer { density in
      for (row, count) in members {
        let position = (positions[row] - grid[0]) / (grid[1] - grid[0])
        let nearest = min(max(Int(position.rounded()), 0), density.count - 1)
        let distance = (grid[nearest] - positions[row]) / width
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
