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
