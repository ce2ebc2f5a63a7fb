import CGSL
import Glibc
import Randomness

/// A Markov chain in continuous time, and what it does to arrivals whose rate it sets.
struct MarkovChain {
  private let transitions: [[Double]]
  private var count: Int { transitions.count }

  /// - `transitions`: how often a state is left for each other, row by row; the diagonal does not count.
  init(_ transitions: [[Double]]) {
    ScientificLibrary.prepare()
    self.transitions = transitions
  }

  /// Two states of which the second cannot be reached from the first; `nil` where every state leads to every other.
  var unreachable: (from: Int, to: Int)? {
    for start in transitions.indices {
      var reached = Set([start])
      var frontier = [start]
      while let state = frontier.popLast() {
        for other in transitions.indices where other != state && transitions[state][other] > 0 {
          if reached.insert(other).inserted { frontier.append(other) }
        }
      }
      if let missing = transitions.indices.first(where: { !reached.contains($0) }) { return (start, missing) }
    }
    return nil
  }

  /// The generator: rows that sum to 0.
  private var generator: SquareMatrix {
    var matrix = SquareMatrix(count)
    for row in 0..<count {
      for column in 0..<count where column != row {
        matrix[row, column] = transitions[row][column]
        matrix[row, row] -= transitions[row][column]
      }
    }
    return matrix
  }

  /// The share of the time spent in each state: π Q = 0 with the shares summing to 1.
  var shares: [Double] {
    var system = SquareMatrix(count)
    let generator = generator
    for row in 0..<count {
      for column in 0..<count { system[row, column] = row + 1 == count ? 1 : generator[column, row] }
    }
    return system.solved(for: (0..<count).map { $0 + 1 == count ? 1 : 0 }).map { max($0, 0) }
  }

  /// ∫ (e^(Qu) − Π) du over all u, with Π the matrix whose rows are the shares: how long a start is remembered.
  private var deviation: SquareMatrix {
    let shares = shares
    var fundamental = SquareMatrix(count)
    let generator = generator
    for row in 0..<count {
      for column in 0..<count { fundamental[row, column] = shares[column] - generator[row, column] }
    }
    var deviation = fundamental.inverse
    for row in 0..<count {
      for column in 0..<count { deviation[row, column] -= shares[column] }
    }
    return deviation
  }

  /// The variance of counts in a window over their mean, where arrivals are Poisson at the rate of the state.
  ///
  /// With D the deviation matrix and l the rates, Var N(t) = m t + 2 π L (t D − D² (I − e^(Qt))) l.
  func indexOfDispersion(of rates: [Double], over time: Double) -> Double {
    let (shares, deviation) = (shares, deviation)
    let weighted = zip(shares, rates).map { $0 * $1 }
    let mean = weighted.reduce(0, +)
    let remembered = deviation.times(rates)
    // D² (I − e^(Qt)) l
    let faded = generator.scaled(by: time).exponential.times(rates)
    let forgotten = deviation.times(deviation.times(zip(rates, faded).map { $0 - $1 }))
    let covariance = zip(weighted, zip(remembered, forgotten)).reduce(0) { $0 + $1.0 * (time * $1.1.0 - $1.1.1) }
    return 1 + 2 * covariance / (mean * time)
  }

  /// The same in windows that are long against the chain's memory.
  func limitingDispersion(of rates: [Double]) -> Double {
    let weighted = zip(shares, rates).map { $0 * $1 }
    let remembered = deviation.times(rates)
    return 1 + 2 * zip(weighted, remembered).reduce(0) { $0 + $1.0 * $1.1 } / weighted.reduce(0, +)
  }

  /// Standard deviation over mean of the gaps: with M = (L − Q)⁻¹ the mean gap is π 1 / m and E T² = 2 π M 1 / m.
  func variationOfGaps(at rates: [Double]) -> Double {
    var killed = SquareMatrix(count)
    let generator = generator
    for row in 0..<count {
      for column in 0..<count { killed[row, column] = (row == column ? rates[row] : 0) - generator[row, column] }
    }
    let untilArrival = killed.solved(for: Array(repeating: 1, count: count))
    let shares = shares
    let mean = zip(shares, rates).reduce(0) { $0 + $1.0 * $1.1 }
    let residual = zip(shares, untilArrival).reduce(0) { $0 + $1.0 * $1.1 }
    return (2 * mean * residual - 1).squareRoot()
  }
}
