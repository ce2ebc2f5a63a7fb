import CGSL
import Randomness

/// Correlations of columns whose rows count several times, or not at all: what a resample needs.
struct WeightedCorrelation {
  /// Row by row, the output last; not a number beside a column that does not vary.
  let matrix: [Double]
  /// The inputs.
  let inputs: Int

  /// Pearson's correlation of every column with every other; a column of ranks makes it Spearman's.
  init(_ columns: [[Double]], output: [Double], _ counts: [Int]) {
    inputs = columns.count
    let width = inputs + 1
    let n = Double(counts.reduce(0, +))
    let centred = (columns + [output]).map { column in
      let mean = zip(column, counts).reduce(0) { $0 + $1.0 * Double($1.1) } / n
      return column.map { $0 - mean }
    }
    var products = [Double](repeating: 0, count: width * width)
    for one in 0..<width {
      for other in one..<width {
        var sum = 0.0
        for row in counts.indices { sum += centred[one][row] * centred[other][row] * Double(counts[row]) }
        products[one * width + other] = sum
        products[other * width + one] = sum
      }
    }
    matrix = products.indices.map { place in
      let (one, other) = (place / width, place % width)
      return one == other
        ? 1 : products[place] / (products[one * width + one] * products[other * width + other]).squareRoot()
    }
  }

  /// The correlation of each input with the output.
  var withOutput: [Double] { (0..<inputs).map { matrix[$0 * (inputs + 1) + inputs] } }

  /// The correlation of one input with another.
  func between(_ one: Int, _ other: Int) -> Double { matrix[one * (inputs + 1) + other] }
}

/// The standardised regression of the output on all inputs, from their correlations.
struct LinearRegression {
  /// The change of the output in its deviations, for a deviation of each input.
  let coefficients: [Double]
  /// The share of the variance of the output that the regression explains: R².
  let explained: Double
  /// By input, what the other inputs add to the variance of its coefficient: at least 1.
  let inflation: [Double]

  /// Below this the least pivot of the correlations is rounding.
  private static let leastPivot = 1e-12

  /// Regresses; `nil` where an input is a linear combination of the others, or does not vary.
  init?(_ correlations: WeightedCorrelation) {
    let k = correlations.inputs
    guard k > 0, correlations.matrix.allSatisfy(\.isFinite) else { return nil }
    ScientificLibrary.prepare()
    var inverse = (0..<k * k).map { correlations.between($0 / k, $0 % k) }
    let isRegular = inverse.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return false }
      var view = gsl_matrix_view_array(base, k, k)
      guard gsl_linalg_cholesky_decomp1(&view.matrix) == 0,
        (0..<k).allSatisfy({ buffer[$0 * k + $0] * buffer[$0 * k + $0] > Self.leastPivot })
      else { return false }
      return gsl_linalg_cholesky_invert(&view.matrix) == 0
    }
    guard isRegular else { return nil }
    let target = correlations.withOutput
    coefficients = (0..<k).map { row in (0..<k).reduce(0) { $0 + inverse[row * k + $1] * target[$1] } }
    explained = min(max(zip(coefficients, target).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1)
    inflation = (0..<k).map { inverse[$0 * k + $0] }
  }

  /// The correlation of each input with the output once the others are taken out of both.
  var partialCorrelations: [Double] {
    zip(coefficients, inflation).map { coefficient, inflation in
      let rest = (1 - explained) * inflation
      return coefficient == 0 ? 0 : coefficient / (coefficient * coefficient + rest).squareRoot()
    }
  }
}

extension GivenData {
  /// Columns and output as a method of correlation takes them: as they are, or by rank.
  ///
  /// - `counts`: How often each row was drawn; equal values share the mean of their ranks.
  func transformed(ranks: Bool, _ counts: [Int]) -> (columns: [[Double]], output: [Double]) {
    guard ranks else { return (columns, outputs) }
    return (
      zip(columns, orders).map { Self.midranks($0, order: $1, counts) },
      Self.midranks(outputs, order: outputOrder, counts)
    )
  }

  private static func midranks(_ values: [Double], order: [Int], _ counts: [Int]) -> [Double] {
    var ranks = [Double](repeating: 0, count: values.count)
    var below = 0
    var place = 0
    while place < order.count {
      var end = place
      var size = 0
      while end < order.count, values[order[end]] == values[order[place]] {
        size += counts[order[end]]
        end += 1
      }
      let rank = Double(below) + Double(size + 1) / 2
      for row in order[place..<end] { ranks[row] = rank }
      below += size
      place = end
    }
    return ranks
  }
}

extension SensitivityAnalysis {
  /// Adds one index for each input that comes from the correlations of the rows, with its interval.
  ///
  /// - `estimate`: The index of each input; `nil` where the inputs cannot be separated.
  /// - Returns: The correlations of all rows; `nil` where there are none.
  @discardableResult
  mutating func correlate(
    _ results: DesignResults, ranks: Bool, index: String, _ bootstrap: Bootstrap, limits: ClosedRange<Double>?,
    _ estimate: (WeightedCorrelation) -> [Double]?
  ) -> WeightedCorrelation? {
    let data = GivenData(results, needing: 3 * (results.inputs.count + 1), warningIn: &self)
    // An input that does not vary has no correlation, and would leave the others without theirs.
    let varying = data.inputs.indices.filter { data.varies[$0] }
    guard data.count > 2, data.outputsVary, !varying.isEmpty else {
      addUndefined([index], of: data.inputs)
      return nil
    }
    func correlations(_ counts: [Int]) -> WeightedCorrelation {
      let (columns, output) = data.transformed(ranks: ranks, counts)
      return WeightedCorrelation(varying.map { columns[$0] }, output: output, counts)
    }
    let all = correlations([Int](repeating: 1, count: data.count))
    guard let values = estimate(all) else {
      warn(.collinearInputs)
      addUndefined([index], of: data.inputs)
      return nil
    }
    let spread = bootstrap.spread(rows: data.count, stream: "\(method)/\(measure)") { counts in
      estimate(correlations(counts)) ?? varying.map { _ in .nan }
    }
    for (input, name) in data.inputs.enumerated() {
      let place = varying.firstIndex(of: input)
      add(
        index, of: name, place.map { values[$0] }, halfWidth: place.flatMap { spread.halfWidth($0) },
        zeroMeansNoEffect: true, within: limits ?? -Double.infinity...Double.infinity)
    }
    return all
  }
}
