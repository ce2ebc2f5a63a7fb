/// An open network of M/M/c stations between which customers move at random.
///
/// ```swift
/// let network = JacksonNetwork(
///   arrivalRates: [1, 0], routing: [[0, 0.8], [0.5, 0]], serviceRates: [3, 2], servers: [1, 1])
/// network.throughputs  // 5/3 and 4/3: one customer in two comes back
/// ```
/// Each station behaves as if it were an M/M/c of its own, independent of the others. Rates are per unit of time and times
/// are in that unit. Jackson 1957; Gross, Shortle, Thompson and Harris 2008, section 4.2.
public struct JacksonNetwork: Sendable {
  /// The customers that pass each station per unit of time.
  public let throughputs: [Double]
  /// Each station as a queue.
  public let stations: [MMcQueue]
  /// The customers that enter the network per unit of time.
  public let arrivalRate: Double

  /// Solves a network.
  /// - Parameters:
  ///   - arrivalRates: the arrivals from outside at each station.
  ///   - routing: the probability of going from a station (row) to another (column); who goes nowhere leaves.
  ///   - serviceRates: the customers that one server of each station serves per unit of time.
  ///   - servers: the number of servers of each station.
  /// - Complexity: O(n³) for n stations.
  public init(arrivalRates: [Double], routing: [[Double]], serviceRates: [Double], servers: [Int]) {
    let count = arrivalRates.count
    precondition(
      routing.count == count && routing.allSatisfy { $0.count == count } && serviceRates.count == count
        && servers.count == count, "each station needs an arrival rate, a row of routing, a service rate and servers")
    precondition(
      routing.allSatisfy { $0.allSatisfy { $0 >= 0 } && $0.reduce(0, +) <= 1 + 1e-12 },
      "the probabilities of where to go from a station add up to at most 1")
    // Traffic: what passes a station is what comes from outside and from the stations.
    var equations = (0..<count).map { to in
      (0..<count).map { from in (from == to ? 1 : 0) - routing[from][to] } + [arrivalRates[to]]
    }
    throughputs = Self.solve(&equations)
    arrivalRate = arrivalRates.reduce(0, +)
    var stations: [MMcQueue] = []
    for (throughput, (rate, servers)) in zip(throughputs, zip(serviceRates, servers)) {
      stations.append(MMcQueue(arrivalRate: throughput, serviceRate: rate, servers: servers))
    }
    self.stations = stations
  }

  /// The mean number of customers in the network.
  public var meanNumber: Double { stations.reduce(0) { $0 + $1.meanNumber } }

  /// The mean time from entering the network to leaving it, over all visits to stations.
  public var meanSojourn: Double { meanNumber / arrivalRate }

  /// How often a customer visits each station, on average.
  public var visits: [Double] { throughputs.map { $0 / arrivalRate } }

  /// The share of time that the stations hold these numbers of customers: the product over the stations.
  public func probability(numbers: [Int]) -> Double {
    precondition(numbers.count == stations.count, "a state has a number of customers for each station")
    return zip(stations, numbers).reduce(1) { $0 * $1.0.probability(number: $1.1) }
  }

  /// Gauss's elimination with row pivoting; the last column is the right-hand side.
  private static func solve(_ rows: inout [[Double]]) -> [Double] {
    let count = rows.count
    for column in 0..<count {
      guard let pivot = (column..<count).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }) else { continue }
      precondition(abs(rows[pivot][column]) > 1e-12, "customers never leave: the routing has a closed loop")
      rows.swapAt(column, pivot)
      for row in (column + 1)..<max(count, column + 1) {
        let factor = rows[row][column] / rows[column][column]
        for place in column...count { rows[row][place] -= factor * rows[column][place] }
      }
    }
    var solution = [Double](repeating: 0, count: count)
    for row in (0..<count).reversed() {
      var rest = rows[row][count]
      for column in (row + 1)..<max(count, row + 1) { rest -= rows[row][column] * solution[column] }
      solution[row] = rest / rows[row][row]
    }
    return solution
  }
}
